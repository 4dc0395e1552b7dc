//! Indicators and rows that nobody thought of: the engine and the row-by-row figures must agree.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use proptest::prelude::*;

use super::testing::{datasets, rows};
use super::tests::{engine, same_as_naive};
use crate::indicator::read_definition;

const HEAD: &str = r#"code = "MADE"
title = "Made up"
definition = "What is counted."
why_it_matters = "Why."
kind = "leading"
improvement = "neutral"
unit = "%"
decimals = 1
period = "month"
due_working_days = 10
domain = "Urgent care"
lead = "Director"
author = "Author"
source = "dataset"
"#;

/// Conditions and numbers over attendances, true, false and not known of some rows.
fn condition() -> impl Strategy<Value = String> {
    let simple = prop_oneof![
        Just("injury".to_owned()),
        Just("acuity IS NULL".to_owned()),
        (1..6_i32).prop_map(|acuity| format!("acuity <= {acuity}")),
        (0..600_i32).prop_map(|most| format!("minutes_between(arrived_at, departed_at) < {most}")),
        (0..12_i32).prop_map(|most| format!("departed_at <= arrived_at + INTERVAL '{most} hours'")),
        Just("arrival_mode IN ('ambulance', 'other')".to_owned()),
        Just("days_between(arrived_at, departed_at) = 0".to_owned()),
        (0..24_i32).prop_map(|hour| format!("date_part('hour', arrived_at) >= {hour}")),
    ];
    simple.prop_recursive(3, 8, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|one| format!("NOT ({one})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}) AND ({b})")),
            (inner.clone(), inner).prop_map(|(a, b)| format!("({a}) OR ({b})")),
        ]
    })
}

fn measure() -> impl Strategy<Value = String> {
    prop_oneof![
        condition(),
        Just("price".to_owned()),
        Just("acuity + 1".to_owned()),
        Just("price / 100.0".to_owned()),
        Just("minutes_between(arrived_at, departed_at)".to_owned()),
        condition().prop_map(|one| format!("CASE WHEN {one} THEN 2 ELSE acuity END")),
    ]
}

/// Lines of a definition that counts attendances.
fn flow() -> impl Strategy<Value = String> {
    let time = prop_oneof![Just(""), Just("time = \"departed_at\"\n")];
    (
        measure(),
        proptest::option::of(measure()),
        proptest::option::of(condition()),
        time,
        any::<bool>(),
    )
        .prop_map(|(numerator, denominator, filter, time, days)| {
            let mut text = format!(
                "dataset = \"ae_attendances\"\nnumerator_sql = \"{numerator}\"\n\
                 organisations = [\"provider\", \"practice\"]\n\
                 breakdowns = [\"sex\", \"age_band\"]\n{time}"
            );
            if let Some(denominator) = denominator {
                write!(
                    text,
                    "denominator_sql = \"{denominator}\"\ncalculation = \"ratio\"\n\
                     multiplier = 100\nnumerator = \"N\"\ndenominator = \"D\"\n"
                )
                .unwrap();
            } else {
                text += "calculation = \"value\"\n";
            }
            if let Some(filter) = filter {
                writeln!(text, "where = \"{filter}\"").unwrap();
            }
            text + if days { "grains = [\"day\", \"week\", \"quarter\"]\n" } else { "" }
        })
}

/// Lines of a definition that counts open pathways.
fn stock() -> impl Strategy<Value = String> {
    let age = prop_oneof![
        Just(String::new()),
        (0..200_i32).prop_map(|days| format!("open_within_days = {days}\n")),
        (0..200_i32).prop_map(|days| format!("open_above_days = {days}\n")),
    ];
    let filter = prop_oneof![Just(""), Just("where = \"priority <> 'urgent'\"\n")];
    (age, filter, any::<bool>(), any::<bool>()).prop_map(|(age, filter, ratio, weeks)| {
        let calculation = if ratio {
            "calculation = \"ratio\"\nmultiplier = 100\nnumerator = \"N\"\ndenominator = \"D\"\n"
        } else {
            "calculation = \"value\"\n"
        };
        let grains = if weeks { "grains = [\"week\"]\n" } else { "" };
        format!(
            "dataset = \"rtt_pathways\"\nopen_from = \"clock_start\"\nopen_to = \"clock_stop\"\n\
             organisations = [\"provider\", \"practice\"]\nbreakdowns = [\"sex\"]\n\
             {age}{filter}{calculation}{grains}"
        )
    })
}

