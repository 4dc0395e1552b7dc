//! Tests of reading observations.

use super::*;
use crate::flows::rules::tests::known;

const HEADER: &str = "organisation,indicator,period,numerator,denominator,value,state\n";

fn known_on() -> NaiveDate {
    NaiveDate::from_ymd_opt(2019, 2, 15).unwrap()
}

fn read(rows: &str, keep_rejected: bool) -> Reading<NewObservation> {
    let text = format!("{HEADER}{rows}");
    let table = Table::open(text.as_bytes(), OBSERVATION_COLUMNS).unwrap();
    read_observations(&table, &known(), known_on(), keep_rejected).unwrap()
}

/// Reads rows and compares what is taken, then the faults, one a line.
fn check(rows: &str, expected: &str) {
    let reading = read(rows, false);
    let good = reading.good.iter().map(|(number, observation)| {
        let [numerator, denominator, value] =
            [observation.numerator, observation.denominator, observation.value]
                .map(|number| number.map_or("-".to_owned(), |number| number.to_string()));
        let NewObservation { indicator_id, organisation_id, period, state, .. } = observation;
        let state = state.word();
        format!("{number} {indicator_id} {organisation_id} {period} {state} {numerator}/{denominator}={value}")
    });
    let faults = reading.faults.first().iter().map(Fault::to_string);
    assert_eq!(good.chain(faults).collect::<Vec<_>>().join("\n"), expected);
}

#[test]
fn good_rows_are_taken_with_their_parts() {
    check("NMR,AE4,2018-12,850,1000,,\n", "2 1 7 2018-12 reported 850/1000=85");
    check("NMR,AE4,2018-12,,,85.2,reported\n", "2 1 7 2018-12 reported -/-=85.2");
    check("NMR,AE4,2018-12,850,1000,85.04,\n", "2 1 7 2018-12 reported 850/1000=85");
    check("NMR,MRSA,2018-12,,,0,\n", "2 2 7 2018-12 reported -/-=0");
    check("NMR,DEM_DIAG,2018-12,11,10,,\n", "2 3 7 2018-12 reported 11/10=110");
    check("NMR,MMR2,2018Q4,9,10,,\n", "2 4 7 2018/19 Q3 reported 9/10=90");
    check("EST,AE4,2018-12,,,,Not applicable\n", "2 1 8 2018-12 not_applicable -/-=-");
}

#[test]
fn references_and_periods_at_fault_are_named() {
    check(
        "XXX,AE5,2018-12,1,2,,\n",
        "row 2, organisation 'XXX': no organisation has this code; check the code (capitals count), or import the organisation first\n\
         row 2, indicator 'AE5': no indicator has this code; check the code (capitals count), or add the definition first",
    );
    check(
        "RF4,AE4,2018-12,1,2,,\n",
        "row 2, organisation 'RF4': you may not load figures of it; send them to someone who answers for it",
    );
    check(
        "NMR,AE4,Q1,1,2,,\n",
        "row 2, period 'Q1': 'Q1' does not say of which year; write the year before it, as in 2008/09 Q1",
    );
    check(
        "NMR,AE4,2018-13,1,2,,\n",
        "row 2, period '2018-13': '2018-13' does not exist in the calendar; check its month, week or day",
    );
    check(
        "NMR,AE4,2018/19 Q3,1,2,,\n",
        "row 2, period '2018/19 Q3': AE4 is counted by another length of period; write a period such as 2018-10",
    );
    check(
        "NMR,AE4,2019-03,1,2,,\n",
        "row 2, period '2019-03': the period has not begun on 2019-02-15; check the year",
    );
    check(
        "NMR,AE4,1018-12,1,2,,\n",
        "row 2, period '1018-12': the period is before 1948; check the year",
    );
}

#[test]
fn numbers_at_fault_are_named() {
    let remedy = "write digits and a point, without commas, spaces or units: 1234.5";
    check(
        "NMR,AE4,2018-12,\"1,200\",2000x,,\n",
        &format!(
            "row 2, numerator '1,200': is not a number; {remedy}\n\
             row 2, denominator '2000x': is not a number; {remedy}"
        ),
    );
    check("NMR,AE4,2018-12,,,NaN,\n", &format!("row 2, value 'NaN': is not a number; {remedy}"));
    check("NMR,AE4,2018-12,,,inf,\n", &format!("row 2, value 'inf': is not a number; {remedy}"));
    check("NMR,MRSA,2018-12,,,1e99,\n", "row 2, value '1e99': is too large; check the digits");
    check(
        "NMR,AE4,2018-12,0,0,,\n",
        "row 2, denominator '0': is zero, so that there is no value; leave numerator and denominator empty and write not_applicable as the state",
    );
    check("NMR,AE4,2018-12,1,-5,,\n", "row 2, denominator '-5': is negative; check the sign");
    check("NMR,AE4,2018-12,-1,5,,\n", "row 2, numerator '-1': is negative; check the sign");
    check(
        "NMR,AE4,2018-12,11,10,,\n",
        "row 2, numerator '11': is above the denominator 10, of which it is a part; check whether the two are exchanged",
    );
    check(
        "NMR,AE4,2018-12,5,,,\n",
        "row 2, denominator '': is missing beside a numerator; give both or neither",
    );
    check(
        "NMR,AE4,2018-12,,5,,\n",
        "row 2, numerator '': is missing beside a denominator; give both or neither",
    );
    check(
        "NMR,AE4,2018-12,850,1000,86,\n",
        "row 2, value '86': numerator and denominator give 85.0; correct it or leave it empty",
    );
    check(
        "NMR,AE4,2018-12,,,101,\n",
        "row 2, value '101': gives 101, above 100, the highest that AE4 can be; check the figure",
    );
    check(
        "NMR,MRSA,2018-12,,,-1,\n",
        "row 2, value '-1': gives -1, below 0, the lowest that MRSA can be; check the figure",
    );
    check(
        "NMR,MRSA,2018-12,1,2,,\n",
        "row 2, numerator '1': MRSA is counted, and has no parts; put the count in the column value",
    );
}

