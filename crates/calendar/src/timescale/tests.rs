//! What timescales beyond those of the reference are read as, and what holds for any text.

use proptest::prelude::*;

use super::*;

fn plan_of(year: i32, as_of: Option<(i32, u32, u32)>) -> Context {
    Context {
        plan_year: Some(FinancialYear::starting(year)),
        as_of: as_of.and_then(|(year, month, day)| NaiveDate::from_ymd_opt(year, month, day)),
        quarters: Quarters::Financial,
    }
}

/// "first..last precision", a day that is open left out.
fn shown(text: &str, context: &Context) -> String {
    let read = read_timescale(text, context);
    if read.rule.is_empty() {
        return "not read".to_owned();
    }
    let day = |day: Option<NaiveDate>| day.map_or(String::new(), |day| day.to_string());
    let precision = serde_json::to_value(read.precision).unwrap();
    format!("{}..{} {}", day(read.earliest), day(read.latest), precision.as_str().unwrap())
}

/// In the plan of 2008/09, written in May 2008.
fn check(text: &str, expected: &str) {
    assert_eq!(shown(text, &plan_of(2008, Some((2008, 5, 1)))), expected, "{text}");
}

#[test]
fn days_are_read_in_every_common_form() {
    for text in [
        "31 March 2009",
        "31st March",
        "March 31st, 2009",
        "31.3.09",
        "31.03",
        "31/03/2009",
        "31-03-2009",
        "2009-03-31",
        "Tuesday 31st March 2009",
        "31-Mar-09",
        "31 Mar. 2009",
        "by 31st of March",
        "31<sup>st</sup> March 2009",
        "Mar 31 2009",
        "5pm on 31 March 2009",
    ] {
        check(text, "..2009-03-31 day");
    }
}

#[test]
fn days_that_do_not_exist_or_mean_two_things_are_not_read() {
    for text in [
        "30 Feb 2009",
        "31/02/09",
        "12/31/08",
        "9/08",
        "12/08",
        "2008-10",
        "FY09",
        "Q1 FY09",
        "Tuesday 12th",
        "reduce by 10",
        "2000 patients",
        "98% within 4 hours",
        "Within in year",
        "see text",
        "",
        " ",
    ] {
        check(text, "not read");
    }
}

#[test]
fn weeks_are_due_by_their_end() {
    check("w/c 3 March 2008", "..2008-03-09 week");
    check("week commencing 3rd March", "..2009-03-09 week");
    check("w/e 7/3/08", "..2008-03-07 week");
    check("2008-W14", "..2008-04-06 week");
    check("by the 3rd week of June", "..2008-06-21 week");
}

#[test]
fn months_are_due_by_their_last_day_however_they_are_spelt() {
    for text in [
        "Sept. ’08",
        "Sep-08",
        "Sept/08",
        "September, 2008",
        "SEPTEMBER 2008",
        "Setpember 08",
        "2008 Sept",
        "09/2008",
        "Sept 2008/09",
        "September",
        "Phase 1 - Sept 08",
        "Sept 08 (TBC)",
    ] {
        check(text, "..2008-09-30 month");
    }
    check("Febuary 09", "..2009-02-28 month");
    check("Dec 98", "..1998-12-31 month");
}

#[test]
fn a_year_said_once_holds_for_the_months_around_it() {
    check("Nov-Feb 09", "2008-11-01..2009-02-28 range");
    check("Nov 2008 \u{2192} Feb", "2008-11-01..2009-02-28 range");
    check("Dec/Jan 09", "2008-12-01..2009-01-31 month");
    check("May, July and October 2008", "2008-05-01..2008-10-31 month");
    check("between 1 and 30 June 2008", "2008-06-01..2008-06-30 range");
    check("1-5 March 2009", "2009-03-01..2009-03-05 range");
    check("June to August", "2008-06-01..2008-08-31 range");
    check("2008 Jun-Sep", "2008-06-01..2008-09-30 range");
    check("01/04/2008-31/03/2009", "2008-04-01..2009-03-31 range");
    check("from April 2008 to end of March 2009", "2008-04-01..2009-03-31 range");
}

#[test]
fn several_dates_are_due_by_the_last() {
    check("Oct 08, Jan 09 and Mar 09", "..2009-03-31 month");
    check("<p>Oct 08</p><p>Jan 09</p>", "..2009-01-31 month");
    check("30 & 31 March 2009", "..2009-03-31 day");
    check("Draft June 08, final Sept 08", "..2008-09-30 month");
    check("Start April 08, complete by March 09", "2008-04-01..2009-03-31 range");
}

