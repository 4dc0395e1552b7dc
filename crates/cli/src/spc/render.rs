//! Points and icons as text: CSV, JSON, or columns for people.

use bellwether_stats::spc::Point;
use chrono::{Datelike, NaiveDate};

use super::Format;
use super::table::Table;

/// Rendered text.
pub(super) type Output = Vec<u8>;

const POINTS: [&str; 8] =
    ["series", "date", "value", "mean", "lower", "upper", "flags", "point_type"];
const SUMMARY: [&str; 4] = ["series", "variation", "assurance", "rule_set"];

/// Which columns there are, how they are written, and in the table for people how wide.
pub(super) struct Columns {
    format: Format,
    summary: bool,
    name_width: usize,
}

impl Columns {
    /// Measures the names of `table` where that matters.
    pub(super) fn of(format: Format, summary: bool, table: &Table) -> Self {
        let widths = (0..table.len()).map(|place| table.name(place).chars().count());
        let widest = if format == Format::Table { widths.max() } else { None };
        Self { format, summary, name_width: widest.unwrap_or(0).max("series".len()) }
    }

    /// What stands above the first row.
    pub(super) fn header(&self) -> Output {
        let mut output = Output::new();
        match (self.format, self.summary) {
            (Format::Json, _) => {}
            (Format::Csv, true) => push_line(&mut output, &SUMMARY.join(",")),
            (Format::Csv, false) => push_line(&mut output, &POINTS.join(",")),
            (Format::Table, true) => {
                let [series, words @ ..] = SUMMARY;
                self.people_summary(&mut output, series, words);
            }
            (Format::Table, false) => {
                let [series, date, value, mean, lower, upper, flags, point_type] = POINTS;
                let numbers = [value, mean, lower, upper].map(str::to_owned);
                self.people_point(&mut output, [series, date], numbers, [point_type, flags]);
            }
        }
        output
    }

    /// Appends the row of a series: variation, assurance, rule set.
    pub(super) fn summary(&self, output: &mut Output, name: &str, words: [&str; 3]) {
        match self.format {
            Format::Csv => {
                push_cell(output, name);
                output.push(b',');
                push_line(output, &words.join(","));
            }
            Format::Json => {
                output.extend_from_slice(b"{\"series\":");
                push_json(output, name);
                for (key, word) in SUMMARY[1..].iter().zip(words) {
                    push_text(output, &[",\"", key, "\":\"", word, "\""]);
                }
                push_line(output, "}");
            }
            Format::Table => self.people_summary(output, name, words),
        }
    }

    /// Appends the rows of a series.
    pub(super) fn points(
        &self,
        output: &mut Output,
        name: &str,
        dates: &[NaiveDate],
        points: &[Point],
    ) {
        match self.format {
            Format::Csv => csv_points(output, name, dates, points),
            Format::Json => json_points(output, name, dates, points),
            Format::Table => {
                for (date, point) in dates.iter().zip(points) {
                    let numbers = [point.value, point.mean, point.lower, point.upper].map(rounded);
                    let flags: Vec<&str> = point.flags.names().collect();
                    let words = [point.point_type.name(), &flags.join(" ")];
                    self.people_point(output, [name, &date.to_string()], numbers, words);
                }
            }
        }
    }

    fn people_summary(&self, output: &mut Output, name: &str, words: [&str; 3]) {
        let [variation, assurance, rule_set] = words;
        let width = self.name_width;
        push_line(output, &format!("{name:width$}  {variation:16}  {assurance:11}  {rule_set}"));
    }

    fn people_point(
        &self,
        output: &mut Output,
        [name, date]: [&str; 2],
        [value, mean, lower, upper]: [String; 4],
        [point_type, flags]: [&str; 2],
    ) {
        let width = self.name_width;
        let line = format!(
            "{name:width$}  {date:10}  {value:>14}  {mean:>14}  {lower:>14}  {upper:>14}  \
             {point_type:12}  {flags}"
        );
        push_line(output, line.trim_end());
    }
}

