//! The rules by which timescales are read, each with a short name that stays.

/// A rule of reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    Due,
    Span,
    SeveralDates,
    FinancialYear,
    CalendarYear,
    Quarter,
    Half,
    Deadline,
    OpenEnded,
    Ongoing,
    Immediate,
    Season,
    PartOfPeriod,
    Relative,
    Recurrence,
    Status,
    OutOfOrder,
    Past,
    NotSet,
    Priority,
    PlanYear,
    Duration,
    Counted,
}

impl Rule {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Span => "span",
            Self::SeveralDates => "several-dates",
            Self::FinancialYear => "financial-year",
            Self::CalendarYear => "calendar-year",
            Self::Quarter => "quarter",
            Self::Half => "half",
            Self::Deadline => "deadline",
            Self::OpenEnded => "open-ended",
            Self::Ongoing => "ongoing",
            Self::Immediate => "immediate",
            Self::Season => "season",
            Self::PartOfPeriod => "part-of-period",
            Self::Relative => "relative",
            Self::Recurrence => "recurrence",
            Self::Status => "status",
            Self::OutOfOrder => "out-of-order",
            Self::Past => "past",
            Self::NotSet => "not-set",
            Self::Priority => "priority",
            Self::PlanYear => "plan-year",
            Self::Duration => "duration",
            Self::Counted => "counted-from-date",
        }
    }
}
