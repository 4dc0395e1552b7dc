//! Tables of two editions and what became of each row.

use super::*;

/// Reads rows written as `reference | section | text | due | leads`, steps as further cells.
fn rows(table: &str) -> Vec<Row> {
    let lines = table.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(row).collect()
}

fn row(line: &str) -> Row {
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    let cell = |place: usize| cells.get(place).copied().unwrap_or_default();
    let leads = cell(4).split(',').map(str::trim).filter(|lead| !lead.is_empty());
    Row {
        reference: cell(0).to_owned(),
        section: cell(1).to_owned(),
        text: cell(2).to_owned(),
        due: due(cell(3)),
        leads: leads.map(|lead| Answering { as_written: lead.to_owned(), title: None }).collect(),
        outcome: None,
        steps: cells
            .iter()
            .skip(5)
            .map(|step| {
                let (text, day) = step.split_once('@').unwrap_or((step, ""));
                Step { text: text.trim().to_owned(), due: due(day.trim()) }
            })
            .collect(),
    }
}

/// Days are due days; anything else is a due date that cannot be read.
fn due(text: &str) -> DueDate {
    let latest = text.parse().ok();
    DueDate { as_written: text.to_owned(), earliest: None, latest }
}

/// Compares two tables; what came of them is shown by the rows' numbers, counted from 1.
fn check(old: &str, new: &str, expected: &[&str]) {
    let comparison = compare(&rows(old), &rows(new));
    let mut shown = Vec::new();
    for pair in &comparison.pairs {
        let steps: Vec<String> = pair.steps.iter().filter_map(step_shown).collect();
        let steps =
            if steps.is_empty() { String::new() } else { format!(" ({})", steps.join(", ")) };
        let word = changes_word(&pair.changes);
        shown.push(format!("{} > {} {word}{steps}", pair.old + 1, pair.new + 1));
    }
    let of = |single: &Single, sign: &str| match single.part_of {
        Some(whole) => format!("{sign}{} of {}", single.row + 1, whole + 1),
        None => format!("{sign}{}", single.row + 1),
    };
    shown.extend(comparison.added.iter().map(|single| of(single, "+")));
    shown.extend(comparison.removed.iter().map(|single| of(single, "-")));
    assert_eq!(shown, expected);
}

fn step_shown(step: &StepPair) -> Option<String> {
    match (step.old, step.new) {
        (Some(old), Some(new)) if step.changes.is_empty() => {
            (old != new).then(|| format!("{} > {}", old + 1, new + 1))
        }
        (Some(old), Some(new)) => {
            Some(format!("{} > {} {}", old + 1, new + 1, changes_word(&step.changes)))
        }
        (None, Some(new)) => Some(format!("+{}", new + 1)),
        (old, None) => old.map(|old| format!("-{}", old + 1)),
    }
}

#[test]
fn the_same_document_again_is_unchanged() {
    let table = "1.1 | Access | Open the centre | 2018-11-30 | DUC
                 1.2 | Access | Stream attendances to primary care | 2018-12-31 | DUC, DPC";
    check(table, table, &["1 > 1 unchanged", "2 > 2 unchanged"]);
    check("", "", &[]);
    check("", table, &["+1", "+2"]);
    check(table, "", &["-1", "-2"]);
}

#[test]
fn each_kind_of_change_is_told() {
    let old = "1.1 | Access | Open an urgent treatment centre beside the emergency department | 2018-11-30 | DUC";
    check(
        old,
        "1.1 | Access | Open an urgent treatment centre within the emergency department | 2018-11-30 | DUC",
        &["1 > 1 reworded"],
    );
    check(
        old,
        "1.1 | Access | Open an urgent treatment centre beside the emergency department | 2019-03-31 | DUC",
        &["1 > 1 re_dated"],
    );
    check(
        old,
        "1.1 | Access | Open an urgent treatment centre beside the emergency department | 2018-11-30 | COO",
        &["1 > 1 lead_changed"],
    );
    check(
        old,
        "1.4 | Access | Open an urgent treatment centre next to the emergency department | 2019-03-31 | DUC, DPC",
        &["1 > 1 reworded_and_re_dated_and_lead_changed_and_renumbered"],
    );
    check(
        old,
        "4.1 | 4. Estates | Open an urgent treatment centre beside the emergency department. | 2018-11-30 | DUC",
        &["1 > 1 renumbered_and_moved"],
    );
    check(
        old,
        "1.1 | 1. ACCESS | Open an urgent treatment centre beside the emergency department | ongoing | DUC",
        &["1 > 1 re_dated"],
    );
}

