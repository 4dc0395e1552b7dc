//! Rows that came back, each against what has happened meanwhile.

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn version(text: &str) -> Version {
    text.parse().unwrap()
}

/// A row written out as `base`, edited to `status/progress/due/note`, decided against `now`.
fn check(base: &str, edited: &str, happened: &Happened, expected: &str) {
    let parts: Vec<&str> = edited.split('/').collect();
    let row = EditedRow {
        base: version(base),
        status: parts[0].parse().unwrap(),
        progress: read_progress(parts[1]).unwrap(),
        due: read_day(parts[2]).unwrap(),
        note: parts[3].to_owned(),
    };
    let found = match decide(&row, happened) {
        Decision::Nothing => "nothing".to_owned(),
        Decision::Refused(why) => why,
        Decision::Update { differences, is_conflict } => {
            let word = |difference: &Difference| match difference {
                Difference::Status { here, row } => format!("{here}>{row}"),
                Difference::Progress { row, .. } => format!("{row:?}"),
                Difference::Due { row, .. } => format!("{row:?}"),
            };
            let words: Vec<String> = differences.iter().map(word).collect();
            format!("{}{}", words.join(" "), if is_conflict { " or not" } else { "" })
        }
    };
    assert_eq!(found.trim(), expected, "{base} edited to {edited}, now {happened:?}");
}

fn unchanged(base: &str) -> Happened {
    Happened { now: version(base), later: Vec::new(), moved_to: Vec::new() }
}

const BASE: &str = "u7/on_track/40/2019-03-31";

#[test]
fn a_row_that_nobody_touched_does_nothing_whatever_happened_meanwhile() {
    check(BASE, "on_track/40/2019-03-31/", &unchanged(BASE), "nothing");
    check(BASE, "on_track/40/2019-03-31/ ", &unchanged("u9/at_risk/50/2019-06-30"), "nothing");
}

#[test]
fn what_was_changed_in_the_row_becomes_an_update() {
    let here = unchanged(BASE);
    check(BASE, "achieved/40/2019-03-31/", &here, "on_track>achieved");
    check(BASE, "on_track/60/2019-03-31/", &here, "Some(60)");
    check(BASE, "on_track/40/2019-03-31/The second site is open", &here, "");
    check(BASE, "on_track/40/2019-06-30/The builder is late", &here, "Some(2019-06-30)");
    check(
        BASE,
        "at_risk/45/2019-06-30/The builder is late",
        &here,
        "on_track>at_risk Some(45) Some(2019-06-30)",
    );
}

#[test]
fn what_an_update_needs_the_row_needs_too() {
    let here = unchanged(BASE);
    check(
        BASE,
        "at_risk/40/2019-03-31/",
        &here,
        "Say why it is worse than before, and what is being done.",
    );
    check(BASE, "on_track/40/2019-06-30/", &here, "Say why the due date moves.");
    let emptied = "The due day was emptied. Put a day there, or the one it had.";
    check(BASE, "on_track/40//", &here, emptied);
    let emptied = "The progress was emptied. Put a number from 0 to 100 there.";
    check(BASE, "on_track//2019-03-31/", &here, emptied);
}

#[test]
fn only_the_same_thing_changed_on_both_sides_is_a_conflict() {
    let here = unchanged("u9/at_risk/40/2019-03-31");
    check(BASE, "off_track/40/2019-03-31/Staff left", &here, "at_risk>off_track or not");
    check(BASE, "on_track/60/2019-03-31/", &here, "Some(60)");
    check(BASE, "at_risk/40/2019-03-31/Staff left", &here, "");
    check(BASE, "at_risk/40/2019-03-31/", &here, "nothing");
}

#[test]
fn the_same_file_twice_does_nothing_even_after_further_updates() {
    let later = Later {
        status: Status::AtRisk,
        note: "The builder is late".to_owned(),
        progress: Some(45),
    };
    let taken = Happened {
        now: version("u9/at_risk/45/2019-06-30"),
        later: vec![later.clone()],
        moved_to: vec![day("2019-06-30")],
    };
    let edited = "at_risk/45/2019-06-30/The builder is late";
    check(BASE, edited, &taken, "nothing");
    let further = Later { status: Status::OnTrack, note: "Back".to_owned(), progress: None };
    let moved_on = Happened {
        now: version("u12/on_track/45/2019-09-30"),
        later: vec![later, further],
        moved_to: vec![day("2019-06-30"), day("2019-09-30")],
    };
    check(BASE, edited, &moved_on, "nothing");
    check(
        BASE,
        "at_risk/45/2019-06-30/Something else",
        &moved_on,
        "on_track>at_risk Some(2019-06-30) or not",
    );
}

#[test]
fn a_version_is_read_as_it_was_written_and_nothing_else_is() {
    for text in [BASE, "u/not_started//", "u1/cancelled/100/"] {
        assert_eq!(version(text).to_string(), text);
    }
    for text in ["", "7/on_track/40/2019-03-31", "u7/green//", "u7/on_track/400/", "u7/on_track"] {
        assert!(text.parse::<Version>().is_err(), "{text}");
    }
}

#[test]
fn days_and_percentages_are_read_as_spreadsheets_give_them() {
    for (text, expected) in [
        ("2019-03-31", Some("2019-03-31")),
        ("31 March 2019", Some("2019-03-31")),
        ("1 Apr 2019", Some("2019-04-01")),
        ("31/03/2019", Some("2019-03-31")),
        // 43,555 days after 30 December 1899, as the spreadsheet specification counts.
        ("43555", Some("2019-03-31")),
        ("31/03/19", None),
        ("soon", None),
        ("2019", None),
    ] {
        assert_eq!(read_day(text).ok().flatten(), expected.map(day), "{text}");
    }
    for (text, expected) in
        [("40", Some(40)), ("40%", Some(40)), ("40.0", Some(40)), ("100 %", Some(100))]
    {
        assert_eq!(read_progress(text), Ok(expected), "{text}");
    }
    for text in ["101", "-1", "half", "40.5"] {
        assert!(read_progress(text).is_err(), "{text}");
    }
    assert_eq!(read_progress(" "), Ok(None));
}
