//! Named stretches of the calendar, and the days they are in a given plan.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::lexicon::{Feast, Season, Unit};
use super::{Context, Precision, Quarters};
use crate::{FinancialYear, easter::easter};

/// A stretch of the calendar as it was named, perhaps without its year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Point {
    pub(super) part: Part,
    pub(super) year: YearName,
    pub(super) edge: Option<Edge>,
}

/// Which part of a year is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Year,
    Half(u32),
    Quarter(u32),
    FirstMonths(u32),
    LastMonths(u32),
    Season(Season),
    Month(u32),
    Week(u32),
    /// Seven days from a month and day.
    WeekFrom(u32, u32),
    /// Seven days to a month and day.
    WeekTo(u32, u32),
    /// The last seven days of a month.
    LastWeek(u32),
    Day(u32, u32),
    Feast(Feast),
    /// The unit in which the as-of day lies, or one so many after it.
    Near(Unit, i32),
    /// The day from which the plan counts.
    Now,
    /// Digits that look like a date and are none.
    Impossible,
}

/// Which year is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum YearName {
    Unsaid,
    Calendar(i32),
    Financial(FinancialYear),
    /// The plan's own year (0) or one so many after it.
    OfPlan(i32),
    /// A year of the plan by its number, the first being 1.
    Numbered(i32),
    /// The financial year in which the as-of day lies (0), or one so many after it.
    Current(i32),
}

/// Which end of a stretch is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    Start,
    Early,
    Middle,
    Late,
    End,
}

/// The days of a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) first: NaiveDate,
    pub(super) last: NaiveDate,
    pub(super) precision: Precision,
}

/// Where a year is looked for when none is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Search {
    /// Inside the plan's year: a date column.
    PlanYear,
    /// The next one from the as-of day: a deadline in prose.
    Deadline,
    /// The one around the as-of day: an event in prose.
    Nearby,
}

/// How far before the as-of day prose still speaks of the month just gone: plans are dated by the
/// month, and drafted before it.
const LOOKS_BACK_MONTHS: i32 = 1;
/// How far back prose names a past month without its year.
const REMEMBERS_MONTHS: i32 = 2;

impl Point {
    pub(super) fn new(part: Part, year: YearName) -> Self {
        Self { part, year, edge: None }
    }

    /// Its name leaves its year to the context.
    pub(super) fn lacks_year(&self) -> bool {
        self.year == YearName::Unsaid && !matches!(self.part, Part::Near(..) | Part::Now)
    }

    /// The days it is when its year is said; `None` when there is no such day or no context.
    pub(super) fn stretch(&self, context: &Context) -> Option<Stretch> {
        let stretch = match (self.part, self.year) {
            (Part::Near(unit, offset), _) => near(unit, offset, context.as_of?),
            (Part::Now, _) => {
                let day = now(context)?;
                Some(Stretch { first: day, last: day, precision: Precision::Day })
            }
            (part, YearName::Calendar(year)) => part_of(part, Year::calendar(year), context),
            (part, YearName::Financial(year)) => part_of(part, Year::financial(year), context),
            (part, YearName::OfPlan(offset)) => {
                part_of(part, plan_year(context)?.after(offset), context)
            }
            (part, YearName::Numbered(number)) => {
                part_of(part, plan_year(context)?.after(number.saturating_sub(1)), context)
            }
            (part, YearName::Current(offset)) => {
                part_of(part, current_year(context)?.after(offset), context)
            }
            (_, YearName::Unsaid) => None,
        }?;
        Some(self.edge.map_or(stretch, |edge| stretch.narrowed(edge, self.part)))
    }

    /// The days it is when no year is said at all.
    pub(super) fn stretch_in_context(&self, context: &Context, search: Search) -> Option<Stretch> {
        if matches!(self.part, Part::Year | Part::Half(_) | Part::Quarter(_))
            || matches!(self.part, Part::FirstMonths(_) | Part::LastMonths(_))
        {
            return Self { year: YearName::OfPlan(0), ..*self }.stretch(context);
        }
        let from = match (search, context.as_of) {
            (Search::Deadline, Some(as_of)) => month_back(as_of, LOOKS_BACK_MONTHS),
            (Search::Nearby, Some(as_of)) => month_back(as_of, REMEMBERS_MONTHS),
            _ => plan_year(context).map(|year| year.first).or(context.as_of),
        }?;
        let year = from.year();
        (year..=year + 4).find_map(|year| {
            let stretch = Self { year: YearName::Calendar(year), ..*self }.stretch(context)?;
            (stretch.last >= from && stretch.first >= from).then_some(stretch)
        })
    }

    /// The last of its kind that starts no later than `day`: in "Dec-Feb 04" the year is that of
    /// February, and December is the one before it.
    pub(super) fn stretch_until(&self, day: NaiveDate, context: &Context) -> Option<Stretch> {
        let year = day.year();
        (year - 4..=year)
            .rev()
            .find_map(|year| self.in_year(year, context).filter(|stretch| stretch.first <= day))
    }