#[test]
fn the_same_words_under_three_numbers_stay_with_their_sections() {
    let old = "2.1 | 2. Finance | Risk Assessment | 2018-06-30 | CFO
               3.1 | 3. Estates | Risk Assessment | 2018-07-31 | CFO
               4.1 | 4. Workforce | Risk Assessment | 2018-08-31 | CFO";
    check(old, old, &["1 > 1 unchanged", "2 > 2 unchanged", "3 > 3 unchanged"]);
    // A section put in front moves every number up by one.
    let renumbered = "2.1 | 2. Quality | Clinical audit of falls | 2018-06-30 | DNQ
                      3.1 | 3. Finance | Risk Assessment | 2018-06-30 | CFO
                      4.1 | 4. Estates | Risk Assessment | 2018-07-31 | CFO
                      5.1 | 5. Workforce | Risk Assessment | 2018-08-31 | CFO";
    check(old, renumbered, &["1 > 2 renumbered", "2 > 3 renumbered", "3 > 4 renumbered", "+1"]);
    // The one in the middle goes; the others keep what they were.
    let without = "2.1 | 2. Finance | Risk Assessment | 2018-06-30 | CFO
                   4.1 | 4. Workforce | Risk Assessment | 2018-09-30 | CFO";
    check(old, without, &["1 > 1 unchanged", "3 > 2 re_dated", "-2"]);
}

#[test]
fn one_row_put_in_front_renumbers_the_rest_and_changes_nothing_else() {
    let old = "1.1 | Access | Hold a weekly performance meeting | 2018-05-31 | HPI
               1.2 | Access | Name one lead for every indicator | 2018-06-30 | AO
               1.3 | Access | Agree a minimum data set with each provider | 2018-09-30 | HPI";
    let new = "1.1 | Access | Appoint a programme director | 2018-04-30 | AO
               1.2 | Access | Hold a weekly performance meeting | 2018-05-31 | HPI
               1.3 | Access | Name one lead for every indicator | 2018-06-30 | AO
               1.4 | Access | Agree a minimum data set with each provider | 2018-09-30 | HPI";
    check(old, new, &["1 > 2 renumbered", "2 > 3 renumbered", "3 > 4 renumbered", "+1"]);
    check(new, old, &["2 > 1 renumbered", "3 > 2 renumbered", "4 > 3 renumbered", "-1"]);
}

#[test]
fn the_same_text_twice_is_two_rows() {
    let old = "1.1 | A | Review the policy | 2018-06-30 | CFO
               1.2 | A | Review the policy | 2018-12-31 | CFO";
    check(old, old, &["1 > 1 unchanged", "2 > 2 unchanged"]);
    let once = "1.2 | A | Review the policy | 2018-12-31 | CFO";
    check(old, once, &["2 > 1 unchanged", "-1"]);
    check(once, old, &["1 > 2 unchanged", "+1"]);
    let thrice = "1.1 | A | Review the policy | 2018-06-30 | CFO
                  1.2 | A | Review the policy | 2018-12-31 | CFO
                  1.3 | A | Review the policy | 2019-03-31 | CFO";
    check(old, thrice, &["1 > 1 unchanged", "2 > 2 unchanged", "+3"]);
    // Without numbers and dates only the order is left.
    let bare = " | | Review the policy\n | | Review the policy";
    check(bare, bare, &["1 > 1 unchanged", "2 > 2 unchanged"]);
}

#[test]
fn another_promise_under_an_old_number_is_no_rewording() {
    check(
        "2.3 | Urgent care | Extend the falls car to weekends | 2018-12-31 | DUC",
        "2.3 | Urgent care | Commission ophthalmology capacity abroad | 2018-12-31 | DUC",
        &["+1", "-1"],
    );
}