#[test]
fn a_figure_and_its_state_must_agree() {
    check(
        "NMR,AE4,2018-12,,,,\n",
        "row 2, value '': there is neither a value nor a numerator and denominator; give one, or a state such as missing or not_applicable",
    );
    check(
        "NMR,AE4,2018-12,,,85,missing\n",
        "row 2, state 'missing': a figure in this state has no numbers; remove the numbers or the state",
    );
    check(
        "NMR,AE4,2018-12,,,85,late\n",
        "row 2, state 'late': is not a state; write reported, missing, not_due, not_applicable or suppressed, or leave it empty",
    );
}

#[test]
fn of_rows_for_the_same_period_none_is_taken() {
    check(
        "NMR,AE4,2018-11,,,80,\nNMR,AE4,201812,,,85,\nNMR,AE4,2018-12,,,86,\nNMR,AE4,2018-12,,,87,\n",
        "2 1 7 2018-11 reported -/-=80\n\
         row 3, row 4 has the same organisation, indicator and period; keep the one that is right\n\
         row 4, row 3 has the same organisation, indicator and period; keep the one that is right\n\
         row 5, row 3 has the same organisation, indicator and period; keep the one that is right",
    );
}

#[test]
fn rejected_rows_are_kept_where_asked_for_and_never_too_many() {
    let reading = read("NMR,AE4,2018-11,,,80,\nNMR,AE4,Q1,,,x,\n", true);
    assert_eq!((reading.good.len(), reading.rows, reading.faults.count()), (1, 2, 2));
    assert_eq!(reading.rejected.keys().copied().collect::<Vec<_>>(), [3]);

    let rows = format!("{HEADER}{}", "a,b,c,d,e,f,g\n".repeat(100_500));
    let table = Table::open(rows.as_bytes(), OBSERVATION_COLUMNS).unwrap();
    let faults = read_observations(&table, &known(), known_on(), false).unwrap().faults;
    assert_eq!((faults.first().len(), faults.count()), (1_000, 7 * 100_500));
    let faults = read_observations(&table, &known(), known_on(), true).unwrap_err();
    assert_eq!(faults.first().len(), 1_000);
}

#[test]
fn a_header_alone_is_refused() {
    let table = Table::open(HEADER.as_bytes(), OBSERVATION_COLUMNS).unwrap();
    let faults = read_observations(&table, &known(), known_on(), false).unwrap_err();
    assert_eq!(faults.first()[0].to_string(), "it has a header and no rows; add the rows");
}

#[test]
fn a_row_sent_again_changes_nothing_and_a_changed_one_is_the_next_revision() {
    let (_, new) = read("NMR,AE4,2018-12,850,1000,,\n", false).good.remove(0);
    let check = |numbers: [Option<f64>; 3], known_since: NaiveDate, expected: &str| {
        let last =
            LastRevision { revision: 1, known_on: known_since, state: State::Reported, numbers };
        let outcome = match revise(2, &new, Some(&last), known_on()) {
            Outcome::Unchanged => "unchanged".to_owned(),
            Outcome::Append(revision) => format!("revision {revision}"),
            Outcome::KnownTooEarly(fault) => fault.to_string(),
        };
        assert_eq!(outcome, expected);
    };
    let tomorrow = known_on().succ_opt().unwrap();
    let changed = [Some(849.0), Some(1000.0), Some(84.9)];
    check([Some(850.0), Some(1000.0), Some(85.0)], known_on(), "unchanged");
    check([Some(850.0), Some(1000.0), Some(85.0)], tomorrow, "unchanged");
    check(changed, known_on(), "revision 2");
    check([None, None, Some(85.0)], known_on(), "revision 2");
    check(
        changed,
        tomorrow,
        "row 2, period '2018-12': the figure has been known since 2019-02-16, after 2019-02-15; load it as known on that day or a later one",
    );
    assert_eq!(revise(2, &new, None, known_on()), Outcome::Append(0));
}
