//! The key to leads: codes and the titles they stand for, wherever in the document they are given.

use std::sync::LazyLock;

use regex::Regex;

use super::split;
use super::words::{has_job, is_code};
use crate::draft::{Lead, LeadKeyEntry};
use crate::pattern::pattern;
use crate::source::SourceText;
use crate::table::{Cell, Table, plain};

/// The longest title of a job or body, in bytes.
const LONGEST_TITLE: usize = 120;

/// How far under its heading a list of codes may begin, in lines.
const HEADING_REACH: usize = 4;

/// The document's key to leads.
#[derive(Debug, Clone, Default)]
pub struct LeadsKey {
    entries: Vec<LeadKeyEntry>,
}

impl LeadsKey {
    /// Looks for a key: a table of codes and titles, lines such as `DoF = Director of Finance`, or
    /// titles with their code in brackets.
    #[must_use]
    pub fn find(source: &SourceText, tables: &[Table]) -> Self {
        let mut key = Self::default();
        for table in tables {
            key.add_table(source, table);
        }
        key.add_lines(source);
        key.add_bracketed(source);
        key
    }

    /// The codes and titles, in document order.
    #[must_use]
    pub fn entries(&self) -> &[LeadKeyEntry] {
        &self.entries
    }

    /// The title that a code stands for; case, stops and blanks make no difference where no other code
    /// differs from it by these alone.
    #[must_use]
    pub fn title_of(&self, code: &str) -> Option<&str> {
        if let Some(entry) = self.entries.iter().find(|entry| entry.code == code) {
            return Some(&entry.title);
        }
        let wanted = folded(code);
        let mut alike = self.entries.iter().filter(|entry| folded(&entry.code) == wanted);
        match (alike.next(), alike.next()) {
            (Some(entry), None) => Some(&entry.title),
            _ => None,
        }
    }

    /// The entry that a code not in the key is probably a slip for: one letter more, less, other or
    /// swapped, the same letters in another order, or the initials of its title in another order.
    #[must_use]
    pub fn nearest(&self, code: &str) -> Option<&LeadKeyEntry> {
        if !is_code(code) || folded(code).len() < 2 {
            return None;
        }
        let wanted = letters(code);
        let distance = |entry: &LeadKeyEntry| {
            let candidate = letters(&entry.code);
            let initials = initials(&entry.title).to_lowercase();
            if [&candidate, &initials].iter().any(|known| sorted(known) == sorted(&wanted)) {
                return 0;
            }
            // In two letters, one that differs makes another code.
            if wanted.chars().count() < 3 { 2 } else { strsim::osa_distance(&candidate, &wanted) }
        };
        self.entries.iter().min_by_key(|entry| distance(entry)).filter(|entry| distance(entry) <= 1)
    }

    /// The leads named in a cell, in the order written. A cell that says there is none yet ("TBC",
    /// "n/a", a dash) has none.
    #[must_use]
    pub fn leads(&self, cell: &Cell) -> Vec<Lead> {
        let written = split::split(self, &cell.paragraphs);
        written
            .into_iter()
            .map(|as_written| {
                let expanded = self.expand(&as_written);
                let likely = match expanded {
                    None => self.nearest(&as_written).map(|entry| entry.title.clone()),
                    Some(_) => None,
                };
                Lead { as_written, expanded, likely, ..Lead::default() }
            })
            .collect()
    }

    /// The title of a lead: from the key, or its own words when they are no code.
    fn expand(&self, as_written: &str) -> Option<String> {
        if let Some(title) = self.title_of(as_written) {
            return Some(title.to_owned());
        }
        // "Director of Finance (DoF)" and "DoF (Jane Smith)".
        let bracketed = as_written.trim_end_matches(')').split_once(" (");
        let inside = bracketed
            .and_then(|(before, inside)| self.title_of(inside).or_else(|| self.title_of(before)));
        if let Some(title) = inside {
            return Some(title.to_owned());
        }
        (!is_code(as_written)).then(|| as_written.to_owned())
    }

    fn add(&mut self, code: &str, title: &str) {
        let code = code.trim().trim_matches(['(', ')', '*', ':']).trim();
        if !self.entries.iter().any(|entry| entry.code == code) {
            self.entries.push(LeadKeyEntry {
                code: code.to_owned(),
                title: title.trim().trim_end_matches([';', ',', '.']).to_owned(),
            });
        }
    }