    /// The first of its kind that ends no earlier than `day`.
    pub(super) fn stretch_from(&self, day: NaiveDate, context: &Context) -> Option<Stretch> {
        let year = day.year() - 1;
        (year..=year + 5)
            .find_map(|year| self.in_year(year, context).filter(|stretch| stretch.last >= day))
    }

    /// It in the calendar or financial year that starts in `year`, whichever the plan counts in.
    fn in_year(&self, year: i32, context: &Context) -> Option<Stretch> {
        let of_a_year = !matches!(
            self.part,
            Part::Month(_)
                | Part::Day(..)
                | Part::WeekFrom(..)
                | Part::WeekTo(..)
                | Part::LastWeek(_)
                | Part::Week(_)
                | Part::Season(_)
                | Part::Feast(_)
        );
        let named = if of_a_year && context.quarters == Quarters::Financial {
            YearName::Financial(FinancialYear::starting(year))
        } else {
            YearName::Calendar(year)
        };
        Self { year: named, ..*self }.stretch(context)
    }
}

impl Stretch {
    /// The part of it at one end. The first third of a month is early and the last one late; of
    /// longer stretches it is the quarter, since plans say "early in the year" of the first.
    fn narrowed(self, edge: Edge, part: Part) -> Self {
        let Self { first, last, precision } = self;
        let days = |first: NaiveDate, last: NaiveDate, precision| Self { first, last, precision };
        let quarter = |months: u32| first.checked_add_months(Months::new(months)).unwrap_or(last);
        let before = |day: NaiveDate| day.pred_opt().unwrap_or(day);
        let tenth = |day: u64| first.checked_add_days(Days::new(day)).unwrap_or(last);
        match (edge, part) {
            (Edge::Start, _) => days(first, first, precision),
            (Edge::End, _) => days(last, last, precision),
            (Edge::Early, Part::Year) => days(first, before(quarter(3)), Precision::Quarter),
            (Edge::Middle, Part::Year) => days(quarter(3), before(quarter(9)), Precision::Range),
            (Edge::Late, Part::Year) => days(quarter(9), last, Precision::Quarter),
            (Edge::Early, Part::Month(_)) => days(first, tenth(9), Precision::Range),
            (Edge::Middle, Part::Month(_)) => days(tenth(10), tenth(19), Precision::Range),
            (Edge::Late, Part::Month(_)) => days(tenth(20), last, Precision::Range),
            // Of anything else the words say too little to narrow it.
            _ => self,
        }
    }
}

/// A year by its first day and by the calendar year that it is counted as.
#[derive(Debug, Clone, Copy)]
struct Year {
    first: NaiveDate,
    financial: bool,
}

impl Year {
    fn calendar(year: i32) -> Self {
        Self { first: NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default(), financial: false }
    }

    fn financial(year: FinancialYear) -> Self {
        Self { first: year.first_day(), financial: true }
    }

    fn after(self, years: i32) -> Self {
        let year = self.first.year().saturating_add(years);
        if self.financial {
            Self::financial(FinancialYear::starting(year))
        } else {
            Self::calendar(year)
        }
    }
}

/// The plan's own year; where the plan does not say, the one in which it was written.
fn plan_year(context: &Context) -> Option<Year> {
    let Some(year) = context.plan_year else { return current_year(context) };
    Some(match context.quarters {
        Quarters::Financial => Year::financial(year),
        Quarters::Calendar => Year::calendar(year.start_year()),
    })
}

/// The year in which the plan was written; where it does not say, its own.
fn current_year(context: &Context) -> Option<Year> {
    match (context.as_of, context.quarters) {
        (Some(day), Quarters::Financial) => Some(Year::financial(FinancialYear::containing(day))),
        (Some(day), Quarters::Calendar) => Some(Year::calendar(day.year())),
        (None, _) => {
            context.plan_year?;
            plan_year(context)
        }
    }
}

/// The day from which a plan counts: its first, unless it was written after its first quarter.
/// A plan for a year is often approved when that year has already begun.
pub(super) fn now(context: &Context) -> Option<NaiveDate> {
    let start = context.plan_year.and_then(|_| plan_year(context)).map(|year| year.first);
    match (start, context.as_of) {
        (Some(start), Some(as_of)) => {
            let settled = start.checked_add_months(Months::new(3))?;
            Some(if as_of < settled { start } else { as_of })
        }
        (start, as_of) => start.or(as_of),
    }
}

/// The year around which two-digit years are read.
pub(super) fn reference_year(context: &Context) -> Option<i32> {
    context.plan_year.map(FinancialYear::start_year).or(context.as_of.map(|day| day.year()))
}

fn month_back(day: NaiveDate, months: i32) -> Option<NaiveDate> {
    day.with_day(1)?.checked_sub_months(Months::new(months.unsigned_abs()))
}

