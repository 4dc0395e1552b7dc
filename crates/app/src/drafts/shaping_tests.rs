//! Rows corrected, split and merged.

use super::*;

fn context() -> Context {
    Context { plan_year: "2018/19".parse().ok(), ..Context::default() }
}

fn commitment() -> Commitment {
    let lead = |code: &str| Lead {
        as_written: code.to_owned(),
        expanded: Some(format!("title of {code}")),
        ..Lead::default()
    };
    let step = |text: &str, date: &str| Milestone {
        as_written: Some(date.to_owned()),
        precision: Some(Precision::None),
        text: text.to_owned(),
        ..Milestone::default()
    };
    Commitment {
        reference: "1.2".to_owned(),
        section: Some("Urgent care".to_owned()),
        text: "Open the centre on time. Agree the winter plan with partners".to_owned(),
        leads: vec![lead("DUC"), lead("CFO")],
        timescales: vec![
            read_timescale("Mar 19", &context()),
            read_timescale("by end Feb 19", &context()),
        ],
        milestones: vec![step("builders found", "Jun 18"), step("first draft", "Jul 18")],
        uncertain: Some("two dates share this row".to_owned()),
        ..Commitment::default()
    }
}

fn shown(row: &Commitment) -> String {
    let fields = fields(&Item::Commitment(row.clone()));
    fields.iter().map(|field| field.value.as_str()).collect::<Vec<_>>().join(" | ")
}

#[test]
fn a_row_left_as_it_was_stays_as_it_was_read() {
    let row = commitment();
    let edit = CommitmentEdit { settled: false, ..CommitmentEdit::of(&row) };
    let applied = edit.apply(&row, &[], &context());
    let (before, after) = (Item::Commitment(row), Item::Commitment(applied));
    assert_eq!(before.to_json().unwrap(), after.to_json().unwrap());
    assert!(corrections(&before, &after).is_empty());
}

#[test]
fn a_date_that_was_changed_is_read_within_the_plan_year() {
    let row = commitment();
    let mut edit = CommitmentEdit::of(&row);
    edit.due = vec!["September".to_owned(), String::new(), "nonsense".to_owned()];
    edit.leads = vec!["hpi".to_owned(), "DUC".to_owned(), "  ".to_owned()];
    edit.milestones = vec![
        ("Dec 18".to_owned(), "builders found".to_owned()),
        (String::new(), String::new()),
        (String::new(), "ribbon cut".to_owned()),
    ];
    let key = [LeadKeyEntry { code: "HPI".to_owned(), title: "Head of Performance".to_owned() }];
    let applied = edit.apply(&row, &key, &context());
    assert_eq!(applied.uncertain, None);
    assert_eq!(applied.leads[0].expanded.as_deref(), Some("Head of Performance"));
    assert_eq!(applied.leads[1].expanded.as_deref(), Some("title of DUC"));
    let latest: Vec<String> =
        applied.timescales.iter().map(|time| format!("{:?}", time.latest)).collect();
    assert_eq!(latest, ["Some(2018-09-30)", "None"]);
    assert_eq!(applied.milestones.len(), 2);
    assert_eq!(applied.milestones[0].latest, "2018-12-31".parse().ok());
    assert_eq!(applied.milestones[1].as_written, None);
    let found = corrections(&Item::Commitment(row), &Item::Commitment(applied));
    let labels: Vec<&str> = found.iter().map(|found| found.label.as_str()).collect();
    assert_eq!(labels, ["Leads", "Due", "Milestones"]);
}

#[test]
fn a_text_is_split_behind_sentences_and_where_there_are_none_behind_smaller_parts() {
    let check = |text: &str, expected: &[&str]| {
        let seconds: Vec<&str> = split_points(text).into_iter().map(|at| &text[at..]).collect();
        assert_eq!(seconds, expected, "{text}");
    };
    check("Open the centre. Agree the plan", &[" Agree the plan"]);
    check("Open the centre\nAgree the plan", &["\nAgree the plan"]);
    check("Open the centre and agree the plan", &[" agree the plan"]);
    check("Open the new centre, agree the plan", &[" agree the plan"]);
    check("1. Open the centre", &[]);
    check("Open", &[]);
}

#[test]
fn split_rows_share_leads_and_divide_dates_as_told() {
    let row = commitment();
    let at = split_points(&row.text)[0];
    let how = Split {
        at,
        reference: "1.2a".to_owned(),
        due: vec![Share::First, Share::Second],
        milestones: vec![Share::First, Share::Second],
    };
    let (first, second) = split(&row, &how).unwrap();
    assert_eq!(
        shown(&first),
        "1.2 | Urgent care | Open the centre on time. | DUC; CFO | Mar 19 (by 31 Mar 2019) | \
         builders found (Jun 18) | "
    );
    assert_eq!(
        shown(&second),
        "1.2a | Urgent care | Agree the winter plan with partners | DUC; CFO | \
         by end Feb 19 (by 28 Feb 2019) | first draft (Jul 18) | "
    );
    assert!(split(&row, &Split { at: 3, ..how }).is_none(), "not inside a word");
}

#[test]
fn merged_rows_have_everything_of_both_once() {
    let row = commitment();
    let at = split_points(&row.text)[0];
    let (first, second) = split(&row, &Split { at, ..Split::default() }).unwrap();
    let merged = merge(&first, &second);
    let (before, after) = (Item::Commitment(row), Item::Commitment(merged));
    assert_eq!(before.to_json().unwrap(), after.to_json().unwrap());
}

#[test]
fn every_part_of_the_other_kinds_can_be_set_by_the_name_it_is_shown_under() {
    use bellwether_plan::draft::{Goal, Indicator, Risk, ScopeItem};
    let mut indicator = Indicator::default();
    indicator.values.insert("Target".to_owned(), Value::from("95%"));
    for mut item in [
        Item::Indicator(indicator),
        Item::Risk(Risk::default()),
        Item::Goal(Goal::default()),
        Item::Scope(ScopeItem::default()),
    ] {
        for field in fields(&item) {
            set(&mut item, &field.key, &format!(" new {} ", field.key));
        }
        for field in fields(&item) {
            assert_eq!(field.value, format!("new {}", field.key));
        }
        set(&mut item, "no such part", "x");
    }
}

#[test]
fn lines_of_two_rows_are_numbered_on_and_none_is_there_twice() {
    let check = |first: (i32, i32, &str), second: (i32, i32, &str), expected: &str| {
        let owned = |lines: (i32, i32, &str)| (lines.0, lines.1, lines.2.to_owned());
        assert_eq!(joined_lines(&owned(first), &owned(second)), expected);
    };
    check((3, 4, "c\nd"), (5, 5, "e"), "c\nd\ne");
    check((3, 3, "c"), (6, 6, "f"), "c\n\n\nf");
    check((3, 5, "c\nd\ne"), (5, 6, "e\nf"), "c\nd\ne\nf");
    check((3, 5, "c\nd\ne"), (4, 4, "d"), "c\nd\ne");
    check((6, 6, "f"), (5, 5, "e"), "e\nf");
}