    /// A table is a key when its cells are pairs of a code and a title, and either a heading says so or
    /// most codes are their titles' initials.
    fn add_table(&mut self, source: &SourceText, table: &Table) {
        let mut pairs: Vec<(String, String)> = Vec::new();
        let mut others = 0_usize;
        for row in &table.rows {
            for column in (0..row.cells.len()).step_by(2) {
                let (code, title) = (row.text(column), row.text(column + 1));
                if is_key_code(&code) && is_title(&title) {
                    pairs.push((code, title));
                } else if is_title(&code) && is_key_code(&title) {
                    // Some keys give the title first.
                    pairs.push((title, code));
                } else if !code.is_empty() || !title.is_empty() {
                    others += 1;
                }
            }
        }
        // One row may be the headings of the pairs.
        let heads = others.saturating_sub(table.width.div_ceil(2));
        if pairs.len() < 2 || heads * 5 > pairs.len() {
            return;
        }
        let above = (table.line_from.saturating_sub(HEADING_REACH)..table.line_from)
            .any(|line| is_key_heading(source.line(line)));
        let initials = pairs.iter().filter(|(code, title)| are_initials(code, title)).count();
        if above || initials * 2 >= pairs.len() {
            for (code, title) in &pairs {
                self.add(code, title);
            }
        }
    }

    /// Lines such as `DoF = Director of Finance`, several to a line or one: under a heading that says
    /// what they are, or where the code is the title's initials.
    fn add_lines(&mut self, source: &SourceText) {
        let mut under_heading = 0_usize;
        for (_, line) in source.lines() {
            if line.contains(['\t', '|']) {
                continue;
            }
            let is_heading = is_key_heading(line);
            let pairs: Vec<(String, String)> = pairs_of_line(line);
            if pairs.is_empty() {
                under_heading =
                    if is_heading { HEADING_REACH } else { under_heading.saturating_sub(1) };
                continue;
            }
            let said = under_heading > 0 || is_heading;
            for (code, title) in pairs {
                if said || (are_initials(&code, &title) && has_job(&title)) {
                    self.add(&code, &title);
                }
            }
            if said {
                under_heading = HEADING_REACH;
            }
        }
    }

    fn add_bracketed(&mut self, source: &SourceText) {
        for found in BRACKETED.captures_iter(source.text()) {
            let code = &found[2];
            if !is_key_code(code) {
                continue;
            }
            let words: Vec<&str> = found[1].split_whitespace().collect();
            // The title is the shortest run of words before the bracket with these initials.
            let title = (0..words.len())
                .rev()
                .map(|from| words[from..].join(" "))
                .find(|title| are_initials(code, title));
            if let Some(title) = title.filter(|title| has_job(title)) {
                self.add(code, &title);
            }
        }
    }
}

static BRACKETED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"((?:[A-Z][A-Za-z'’-]+(?:,? (?:of |and |& |for |the )*)){1,7})\(([A-Za-z&/.-]{2,8})\)")
});
static PAIR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[\s·•*\-–]*([A-Za-z][A-Za-z&/.\-]{0,9})\s*(?:[=:–]|\s-\s|-\s|\s{2,})\s*([A-Z].{2,110})$",
    )
});
static KEY_HEADING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^[#*\s]*(?:key\b|(?:list of |table of )?(?:abbreviations|acronyms|initials|leads\b|lead officers|lead codes|codes)|glossary|legend|.{0,40}\bkey (?:to|for) )",
    )
});

fn is_key_heading(line: &str) -> bool {
    line.len() <= 200 && KEY_HEADING.is_match(line)
}

fn pairs_of_line(line: &str) -> Vec<(String, String)> {
    if line.len() > 600 {
        return Vec::new();
    }
    let rest = if KEY_HEADING.is_match(line) {
        line.split_once(':').map_or(line, |(_, rest)| rest)
    } else {
        line
    };
    rest.split(';').flat_map(|part| pairs_of_part(part.trim())).collect()
}

/// The pair of a part of a line, or its pairs when each piece between commas is one.
fn pairs_of_part(part: &str) -> Vec<(String, String)> {
    let pieces: Vec<Option<(String, String)>> = part.split(", ").map(pair_of).collect();
    if pieces.len() > 1 && pieces.iter().all(Option::is_some) {
        return pieces.into_iter().flatten().collect();
    }
    pair_of(part).into_iter().collect()
}

fn pair_of(piece: &str) -> Option<(String, String)> {
    let found = PAIR.captures(piece.trim())?;
    let (code, title) = (found[1].to_owned(), plain(&found[2]));
    (is_key_code(&code) && is_title(&title)).then_some((code, title))
}