#[test]
fn a_rewording_in_its_old_place_is_found_though_half_its_words_are_new() {
    check(
        "1.1 | Care | Reduce delayed transfers of care to 3.5% of occupied beds | 2018-09-30 | DCS
         1.2 | Care | Open a crisis cafe in Larkmere town | 2018-12-31 | DMH",
        "1.1 | Care | Bring delayed transfers of care below 3% and keep them there | 2018-12-31 | DCS
         1.2 | Care | Open a crisis cafe in Larkmere town | 2018-12-31 | DMH",
        &["1 > 1 reworded_and_re_dated", "2 > 2 unchanged"],
    );
}

#[test]
fn siblings_that_differ_in_one_word_are_not_taken_for_each_other() {
    let old = "1 | Visits | Visit the practice at Ashcombe | 2018-06-30 | DPC
               2 | Visits | Visit the practice at Riverside | 2018-06-30 | DPC
               3 | Visits | Visit the practice at Millbrook | 2018-06-30 | DPC";
    let new = "1 | Visits | Visit the practice at Millbrook | 2018-06-30 | DPC
               2 | Visits | Visit the practice at Ashcombe | 2018-06-30 | DPC
               3 | Visits | Visit the practice at Riverside | 2018-06-30 | DPC";
    check(old, new, &["3 > 1 renumbered", "1 > 2 renumbered", "2 > 3 renumbered"]);
}

#[test]
fn a_row_that_moves_to_another_section_keeps_what_it_is() {
    let old =
        "1.1 | 1. Access | Offer evening appointments to the whole population | 2018-10-31 | DPC
               1.2 | 1. Access | Recruit six clinical pharmacists | 2018-12-31 | DPC
               2.1 | 2. Quality | End mixed-sex accommodation breaches | 2018-06-30 | DNQ";
    let new = "1.1 | 1. Access | Recruit six clinical pharmacists | 2018-12-31 | DPC
               2.1 | 2. Quality | End mixed-sex accommodation breaches | 2018-06-30 | DNQ
               2.2 | 2. Quality | Offer evening appointments to the whole population | 2018-10-31 | DPC";
    check(old, new, &["2 > 1 renumbered", "3 > 2 unchanged", "1 > 3 renumbered_and_moved"]);
}

#[test]
fn a_split_row_goes_on_in_its_larger_part() {
    let old = "1.1 | A | Agree the winter plan with all partners and publish a bulletin for practices each month | 2018-09-30 | DUC";
    let new = "1.1 | A | Agree the winter plan with all partners of the board | 2018-09-30 | DUC
               1.2 | A | Publish a bulletin for practices | 2018-09-30 | DUC";
    check(old, new, &["1 > 1 reworded", "+2 of 1"]);
}

#[test]
fn merged_rows_go_on_in_the_one_most_like_them() {
    let old =
        "1.1 | A | Agree the winter plan with all partners of the delivery board | 2018-09-30 | DUC
               1.2 | A | Publish a monthly bulletin for practices | 2018-09-30 | DUC";
    let new = "1.1 | A | Agree the winter plan with all partners of the delivery board and publish a monthly bulletin for practices | 2018-09-30 | DUC";
    check(old, new, &["1 > 1 reworded", "-2 of 1"]);
}

#[test]
fn leads_are_the_same_by_code_or_title_and_helpers_in_any_order() {
    let lead = |as_written: &str, title: Option<&str>| Answering {
        as_written: as_written.to_owned(),
        title: title.map(str::to_owned),
    };
    let check = |before: &[Answering], after: &[Answering], expected: bool| {
        assert_eq!(leads_differ(before, after), expected, "{before:?} {after:?}");
    };
    let finance = lead("CFO", Some("Chief Finance Officer"));
    check(&[], &[], false);
    check(std::slice::from_ref(&finance), &[], true);
    check(std::slice::from_ref(&finance), &[lead("Chief finance officer", None)], false);
    let (one, other) = (lead("DPC", None), lead("DPH", None));
    check(
        &[finance.clone(), one.clone(), other.clone()],
        &[finance.clone(), other.clone(), one.clone()],
        false,
    );
    check(&[finance.clone(), one.clone()], &[one, finance.clone()], true);
    check(std::slice::from_ref(&finance), &[finance.clone(), other], true);
}

