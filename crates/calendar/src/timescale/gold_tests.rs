//! Scores the reading of timescales against readings made by hand from real plans.

use std::path::Path;

use super::*;

/// Rows that are read otherwise than the reference, and why.
const KNOWN_MISSES: [(&str, &str); 2] = [
    (
        "between the 2021 and 2024 Staff Surveys",
        "read as the two years; when a survey is in the field is not in the text",
    ),
    (
        "Medium and Long- term (3-5 years)",
        "read as the years in the brackets; that medium means from one year on is said elsewhere in \
         the plan",
    ),
];

/// Shares that must be right: of the five source plans, and of plans kept aside.
const FLOORS: [(&str, f64); 2] = [("seed", 1.0), ("held", 0.96)];

struct Row {
    text: String,
    documents: String,
    kind: String,
    wanted: [String; 3],
    context: String,
}

fn rows() -> Option<Vec<Row>> {
    let path = Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/golden/plans/timescales.csv"
    ));
    let Ok(mut reader) = csv::Reader::from_path(path) else {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    };
    let names = reader.headers().unwrap().clone();
    let place = |name: &str| names.iter().position(|header| header == name).unwrap();
    let rows = reader.records().map(Result::unwrap).filter_map(|record| {
        let of = |name: &str| record[place(name)].to_owned();
        // Headers and patterns of columns are no timescales.
        let alone = of("where") == "header" || of("where") == "column pattern";
        (!alone).then(|| Row {
            text: of("timescale_string").split_whitespace().collect::<Vec<_>>().join(" "),
            documents: of("documents"),
            kind: of("kind"),
            wanted: [of("earliest_start"), of("latest_due"), of("precision")],
            context: of("plan_year_context"),
        })
    });
    Some(rows.collect())
}

/// The context in words as the reference has it: "FY 2003/04, as of Oct-Nov 2003".
fn context_of(words: &str) -> Context {
    let pieces: Vec<&str> = words.split([' ', ',', '-']).collect();
    let pair = pieces.iter().find_map(|piece| {
        let long = piece.len() == 7 && piece.contains('/');
        long.then(|| piece.parse::<FinancialYear>().ok()).flatten()
    });
    let lone =
        pieces.iter().find_map(|piece| piece.parse::<i32>().ok().filter(|year| *year > 1900));
    let as_of = words.split_once("as of ").or(words.split_once("log of ")).map(|(_, after)| {
        let last = after.rsplit('-').next().unwrap();
        read_timescale(last, &Context::default())
    });
    let day = as_of.and_then(|read| match read.precision {
        Precision::Month => chrono::Datelike::with_day(&read.latest?, 1),
        _ => read.latest,
    });
    Context {
        plan_year: pair.or(lone.map(FinancialYear::starting)),
        as_of: day,
        quarters: if pair.is_some() { Quarters::Financial } else { Quarters::Calendar },
    }
}

fn shown(timescale: &Timescale) -> [String; 3] {
    let day = |day: Option<NaiveDate>| day.map_or(String::new(), |day| day.to_string());
    let precision = serde_json::to_value(timescale.precision).unwrap();
    [day(timescale.earliest), day(timescale.latest), precision.as_str().unwrap().to_owned()]
}

/// A span or several dates may be called a range, and what has no date of its own none.
fn is_right(row: &Row, got: &[String; 3]) -> bool {
    const SEVERAL: [&str; 4] = ["span", "two dates", "two periods", "year columns"];
    let word = got[2] == row.wanted[2]
        || row.wanted[2] == "relative" && got[2] == "none"
        || row.wanted[2] == "mixed"
            && ["range", "none", "month", "year"].contains(&got[2].as_str())
        || SEVERAL.contains(&row.kind.as_str()) && got[2] == "range";
    got[..2] == row.wanted[..2] && word
}

#[test]
fn timescales_of_real_plans_are_read_as_people_read_them() {
    let Some(rows) = rows() else { return };
    for (group, floor) in FLOORS {
        let rows: Vec<&Row> = rows.iter().filter(|row| row.documents.starts_with(group)).collect();
        let misses: Vec<String> = rows
            .iter()
            .filter_map(|row| {
                let read = read_timescale(&row.text, &context_of(&row.context));
                let got = shown(&read);
                let known = KNOWN_MISSES.iter().find(|(text, _)| *text == row.text);
                let miss = format!(
                    "{:?} of {}: wanted {:?}, got {got:?} by {:?}",
                    row.text, row.context, row.wanted, read.rule
                );
                match (is_right(row, &got), known) {
                    (true, None) => None,
                    (true, Some(_)) => panic!("{:?} is right now; take it off the list", row.text),
                    (false, Some((_, reason))) => Some(format!("known ({reason}): {miss}")),
                    (false, None) => Some(format!("UNKNOWN: {miss}")),
                }
            })
            .collect();
        let count = |rows: usize| f64::from(u32::try_from(rows).unwrap());
        let right = 1.0 - count(misses.len()) / count(rows.len());
        println!(
            "{group}: {} of {} right ({:.1} %)",
            rows.len() - misses.len(),
            rows.len(),
            100.0 * right
        );
        println!("{}", misses.join("\n"));
        assert!(right >= floor, "{group}: {right:.3} is below {floor}:\n{}", misses.join("\n"));
        assert!(!misses.iter().any(|miss| miss.starts_with("UNKNOWN")), "{}", misses.join("\n"));
    }
}