#[test]
fn years_are_financial_when_written_as_a_pair() {
    check("2008-09", "2008-04-01..2009-03-31 year");
    check("8/9", "2008-04-01..2009-03-31 year");
    check("FY 2008/09", "2008-04-01..2009-03-31 year");
    check("2009/10 financial year", "2009-04-01..2010-03-31 year");
    check("2008/09 - 2010/11", "2008-04-01..2011-03-31 range");
    check("calendar year 2008", "2008-01-01..2008-12-31 year");
    check("2008-2010", "2008-01-01..2010-12-31 range");
    check("2021-25", "2021-01-01..2025-12-31 range");
    check("year end", "..2009-03-31 year");
    check("by the end of the year", "..2009-03-31 year");
    check("next year", "2009-04-01..2010-03-31 year");
    check("in-year", "2008-04-01..2009-03-31 year");
    check("2009+", "2009-01-01.. year");
}

#[test]
fn quarters_and_halves_are_of_the_financial_year() {
    for text in
        ["Q2", "Q2 08/09", "Q2 2008/9", "2008/09 Q2", "Qtr 2 - 2008/09", "2nd quarter", "2Q 08/09"]
    {
        check(text, "2008-07-01..2008-09-30 quarter");
    }
    check("end of Q2", "..2008-09-30 quarter");
    check("Q2 onwards", "2008-07-01.. quarter");
    check("Q1-Q2 2008/09", "2008-04-01..2008-09-30 range");
    check("H2 2008/09", "2008-10-01..2009-03-31 half");
    check("last quarter of 2008", "2008-10-01..2008-12-31 quarter");
    check("Q4 (Jan-Mar 09)", "2009-01-01..2009-03-31 quarter");
}

#[test]
fn quarters_are_of_the_calendar_year_where_the_plan_says_so() {
    let context = Context { quarters: Quarters::Calendar, ..plan_of(2020, None) };
    let check = |text: &str, expected: &str| assert_eq!(shown(text, &context), expected, "{text}");
    check("Q2", "2020-04-01..2020-06-30 quarter");
    check("Q1/2021", "2021-01-01..2021-03-31 quarter");
    check("Q4 25/26", "2026-01-01..2026-03-31 quarter");
    check("Years 1-3", "2020-01-01..2022-12-31 range");
    check("Y2 Q3", "2021-07-01..2021-09-30 quarter");
    check("by the end of the year", "..2020-12-31 year");
    check("2019/2020/2021", "2019-01-01..2021-12-31 year");
    check("2018-2019", "2018-01-01..2019-12-31 range");
}

#[test]
fn parts_of_years_and_months_are_narrowed() {
    check("early 2009", "2009-01-01..2009-03-31 quarter");
    check("by mid-2009", "..2009-06-30 range");
    check("by mid November", "..2008-11-15 range");
    check("late March 09", "..2009-03-31 range");
    check("Spring 2009", "2009-03-01..2009-05-31 quarter");
    check("Winter 2008/09", "2008-12-01..2009-02-28 quarter");
    check("by Easter 2009", "..2009-04-12 day");
    check("before Christmas", "..2008-12-24 day");
    check("end Jan - end March 09", "2009-01-31..2009-03-31 range");
}

#[test]
fn open_ends_stay_open() {
    check("Oct/Nov 08 onwards", "2008-10-01.. month");
    check("after 31 March 2009", "2009-04-01.. day");
    check("not before June 08", "2008-06-01.. month");
    check("April 2008 to date", "2008-04-01.. month");
    check("Ongoing until March 09", "..2009-03-31 month");
    check("Ongoing (review in March 09)", ".. ongoing");
    check("Apr 08<br>Ongoing", "2008-04-01.. month");
}

#[test]
fn what_recurs_is_ongoing_between_its_dates() {
    for text in [
        "6 monthly",
        "Half-yearly",
        "every Monday",
        "3 times a year",
        "once per quarter",
        "Annually in March",
        "April & October each year",
        "as and when required",
        "Ongoing, reviewed quarterly",
    ] {
        check(text, ".. ongoing");
    }
    check("Monthly from April 08", "2008-04-01.. ongoing");
    check("Quarterly to March 2009", "..2009-03-31 ongoing");
    check("annual report by June 08", "..2008-06-30 month");
}

#[test]
fn lengths_count_from_the_plan_or_from_a_date() {
    check("within 6 months", "2008-04-01..2008-09-30 half");
    check("Long-term (3-5 years)", "2011-04-01..2013-03-31 year");
    check("within 28 days of 1 April 2008", "..2008-04-29 day");
    check("6 months from April 2008", "2008-04-01..2008-09-30 range");
    check("2 weeks before 31 March 2009", "..2009-03-17 day");
    for text in [
        "within 3 months of approval",
        "6 months after go live",
        "in 6 months",
        "Following approval",
    ] {
        check(text, ".. relative");
    }
}

