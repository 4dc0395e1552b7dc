//! Rules about amounts: sums that hold or fail, and amounts that differ for one thing.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::facts::{Facts, sentences};
use super::found::{Found, listed};
use super::{Rule, info, warning};
use crate::pattern::pattern;
use crate::table::Table;

/// Every rule of this group.
pub(super) const RULES: &[Rule] = &[
    info("sum-holds", "a sum in the text that adds up", sum_holds),
    warning("sum-fails", "a sum in the text or a table that does not add up", sum_fails),
    info("money-differs", "other amounts in the section on a thing than in its row", money_differs),
];

static AMOUNT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"£\s?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s?(million|billion|m\b|bn\b|k\b|thousand)?")
});

/// An amount in pounds and the words for it, with how exact it is.
#[derive(Debug, Clone)]
struct Amount {
    pounds: f64,
    step: f64,
    written: String,
    at: usize,
}

fn amounts(text: &str) -> Vec<Amount> {
    let mut found = Vec::new();
    for captured in AMOUNT.captures_iter(text) {
        let fraction = captured.get(2).map_or("", |part| part.as_str());
        let digits = format!("{}{fraction}", captured[1].replace(',', ""));
        let Ok(number) = digits.parse::<f64>() else { continue };
        let unit = match captured.get(3).map_or("", |unit| unit.as_str()) {
            "million" | "m" => 1e6,
            "billion" | "bn" => 1e9,
            "k" | "thousand" => 1e3,
            _ => 1.0,
        };
        let places = i32::try_from(fraction.len().saturating_sub(1)).unwrap_or(0);
        found.push(Amount {
            pounds: number * unit,
            step: unit * 0.1_f64.powi(places),
            written: captured[0].trim().to_owned(),
            at: captured.get(0).map_or(0, |all| all.start()),
        });
    }
    found
}

/// Words that make the amount behind them what is left of those before it, and what they come to.
const LEAVING: &[&str] = &["leaving", "leaves", "remaining", "balance of", "net of"];
const TOTAL: &[&str] = &["total of", "totalling", "in total", "altogether", "sum of"];

/// The sums in a passage: how they are written, and whether they hold.
fn sums(text: &str) -> Option<(String, bool)> {
    let found = amounts(text);
    let small = text.to_lowercase();
    // What is shared out may be the second amount that is named: the first that makes the sum hold.
    let starts = 0..found.len().saturating_sub(2);
    let tried: Vec<(String, bool)> =
        starts.filter_map(|start| sum_of(found.get(start..)?, &small)).collect();
    let holding = tried.iter().find(|(_, holds)| *holds).cloned();
    holding.or_else(|| tried.into_iter().next().filter(|_| found.len() == 3))
}

/// Reads amounts as a sum, from the first to the last.
fn sum_of(found: &[Amount], small: &str) -> Option<(String, bool)> {
    let [first, rest @ .., last] = found else { return None };
    if rest.is_empty() {
        return None;
    }
    let word_before = |words: &[&str], amount: &Amount| {
        let before = small.get(..amount.at).unwrap_or_default();
        let from = before.char_indices().rev().nth(30).map_or(0, |(at, _)| at);
        words.iter().any(|word| before.get(from..).unwrap_or_default().contains(word))
    };
    let middle: f64 = rest.iter().map(|amount| amount.pounds).sum();
    let slack = found.iter().map(|amount| amount.step).fold(0.0, f64::max) * 0.6;
    let parts: Vec<&str> = rest.iter().map(|amount| amount.written.as_str()).collect();
    if word_before(LEAVING, last) {
        let holds = (first.pounds - middle - last.pounds).abs() <= slack;
        return Some((
            format!("{} - {} = {}", first.written, parts.join(" - "), last.written),
            holds,
        ));
    }
    if word_before(TOTAL, last) {
        let holds = (first.pounds + middle - last.pounds).abs() <= slack;
        return Some((
            format!("{} + {} = {}", first.written, parts.join(" + "), last.written),
            holds,
        ));
    }
    None
}

