//! Tests of reading targets.

use super::*;
use crate::flows::rules::tests::known;

const HEADER: &str = "indicator,organisation,kind,value,from_day,to_day,assessed\n";

/// Reads rows and compares what is taken, then the faults, one a line.
fn check(rows: &str, expected: &str) {
    let text = format!("{HEADER}{rows}");
    let table = Table::open(text.as_bytes(), TARGET_COLUMNS).unwrap();
    let reading = read_targets(&table, &known(), false).unwrap();
    let good = reading.good.iter().map(|(number, target)| {
        let organisation = target.organisation_id.map_or("all".to_owned(), |id| id.to_string());
        let to = target.to_day.map_or("on".to_owned(), |day| day.to_string());
        let assessed = if target.assessed { "assessed" } else { "not assessed" };
        let NewTarget { indicator_id, kind, value, from_day, .. } = target;
        format!("{number} {indicator_id} {organisation} {kind} {value} {from_day} {to} {assessed}")
    });
    let faults = reading.faults.first().iter().map(Fault::to_string);
    assert_eq!(good.chain(faults).collect::<Vec<_>>().join("\n"), expected);
}

#[test]
fn good_rows_are_taken() {
    check(
        "AE4,,national,95,2010-04-01,,yes\nAE4,NMR,Local,90.5,2018-04-01,2019-03-31,TRUE\nAE4,NMR,stretch,98,2018-04-01,,no\n",
        "2 1 all national 95 2010-04-01 on assessed\n\
         3 1 7 local 90.5 2018-04-01 2019-03-31 assessed\n\
         4 1 7 stretch 98 2018-04-01 on not assessed",
    );
}

#[test]
fn every_fault_of_a_row_is_named() {
    check(
        "AE5,XXX,hope,high,1/4/18,,maybe\n",
        "row 2, indicator 'AE5': no indicator has this code; check the code (capitals count), or add the definition first\n\
         row 2, organisation 'XXX': no organisation has this code; check the code (capitals count), or import the organisation first\n\
         row 2, kind 'hope': is not a kind of target; write national, local, stretch or contract\n\
         row 2, value 'high': is not a number; write digits and a point, without commas, spaces or units: 1234.5\n\
         row 2, from_day '1/4/18': is not a day; write it as 2018-04-01\n\
         row 2, assessed 'maybe': is neither yes nor no; write yes or no",
    );
    check(
        "AE4,,national,950,2018-04-01,2018-03-31,yes\n",
        "row 2, value '950': is outside what AE4 can be; check the figure and its unit\n\
         row 2, to_day '2018-03-31': is before from_day; exchange or correct them",
    );
}

#[test]
fn two_assessed_targets_from_one_day_contradict_each_other() {
    check(
        "AE4,NMR,national,95,2018-04-01,,yes\nAE4,NMR,local,90,2018-04-01,,yes\n",
        "row 2, row 3 has the same indicator, organisation, first day, and kind or assessment; keep the one that is right\n\
         row 3, row 2 has the same indicator, organisation, first day, and kind or assessment; keep the one that is right",
    );
}
