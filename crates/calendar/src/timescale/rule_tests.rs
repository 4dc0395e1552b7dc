//! What timescales tied to events, and those that recur, are read as.

use super::*;

fn read(text: &str) -> Timescale {
    let context = Context { plan_year: Some(FinancialYear::starting(2008)), ..Context::default() };
    read_timescale(text, &context)
}

/// "[min] amount unit direction: anchor [to other]".
fn shown(relative: &Relative) -> String {
    let word = |value: serde_json::Value| value.as_str().unwrap().to_owned();
    let unit = word(serde_json::to_value(relative.unit).unwrap());
    let direction = word(serde_json::to_value(relative.direction).unwrap());
    let least = relative.least.map_or(String::new(), |least| format!("{least}-"));
    let more = if relative.at_least { "at least " } else { "" };
    let to = relative.to.as_ref().map_or(String::new(), |to| format!(" to {to}"));
    format!("{more}{least}{} {unit} {direction}: {}{to}", relative.amount, relative.anchor)
}

#[test]
fn timescales_tied_to_an_event_say_how() {
    let check = |text: &str, expected: &str| {
        let read = read(text);
        let got = read.relative.as_ref().map_or("none".to_owned(), shown);
        assert_eq!(got, expected, "{text} by {:?}", read.rule);
        assert_eq!((read.earliest, read.latest), (None, None), "{text}");
    };
    check("within one month of appointment", "1 month within: appointment");
    check(
        "28 weeks from specification to award of contract and a further 12 weeks",
        "28 week between: specification to award of contract",
    );
    check("minimum of 12 weeks", "at least 12 week after: ");
    check("consultation for at least 12 weeks", "at least 12 week after: ");
    check("6 weeks before the election", "6 week before: election");
    check("within 6 months of Go-Live (pilot sites first)", "6 month within: Go-Live");
    check("10 working days", "10 working_day within: ");
    check(
        "within 20 working days of receipt of the complaint",
        "20 working_day within: receipt of the complaint",
    );
    check("Between 6 and 12 months after milestone 3", "6-12 month after: milestone 3");
    check(
        "one fortnight after the Board\u{2019}s decision",
        "2 week after: Board\u{2019}s decision",
    );
    check("no later than 3 months after sign off", "3 month within: sign off");
    check("2 years from contract start", "24 month after: contract start");
    check("within a month after the end of the month", "1 month within: end of the month");
    check("over a 6-month period", "6 month within: ");
    check("in three years' time", "36 month within: ");
    check("Following approval", "0 day after: approval");
    check("Post meeting", "0 day after: meeting");
    check("by the next Board meeting", "0 day within: next Board meeting");
    check("prior to the CQC inspection", "0 day before: CQC inspection");
    check("on completion of the estates review", "0 day after: completion of the estates review");
    check("subject to funding", "0 day after: funding");
    check("in line with LDP", "0 day within: LDP");
}

#[test]
fn what_is_tied_to_more_than_an_event_has_no_rule() {
    for text in [
        "no later than the last day of the month following receipt of the invoice",
        "long term",
        "within 3 working weeks of receipt",
    ] {
        assert_eq!(read(text).relative, None, "{text}");
    }
}

#[test]
fn what_is_due_by_a_day_is_tied_to_none() {
    for text in ["within 28 days of 1 April 2008", "June 2008", "TBC", "monthly", "within 6 months"]
    {
        assert_eq!(read(text).relative, None, "{text}");
    }
}

fn rhythm(recurrence: &Recurrence) -> String {
    let unit = serde_json::to_value(recurrence.unit).unwrap();
    let mut shown = if recurrence.every_min == recurrence.every_max {
        recurrence.every_max.to_string()
    } else {
        format!("{}-{}", recurrence.every_min, recurrence.every_max)
    };
    shown = format!("{shown} {}", unit.as_str().unwrap());
    if recurrence.times > 1 {
        shown = format!("{} in {shown}", recurrence.times);
    }
    for on in &recurrence.on {
        let day = on.day.map_or(String::new(), |day| format!("{day}/"));
        shown = format!("{shown} on {day}{}", on.month);
    }
    recurrence.weekday.map_or(shown.clone(), |weekday| format!("{shown} on {weekday}"))
}

#[test]
fn what_recurs_says_how_often() {
    let check = |text: &str, expected: &str| {
        let read = read(text);
        let got = read.recurrence.as_ref().map_or("none".to_owned(), rhythm);
        assert_eq!(got, expected, "{text} by {:?}", read.rule);
    };
    check("monthly", "1 month");
    check("Monthly from April 08", "1 month");
    check("every 3-4 months", "3-4 month");
    check("3 to 4 monthly", "3-4 month");
    check("on a quarterly basis", "3 month");
    check("Quarterly to March 2009", "3 month");
    check("weekly", "1 week");
    check("fortnightly", "2 week");
    check("every other week", "2 week");
    check("every second month", "2 month");
    check("6 monthly", "6 month");
    check("six-monthly", "6 month");
    check("half-yearly", "6 month");
    check("half yearly", "6 month");
    check("3 yearly", "36 month");
    check("every three years", "36 month");
    check("annually in May", "12 month on 5");
    check("every May", "12 month on 5");
    check("annually on 31 March", "12 month on 31/3");
    check("Annually from April 2008", "12 month");
    check("2 x year (April and October)", "12 month on 4 on 10");
    check("April & October each year", "12 month on 4 on 10");
    check("3 times a year", "3 in 12 month");
    check("twice a month", "2 in 1 month");
    check("twice yearly", "2 in 12 month");
    check("once per quarter", "3 month");
    check("every Monday", "1 week on Mon");
    check("each summer", "12 month on 8");
    check("Ongoing, reviewed quarterly", "3 month");
    check("monthly (to SMT and Board)", "1 month");
    check("1 Annually", "12 month");
}

#[test]
fn a_rhythm_that_is_not_said_or_has_two_meanings_is_none() {
    for text in [
        "bi-monthly",
        "bimonthly",
        "bi-weekly",
        "as required",
        "regularly",
        "each half term",
        "termly",
        "each meeting",
        "first Monday of each month",
        "3 times a year (April and October)",
    ] {
        let read = read(text);
        assert_eq!((read.recurrence, read.precision), (None, Precision::Ongoing), "{text}");
    }
}
