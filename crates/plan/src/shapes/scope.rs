//! What a programme covers: areas with the organisation's level of involvement, in a table or a list.

use std::collections::BTreeMap;

use super::measured::{Column, Layout, words_of};
use super::surroundings::{heading_above, paragraph_above, text_above};
use super::{Claims, Reading};
use crate::draft::{Document, ScopeItem, Source};
use crate::table::plain;

/// Reads every table and list of areas with levels.
pub(super) fn read(reading: &Reading, claims: &mut Claims, document: &mut Document) {
    let meanings = meanings(reading);
    for table in reading.tables {
        if !claims.is_free(table.line_from, table.line_to) {
            continue;
        }
        let around = [
            heading_above(reading.source, table.line_from),
            paragraph_above(reading.source, table.line_from),
        ];
        let Some(layout) = Layout::of(table) else { continue };
        let Some(items) = table_items(&layout, &around.into_iter().flatten().collect::<Vec<_>>())
        else {
            continue;
        };
        claims.take(table.line_from, table.line_to);
        document.scope.extend(items.into_iter().map(|item| explained(item, &meanings)));
    }
    for list in lists(reading, claims) {
        if let (Some(first), Some(last)) = (list.first(), list.last()) {
            claims.take(first.source.line_from, last.source.line_to);
        }
        document.scope.extend(list.into_iter().map(|item| explained(item, &meanings)));
    }
}

/// The rows of a table of areas and levels.
fn table_items(layout: &Layout, around: &[String]) -> Option<Vec<ScopeItem>> {
    let level = layout.find(Column::Level)?;
    let is_plan =
        layout.has(Column::Action) || layout.has(Column::Timescale) || layout.has(Column::Risk);
    let is_scope =
        speaks_of_scope(&layout.headings[level]) || around.iter().any(|text| speaks_of_scope(text));
    let title = (0..layout.headings.len()).find(|column| {
        *column != level
            && layout
                .columns
                .get(*column)
                .copied()
                .flatten()
                .is_none_or(|found| found == Column::Area)
    })?;
    if is_plan || !is_scope {
        return None;
    }
    let items = layout.body().filter(|row| !row.is_blank(title)).map(|row| {
        let cell = |column: usize| Some(row.text(column)).filter(|text| !text.is_empty());
        ScopeItem {
            title: row.text(title),
            level: cell(level),
            note: layout.find(Column::Note).and_then(cell),
            source: Source { line_from: row.line_from, line_to: row.line_to },
        }
    });
    Some(items.collect())
}

fn speaks_of_scope(text: &str) -> bool {
    words_of(text).iter().any(|word| {
        ["scope", "involvement", "involved", "remit", "coverage"].contains(&word.as_str())
    })
}

/// A list is one from so many items.
const FEWEST_ITEMS: usize = 3;

/// How many lines an item may be broken over.
const LONGEST_ITEM: usize = 3;

/// Runs of list items that each end in a level, below text that speaks of scope or involvement.
fn lists(reading: &Reading, claims: &Claims) -> Vec<Vec<ScopeItem>> {
    let mut found = Vec::new();
    let mut run: Vec<ScopeItem> = Vec::new();
    let mut line = 1;
    while line <= reading.source.line_count() {
        let text = reading.source.line(line).trim();
        if text.is_empty() {
            line += 1;
            continue;
        }
        if let Some(item) = item_at(reading, claims, line) {
            line = item.source.line_to + 1;
            run.push(item);
            continue;
        }
        found.extend(finished(reading, std::mem::take(&mut run)));
        line += 1;
    }
    found.extend(finished(reading, run));
    found
}

fn finished(reading: &Reading, run: Vec<ScopeItem>) -> Option<Vec<ScopeItem>> {
    let first = run.first()?.source.line_from;
    let is_scope =
        text_above(reading.source, first).take(12).any(|(_, text)| speaks_of_scope(text));
    (run.len() >= FEWEST_ITEMS && is_scope).then_some(run)
}

/// The list item that begins on a line, when it ends in a level.
fn item_at(reading: &Reading, claims: &Claims, line: usize) -> Option<ScopeItem> {
    let first = unmarked(reading.source.line(line))?;
    if !claims.is_free(line, line) {
        return None;
    }
    for separator in [" – ", " - ", ": ", "\t"] {
        if let Some((title, level)) = first.rsplit_once(separator)
            && is_level(level)
        {
            return Some(item(title, level, line, line));
        }
    }
    let mut words = vec![first.to_owned()];
    for next in line + 1..=line + LONGEST_ITEM {
        let text = reading.source.line(next).trim();
        if text.is_empty() || unmarked(text).is_some() {
            return None;
        }
        if is_level(text) {
            return Some(item(&words.join(" "), text, line, next));
        }
        words.push(text.to_owned());
    }
    None
}

fn item(title: &str, level: &str, line_from: usize, line_to: usize) -> ScopeItem {
    ScopeItem {
        title: plain(title),
        level: Some(plain(level)),
        note: None,
        source: Source { line_from, line_to },
    }
}

/// The text of a list item behind its mark.
fn unmarked(line: &str) -> Option<&str> {
    let text = line.trim();
    let rest = text.strip_prefix(['·', '•', '*', '-', '–', '▪', '\u{f0b7}'])?;
    let words = rest.trim_start();
    (rest.starts_with([' ', '\t', '\u{a0}']) && !words.is_empty()).then_some(words)
}

/// Words that are a level by themselves.
const LEVELS: &[&str] = &[
    "in scope",
    "out of scope",
    "in",
    "out",
    "lead",
    "support",
    "supporting",
    "contribute",
    "advise",
    "advice",
    "none",
    "no involvement",
    "not involved",
    "full",
    "partial",
    "monitor",
    "manage",
    "consulted",
    "informed",
];

fn is_level(text: &str) -> bool {
    let text = text.trim().trim_end_matches('.').to_lowercase();
    let mut words = text.split_whitespace();
    let graded = ["level", "tier", "grade", "category", "band"]
        .contains(&words.next().unwrap_or_default())
        && words
            .next()
            .is_some_and(|grade| grade.len() <= 3 && grade.chars().all(char::is_alphanumeric))
        && words.next().is_none();
    graded || LEVELS.contains(&text.as_str())
}

/// What each level means, where the text says it once: `Level 1: the group will lead`.
fn meanings(reading: &Reading) -> BTreeMap<String, Option<String>> {
    let mut meanings: BTreeMap<String, Option<String>> = BTreeMap::new();
    for (_, line) in reading.source.lines() {
        let text = line.trim();
        let text = text
            .split_once(") ")
            .filter(|(mark, _)| mark.len() <= 3)
            .map_or(text, |(_, rest)| rest);
        let Some((level, meaning)) = unmarked(text).unwrap_or(text).split_once(':') else {
            continue;
        };
        if is_level(level) && !meaning.trim().is_empty() {
            // A level that is defined twice means nothing that can be told.
            let meaning = Some(plain(meaning));
            meanings
                .entry(level.trim().to_lowercase())
                .and_modify(|known| *known = None)
                .or_insert(meaning);
        }
    }
    meanings
}

fn explained(mut item: ScopeItem, meanings: &BTreeMap<String, Option<String>>) -> ScopeItem {
    let level = item.level.as_deref().unwrap_or_default().to_lowercase();
    item.note = item.note.or_else(|| meanings.get(&level).cloned().flatten());
    item
}

#[cfg(test)]
mod tests;
