//! What periods are read, shown and counted as.

use proptest::prelude::*;

use super::*;

fn check(input: &str, expected: &str) {
    let shown = match input.parse::<Period>() {
        Ok(period) => {
            format!("{period} | {} {} | {}", period.first_day(), period.last_day(), period.label())
        }
        Err(error) => error.to_string(),
    };
    assert_eq!(shown, expected, "{input}");
}

#[test]
fn our_own_forms_are_read_and_shown_alike() {
    check("2008/09", "2008/09 | 2008-04-01 2009-03-31 | 2008/09 (April 2008 to March 2009)");
    check("2008/09 Q1", "2008/09 Q1 | 2008-04-01 2008-06-30 | Q1 2008/09 (April to June 2008)");
    check("2008/09 Q4", "2008/09 Q4 | 2009-01-01 2009-03-31 | Q4 2008/09 (January to March 2009)");
    check(
        "2008/09 H1",
        "2008/09 H1 | 2008-04-01 2008-09-30 | H1 2008/09 (April to September 2008)",
    );
    check(
        "2008/09 H2",
        "2008/09 H2 | 2008-10-01 2009-03-31 | H2 2008/09 (October 2008 to March 2009)",
    );
    check("2008-04", "2008-04 | 2008-04-01 2008-04-30 | April 2008");
    check("2008-09", "2008-09 | 2008-09-01 2008-09-30 | September 2008");
    check(
        "2008-W14",
        "2008-W14 | 2008-03-31 2008-04-06 | week 14 of 2008 (31 March to 6 April 2008)",
    );
    check("2008-04-01", "2008-04-01 | 2008-04-01 2008-04-01 | 1 April 2008");
    check("2008", "2008 | 2008-01-01 2008-12-31 | 2008 (January to December 2008)");
    check(
        "2009-W01",
        "2009-W01 | 2008-12-29 2009-01-04 | week 1 of 2009 (29 December 2008 to 4 January 2009)",
    );
}

#[test]
fn forms_of_dhis2_are_read_as_dhis2_means_them() {
    check("2008April", "2008/09 | 2008-04-01 2009-03-31 | 2008/09 (April 2008 to March 2009)");
    check("200804", "2008-04 | 2008-04-01 2008-04-30 | April 2008");
    check(
        "2008W14",
        "2008-W14 | 2008-03-31 2008-04-06 | week 14 of 2008 (31 March to 6 April 2008)",
    );
    check(
        "2008W1",
        "2008-W01 | 2007-12-31 2008-01-06 | week 1 of 2008 (31 December 2007 to 6 January 2008)",
    );
    check("20080401", "2008-04-01 | 2008-04-01 2008-04-01 | 1 April 2008");
    check("2008Q1", "2007/08 Q4 | 2008-01-01 2008-03-31 | Q4 2007/08 (January to March 2008)");
    check(
        "2008AprilS2",
        "2008/09 H2 | 2008-10-01 2009-03-31 | H2 2008/09 (October 2008 to March 2009)",
    );
}

#[test]
fn a_quarter_without_its_year_is_refused() {
    check("Q1", "'Q1' does not say of which year; write the year before it, as in 2008/09 Q1");
    check("H2", "'H2' does not say of which year; write the year before it, as in 2008/09 H2");
}

#[test]
fn days_that_do_not_exist_are_refused() {
    for input in ["2008-13", "2008-W53", "2008-02-30", "2008Q5", "2008/09 Q0", "2008/09 H3"] {
        let expected =
            format!("'{input}' does not exist in the calendar; check its month, week or day");
        check(input, &expected);
    }
}

#[test]
fn anything_else_is_refused_by_name_with_what_is_accepted() {
    for input in [
        "",
        "2008/10",
        "last year",
        "20081",
        "2008-4",
        "08/09",
        "2008-04-01-",
        "2008\u{1f512}",
        "２００８",
    ] {
        let message = input.parse::<Period>().unwrap_err().to_string();
        assert!(message.starts_with(&format!("'{input}' is not a period; write")), "{message}");
        assert!(message.contains("2008/09 Q1"), "{message}");
    }
}

#[test]
fn periods_sort_by_first_day_and_then_by_length() {
    let sorted =
        ["2007/08 Q4", "2008-03", "2008-W14", "2008-04-01", "2008-04", "2008/09 Q1", "2008/09"];
    let mut periods: Vec<Period> = sorted.iter().rev().map(|text| text.parse().unwrap()).collect();
    periods.sort();
    let shown: Vec<String> = periods.iter().map(ToString::to_string).collect();
    assert_eq!(shown, sorted);
}

#[test]
fn a_period_is_a_string_in_json() {
    let period: Period = serde_json::from_str("\"2008/09 Q1\"").unwrap();
    assert_eq!(serde_json::to_string(&period).unwrap(), "\"2008/09 Q1\"");
    assert!(serde_json::from_str::<Period>("\"Q1\"").is_err());
}

fn any_period() -> impl Strategy<Value = Period> {
    let kinds = prop::sample::select(vec![
        PeriodKind::Day,
        PeriodKind::Week,
        PeriodKind::Month,
        PeriodKind::Quarter,
        PeriodKind::Half,
        PeriodKind::CalendarYear,
        PeriodKind::FinancialYear,
    ]);
    let days = (1900i32..2200, 1u32..=366)
        .prop_filter_map("a day of the year", |(year, day)| NaiveDate::from_yo_opt(year, day));
    (kinds, days).prop_map(|(kind, day)| Period::containing(kind, day))
}

proptest! {
    #[test]
    fn what_is_shown_is_read_again(period in any_period()) {
        prop_assert_eq!(period.to_string().parse::<Period>(), Ok(period));
    }

    #[test]
    fn next_and_previous_undo_each_other_and_leave_no_gap(period in any_period()) {
        prop_assert_eq!(period.next().previous(), period);
        prop_assert_eq!(period.previous().next(), period);
        prop_assert_eq!(Some(period.next().first_day()), period.last_day().succ_opt());
    }

    #[test]
    fn every_day_of_a_period_is_in_it_and_names_it(period in any_period()) {
        for day in period.first_day().iter_days().take_while(|day| *day <= period.last_day()) {
            prop_assert!(period.contains(day));
            prop_assert_eq!(Period::containing(period.kind(), day), period);
        }
    }

    #[test]
    fn only_text_that_starts_with_a_year_is_a_period(text in "([12][0-9]{3})?\\PC{0,8}") {
        let year = text.trim().chars().take(4).filter(char::is_ascii_digit).count() == 4;
        prop_assert!(year || text.parse::<Period>().is_err());
    }
}
