//! How far a step has come by its own words: achieved, in progress or on hold.
//!
//! A participle may tell what was done or what is to be reached ("Strategy agreed"). It is believed to
//! be done only where its day has come when the plan was written: on the day the caller gives, or by
//! the last day of the month after the latest one on which something was held.

use bellwether_calendar::{Context, read_timescale};
use chrono::{Datelike, Months, NaiveDate};

use crate::items::{opens_with_task, opens_with_thing};
use crate::timescales::inline_date;

/// How far something has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Achieved,
    InProgress,
    OnHold,
}

impl Standing {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Achieved => "achieved",
            Self::InProgress => "in progress",
            Self::OnHold => "on hold",
        }
    }
}

/// What the words of a step say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// So far it has come.
    Stands(Standing),
    /// It is still to come.
    ToCome,
    /// A participle that tells of what was done or of what is to be reached.
    Either,
    /// Nothing of how far it has come.
    Nothing,
}

const HELD_UP: [&str; 5] = ["on hold", "suspended", "paused", "postponed", "deferred"];
const UNDER_WAY: [&str; 24] = [
    "in progress",
    "underway",
    "under way",
    "being",
    "currently",
    "ongoing",
    "on going",
    "in development",
    "in process of",
    "in the process of",
    "beginning to",
    "begun",
    "commenced",
    "has started",
    "have started",
    "work started",
    "continuing",
    "continues to",
    "progressing",
    "initiated",
    "remain",
    "remains",
    "since",
    "on track",
];
const TO_COME: [&str; 13] = [
    "to be",
    "will",
    "should",
    "shall",
    "must",
    "expected",
    "planned",
    "due to",
    "need to",
    "needs to",
    "not yet",
    "not started",
    "once",
];
const NOT_DONE: [&str; 6] = ["not been", "has not", "have not", "was not", "were not", "yet to"];
const SURELY_DONE: [&str; 8] =
    ["has been", "have been", "was", "were", "took place", "now complete", "now in place", "held"];
/// Participles and phrases that tell of a deed, as an item's last word or before a small word.
const DEEDS: [&str; 40] = [
    "achieved",
    "agreed",
    "appointed",
    "approved",
    "carried out",
    "circulated",
    "commissioned",
    "completed",
    "confirmed",
    "created",
    "delivered",
    "developed",
    "disseminated",
    "distributed",
    "drafted",
    "established",
    "finalised",
    "formed",
    "identified",
    "implemented",
    "in place",
    "incorporated",
    "introduced",
    "issued",
    "launched",
    "made",
    "met",
    "opened",
    "presented",
    "produced",
    "published",
    "reached",
    "received",
    "reconstituted",
    "recruited",
    "reported",
    "reviewed",
    "signed",
    "submitted",
    "undertaken",
];
/// What may follow a deed, so that it is none before its thing: "agreed milestones".
const AFTER_DEED: [&str; 26] = [
    "by",
    "and",
    "for",
    "with",
    "to",
    "from",
    "on",
    "in",
    "across",
    "as",
    "at",
    "of",
    "between",
    "into",
    "towards",
    "within",
    "following",
    "through",
    "over",
    "off",
    "jan",
    "feb",
    "aug",
    "sept",
    "oct",
    "nov",
];

/// What the words of a step say of how far it has come.
pub(super) fn said(text: &str) -> Said {
    let plain = spaced(text);
    let has = |words: &[&str]| words.iter().any(|word| plain.contains(&format!(" {word} ")));
    if has(&HELD_UP) {
        return Said::Stands(Standing::OnHold);
    }
    let working = ["working with", "continuing"].iter().any(|open| plain.trim().starts_with(open));
    let task = is_task(text);
    if !task && (has(&UNDER_WAY) || working) && !has(&NOT_DONE) {
        return Said::Stands(Standing::InProgress);
    }
    if task || has(&TO_COME) || has(&NOT_DONE) || denies_a_deed(&plain) {
        return Said::ToCome;
    }
    let opens_done =
        ["achieved", "done", "in place"].iter().any(|word| plain.trim().starts_with(word));
    let alone = ["complete", "completed", "closed"].contains(&plain.trim());
    if has(&SURELY_DONE) || opens_done || alone {
        return Said::Stands(Standing::Achieved);
    }
    if tells_a_deed(&plain) { Said::Either } else { Said::Nothing }
}

/// How far all steps together have come; `open` work is not done when some of it is.
pub(super) fn together(steps: &[Said], open: bool) -> Option<Standing> {
    let any = |wanted: Said| steps.contains(&wanted);
    if any(Said::Stands(Standing::OnHold)) {
        Some(Standing::OnHold)
    } else if any(Said::Stands(Standing::InProgress)) {
        Some(Standing::InProgress)
    } else if any(Said::Stands(Standing::Achieved)) {
        let more = open || any(Said::ToCome) || any(Said::Either);
        Some(if more { Standing::InProgress } else { Standing::Achieved })
    } else {
        None
    }
}

