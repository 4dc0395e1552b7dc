//! What a rule has found so far, and the words that findings share.

use super::Rule;
use crate::draft::{Commitment, Finding};

/// How many places a message names before it counts the rest.
const MOST_NAMED: usize = 8;

/// The findings of one rule.
pub(super) struct Found {
    rule: &'static Rule,
    findings: Vec<Finding>,
}

impl Found {
    pub(super) fn of(rule: &'static Rule) -> Self {
        Self { rule, findings: Vec::new() }
    }

    pub(super) fn into_findings(self) -> Vec<Finding> {
        self.findings
    }

    /// A finding about a commitment.
    pub(super) fn about(&mut self, commitment: &Commitment, message: impl Into<String>) {
        let reference = (!commitment.reference.is_empty()).then(|| commitment.reference.clone());
        self.add(&[commitment.source.line_from], reference, message.into());
    }

    /// A finding about a line.
    pub(super) fn at(&mut self, line: usize, message: impl Into<String>) {
        self.add(&[line], None, message.into());
    }

    /// One finding about several lines; none where there is no line.
    pub(super) fn across(&mut self, lines: &[usize], message: impl Into<String>) {
        self.add(lines, None, message.into());
    }

    /// A finding about a line that other lines bear on.
    pub(super) fn beside(&mut self, line: usize, others: &[usize], message: impl Into<String>) {
        self.at(line, message);
        if let Some(finding) = self.findings.last_mut() {
            finding.also_lines.extend(others.iter().filter(|other| **other != line));
        }
    }

    fn add(&mut self, lines: &[usize], reference: Option<String>, message: String) {
        let mut lines = lines.to_vec();
        lines.sort_unstable();
        lines.dedup();
        let Some((first, rest)) = lines.split_first() else { return };
        self.findings.push(Finding {
            rule: self.rule.name.to_owned(),
            severity: self.rule.severity,
            message,
            line: Some(*first),
            also_lines: rest.to_vec(),
            reference,
        });
    }
}

/// "A, B and C"; of a long list the first few and how many more there are.
pub(super) fn listed<S: AsRef<str>>(parts: &[S]) -> String {
    let parts: Vec<&str> = parts.iter().map(AsRef::as_ref).collect();
    match parts.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        all if all.len() > MOST_NAMED => {
            let (named, rest) = all.split_at(MOST_NAMED - 1);
            format!("{} and {} more", named.join(", "), rest.len())
        }
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// "line 5", "lines 5, 7 and 9"; of many lines the first few and how many more there are.
pub(super) fn on_lines(lines: &[usize]) -> String {
    let mut lines = lines.to_vec();
    lines.sort_unstable();
    lines.dedup();
    let written: Vec<String> = lines.iter().map(usize::to_string).collect();
    format!("line{} {}", if written.len() == 1 { "" } else { "s" }, listed(&written))
}

/// How a commitment is named in a message: its reference, or the start of its words.
pub(super) fn name_of(commitment: &Commitment) -> String {
    if commitment.reference.is_empty() {
        format!("\"{}\"", opening(&commitment.text))
    } else {
        commitment.reference.clone()
    }
}

/// The first words of a text.
pub(super) fn opening(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() <= 7 {
        return words.join(" ");
    }
    format!("{} ...", words.iter().take(6).copied().collect::<Vec<_>>().join(" "))
}

/// "1 action", "3 actions".
pub(super) fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
