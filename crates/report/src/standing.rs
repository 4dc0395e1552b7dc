//! Plans as they stood on a day, in the words that a spreadsheet or a document shows.

use chrono::{DateTime, NaiveDate, Utc};

/// What is written out: one plan, or several together.
#[derive(Debug, Clone)]
pub struct Standing {
    /// What it is called, such as the plan's title.
    pub title: String,
    /// Day at whose end things stood as shown.
    pub as_at: NaiveDate,
    /// When it was written out.
    pub made_at: DateTime<Utc>,
    /// Every status there is, in the words shown and in the order chosen from.
    pub statuses: Vec<&'static str>,
    /// The plans.
    pub plans: Vec<PlanStanding>,
}

/// A plan as it stood.
#[derive(Debug, Clone, Default)]
pub struct PlanStanding {
    /// Its id.
    pub id: i64,
    /// Title as printed.
    pub title: String,
    /// The organisation whose plan it is.
    pub organisation: String,
    /// Planning period, such as `2018/19`.
    pub year: Option<String>,
    /// Name of the document it was read from.
    pub file_name: String,
    /// How many commitments stand how, milestones not counted.
    pub counts: Vec<(&'static str, usize)>,
    /// Sections with something in them, in document order.
    pub sections: Vec<SectionStanding>,
    /// Risks with their contingencies.
    pub risks: Vec<RiskStanding>,
    /// Goals by period.
    pub goals: Vec<GoalStanding>,
    /// Rows of its indicator tables.
    pub indicators: Vec<IndicatorStanding>,
}

/// A section and what it promises.
#[derive(Debug, Clone, Default)]
pub struct SectionStanding {
    /// Its heading; empty for commitments that stand in none.
    pub title: String,
    /// Its commitments, each followed by its milestones.
    pub commitments: Vec<CommitmentStanding>,
}

/// A commitment as it stood.
#[derive(Debug, Clone, Default)]
pub struct CommitmentStanding {
    /// Its id.
    pub id: i64,
    /// `Action`, `Milestone`, `Pledge` or `Objective`.
    pub kind: &'static str,
    /// Reference as printed.
    pub reference: String,
    /// What was promised.
    pub text: String,
    /// Reference of the commitment that a milestone is a step of.
    pub step_of: Option<String>,
    /// Who answers, the accountable lead first.
    pub leads: Vec<String>,
    /// When it is due, as written.
    pub due_as_written: String,
    /// Last day on which it is due.
    pub due_by: Option<NaiveDate>,
    /// Its due days before they were moved, oldest first.
    pub moves: Vec<MoveStanding>,
    /// Days since its last day; none while it is not overdue.
    pub overdue_days: Option<i64>,
    /// How it stood, in the words shown.
    pub status: &'static str,
    /// How much of it was done, in per cent.
    pub progress: Option<u8>,
    /// What the latest update said.
    pub latest_note: Option<String>,
    /// The day of the latest update.
    pub latest_on: Option<NaiveDate>,
    /// Who made it.
    pub latest_by: Option<String>,
    /// Expected outcome, as the document has it.
    pub outcome: Option<String>,
    /// What tells, when an edited copy comes back, which state it was edited from.
    pub version: String,
}

/// A due day that was moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveStanding {
    /// The last day it had been due; none when it had no day.
    pub from: Option<NaiveDate>,
    /// The last day it was due from then on; none when it lost its day.
    pub to: Option<NaiveDate>,
    /// When it was moved.
    pub on: NaiveDate,
    /// Why; empty when nothing was said.
    pub reason: String,
}

impl MoveStanding {
    /// The move in a few words, such as `31 Mar 2019 to 30 Jun 2019`.
    #[must_use]
    pub fn words(&self) -> String {
        format!("{} to {}", day_or_none(self.from), day_or_none(self.to))
    }
}

fn day_or_none(day: Option<NaiveDate>) -> String {
    day.map_or_else(|| "no day".to_owned(), short_day)
}

/// A risk.
#[derive(Debug, Clone, Default)]
pub struct RiskStanding {
    /// Its area.
    pub area: String,
    /// What may go wrong.
    pub risk: String,
    /// What is done should it come true.
    pub contingency: String,
}

/// A goal.
#[derive(Debug, Clone, Default)]
pub struct GoalStanding {
    /// What is measured.
    pub title: String,
    /// When.
    pub period: String,
    /// The value to reach.
    pub value: String,
}

/// A row of one of the plan's own indicator tables.
#[derive(Debug, Clone, Default)]
pub struct IndicatorStanding {
    /// Code as printed.
    pub code: String,
    /// Title.
    pub title: String,
    /// Table or area it stands in.
    pub section: String,
    /// Who answers for it.
    pub lead: String,
    /// Further cells by column heading, as printed.
    pub cells: Vec<(String, String)>,
    /// Remark.
    pub note: String,
}

/// Writes a day in a narrow column, such as `15 Feb 2019`.
pub(crate) fn short_day(day: NaiveDate) -> String {
    day.format("%-d %b %Y").to_string()
}

/// Text that both file formats can hold: XML has no place for most control characters.
pub(crate) fn clean(text: &str) -> String {
    let fits = |letter: &char| match *letter {
        '\n' | '\t' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        letter => !letter.is_control(),
    };
    text.chars().filter(fits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_no_xml_holds_are_left_out() {
        assert_eq!(clean("a\u{1}b\r\n\u{fffe}c\td"), "ab\nc\td");
    }

    #[test]
    fn a_move_says_from_which_day_to_which() {
        let day = |text: &str| text.parse::<NaiveDate>().ok();
        let check = |from, to, expected: &str| {
            let on = "2019-02-15".parse().unwrap();
            assert_eq!(MoveStanding { from, to, on, reason: String::new() }.words(), expected);
        };
        check(day("2019-03-31"), day("2019-06-30"), "31 Mar 2019 to 30 Jun 2019");
        check(None, day("2019-06-30"), "no day to 30 Jun 2019");
        check(day("2019-03-31"), None, "31 Mar 2019 to no day");
    }
}