/// The last day by which what is told as done is believed to be: the as-of day of the plan, or the end
/// of the month after the latest one on which something was held, or since which it goes on.
pub(super) fn written_by<'t>(
    texts: impl Iterator<Item = &'t str>,
    context: &Context,
) -> Option<NaiveDate> {
    if context.as_of.is_some() {
        return context.as_of;
    }
    let past = |text: &str| {
        let date = inline_date(text)?;
        let told = ["held ", "since "].iter().any(|word| date.to_lowercase().starts_with(word));
        let before = text.split_once(date)?.0.trim_end().to_lowercase();
        let planned = before.ends_with(" be") || before.ends_with("to be");
        let read = read_timescale(date, context);
        read.latest.or(read.earliest).filter(|_| told && !planned)
    };
    let latest = texts.filter_map(past).max()?;
    latest.with_day(1)?.checked_add_months(Months::new(2))?.pred_opt().filter(|day| day.year() > 0)
}

/// Whether a text opens with a task that is still to do; "Review being undertaken" does not.
fn is_task(text: &str) -> bool {
    let second = text.split_whitespace().nth(1).unwrap_or_default().to_lowercase();
    let second = second.trim_end_matches(['.', ',', ';', ':']);
    let states = ["being", "in", "is", "has", "now", "currently", "under", "underway", "on", "of"];
    let of_thing = opens_with_thing(text) && DEEDS.contains(&second);
    opens_with_task(text) && !states.contains(&second) && !of_thing
}

/// "Funding not confirmed".
fn denies_a_deed(plain: &str) -> bool {
    DEEDS.iter().any(|deed| plain.contains(&format!(" not {deed} ")))
}

fn tells_a_deed(plain: &str) -> bool {
    DEEDS.iter().any(|deed| {
        plain.match_indices(&format!(" {deed} ")).any(|(at, found)| {
            let rest = plain.get(at + found.len()..).unwrap_or_default();
            let next = rest.split_whitespace().next();
            next.is_none_or(|next| {
                AFTER_DEED.contains(&next)
                    || next.starts_with(|c: char| c.is_ascii_digit())
                    || is_month(next)
            })
        })
    }) || opens_with_deed(plain)
}

/// "Established a database": a text that opens with what was done.
fn opens_with_deed(plain: &str) -> bool {
    plain.split_whitespace().next().is_some_and(|first| DEEDS.contains(&first))
}

fn is_month(word: &str) -> bool {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    word.len() >= 3 && MONTHS.iter().any(|month| word.starts_with(month))
}

/// Lower case, every mark a blank, a blank at both ends; what stands in brackets is left out.
fn spaced(text: &str) -> String {
    let mut depth = 0_u32;
    let outside = |character: &char| {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0
    };
    let text: String = text.chars().filter(outside).collect();
    let kept: String = text
        .chars()
        .map(|character| if character.is_alphanumeric() { character } else { ' ' })
        .collect();
    format!(" {} ", kept.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_tell_how_far_a_step_has_come() {
        let check = |text: &str, expected: Said| assert_eq!(said(text), expected, "{text}");
        check("Work is on hold until posts are filled", Said::Stands(Standing::OnHold));
        check("Audit in progress", Said::Stands(Standing::InProgress));
        check("Drafts currently being reviewed", Said::Stands(Standing::InProgress));
        check("Working with schools", Said::Stands(Standing::InProgress));
        check("Review being undertaken", Said::Stands(Standing::InProgress));
        check("Workshop held in May", Said::Stands(Standing::Achieved));
        check("A manager has been appointed", Said::Stands(Standing::Achieved));
        check("Completed", Said::Stands(Standing::Achieved));
        check("Achieved and reported", Said::Stands(Standing::Achieved));
        check("Agree a protocol", Said::ToCome);
        check("Meeting to be held in June", Said::ToCome);
        check("The report has not been written", Said::ToCome);
        check("Funding not confirmed", Said::ToCome);
        check("Strategy agreed", Said::Either);
        check("Policy in place", Said::Either);
        check("Approved by the Board", Said::Either);
        check("Report published", Said::Either);
        check("Plan agreed by the Board", Said::Either);
        check("Develop agreed standards", Said::ToCome);
        check("Monitor against agreed milestones", Said::ToCome);
        check("Work towards agreed standards", Said::ToCome);
        check("Team meetings", Said::Nothing);
        check("Monthly meetings scheduled", Said::Nothing);
        check("Understand costs (currently met by wards)", Said::Nothing);
        check("In place for drugs", Said::Stands(Standing::Achieved));
    }

    #[test]
    fn steps_together_are_done_when_all_are() {
        let (done, going) = (Said::Stands(Standing::Achieved), Said::Stands(Standing::InProgress));
        let check = |steps: &[Said], open: bool, expected: Option<Standing>| {
            assert_eq!(together(steps, open), expected, "{steps:?}");
        };
        check(&[done, Said::Nothing], false, Some(Standing::Achieved));
        check(&[done, Said::ToCome], false, Some(Standing::InProgress));
        check(&[done], true, Some(Standing::InProgress));
        check(&[done, going], false, Some(Standing::InProgress));
        check(&[Said::ToCome], false, None);
        check(&[], false, None);
    }

    #[test]
    fn a_plan_was_written_after_what_was_held() {
        let check = |texts: &[&str], expected: Option<&str>| {
            let day = written_by(texts.iter().copied(), &Context::default());
            assert_eq!(day.map(|day| day.to_string()).as_deref(), expected, "{texts:?}");
        };
        check(&["Workshop held Aug 03", "Meeting held Sept 2003"], Some("2003-10-31"));
        check(&["Meeting to be held Sept 2003", "Launch in May 2004"], None);
    }
}