fn sum_holds(facts: &Facts, found: &mut Found) {
    for passage in facts.own().filter(|passage| passage.text.contains('£')) {
        if let Some((sum, true)) = sums(&passage.text) {
            found.at(passage.line, format!("{sum} adds up; nothing to do"));
        }
    }
}

fn sum_fails(facts: &Facts, found: &mut Found) {
    for passage in facts.own().filter(|passage| passage.text.contains('£')) {
        if let Some((sum, false)) = sums(&passage.text) {
            found.at(passage.line, format!("{sum} does not add up; correct one of the amounts"));
        }
    }
    for table in facts.reading.tables {
        totals(table, found);
    }
}

/// A cell that holds one number and nothing else.
fn figure(text: &str) -> Option<f64> {
    let bare = text.trim().trim_start_matches('£').replace([',', ' '], "");
    let digits = bare.strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
    let sign = if digits.is_some() { -1.0 } else { 1.0 };
    digits.unwrap_or(&bare).parse::<f64>().ok().map(|number| number * sign)
}

/// A row called Total against the rows above it, column by column.
fn totals(table: &Table, found: &mut Found) {
    let is_total = |text: &str| {
        let small = text.to_lowercase();
        small == "total" || small == "totals" || small.starts_with("total ")
    };
    let Some(place) = table.rows.iter().position(|row| is_total(&row.text(0))) else { return };
    let (above, total) = (table.rows.get(..place).unwrap_or_default(), &table.rows[place]);
    for column in 1..table.width {
        let Some(stated) = figure(&total.text(column)) else { continue };
        let cells: Vec<f64> = above.iter().filter_map(|row| figure(&row.text(column))).collect();
        let body = above.iter().filter(|row| !row.is_blank(column)).count();
        // A heading may stand above the figures; any other text among them makes it no column of figures.
        if cells.len() < 2 || body > cells.len() + 1 {
            continue;
        }
        let sum: f64 = cells.iter().sum();
        if (sum - stated).abs() > 0.5 * f64::from(u32::try_from(cells.len()).unwrap_or(1)).max(1.0)
        {
            let message = format!(
                "the rows above come to {sum}, not to the {} of the total; correct one of them",
                total.text(column)
            );
            found.at(total.line_from, message);
        }
    }
}

/// A row and the section of the same title: the section names amounts, and none of them is the row's.
fn money_differs(facts: &Facts, found: &mut Found) {
    let mut titles: BTreeMap<String, (Vec<String>, usize)> = BTreeMap::new();
    for row in facts.reading.tables.iter().flat_map(|table| &table.rows) {
        let title = row.cells.iter().map(crate::table::Cell::text).find(|text| !text.is_empty());
        let money: Vec<String> = row
            .cells
            .iter()
            .flat_map(|cell| amounts(&cell.text()))
            .map(|one| one.written)
            .collect();
        if let Some(title) = title.filter(|title| !money.is_empty() && title.len() >= 10) {
            titles.insert(title.to_lowercase(), (money, row.line_from));
        }
    }
    for (place, heading) in facts.numbered.iter().enumerate() {
        let key = heading.title.trim().trim_end_matches('.').to_lowercase();
        let Some((row, row_line)) = titles.get(&key) else { continue };
        let end = facts.numbered.get(place + 1).map_or(usize::MAX, |next| next.line);
        let inside = facts.prose().filter(|p| p.line > heading.line && p.line < end);
        for passage in inside {
            let stated: Vec<String> = sentences(&passage.text)
                .iter()
                .flat_map(|sentence| amounts(sentence))
                .map(|amount| amount.written)
                .collect();
            if !stated.is_empty() && !stated.iter().any(|one| row.contains(one)) {
                let message = format!(
                    "the section names {}, the row of the same title (line {row_line}) {}; say how the one comes from the other",
                    listed(&stated),
                    listed(row)
                );
                found.across(&[passage.line, *row_line], message);
            }
        }
    }
}