fn attendance() -> impl Strategy<Value = String> {
    let when = (1..7_u32, 1..29_u32, 0..24_u32, 0..60_u32);
    let stay = proptest::option::of(0..900_i64);
    let rest = (0..3_u8, 0..4_u8, 0..6_u8, 0..3_u8, 0..4_u8, 0..130_u8, 0..5_000_u32);
    (when, stay, rest).prop_map(|((month, day, hour, minute), stay, rest)| {
        let (provider, practice, acuity, injury, mode, age, price) = rest;
        let arrived = chrono::NaiveDate::from_ymd_opt(2018, month, day).unwrap();
        let arrived = arrived.and_hms_opt(hour, minute, 0).unwrap();
        let departed = stay.map_or("-".to_owned(), |minutes| {
            (arrived + chrono::TimeDelta::minutes(minutes)).format("%Y-%m-%dT%H:%M").to_string()
        });
        let known = |number: u8| if number == 0 { "-".to_owned() } else { number.to_string() };
        let mode = ["-", "ambulance", "walk_in", "other"][usize::from(mode)];
        let sex = ["-", "female", "male"][usize::from(injury)];
        let age = if age > 120 { "-".to_owned() } else { age.to_string() };
        format!(
            "RA{provider} {} {} {departed} {} {} {mode} {sex} {age} {price}",
            if practice == 0 { "-".to_owned() } else { format!("E{practice}") },
            arrived.format("%Y-%m-%dT%H:%M"),
            known(acuity),
            ["-", "true", "false"][usize::from(injury)],
        )
    })
}

fn pathway() -> impl Strategy<Value = String> {
    let rest = (0..3_u8, 0..3_u8, 0..3_u8, 0..3_u8);
    (0..400_i64, proptest::option::of(0..300_i64), rest).prop_map(|(start, wait, rest)| {
        let (provider, practice, sex, priority) = rest;
        let first = chrono::NaiveDate::from_ymd_opt(2017, 4, 1).unwrap();
        let start = first + chrono::TimeDelta::days(start);
        let stop =
            wait.map_or("-".to_owned(), |days| (start + chrono::TimeDelta::days(days)).to_string());
        let sex = ["-", "female", "male"][usize::from(sex)];
        let priority = ["-", "routine", "urgent"][usize::from(priority)];
        format!("RA{provider} E{practice} {start} {stop} {sex} {priority}")
    })
}

fn check(dataset: &str, head: &str, lines: &[String], definition: &str) {
    let datasets = datasets();
    let of = datasets.iter().find(|known| known.name == dataset).unwrap();
    let table = format!("{head}\n{}", lines.join("\n"));
    let tables = BTreeMap::from([(dataset.to_owned(), rows(of, &table))]);
    let text = format!("{HEAD}{definition}");
    let definition =
        read_definition("made.toml", &text).unwrap_or_else(|faults| panic!("{faults:?}"));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let definitions = std::slice::from_ref(&definition);
    let evaluated = runtime.block_on(engine(&datasets, definitions, &tables));
    same_as_naive(&evaluated, &definition, &tables, &datasets);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_count_of_attendances_agrees(
        definition in flow(),
        lines in proptest::collection::vec(attendance(), 1..40),
    ) {
        let head = "provider practice arrived_at departed_at acuity injury arrival_mode sex age price";
        check("ae_attendances", head, &lines, &definition);
    }

    #[test]
    fn any_count_of_open_pathways_agrees(
        definition in stock(),
        lines in proptest::collection::vec(pathway(), 1..40),
    ) {
        check("rtt_pathways", "provider practice clock_start clock_stop sex priority", &lines, &definition);
    }
}
