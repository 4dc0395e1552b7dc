//! From a draft commitment to the row that is kept, and what a filter lets through.

use bellwether_calendar::{Precision, Timescale};
use bellwether_plan::draft::{Commitment, Milestone};
use chrono::NaiveDate;

use crate::commitments::rules::DueFilter;
use crate::commitments::rules::Status;
use crate::commitments::store::CommitmentRow;

/// When something is due: all of its timescales together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// As written, `; ` between them.
    pub as_written: String,
    /// First day of the earliest.
    pub earliest: Option<NaiveDate>,
    /// Last day of the latest: the day after which the commitment is overdue.
    pub latest: Option<NaiveDate>,
    /// How exact the latest one is.
    pub precision: Precision,
}

impl Due {
    /// Puts timescales together: due from the first of them to the last, since the whole is done
    /// when its last part is.
    #[must_use]
    pub fn of(timescales: &[Timescale]) -> Self {
        let as_written: Vec<&str> =
            timescales.iter().map(|timescale| timescale.as_written.trim()).collect();
        let last = timescales.iter().max_by_key(|timescale| timescale.latest);
        // Work without end has no last day, whatever else it is due by.
        let endless = timescales.iter().any(|timescale| timescale.precision == Precision::Ongoing);
        Self {
            as_written: as_written.join("; "),
            earliest: timescales.iter().filter_map(|timescale| timescale.earliest).min(),
            latest: last.and_then(|timescale| timescale.latest).filter(|_| !endless),
            precision: if endless {
                Precision::Ongoing
            } else {
                last.map_or(Precision::None, |timescale| timescale.precision)
            },
        }
    }

    /// The due day of a step on the way.
    #[must_use]
    pub fn of_milestone(milestone: &Milestone) -> Self {
        Self {
            as_written: milestone.as_written.clone().unwrap_or_default(),
            earliest: milestone.earliest,
            latest: milestone.latest,
            precision: milestone.precision.unwrap_or(Precision::None),
        }
    }
}

/// The word kept for a precision: the one of its JSON.
#[must_use]
pub fn precision_word(precision: Precision) -> &'static str {
    match precision {
        Precision::Day => "day",
        Precision::Week => "week",
        Precision::Month => "month",
        Precision::Range => "range",
        Precision::Quarter => "quarter",
        Precision::Half => "half",
        Precision::Year => "year",
        Precision::Ongoing => "ongoing",
        Precision::Immediate => "immediate",
        Precision::Relative => "relative",
        Precision::None => "none",
    }
}

/// What the document itself reports of a commitment, in one text.
#[must_use]
pub fn reported(draft: &Commitment) -> Option<String> {
    let parts: Vec<&str> = [&draft.status, &draft.progress]
        .into_iter()
        .flatten()
        .map(|text| text.trim())
        .filter(|text| !text.is_empty())
        .collect();
    (!parts.is_empty()).then(|| parts.join(": "))
}

/// Which commitments of a plan are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PlanFilter {
    /// Those that this post answers for.
    pub lead: Option<i64>,
    /// Those that stand so.
    pub status: Option<Status>,
    /// Those due then.
    pub due: Option<DueFilter>,
}

impl PlanFilter {
    /// Whether a commitment is shown on a day.
    #[must_use]
    pub fn takes(&self, row: &CommitmentRow, day: NaiveDate) -> bool {
        let answers = |id| row.leads.iter().any(|lead| lead.lead_id == Some(id));
        self.lead.is_none_or(answers)
            && self.status.is_none_or(|status| status == row.status)
            && self.due.is_none_or(|due| due.takes(row.due_latest, row.status, day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timescale(text: &str, days: Option<(&str, &str)>, precision: Precision) -> Timescale {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        Timescale {
            as_written: text.to_owned(),
            earliest: days.map(|(from, _)| day(from)),
            latest: days.map(|(_, to)| day(to)),
            precision,
            rule: String::new(),
            relative: None,
            recurrence: None,
        }
    }

    #[test]
    fn timescales_together_run_from_the_first_to_the_last_and_ongoing_work_has_no_end() {
        let check = |timescales: &[Timescale], expected: &str| {
            let due = Due::of(timescales);
            let shown = |day: Option<NaiveDate>| day.map_or("-".to_owned(), |day| day.to_string());
            let found = format!(
                "{} | {} | {} | {}",
                due.as_written,
                shown(due.earliest),
                shown(due.latest),
                precision_word(due.precision)
            );
            assert_eq!(found, expected);
        };
        let december = timescale("Dec 03", Some(("2003-12-01", "2003-12-31")), Precision::Month);
        let quarter = timescale("Q4", Some(("2004-01-01", "2004-03-31")), Precision::Quarter);
        let ongoing = timescale("ongoing", None, Precision::Ongoing);
        check(&[], " | - | - | none");
        check(std::slice::from_ref(&december), "Dec 03 | 2003-12-01 | 2003-12-31 | month");
        check(&[quarter, december.clone()], "Q4; Dec 03 | 2003-12-01 | 2004-03-31 | quarter");
        check(&[december, ongoing], "Dec 03; ongoing | 2003-12-01 | - | ongoing");
    }

    #[test]
    fn what_the_document_reports_is_kept_in_one_text() {
        let check = |status: Option<&str>, progress: Option<&str>, expected: Option<&str>| {
            let draft = Commitment {
                status: status.map(str::to_owned),
                progress: progress.map(str::to_owned),
                ..Commitment::default()
            };
            assert_eq!(reported(&draft).as_deref(), expected);
        };
        check(None, None, None);
        check(Some("Complete"), None, Some("Complete"));
        check(Some("Complete"), Some("Signed off"), Some("Complete: Signed off"));
        check(Some(" "), Some("Signed off"), Some("Signed off"));
    }
}
