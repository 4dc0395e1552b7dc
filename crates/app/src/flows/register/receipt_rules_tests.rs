//! Periods as they come out of plain lists of receipts.

use super::*;

/// Day, when it arrived and how many rows, each its own load.
type Arrival<'a> = (&'a str, &'a str, u64);

fn receipts(arrivals: &[Arrival<'_>]) -> Vec<Receipt> {
    let receipt = |(load, (day, at, rows)): (i64, &Arrival<'_>)| Receipt {
        day: day.parse().unwrap(),
        at: instant(at),
        load,
        rows: *rows,
    };
    (1..).zip(arrivals).map(receipt).collect()
}

fn instant(text: &str) -> DateTime<Utc> {
    format!("{text}:00Z").parse().unwrap()
}

fn owed<'a>(rhythm: PeriodKind, due: &str, days: &'a WorkingDays) -> Owed<'a> {
    Owed { rhythm, due: due.parse().unwrap(), days, least_share: 0.5, from: None }
}

fn words(found: &[PeriodReceipt]) -> Vec<String> {
    found.iter().map(|receipt| format!("{} {:?}", receipt.period, receipt.state)).collect()
}

fn check(owed: &Owed<'_>, arrivals: &[Arrival<'_>], now: &str, expected: &[&str]) {
    let receipts = receipts(arrivals);
    let sender = Sender::default();
    let found = period_receipts(owed, sender, &receipts, instant(now), expected.len());
    assert_eq!(words(&found), expected, "at {now}");
}

#[test]
fn a_month_is_received_in_time_late_or_not() {
    let days = WorkingDays::of_england();
    let owed = owed(PeriodKind::Month, "5th working day", &days);
    let arrivals = [("2018-10-01", "2018-11-05T09:00", 10), ("2018-11-01", "2018-12-20T09:00", 10)];
    // The fifth working day of December 2018 was the 7th, of January 2019 the 8th.
    check(
        &owed,
        &arrivals,
        "2019-01-08T23:00",
        &["2018-10 OnTime", "2018-11 Late", "2018-12 Expected", "2019-01 NotDue"],
    );
    check(
        &owed,
        &arrivals,
        "2019-01-09T00:00",
        &["2018-10 OnTime", "2018-11 Late", "2018-12 Missing", "2019-01 NotDue"],
    );
}

#[test]
fn what_was_not_known_yet_changes_nothing() {
    let days = WorkingDays::of_england();
    let owed = owed(PeriodKind::Month, "5th working day", &days);
    let arrivals = [("2018-10-01", "2018-11-05T09:00", 10), ("2018-11-01", "2018-12-20T09:00", 10)];
    check(
        &owed,
        &arrivals,
        "2018-12-19T09:00",
        &["2018-10 OnTime", "2018-11 Missing", "2018-12 NotDue"],
    );
}

#[test]
fn the_past_that_is_loaded_at_once_is_not_late() {
    let days = WorkingDays::of_england();
    let owed = owed(PeriodKind::Month, "5th working day", &days);
    let arrivals = ["2018-08-01", "2018-09-01", "2018-10-01", "2018-11-01"]
        .map(|day| (day, "2018-12-05T09:00", 10));
    check(
        &owed,
        &arrivals,
        "2018-12-31T09:00",
        &["2018-09 NotApplicable", "2018-10 NotApplicable", "2018-11 OnTime", "2018-12 NotDue"],
    );
    let owed = Owed { from: Some("2018-10-01".parse().unwrap()), ..owed };
    check(
        &owed,
        &arrivals,
        "2018-12-31T09:00",
        &["2018-09 NotApplicable", "2018-10 Late", "2018-11 OnTime", "2018-12 NotDue"],
    );
}

#[test]
fn who_never_sent_owes_nothing_unless_the_flow_says_so() {
    let days = WorkingDays::of_england();
    let owed = owed(PeriodKind::Month, "5th working day", &days);
    check(&owed, &[], "2018-12-31T09:00", &["2018-11 NotApplicable", "2018-12 NotDue"]);
    let owed = Owed { from: Some("2018-11-01".parse().unwrap()), ..owed };
    check(
        &owed,
        &[],
        "2018-12-31T09:00",
        &["2018-10 NotApplicable", "2018-11 Missing", "2018-12 NotDue"],
    );
}