#[test]
fn words_that_are_no_dates_are_told_apart() {
    for text in ["TBC", "n/a", "-", "High", "Priority 1", "Done", "In progress", "Not started"] {
        check(text, ".. none");
    }
    check("Launched in April 2008", "2008-04-01..2008-04-30 month");
    check("To be completed June 08", "..2008-06-30 month");
    check("ASAP", ".. immediate");
}

#[test]
fn dates_out_of_order_keep_their_order_and_say_so() {
    check("Mar 09 - Jan 08", "2009-03-01..2008-01-31 range");
    let read = read_timescale("Mar 09 - Jan 08", &Context::default());
    assert_eq!(read.rule, "out-of-order");
}

#[test]
fn without_a_context_nothing_is_inferred() {
    for text in ["Q1", "May", "by March", "this year", "3/4", "31st March"] {
        assert_eq!(shown(text, &Context::default()), "not read", "{text}");
    }
    assert_eq!(shown("Oct-Dec 08", &Context::default()), "2008-10-01..2008-12-31 range");
    let read = read_timescale("March", &plan_of(2008, None));
    assert_eq!((read.rule.as_str(), read.as_written.as_str()), ("due+year-inferred", "March"));
}

#[test]
fn a_number_after_a_month_is_a_day_a_year_or_doubtful() {
    check("June 08", "..2008-06-30 month");
    check("June 13", "..2013-06-30 month");
    check("June 20", "not read");
    check("June 30", "..2008-06-30 day");
    check("By June 30, 2009", "..2009-06-30 day");
    check("April 15-30, 2009", "2009-04-15..2009-04-30 range");
    check("April 15 to May 30, 2009", "2009-04-15..2009-05-30 range");
    check("May 2500 patients", "not read");
}

#[test]
fn words_around_a_date_decide_what_it_bounds() {
    check("Ongoing 2008-2010", "2008-01-01..2010-12-31 range");
    check("Oct 08 - Mar 09 ongoing", "2008-10-01.. range");
    check("2008, then every 2 years", "2008-01-01.. ongoing");
    check("2008 through 2010", "2008-01-01..2010-12-31 range");
    check("from now until June 2009", "2008-04-01..2009-06-30 range");
    check("Pre Christmas", "..2008-12-24 day");
    check("six (6) months", "2008-04-01..2008-09-30 half");
    check("10 working days", ".. relative");
    check("throughout the plan period", ".. ongoing");
}

/// Texts of the words that matter, in any order.
fn any_phrase() -> impl Strategy<Value = String> {
    const WORDS: &str = "by end of from to until Dec Feb March 04 2008 08/9 Q1 H2 - / and , ( ) 31 1st \
        week commencing within 3 months years year over before after ongoing onwards mid early the next \
        last first quarter half every x winter Easter in held at least <p> 29 W14 99 0 31/12/25 \
        2010-2008 now term short & + . 12 Y2 per no later than fy Apr annual minimum";
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let gaps = prop::sample::select(vec![" ", ""]);
    prop::collection::vec((prop::sample::select(words), gaps), 0..12)
        .prop_map(|pieces| pieces.into_iter().flat_map(|(word, gap)| [word, gap]).collect())
}

fn any_context() -> impl Strategy<Value = Context> {
    let year = prop::option::of(1990..2060i32);
    let as_of = prop::option::of((1990..2060i32, 1..366u32));
    (year, as_of, any::<bool>()).prop_map(|(year, as_of, calendar)| Context {
        plan_year: year.map(FinancialYear::starting),
        as_of: as_of.and_then(|(year, day)| NaiveDate::from_yo_opt(year, day)),
        quarters: if calendar { Quarters::Calendar } else { Quarters::Financial },
    })
}

fn holds_together(text: &str, context: &Context) -> Result<(), TestCaseError> {
    let read = read_timescale(text, context);
    prop_assert_eq!(&read.as_written, text);
    if let (Some(earliest), Some(latest)) = (read.earliest, read.latest) {
        let literal = read.rule.starts_with("out-of-order");
        prop_assert!(earliest <= latest || literal, "{}: {} {}", text, earliest, latest);
    }
    let unread = read.rule.is_empty();
    let nothing =
        read.earliest.is_none() && read.latest.is_none() && read.precision == Precision::None;
    prop_assert!(!unread || nothing);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn phrases_hold_together(text in any_phrase(), context in any_context()) {
        holds_together(&text, &context)?;
    }

    #[test]
    fn any_text_holds_together(text in "\\PC{0,40}", context in any_context()) {
        holds_together(&text, &context)?;
    }
}
