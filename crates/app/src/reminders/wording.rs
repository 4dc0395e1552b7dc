//! What a message that asks for updates says: pure.

use chrono::NaiveDate;

use super::rules::Occasion;
use crate::shell::components::count_of;

/// A line of a message: what an update is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Reference as printed; empty when there is none.
    pub reference: String,
    /// What was promised.
    pub text: String,
    /// The plan's title.
    pub plan: String,
    /// Last day on which it is due.
    pub due: Option<NaiveDate>,
    /// How it stands, in words.
    pub status: &'static str,
    /// Why the update is asked for.
    pub occasion: Occasion,
    /// The day up to which an earlier asking was to be answered, where that is past.
    pub late_since: Option<NaiveDate>,
    /// Row of the commitment.
    pub commitment_id: i64,
}

/// Words of a commitment in a message at most, in characters.
const LONGEST_TEXT: usize = 160;

/// A line about what somebody else is asked for, with the reader's help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// What it is about.
    pub line: Line,
    /// Who is asked.
    pub asked: String,
}

/// The message for somebody on a day: its subject and its words.
///
/// `address` is where the pages are reached, without a slash at its end; none when it is not known.
#[must_use]
pub fn message(
    name: &str,
    lines: &[Line],
    copies: &[Copied],
    day: NaiveDate,
    address: Option<&str>,
) -> Message {
    let mut body = format!("Dear {name},\n");
    if !lines.is_empty() {
        let asked = format!("\nPlease say how these stand today, {}.\n", words_of(day));
        body.push_str(&asked);
        for line in lines {
            body.push('\n');
            body.push_str(&paragraph(line, day, address));
        }
        let where_to = match address {
            Some(address) => format!("Answer them all in one place: {address}/work"),
            None => "Sign in to Bellwether to answer them.".to_owned(),
        };
        body.extend(["\n", &where_to, "\n"]);
    }
    if !copies.is_empty() {
        body.push_str("\nYou contribute to these. Others are asked to say how they stand:\n");
        for copy in copies {
            body.push('\n');
            body.push_str(&copied(copy, day, address));
        }
    }
    body.push_str("\nYou get one such message a day at most, and none while nothing is asked.\n");
    Message { subject: subject(lines, copies.len(), day), body }
}

fn subject(lines: &[Line], copies: usize, day: NaiveDate) -> String {
    let overdue = lines.iter().filter(|line| line.due.is_some_and(|due| due < day)).count();
    match (lines.len(), overdue) {
        (0, _) if copies == 1 => "An update is asked on something you contribute to".to_owned(),
        (0, _) => format!("{copies} updates are asked on what you contribute to"),
        (1, 0) => "An update is asked of you".to_owned(),
        (1, _) => "An update is asked of you on something overdue".to_owned(),
        (many, 0) => format!("{many} updates are asked of you"),
        (many, some) if some == many => {
            format!("{many} updates are asked of you, all on something overdue")
        }
        (many, some) => format!("{many} updates are asked of you, {some} on something overdue"),
    }
}

/// A message's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub body: String,
}

fn paragraph(line: &Line, day: NaiveDate, address: Option<&str>) -> String {
    let answer = match (line.late_since, line.occasion.answer_by) {
        (Some(by), _) => format!("Your answer was asked for by {}.", words_of(by)),
        (None, by) => format!("Please answer by {}.", words_of(by)),
    };
    let place = place(line, address);
    format!("{} Last reported: {}.\n  {answer}\n{place}", what(line, day), line.status)
}

fn copied(copy: &Copied, day: NaiveDate, address: Option<&str>) -> String {
    let place = place(&copy.line, address);
    format!("{} Asked: {}.\n{place}", what(&copy.line, day), copy.asked)
}

fn what(line: &Line, day: NaiveDate) -> String {
    let title = format!("{} {}", line.reference, cut(&line.text)).trim().to_owned();
    let due = match line.due {
        Some(due) if due < day => {
            format!("Due {}, {} ago", words_of(due), count_of((day - due).num_days(), "day"))
        }
        Some(due) if due == day => "Due today".to_owned(),
        Some(due) => format!("Due {}", words_of(due)),
        None => "No due date".to_owned(),
    };
    format!("* {title}\n  {}. {due}.", line.plan)
}

fn place(line: &Line, address: Option<&str>) -> String {
    let address =
        address.map(|address| format!("  {address}/commitments/{}\n", line.commitment_id));
    address.unwrap_or_default()
}

fn cut(text: &str) -> String {
    if text.chars().count() <= LONGEST_TEXT {
        return text.to_owned();
    }
    let kept: String = text.chars().take(LONGEST_TEXT - 1).collect();
    format!("{}…", kept.trim_end())
}

fn words_of(day: NaiveDate) -> String {
    crate::shell::components::day(day)
}

#[cfg(test)]
mod tests {
    use super::super::rules::Reason;
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_message_says_what_is_asked_since_when_and_where_to_answer() {
        let today = day("2018-10-15");
        let line = |reference: &str, due: &str, about: &str, by: &str| Line {
            reference: reference.to_owned(),
            text: "Open an urgent treatment centre".to_owned(),
            plan: "Operational plan".to_owned(),
            due: Some(day(due)),
            status: "On track",
            occasion: Occasion { day: day(about), reason: Reason::On, answer_by: day(by) },
            late_since: (day(by) < today).then(|| day(by)),
            commitment_id: 7,
        };
        let lines = [
            line("2.1", "2018-09-30", "2018-09-30", "2018-10-05"),
            line("", "2018-10-15", "2018-10-15", "2018-10-22"),
        ];
        let message = message("Ada", &lines, &[], today, Some("https://plan.example"));
        assert_eq!(message.subject, "2 updates are asked of you, 1 on something overdue");
        for part in [
            "Dear Ada,",
            "* 2.1 Open an urgent treatment centre\n  Operational plan. Due 30 September 2018, 15 days ago. Last reported: On track.",
            "Your answer was asked for by 5 October 2018.",
            "* Open an urgent treatment centre\n  Operational plan. Due today.",
            "Please answer by 22 October 2018.",
            "https://plan.example/commitments/7",
            "https://plan.example/work",
        ] {
            assert!(message.body.contains(part), "{part} is missing:\n{}", message.body);
        }
        let copy = Copied { line: lines[0].clone(), asked: "Director of Urgent Care".to_owned() };
        let message = super::message("Ben", &[], &[copy], today, None);
        assert_eq!(message.subject, "An update is asked on something you contribute to");
        let expected = "You contribute to these. Others are asked to say how they stand:\n\n\
                        * 2.1 Open an urgent treatment centre\n  \
                        Operational plan. Due 30 September 2018, 15 days ago. \
                        Asked: Director of Urgent Care.\n";
        assert!(message.body.contains(expected), "{}", message.body);
        assert!(!message.body.contains("Please"), "{}", message.body);
    }
}
