//! The many ways in which people write due dates in plans of health services and councils.
//!
//! Each expectation is reasoned from the rules: a bare day, week or month is due by its last day, a
//! quarter, half, season or year is a period, and what can be read in two ways is not read.

use super::*;

/// In the plan of 2008/09, written in May 2008.
fn check(text: &str, expected: &str) {
    let context = Context {
        plan_year: Some(FinancialYear::starting(2008)),
        as_of: NaiveDate::from_ymd_opt(2008, 5, 1),
        quarters: Quarters::Financial,
    };
    let read = read_timescale(text, &context);
    let day = |day: Option<NaiveDate>| day.map_or(String::new(), |day| day.to_string());
    let precision = serde_json::to_value(read.precision).unwrap();
    let got = if read.rule.is_empty() {
        "not read".to_owned()
    } else {
        format!("{}..{} {}", day(read.earliest), day(read.latest), precision.as_str().unwrap())
    };
    assert_eq!(got, expected, "{text} by {:?}", read.rule);
}

#[test]
fn days_and_weeks() {
    check("by close of play 31 March 2009", "..2009-03-31 day");
    check("no later than 1 June 2008", "..2008-06-01 day");
    check("31st Mar '09", "..2009-03-31 day");
    check("1/6/2008", "..2008-06-01 day");
    check("Sun 1 June 08", "..2008-06-01 day");
    check("Deadline 5pm 30 June 2008", "..2008-06-30 day");
    check("from 1/4/08", "2008-04-01.. day");
    check("01.04.08 - 31.03.09", "2008-04-01..2009-03-31 range");
    check("30 June & 31 Dec 2008", "..2008-12-31 day");
    check("15 May, 15 July and 15 September 2008", "..2008-09-15 day");
    check("2nd week in June", "..2008-06-14 week");
    check("last week of June 2008", "..2008-06-30 week");
    check("the last week in February 2009", "..2009-02-28 week");
    check("w/c 3 March 09", "..2009-03-09 week");
    check("wk beginning 2nd June 2008", "..2008-06-08 week");
    check("by Christmas", "..2008-12-25 day");
    check("New Year", "..2009-01-01 day");
}

#[test]
fn months() {
    check("mid-March 2009", "..2009-03-20 range");
    check("Sept/Oct 2008", "2008-09-01..2008-10-31 month");
    check("March-May 2009", "2009-03-01..2009-05-31 range");
    check("Apr-Jun", "2008-04-01..2008-06-30 range");
    check("June '08 - March '09", "2008-06-01..2009-03-31 range");
    check("subject to funding, June", "..2008-06-30 month");
    check("Revised date: Sept 08", "..2008-09-30 month");
    check("Target: Sept 08", "..2008-09-30 month");
    check("Originally March 08, revised to July 08", "..2008-07-31 month");
    check("Was June 08 now Sept 08", "..2008-09-30 month");
    check("Phase 1 by June 08; Phase 2 by Dec 08", "..2008-12-31 month");
    check("June 08 (interim), Mar 09 (final)", "..2009-03-31 month");
    check("June 2008 - complete", "..2008-06-30 month");
    check("Complete by June 2008", "..2008-06-30 month");
    check("asap but no later than May 2008", "..2008-05-31 month");
    check("Nov 08 Board", "..2008-11-30 month");
    check("September Board meeting", "..2008-09-30 month");
    check("after April 2009", "2009-05-01.. month");
    check("Completed 12/03/08", "2008-03-12..2008-03-12 day");
    check("Mar-09", "..2009-03-31 month");
    check("end Jan 09", "..2009-01-31 month");
    check("month end June 08", "..2008-06-30 month");
    check("JUNE2008", "..2008-06-30 month");
}

#[test]
fn quarters_halves_and_seasons() {
    check("Qtr 3 08/09", "2008-10-01..2008-12-31 quarter");
    check("by end Q3 08/09", "..2008-12-31 quarter");
    check("Q1/Q2", "2008-04-01..2008-09-30 quarter");
    check("1st quarter 2009/10", "2009-04-01..2009-06-30 quarter");
    check("Q4 (by 31 March)", "..2009-03-31 day");
    check("H1 08/09", "2008-04-01..2008-09-30 half");
    check("Spring/Summer 2008", "2008-03-01..2008-08-31 quarter");
    check("late summer 2008", "2008-06-01..2008-08-31 quarter");
    check("third quarter", "2008-10-01..2008-12-31 quarter");
    check("by the end of the first quarter", "..2008-06-30 quarter");
    check("Q2 and Q4 2008/09", "2008-07-01..2009-03-31 quarter");
}

#[test]
fn years() {
    check("2008-09", "2008-04-01..2009-03-31 year");
    check("08-09", "2008-04-01..2009-03-31 year");
    check("2008/2009", "2008-04-01..2009-03-31 year");
    check("End of financial year", "..2009-03-31 year");
    check("early 2009/10", "2009-04-01..2009-06-30 quarter");
    check("year 2", "2009-04-01..2010-03-31 year");
    check("in year 1", "2008-04-01..2009-03-31 year");
    check("Years 1 and 2", "2008-04-01..2010-03-31 year");
    check("2008/09 and 2009/10", "2008-04-01..2010-03-31 year");
    check("during 2008", "2008-01-01..2008-12-31 year");
    check("by 2010", "..2010-12-31 year");
    check("by 2010/11", "..2011-03-31 year");
    check("over the next 2 years", "2008-04-01..2010-03-31 year");
    check("3 years", "2008-04-01..2011-03-31 year");
    check("6-12 months", "2008-04-01..2009-03-31 year");
}

#[test]
fn what_goes_on_or_comes_again() {
    check("Monthly until March 2009", "..2009-03-31 ongoing");
    check("every 6 weeks", ".. ongoing");
    check("Annual (March)", ".. ongoing");
    check("Annually - end of March", ".. ongoing");
    check("by 31st March annually", ".. ongoing");
    check("Weekly from 1 June 2008", "2008-06-01.. ongoing");
    check("3 times a year", ".. ongoing");
    check("each half term", ".. ongoing");
    check("bi-monthly", ".. ongoing");
    check("Immediate and ongoing", ".. ongoing");
    check("At every Board meeting", ".. ongoing");
}

#[test]
fn what_hangs_on_events() {
    check("by the next Board meeting", ".. relative");
    check("within 6 months of go-live", ".. relative");
    check("Awaiting guidance", ".. relative");
    check("on approval of business case", ".. relative");
    check("pre-election", ".. relative");
    check("3 months prior to opening", ".. relative");
}

#[test]
fn what_is_no_date_or_could_be_two() {
    check("TBC", ".. none");
    check("To be determined", ".. none");
    for text in [
        "FY09",
        "0809",
        "before the summer holidays",
        "during the Christmas break",
        "first week of term",
        "within 24 hours",
        "Bank holiday",
        "soon",
        "next meeting but one",
        "June 20",
        "when resources allow, perhaps 10",
    ] {
        let context =
            Context { plan_year: Some(FinancialYear::starting(2008)), ..Context::default() };
        let read = read_timescale(text, &context);
        assert_eq!((read.earliest, read.latest), (None, None), "{text} by {:?}", read.rule);
    }
}