#[test]
fn a_date_in_other_words_is_the_same_date() {
    let due = |written: &str, earliest: Option<&str>, latest: Option<&str>| DueDate {
        as_written: written.to_owned(),
        earliest: earliest.map(|day| day.parse().unwrap()),
        latest: latest.map(|day| day.parse().unwrap()),
    };
    let check = |one: DueDate, other: DueDate, expected: bool| {
        assert_eq!(one.differs(&other), expected, "{one:?} {other:?}");
        assert_eq!(other.differs(&one), expected, "{other:?} {one:?}");
    };
    let september = due("Sept 18", Some("2018-09-01"), Some("2018-09-30"));
    check(september.clone(), due("by end Sep 2018", None, Some("2018-09-30")), false);
    check(september.clone(), due("September 2018", Some("2018-09-01"), Some("2018-09-30")), false);
    check(september.clone(), due("Aug-Sept 18", Some("2018-08-01"), Some("2018-09-30")), true);
    check(september.clone(), due("TBC", None, None), true);
    check(due("Ongoing", None, None), due("ongoing.", None, None), false);
    check(due("Ongoing", None, None), due("", None, None), true);
    // A series is due by its next day, which the document does not name.
    check(due("Monthly", None, Some("2018-09-30")), due("monthly", None, None), false);
}

#[test]
fn steps_are_compared_one_by_one() {
    check(
        "1 | A | Recruit pharmacists | 2018-12-31 | DPC | Three in post @ 2018-06-30 | Six in post @ 2018-12-31",
        "1 | A | Recruit pharmacists | 2018-12-31 | DPC | Posts advertised @ 2018-05-31 | Three in post @ 2018-09-30 | Six in post @ 2018-12-31",
        &["1 > 1 steps_changed (+1, 1 > 2 re_dated, 2 > 3)"],
    );
    check(
        "1 | A | Recruit pharmacists | 2018-12-31 | DPC | Three in post @ 2018-06-30 | Six in post @ 2018-12-31",
        "1 | A | Recruit pharmacists | 2018-12-31 | DPC | Six in post @ 2018-12-31",
        &["1 > 1 steps_changed (2 > 1, -1)"],
    );
}

#[test]
fn words_for_changes_are_read_back() {
    let changes = BTreeSet::from([Change::ReDated, Change::Reworded]);
    assert_eq!(changes_word(&changes), "reworded_and_re_dated");
    assert_eq!(changes_of("reworded_and_re_dated"), changes);
    assert_eq!(changes_word(&changes_of("unchanged")), "unchanged");
    let all = BTreeSet::from(Change::ALL);
    assert_eq!(changes_of(&changes_word(&all)), all);
}

#[test]
fn two_thousand_rows_find_themselves_after_every_number_has_changed() {
    let words = [
        "referral",
        "waiting",
        "discharge",
        "screening",
        "vaccination",
        "stroke",
        "cancer",
        "maternity",
        "dementia",
        "diabetes",
        "workforce",
        "estates",
        "pharmacy",
        "ambulance",
    ];
    let row = |number: usize| Row {
        reference: format!("{}.{}", number / 20 + 1, number % 20 + 1),
        section: format!("{}. Programme {}", number / 20 + 1, number / 20),
        text: format!(
            "Review the {} pathway with the {} team for group {number}",
            words[number % 14],
            words[number / 14 % 14]
        ),
        ..Row::default()
    };
    let old: Vec<Row> = (0..2_000).map(row).collect();
    // Every tenth is gone, all are renumbered, and the order is that of the last digit.
    let mut kept: Vec<usize> = (0..2_000).filter(|number| number % 10 != 3).collect();
    kept.sort_by_key(|number| (number % 10, *number));
    let new: Vec<Row> = kept
        .iter()
        .enumerate()
        .map(|(place, number)| Row { reference: format!("R{place}"), ..row(*number) })
        .collect();
    let comparison = compare(&old, &new);
    assert_eq!((comparison.added.len(), comparison.removed.len()), (0, 200));
    assert!(comparison.pairs.iter().all(|pair| pair.old == kept[pair.new]));
}