/// Whether a text can be a code in a key, where one may hold a slash: "DN/Q".
fn is_key_code(text: &str) -> bool {
    is_code(&text.replace('/', "&"))
}

fn is_title(text: &str) -> bool {
    text.len() <= LONGEST_TITLE
        && text.starts_with(char::is_uppercase)
        && text.chars().filter(|character| character.is_lowercase()).count() >= 3
        && !text.chars().any(|character| character.is_ascii_digit())
}

/// Whether the capitals of a code are the initials of a title's words, small words aside.
fn are_initials(code: &str, title: &str) -> bool {
    let capitals: String = code.chars().filter(|character| character.is_uppercase()).collect();
    capitals.len() >= 2 && capitals == initials(title)
}

fn initials(title: &str) -> String {
    let is_small = |word: &str| ["of", "and", "the", "for", "to", "&", "in"].contains(&word);
    title
        .split([' ', '-', '/'])
        .filter(|word| !is_small(&word.to_lowercase()))
        .filter_map(|word| word.chars().next())
        .flat_map(char::to_uppercase)
        .collect()
}

fn folded(code: &str) -> String {
    code.chars()
        .filter(|character| !character.is_whitespace() && *character != '.')
        .flat_map(char::to_lowercase)
        .collect()
}

fn letters(code: &str) -> String {
    code.chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn sorted(text: &str) -> Vec<char> {
    let mut characters: Vec<char> = text.chars().collect();
    characters.sort_unstable();
    characters
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::find_tables;

    fn check(text: &str, expected: &str) {
        let source = SourceText::from_bytes("plan.txt", text.as_bytes()).unwrap();
        let key = LeadsKey::find(&source, &find_tables(&source));
        let got: Vec<String> =
            key.entries().iter().map(|entry| format!("{}={}", entry.code, entry.title)).collect();
        assert_eq!(got.join("; "), expected, "{text}");
    }

    const PLAN: &str =
        "Ward plan\n\nAction\tLead\tWhen\n1. Open wards\tDoF\tMay 08\n2. Wash\tDN/Q\tJune 08\n\n";

    #[test]
    fn a_key_is_found_in_every_form_and_place() {
        let both = "DoF=Director of Finance; DN/Q=Director of Nursing and Quality";
        for key in [
            "Key to leads\n\nDoF\tDirector of Finance\nDN/Q\tDirector of Nursing and Quality\n",
            "Abbreviation | Title\n---|---\nDoF | Director of Finance\nDN/Q | Director of Nursing and Quality\n",
            "Key:\nDoF - Director of Finance\nDN/Q - Director of Nursing and Quality\n",
            "Key to leads: DoF = Director of Finance; DN/Q = Director of Nursing and Quality\n",
            "Leads\n\nDirector of Finance (DoF)\nDirector of Nursing and Quality (DN/Q)\n",
            "Key to leads: DoF – Director of Finance, DN/Q – Director of Nursing and Quality.\n",
            "Key to leads\n\nDirector of Finance\tDoF\nDirector of Nursing and Quality\tDN/Q\n",
            "Led by the Director of Finance (DoF) and the Director of Nursing and Quality (DN/Q).\n",
        ] {
            check(&format!("{PLAN}{key}"), both);
            check(&format!("{key}\n{PLAN}"), both);
        }
    }

    #[test]
    fn what_is_no_key_gives_none() {
        check("Costs\tSum\nIT\tTwo million\nHR\tOne million\n", "");
        check("The board agreed (May 2008) to fund Ward Four (WF) in full.\n", "");
    }

    #[test]
    fn the_nearest_entry_is_offered_for_a_slip() {
        let text = "Key: DoF = Director of Finance; DCG&N = Director of Clinical Governance and Nursing; CE = Chief Executive\n";
        let source = SourceText::from_bytes("plan.txt", text.as_bytes()).unwrap();
        let key = LeadsKey::find(&source, &[]);
        let check = |code: &str, expected: Option<&str>| {
            let lead = key.leads(&Cell::new(code, 1)).remove(0);
            assert_eq!((lead.likely.as_deref(), lead.expanded), (expected, None), "{code}");
        };
        check("DCGN", Some("Director of Clinical Governance and Nursing"));
        check("DGC&N", Some("Director of Clinical Governance and Nursing"));
        check("FD", Some("Director of Finance"));
        check("XYZ", None);
        check("CX", None);
    }
}
