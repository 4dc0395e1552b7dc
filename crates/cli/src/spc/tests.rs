//! `bellwether spc` from bytes in to bytes out.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Parser;
use expect_test::{Expect, expect};

use super::{Args, judge_file, run};

#[derive(Debug, Parser)]
struct CommandLine {
    #[command(flatten)]
    args: Args,
}

fn args(options: &str) -> Args {
    let words = ["spc", "figures.csv"].into_iter().chain(options.split_whitespace());
    CommandLine::try_parse_from(words).unwrap().args
}

/// What comes out of `input`, or the message; a message comes with nothing written.
fn judged(options: &str, input: &[u8]) -> Result<String, String> {
    let mut output = None;
    let outcome =
        judge_file(&args(options), "figures.csv", &mut &*input, || Ok(output.insert(Vec::new())));
    match outcome {
        Ok(()) => Ok(String::from_utf8(output.unwrap()).unwrap()),
        Err(error) => {
            assert!(output.is_none(), "refused, and yet the output was opened");
            Err(format!("{error:#}"))
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "so that calls read as expectations do")]
fn check(options: &str, input: &str, expected: Expect) {
    expected.assert_eq(&judged(options, input.as_bytes()).unwrap_or_else(|error| error));
}

/// Four points of mean 5 and mean moving range 2: limits 5.32 either side.
const FOUR: &str =
    "series,date,value\nA,2020-01-01,4\nA,2020-02-01,6\nA,2020-03-01,4\nA,2020-04-01,6\n";

#[test]
fn a_row_comes_out_for_each_that_goes_in() {
    check(
        "",
        FOUR,
        expect![[r"
        series,date,value,mean,lower,upper,flags,point_type
        A,2020-01-01,4,5,-0.3200000000000003,10.32,,common_cause
        A,2020-02-01,6,5,-0.3200000000000003,10.32,,common_cause
        A,2020-03-01,4,5,-0.3200000000000003,10.32,,common_cause
        A,2020-04-01,6,5,-0.3200000000000003,10.32,,common_cause
    "]],
    );
}

#[test]
fn limits_are_shown_within_what_can_occur() {
    check(
        "--lowest 0 --highest 10 --format table",
        FOUR,
        expect![[r"
        series  date                 value            mean           lower           upper  point_type    flags
        A       2020-01-01          4.0000          5.0000          0.0000         10.0000  common_cause
        A       2020-02-01          6.0000          5.0000          0.0000         10.0000  common_cause
        A       2020-03-01          4.0000          5.0000          0.0000         10.0000  common_cause
        A       2020-04-01          6.0000          5.0000          0.0000         10.0000  common_cause
    "]],
    );
}

/// Seven falling points and a missing value, by the reference's rules so that few points do.
const FALLING: &str = "\
date,value,series,improvement
2020-01-01,70,\"Ward \"\"B\"\", east\",increase
2020-02-01,60,\"Ward \"\"B\"\", east\",increase
2020-03-01,50,\"Ward \"\"B\"\", east\",
2020-04-01,40,\"Ward \"\"B\"\", east\",
2020-05-01,30,\"Ward \"\"B\"\", east\",increase
2020-06-01,20,\"Ward \"\"B\"\", east\",increase
2020-07-01,10,\"Ward \"\"B\"\", east\",increase
2020-08-01,NA,\"Ward \"\"B\"\", east\",increase
";

#[test]
fn names_with_commas_and_quotation_marks_come_back_as_they_were() {
    check(
        "--rules nhsrplotthedots",
        FALLING,
        expect![[r#"
        series,date,value,mean,lower,upper,flags,point_type
        "Ward ""B"", east",2020-01-01,70,40,13.399999999999999,66.6,outside_high;trend_low,improvement
        "Ward ""B"", east",2020-02-01,60,40,13.399999999999999,66.6,trend_low,concern
        "Ward ""B"", east",2020-03-01,50,40,13.399999999999999,66.6,trend_low,concern
        "Ward ""B"", east",2020-04-01,40,40,13.399999999999999,66.6,trend_low,concern
        "Ward ""B"", east",2020-05-01,30,40,13.399999999999999,66.6,trend_low,concern
        "Ward ""B"", east",2020-06-01,20,40,13.399999999999999,66.6,trend_low,concern
        "Ward ""B"", east",2020-07-01,10,40,13.399999999999999,66.6,outside_low;trend_low,concern
        "Ward ""B"", east",2020-08-01,,40,13.399999999999999,66.6,,common_cause
    "#]],
    );
}

#[test]
fn json_is_an_object_a_line_with_null_for_what_is_missing() {
    let output = judged("--rules nhsrplotthedots --format json", FALLING.as_bytes()).unwrap();
    let lines: Vec<serde_json::Value> =
        output.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 8);
    assert_eq!(lines[0]["series"], "Ward \"B\", east");
    assert_eq!(lines[0]["flags"], serde_json::json!(["outside_high", "trend_low"]));
    assert_eq!(lines[7]["value"], serde_json::Value::Null);
    check(
        "--summary --format json",
        FALLING,
        expect![[r#"
        {"series":"Ward \"B\", east","variation":"none","assurance":"none","rule_set":"bellwether"}
    "#]],
    );
}

/// Thirteen months of each series that wander about `level`, month by month through all.
fn interleaved(levels: &[(&str, f64)]) -> String {
    let mut text = "series,date,value\r\n".to_owned();
    for month in (1..=13).rev() {
        for (name, level) in levels {
            let value = level + f64::from(month % 2);
            let (year, month) = if month == 13 { (2021, 1) } else { (2020, month) };
            write!(text, "{name},{year}-{month:02}-01,{value}\r\n").unwrap();
        }
    }
    text
}

#[test]
fn series_may_be_interleaved_and_out_of_order() {
    let text = interleaved(&[("north", 10.0), ("south", 90.0)]);
    check(
        "--summary --improvement increase --target 50 --format table",
        &text,
        expect![[r"
        series  variation         assurance    rule_set
        north   common_cause      fail         bellwether
        south   common_cause      pass         bellwether
    "]],
    );
    let output = judged("", text.as_bytes()).unwrap();
    let dates: Vec<&str> = output.lines().skip(1).map(|line| &line[..16]).collect();
    assert_eq!(dates.len(), 26);
    assert!(dates.is_sorted(), "{dates:?}");
}

#[test]
fn a_cell_goes_before_the_option_and_the_latest_target_counts() {
    let mut text = "series,date,value,target,improvement,fix_after\n".to_owned();
    for day in 1..=20 {
        let target = ["", "0.5", "99"][usize::from(day > 5) + usize::from(day > 15)];
        writeln!(text, "A,2020-01-{day:02},{},{target},increase,12", 10 + day % 2).unwrap();
    }
    let options = "--summary --improvement decrease --target 1 --fix-after 15";
    check(
        options,
        &text,
        expect![[r"
        series,variation,assurance,rule_set
        A,common_cause,fail,bellwether
    "]],
    );
}

#[test]
fn a_new_process_starts_where_the_file_says_so() {
    let text = "\u{feff}series,date,value,rebase\nA,2020-01-01,1,\nA,2020-01-02,3,0\n\nA,2020-01-03,11,1\nA,2020-01-04,13,\n";
    check(
        "--no-screening",
        text,
        expect![[r"
        series,date,value,mean,lower,upper,flags,point_type
        A,2020-01-01,1,2,-3.3200000000000003,7.32,,common_cause
        A,2020-01-02,3,2,-3.3200000000000003,7.32,,common_cause
        A,2020-01-03,11,12,6.68,17.32,,common_cause
        A,2020-01-04,13,12,6.68,17.32,,common_cause
    "]],
    );
}

#[test]
fn numbers_come_out_as_short_as_they_read_back() {
    let mut text = "series,date,value\n".to_owned();
    let numbers = ["0.1", "100", "-0.5", "123456789.25", "0.30000000000000004", "5e-8", "1e+21"];
    for (day, number) in (1..).zip(numbers) {
        writeln!(text, "A,2020-01-{day:02},{number}").unwrap();
    }
    let output = judged("", text.as_bytes()).unwrap();
    let values: Vec<&str> =
        output.lines().skip(1).filter_map(|line| line.split(',').nth(2)).collect();
    assert_eq!(values, numbers);
}

/// Refuses `input` with a message that names the file and goes on with `expected`.
fn check_refusal(input: &str, expected: &str) {
    let message = judged("", input.as_bytes()).unwrap_err();
    assert_eq!(message, format!("figures.csv, {expected}"));
}

#[test]
fn a_wrong_header_is_refused() {
    let check = |header: &str, problem: &str| {
        let remedy = "the header must name series, date and value, and may name target, \
                      improvement, rebase and fix_after";
        check_refusal(header, &format!("row 1: {problem}; {remedy}"));
    };
    check("", "no column is called ``");
    check("series,date\n", "there is no column value");
    check("series,date,value,date\n", "the column date comes twice");
    check("series,date,value,goal\n", "no column is called `goal`");
    check("series;date;value\n", "no column is called `series;date;value`");
}

#[test]
fn a_wrong_cell_is_refused_by_row_column_value_and_remedy() {
    let check = |row: &str, column: &str, problem: &str| {
        let header = "series,date,value,target,improvement,rebase,fix_after";
        let input = format!("{header}\nB,2020-01-01,1,,,,\n\n{row}\n");
        check_refusal(&input, &format!("row 4, column {column}: {problem}"));
    };
    let day = "is not a day; write year, month and day as 2016-04-01";
    let number = "is not a number; write it plainly, as 1234.5, or leave the cell empty where it \
                  is missing";
    check("A,2020-13-01,1,,,,", "date", &format!("`2020-13-01` {day}"));
    check("A,1/4/2020,1,,,,", "date", &format!("`1/4/2020` {day}"));
    check("A,2020-02,1,,,,", "date", &format!("`2020-02` {day}"));
    check("A,2020-01-01,95%,,,,", "value", &format!("`95%` {number}"));
    check("A,2020-01-01,\"1,234\",,,,", "value", &format!("`1,234` {number}"));
    check("A,2020-01-01,inf,,,,", "value", &format!("`inf` {number}"));
    check("A,2020-01-01,1,high,,,", "target", &format!("`high` {number}"));
    check(" ,2020-01-01,1,,,,", "series", "` ` is no name; name the series");
    let direction = "`up` is not a direction; write increase, decrease or neutral";
    check("A,2020-01-01,1,,up,,", "improvement", direction);
    let rebase = "`x` is neither 1 nor 0; write 1 on the row where a new process starts";
    check("A,2020-01-01,1,,,x,", "rebase", rebase);
    let fix_after = "`11` is not a number of points to fix limits on; write a whole number of 12 \
                     or more, or leave the cell empty";
    check("A,2020-01-01,1,,,,11", "fix_after", fix_after);
}

#[test]
fn a_row_that_does_not_fit_is_refused() {
    let check = |row: &str, problem: &str| {
        check_refusal(&format!("series,date,value\n{row}\n"), &format!("row 2: {problem}"));
    };
    let fit = |count| {
        format!(
            "does not fit the 3 columns of the header: it has {count}; give each column a cell, \
             and put one that holds a comma in quotation marks"
        )
    };
    check("A,2020-01-01,1,2", &format!("`A,2020-01-01,1,2` {}", fit(4)));
    check("A", &format!("`A` {}", fit(1)));
    let open = "has a quotation mark that is not closed before the next comma or the end of the \
                line; close it, and double those within a cell";
    check("\"A,2020-01-01,1", &format!("`\\\"A,2020-01-01,1` {open}"));
    check("\"A\"b,2020-01-01,1", &format!("`\\\"A\\\"b,2020-01-01,1` {open}"));
}

#[test]
fn a_file_without_rows_and_a_repeated_date_are_refused() {
    let header = "series,date,value\n";
    check_refusal(header, "row 1: there are no rows below the header; give a row for each date");
    let rows = "A,2020-02-01,1\nB,2020-02-01,1\nA,2020-01-01,1\nB,2020-02-01,3\nA,2020-02-01,2\n";
    let problem = "row 5, column date: `2020-02-01` comes twice in the series `B`, first in row 3; \
                   keep one row for each date";
    check_refusal(&format!("{header}{rows}"), problem);
}

#[test]
fn a_series_that_contradicts_itself_is_refused() {
    let rows = "series,date,value,improvement\nA,2020-01-01,1,increase\nA,2020-02-01,1,decrease\n";
    let problem = "row 3, column improvement: `decrease` where an earlier row of `A` has \
                   `increase`; give a series only one";
    check_refusal(rows, problem);
}

#[test]
fn a_row_is_counted_right_far_down_a_large_file() {
    let mut text = "series,date,value\n".to_owned();
    for series in 0..3_000 {
        for day in 1..=28 {
            writeln!(text, "S{series},2020-02-{day:02},{}", f64::from(series * day) / 7.0).unwrap();
        }
    }
    assert!(text.len() > 2 << 20);
    let output = judged("", text.as_bytes()).unwrap();
    assert_eq!(output.lines().count(), 1 + 3_000 * 28);
    text.push_str("S1,2020-02-29,1\nS2999,2020-02-01,1\n");
    let problem = "row 84003, column date: `2020-02-01` comes twice in the series `S2999`, first \
                   in row 83974; keep one row for each date";
    check_refusal(&text, problem);
    text.push_str("S1,2020-03-01,?\n");
    let message = judged("", text.as_bytes()).unwrap_err();
    assert!(message.starts_with("figures.csv, row 84004, column value: `?` is not a number"));
}

/// Bytes without any order, the same on every run.
fn noise(count: usize) -> Vec<u8> {
    let mut state = 7_u64;
    let mut next = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state.to_be_bytes()[0]
    };
    (0..count).map(|_| next()).collect()
}

#[test]
fn noise_is_refused_in_a_short_message() {
    let noise = noise(5_000_000);
    let check = |input: &[u8], start: &str| {
        let message = judged("", input).unwrap_err();
        assert!(message.starts_with(start), "{message}");
        assert!(message.chars().count() < 600, "{message}");
        assert!(!message.contains(char::is_control), "{message:?}");
    };
    check(&noise, "figures.csv, row 1: no column is called `");
    check(&[b"series,date,value\n", &noise[..]].concat(), "figures.csv, row 2");
    check(&[b"series,date,value\nA,2020-01-01,", &noise[..]].concat(), "figures.csv, row 2");
    check(&vec![b'9'; 17 << 20], "figures.csv, row 1: the line from `9999");
    check(b"series,date,value\n\xff\xfe,2020-01-01,1\n", "figures.csv, row 2, column series: `");
}

#[test]
fn a_refused_file_leaves_the_output_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (folder.path().join("in.csv"), folder.path().join("out.csv"));
    let run = |text: &str| {
        std::fs::write(&input, text).unwrap();
        let words =
            ["spc".into(), input.clone().into_os_string(), "-o".into(), output.clone().into()];
        run(&CommandLine::try_parse_from::<_, std::ffi::OsString>(words).unwrap().args)
    };
    assert!(run("series,date,value\nA,2020-01-01,?\n").is_err());
    assert!(!output.exists());
    assert!(run(FOUR).is_ok());
    assert_eq!(std::fs::read_to_string(&output).unwrap(), judged("", FOUR.as_bytes()).unwrap());
}

#[test]
fn a_wrong_option_is_an_error_of_usage() {
    for options in
        ["--fix-after 11", "--rules ours", "--improvement up", "--target NaN", "--format xml"]
    {
        let words = ["spc", "figures.csv"].into_iter().chain(options.split(' '));
        let error = CommandLine::try_parse_from(words).unwrap_err();
        assert_eq!(error.exit_code(), 2, "{options}");
    }
}

/// Records of a golden file, or nothing where none is checked out beside the project.
fn golden(file: &str) -> Option<Vec<BTreeMap<String, String>>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/golden/plotthedots");
    let path = PathBuf::from(folder).join(file);
    if !path.exists() {
        eprintln!("skipped: no golden outputs at {}", path.display());
        return None;
    }
    Some(csv::Reader::from_path(path).unwrap().deserialize().collect::<Result<_, _>>().unwrap())
}

#[test]
fn trust_performance_through_csv_equals_the_reference() {
    let (Some(points), Some(icons)) = (
        golden("ae_performance_increase_t95_points.csv"),
        golden("ae_performance_increase_t95_summary.csv"),
    ) else {
        return;
    };
    // Last date first, so that no two rows of a series are together or in order.
    let mut rows: Vec<_> = points.iter().collect();
    rows.sort_by(|a, b| b["x"].cmp(&a["x"]));
    let mut text = "target,value,date,series\n".to_owned();
    for row in rows {
        writeln!(text, "{},{},{},{}", row["target"], row["y"], row["x"], row["f"]).unwrap();
    }
    let options = "--rules nhsrplotthedots --improvement increase";
    let output = judged(options, text.as_bytes()).unwrap();
    let mut found = BTreeMap::new();
    for record in csv::Reader::from_reader(output.as_bytes()).deserialize() {
        let record: BTreeMap<String, String> = record.unwrap();
        found.insert((record["series"].clone(), record["date"].clone()), record);
    }
    assert_eq!(found.len(), points.len());
    for expected in &points {
        let found = &found[&(expected["f"].clone(), expected["x"].clone())];
        for (column, golden) in
            [("value", "y"), ("mean", "mean"), ("lower", "lpl"), ("upper", "upl")]
        {
            let number = |text: &str| text.parse::<f64>().ok();
            let (found, golden) = (number(&found[column]), number(&expected[golden]));
            let is_equal = match (found, golden) {
                (Some(found), Some(golden)) => (found - golden).abs() <= 1e-9 * golden.abs(),
                (found, golden) => found == golden,
            };
            assert!(is_equal, "{column}: {found:?} {expected:?}");
        }
        let point_type = expected["point_type"].trim_start_matches("special_cause_");
        assert_eq!(found["point_type"], point_type);
        assert_eq!(found["flags"].contains("outside"), expected["outside_limits"] == "TRUE");
    }
    let output = judged(&format!("{options} --summary"), text.as_bytes()).unwrap();
    let expected: BTreeMap<_, _> = icons.iter().map(|row| (&row["f"], row)).collect();
    for record in csv::Reader::from_reader(output.as_bytes()).deserialize() {
        let record: BTreeMap<String, String> = record.unwrap();
        let expected = expected[&record["series"]];
        assert_eq!(format!("{}.svg", record["variation"]), expected["variation_icon"]);
        let assurance = record["assurance"].replace("hit_or_miss", "inconsistent");
        assert_eq!(format!("{assurance}.svg"), expected["assurance_icon"]);
    }
}
