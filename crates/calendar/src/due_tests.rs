//! Due rules as people write them, and the moments they give.

use super::*;

fn check(rule: &str, period: &str, expected: &str) {
    let rule: DueRule = rule.parse().unwrap();
    let due = rule.due(period.parse().unwrap(), &WorkingDays::of_england());
    assert_eq!(due.to_string(), expected, "{rule} after {period}");
}

#[test]
fn every_form_gives_its_day() {
    check("5th working day", "2019-01", "7 February 2019");
    check("10th of next month", "2019-01", "10 February 2019");
    check("15 days", "2019-01", "15 February 2019");
    check("daily by 09:00", "2019-02-14", "15 February 2019 by 09:00");
    check("3rd working day of next week", "2019-W06", "13 February 2019");
    check("Friday of next week", "2019-W06", "15 February 2019");
    check("end of next month", "2018/19 Q3", "31 January 2019");
    check("10 working days after the end of the period", "2019-01", "14 February 2019");
    check("6 weeks", "2018/19 Q3", "11 February 2019");
    check("2 months", "2018-12", "28 February 2019");
    check("next working day by 12:30", "2019-02-15", "18 February 2019 by 12:30");
}

#[test]
fn bank_holidays_of_england_are_not_worked() {
    // Good Friday and Easter Monday of 2019 were 19 and 22 April.
    check("next working day", "2019-04-18", "23 April 2019");
    check("5th working day of next month", "2018-12", "8 January 2019");
    check("1st working day of next week", "2019-W16", "23 April 2019");
    // The early May holiday of 2020 was moved from the 4th to the 8th.
    check("5th working day", "2020-04", "7 May 2020");
    check("6th working day", "2020-04", "11 May 2020");
}

#[test]
fn a_day_that_the_next_month_does_not_have_is_its_last() {
    check("31st of next month", "2019-01", "28 February 2019");
    check("30th of next month", "2020-01", "29 February 2020");
    check("10th of next month", "2018/19 Q4", "10 April 2019");
    check("10th of next month", "2018-12", "10 January 2019");
}

#[test]
fn next_week_is_the_one_after_that_in_which_the_period_ends() {
    // 31 January 2019 was a Thursday.
    check("1st working day of next week", "2019-01", "4 February 2019");
    check("1st working day of next week", "2019-02-03", "4 February 2019");
}

#[test]
fn a_rule_is_written_so_that_it_reads_again() {
    let check = |written: &str, expected: &str| {
        let rule: DueRule = written.parse().unwrap();
        assert_eq!(rule.to_string(), expected);
        assert_eq!(expected.parse(), Ok(rule));
    };
    check("5TH working day", "5th working day");
    check("10 working days", "10th working day");
    check("daily by 09:00", "next day by 09:00");
    check("the 22nd of the next month", "22nd of next month");
    check("12 weeks", "84 days");
    check("friday of next week by 17:00", "Friday of next week by 17:00");
    check("1 month", "1 month");
    check("11th working day of next month", "11th working day of next month");
}

#[test]
fn what_is_no_rule_is_refused_with_what_to_write() {
    let check = |written: &str, expected: &str| {
        let error = written.parse::<DueRule>().unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    };
    check("soon", "'soon' is not a due rule; write it as one of: 5th working day");
    check("", "'' is not a due rule");
    check("5th", "is not a due rule");
    check("working day", "is not a due rule");
    check("daily by nine", "the time must be written as 09:00");
    check("daily by 25:00", "the time must be written as 09:00");
    check("32nd of next month", "the number must be from 1 to 31");
    check("6th working day of next week", "the number must be from 1 to 5");
    check("0th working day", "the number must be from 1 to 366");
    check("4000 days", "the number must be from 0 to 366");
    check("99999999999 days", "is not a due rule");
}

#[test]
fn a_named_time_moves_with_summer_time_and_a_day_ends_at_midnight() {
    let check = |rule: &str, period: &str, expected: &str| {
        let rule: DueRule = rule.parse().unwrap();
        let due = rule.due(period.parse().unwrap(), &WorkingDays::of_england());
        assert_eq!(due.last_moment().to_string(), expected);
    };
    check("daily by 09:00", "2019-02-14", "2019-02-15 09:00:00");
    check("daily by 09:00", "2019-07-14", "2019-07-15 08:00:00");
    check("daily by 09:00", "2019-03-30", "2019-03-31 08:00:00");
    check("daily by 01:30", "2019-03-30", "2019-03-31 01:30:00");
    check("daily by 09:00", "2019-10-26", "2019-10-27 09:00:00");
    check("daily", "2019-07-14", "2019-07-15 23:59:59.999999");
}