#[test]
fn a_body_that_was_not_there_owes_nothing() {
    let days = WorkingDays::of_england();
    let owed = Owed {
        from: Some("2018-01-01".parse().unwrap()),
        ..owed(PeriodKind::Month, "5th working day", &days)
    };
    let sender = Sender {
        from: Some("2018-10-15".parse().unwrap()),
        to: Some("2018-11-30".parse().unwrap()),
        first_arrival: None,
    };
    let found = period_receipts(&owed, sender, &[], instant("2019-01-31T09:00"), 5);
    assert_eq!(
        words(&found),
        [
            "2018-09 NotApplicable",
            "2018-10 Missing",
            "2018-11 Missing",
            "2018-12 NotApplicable",
            "2019-01 NotDue"
        ]
    );
}

#[test]
fn a_few_rows_of_many_are_not_the_period() {
    let days = WorkingDays::of_england();
    let owed = owed(PeriodKind::Day, "daily by 09:00", &days);
    let mut arrivals = vec![
        ("2019-02-01", "2019-02-02T08:00", 100),
        ("2019-02-02", "2019-02-03T08:00", 110),
        ("2019-02-03", "2019-02-04T08:00", 90),
        ("2019-02-04", "2019-02-05T08:00", 12),
    ];
    let expected = |state: &'static str| {
        ["2019-02-02 OnTime", "2019-02-03 OnTime", state, "2019-02-05 NotDue"]
    };
    check(&owed, &arrivals, "2019-02-05T08:30", &expected("2019-02-04 Expected"));
    check(&owed, &arrivals, "2019-02-05T09:01", &expected("2019-02-04 Missing"));
    arrivals.push(("2019-02-04", "2019-02-05T10:00", 88));
    check(&owed, &arrivals, "2019-02-05T11:00", &expected("2019-02-04 Late"));
}

#[test]
fn rows_that_come_as_things_happen_count_at_the_end_of_the_day() {
    let days = WorkingDays::of_england();
    let owed = owed(PeriodKind::Day, "daily by 09:00", &days);
    let mut arrivals = vec![
        ("2019-02-01", "2019-02-02T08:00", 100),
        ("2019-02-02", "2019-02-03T08:00", 100),
        ("2019-02-03", "2019-02-04T08:00", 100),
        ("2019-02-04", "2019-02-04T12:00", 60),
    ];
    // Half of the day came while it ran, and then nothing: the half is not the day.
    check(&owed, &arrivals, "2019-02-05T10:00", &["2019-02-04 Missing", "2019-02-05 NotDue"]);
    arrivals.push(("2019-02-04", "2019-02-04T23:50", 35));
    check(&owed, &arrivals, "2019-02-04T23:55", &["2019-02-03 OnTime", "2019-02-04 NotDue"]);
    check(&owed, &arrivals, "2019-02-05T00:01", &["2019-02-04 OnTime", "2019-02-05 NotDue"]);
}

#[test]
fn sent_again_after_it_was_due_is_told_from_a_few_corrections() {
    let days = WorkingDays::of_england();
    let owed = owed(PeriodKind::Month, "5th working day", &days);
    let mut arrivals =
        vec![("2018-11-01", "2018-12-03T09:00", 100), ("2018-11-02", "2018-12-20T09:00", 3)];
    check(&owed, &arrivals, "2018-12-31T09:00", &["2018-11 OnTime", "2018-12 NotDue"]);
    arrivals.push(("2018-11-01", "2018-12-21T09:00", 95));
    check(&owed, &arrivals, "2018-12-31T09:00", &["2018-11 Resubmitted", "2018-12 NotDue"]);
    // A second load before the due day is the first one put right in time.
    let before = [("2018-11-01", "2018-12-03T09:00", 100), ("2018-11-01", "2018-12-04T09:00", 100)];
    check(&owed, &before, "2018-12-31T09:00", &["2018-11 OnTime", "2018-12 NotDue"]);
}

#[test]
fn the_run_of_missing_periods_ends_at_the_last_that_is_due() {
    let days = WorkingDays::of_england();
    let owed = owed(PeriodKind::Month, "5th working day", &days);
    let arrivals = [("2018-09-01", "2018-10-03T09:00", 10)];
    let found = |now: &str| {
        let receipts = receipts(&arrivals);
        let found = period_receipts(&owed, Sender::default(), &receipts, instant(now), 6);
        let missing = missing_now(&found);
        missing.iter().map(|receipt| receipt.period.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(found("2018-12-05T09:00"), ["2018-10"]);
    assert_eq!(found("2018-12-31T09:00"), ["2018-10", "2018-11"]);
    assert!(found("2018-10-05T09:00").is_empty());
}