/// A part of a year that is said.
fn part_of(part: Part, year: Year, context: &Context) -> Option<Stretch> {
    let months = |skipped: u32, length: u32, precision| {
        let first = year.first.checked_add_months(Months::new(skipped))?;
        let last = first.checked_add_months(Months::new(length))?.pred_opt()?;
        Some(Stretch { first, last, precision })
    };
    // A plan of financial years with quarters of the calendar year names them by the latter.
    let quarters_of_calendar = context.quarters == Quarters::Calendar && !year.financial;
    let financial_start = if year.financial || quarters_of_calendar { 0 } else { 3 };
    match part {
        Part::Year => months(0, 12, Precision::Year),
        Part::Half(half) => months(financial_start + 6 * half.checked_sub(1)?, 6, Precision::Half),
        Part::Quarter(quarter) => {
            months(financial_start + 3 * quarter.checked_sub(1)?, 3, Precision::Quarter)
        }
        Part::FirstMonths(count) => months(0, count, precision_of_months(count)),
        Part::LastMonths(count) => {
            months(12_u32.checked_sub(count)?, count, precision_of_months(count))
        }
        Part::Season(season) => season_of(season, year),
        Part::Feast(feast) => {
            let day = feast_of(feast, year)?;
            Some(Stretch { first: day, last: day, precision: Precision::Day })
        }
        Part::Month(month) => {
            let first = day_of(year, month, 1)?;
            let last = first.checked_add_months(Months::new(1))?.pred_opt()?;
            Some(Stretch { first, last, precision: Precision::Month })
        }
        Part::Day(month, day) => {
            let day = day_of(year, month, day)?;
            Some(Stretch { first: day, last: day, precision: Precision::Day })
        }
        Part::Week(week) => {
            week_from(NaiveDate::from_isoywd_opt(year.first.year(), week, Weekday::Mon)?)
        }
        Part::WeekFrom(month, day) => week_from(day_of(year, month, day)?),
        Part::WeekTo(month, day) => {
            week_from(day_of(year, month, day)?.checked_sub_days(Days::new(6))?)
        }
        Part::LastWeek(month) => {
            let next = day_of(year, month, 1)?.checked_add_months(Months::new(1))?;
            week_from(next.checked_sub_days(Days::new(7))?)
        }
        Part::Near(..) | Part::Now | Part::Impossible => None,
    }
}

fn week_from(first: NaiveDate) -> Option<Stretch> {
    let last = first.checked_add_days(Days::new(6))?;
    Some(Stretch { first, last, precision: Precision::Week })
}

/// A month and day of a year; in a financial year January to March are of the next calendar year.
fn day_of(year: Year, month: u32, day: u32) -> Option<NaiveDate> {
    let later = year.financial && month < 4;
    NaiveDate::from_ymd_opt(year.first.year() + i32::from(later), month, day)
}

fn season_of(season: Season, year: Year) -> Option<Stretch> {
    // Winter is named by the year in which it begins.
    let month = match season {
        Season::Spring => 3,
        Season::Summer => 6,
        Season::Autumn => 9,
        Season::Winter => 12,
    };
    // The spring of a financial year is the one at its beginning, although March is not in it.
    let first = NaiveDate::from_ymd_opt(year.first.year(), month, 1)?;
    let last = first.checked_add_months(Months::new(3))?.pred_opt()?;
    Some(Stretch { first, last, precision: Precision::Quarter })
}

fn feast_of(feast: Feast, year: Year) -> Option<NaiveDate> {
    match feast {
        Feast::Christmas => day_of(year, 12, 25),
        Feast::NewYear => day_of(year, 1, 1),
        Feast::Easter => easter(year.first.year()),
    }
}

/// The unit in which `day` lies, or one so many after it.
fn near(unit: Unit, offset: i32, day: NaiveDate) -> Option<Stretch> {
    use crate::{Period, PeriodKind};
    let (kind, precision) = match unit {
        Unit::Day => (PeriodKind::Day, Precision::Day),
        Unit::Week => (PeriodKind::Week, Precision::Week),
        Unit::Month => (PeriodKind::Month, Precision::Month),
        Unit::Quarter => (PeriodKind::Quarter, Precision::Quarter),
        Unit::Fortnight | Unit::Year => return None,
    };
    let mut period = Period::containing(kind, day);
    for _ in 0..offset.unsigned_abs().min(12) {
        period = if offset < 0 { period.previous() } else { period.next() };
    }
    Some(Stretch { first: period.first_day(), last: period.last_day(), precision })
}

/// How exact a stretch of whole months is.
pub(super) fn precision_of_months(months: u32) -> Precision {
    match months {
        1 => Precision::Month,
        3 => Precision::Quarter,
        6 => Precision::Half,
        months if months > 0 && months % 12 == 0 => Precision::Year,
        _ => Precision::Range,
    }
}