/// Name and limits are written once for all points that share them.
fn csv_points(output: &mut Output, name: &str, dates: &[NaiveDate], points: &[Point]) {
    let mut start = Output::new();
    push_cell(&mut start, name);
    start.push(b',');
    let mut limits = Output::new();
    let mut before = None;
    for (date, point) in dates.iter().zip(points) {
        let these = [point.mean, point.lower, point.upper].map(f64::to_bits);
        if before != Some(these) {
            before = Some(these);
            limits.clear();
            for number in [point.mean, point.lower, point.upper] {
                limits.push(b',');
                push_number(&mut limits, number);
            }
            limits.push(b',');
        }
        output.extend_from_slice(&start);
        push_date(output, *date);
        output.push(b',');
        push_number(output, point.value);
        output.extend_from_slice(&limits);
        push_names(output, point, ";", "");
        output.push(b',');
        push_line(output, point.point_type.name());
    }
}

fn json_points(output: &mut Output, name: &str, dates: &[NaiveDate], points: &[Point]) {
    let mut start = b"{\"series\":".to_vec();
    push_json(&mut start, name);
    start.extend_from_slice(b",\"date\":\"");
    for (date, point) in dates.iter().zip(points) {
        output.extend_from_slice(&start);
        push_date(output, *date);
        output.push(b'"');
        let numbers = [point.value, point.mean, point.lower, point.upper];
        for (key, number) in POINTS[2..6].iter().zip(numbers) {
            push_text(output, &[",\"", key, "\":"]);
            if number.is_nan() { push_text(output, &["null"]) } else { push_number(output, number) }
        }
        push_text(output, &[",\"flags\":["]);
        push_names(output, point, ",", "\"");
        push_text(output, &["],\"point_type\":\"", point.point_type.name(), "\"}\n"]);
    }
}

fn push_text(output: &mut Output, texts: &[&str]) {
    for text in texts {
        output.extend_from_slice(text.as_bytes());
    }
}

fn push_line(output: &mut Output, text: &str) {
    push_text(output, &[text, "\n"]);
}

/// Appends the names of broken rules, parted by `between`, each within `mark`.
fn push_names(output: &mut Output, point: &Point, between: &str, mark: &str) {
    for (at, name) in point.flags.names().enumerate() {
        push_text(output, &[if at == 0 { "" } else { between }, mark, name, mark]);
    }
}

/// Appends a name as a CSV cell, in quotation marks where it needs them.
fn push_cell(output: &mut Output, name: &str) {
    if name.contains([',', '"', '\r', '\n']) {
        push_text(output, &["\"", &name.replace('"', "\"\""), "\""]);
    } else {
        push_text(output, &[name]);
    }
}

fn push_json(output: &mut Output, name: &str) {
    push_text(output, &[&serde_json::Value::from(name).to_string()]);
}

/// Appends the shortest text that reads back as the same number; nothing for `NaN`.
///
/// `serde_json` writes it three times as fast as `Display`, which a file of millions of rows shows.
fn push_number(output: &mut Output, number: f64) {
    if number.is_nan() {
        return;
    }
    // Writing to memory does not fail.
    let _ = serde_json::to_writer(&mut *output, &number);
    if output.ends_with(b".0") {
        output.truncate(output.len() - 2);
    }
}

/// Appends a day as 2016-04-01. Years have four digits, since none other are read.
fn push_date(output: &mut Output, date: NaiveDate) {
    let digits = |number: u32| {
        [number / 1000 % 10, number / 100 % 10, number / 10 % 10, number % 10]
            .map(|digit| b'0' + u8::try_from(digit).unwrap_or(0))
    };
    output.extend_from_slice(&digits(date.year_ce().1));
    output.push(b'-');
    output.extend_from_slice(&digits(date.month())[2..]);
    output.push(b'-');
    output.extend_from_slice(&digits(date.day())[2..]);
}

/// A number for people: four decimals, or as many as a very small one needs.
fn rounded(number: f64) -> String {
    if number.is_nan() {
        "-".to_owned()
    } else if number != 0.0 && number.abs() < 0.001 {
        format!("{number:.4e}")
    } else {
        format!("{number:.4}")
    }
}
