//! The pieces that pages are made of: markup, status tags, bars, pages of a list, days in words.

use std::fmt::{self, Display, Formatter, Write as _};

use askama::filters::HtmlSafe;
use chrono::NaiveDate;

use crate::commitments::rules::{Status as Standing, StatusCounts};

/// Markup made by our own code, written into a page as it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Markup(pub(crate) String);

impl Display for Markup {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl HtmlSafe for Markup {}

/// How a status is shown: a word, a symbol and a colour, so that none of them carries it alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Status {
    /// As kept in the ledger.
    pub(crate) key: &'static str,
    /// As read by people.
    pub(crate) word: &'static str,
    pub(crate) symbol: &'static str,
    tag: &'static str,
    fill: &'static str,
}

/// Every status a commitment can have, in the order shown.
pub(crate) const STATUSES: [Status; 7] = [
    Status { key: "achieved", word: "Achieved", symbol: "✔", tag: "green", fill: "#00401e" },
    Status { key: "on_track", word: "On track", symbol: "●", tag: "aqua-green", fill: "#00a499" },
    Status { key: "at_risk", word: "At risk", symbol: "▲", tag: "orange", fill: "#ffb81c" },
    Status { key: "off_track", word: "Off track", symbol: "▼", tag: "red", fill: "#d5281b" },
    Status {
        key: "not_achieved", word: "Not achieved", symbol: "✖", tag: "pink", fill: "#7c2855"
    },
    Status { key: "cancelled", word: "Cancelled", symbol: "–", tag: "grey", fill: "#768692" },
    Status {
        key: "not_started", word: "Not started", symbol: "○", tag: "white", fill: "#d8dde0"
    },
];

impl Status {
    /// Returns the status kept under `key`, or "not started", which is what no update means.
    #[must_use]
    pub(crate) fn of(key: &str) -> Self {
        STATUSES.into_iter().find(|status| status.key == key).unwrap_or(STATUSES[6])
    }
}

impl Display for Status {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let Self { word, symbol, tag, .. } = self;
        write!(
            formatter,
            "<strong class=\"nhsuk-tag nhsuk-tag--{tag} status\"><span aria-hidden=\"true\">{symbol}</span> {word}</strong>"
        )
    }
}

impl HtmlSafe for Status {}

/// One part of a bar, with the link to what it counts.
#[derive(Debug, Clone)]
pub(crate) struct StatusCount {
    /// The status.
    pub(crate) status: Status,
    /// How many have it.
    pub(crate) count: usize,
    /// Where they are listed; empty when nowhere.
    pub(crate) href: String,
}

/// How many commitments have each status.
#[derive(Debug, Clone, Default)]
pub(crate) struct StatusBar {
    /// One for each status that occurs, in the order shown.
    pub(crate) counts: Vec<StatusCount>,
    /// All together.
    pub(crate) total: usize,
}

impl StatusBar {
    /// Shows how many have each status; `link` says where those of one status are listed.
    #[must_use]
    pub(crate) fn new(counts: &StatusCounts, link: impl Fn(&str) -> String) -> Self {
        let counted = |status: Status| {
            let same = |(standing, _): &(Standing, usize)| standing.word() == status.key;
            let count = counts.each().find(same).map_or(0, |(_, count)| count);
            StatusCount { status, count, href: link(status.key) }
        };
        let counts: Vec<StatusCount> =
            STATUSES.into_iter().map(counted).filter(|count| count.count > 0).collect();
        let total = counts.iter().map(|count| count.count).sum();
        Self { counts, total }
    }

    /// The same in words: the picture's description.
    #[must_use]
    pub(crate) fn sentence(&self) -> String {
        let parts: Vec<String> = self
            .counts
            .iter()
            .map(|count| format!("{} {}", count.count, count.status.word.to_lowercase()))
            .collect();
        format!("{} commitments: {}", self.total, parts.join(", "))
    }

    /// Draws the bar, 600 units wide, each part as wide as its share.
    #[must_use]
    pub(crate) fn picture(&self) -> Markup {
        let mut svg = String::from(
            "<svg class=\"status-bar\" viewBox=\"0 0 600 24\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">",
        );
        let mut before = 0;
        for count in &self.counts {
            let (left, right) = (self.position(before), self.position(before + count.count));
            before += count.count;
            let _ = write!(
                svg,
                "<rect x=\"{left}\" y=\"0\" width=\"{}\" height=\"24\" fill=\"{}\" stroke=\"#ffffff\" stroke-width=\"2\"/>",
                right - left,
                count.status.fill
            );
        }
        svg.push_str("</svg>");
        Markup(svg)
    }

    fn position(&self, count: usize) -> usize {
        count * 600 / self.total.max(1)
    }
}

/// A choice in a list of choices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    /// As sent.
    pub(crate) value: String,
    /// As read.
    pub(crate) label: String,
    /// Whether it is the one made.
    pub(crate) selected: bool,
}

impl Choice {
    /// Makes the choices of a list of (value, label), marking `chosen`.
    pub(crate) fn list<V: Into<String>, L: Into<String>>(
        choices: impl IntoIterator<Item = (V, L)>,
        chosen: Option<&str>,
    ) -> Vec<Self> {
        choices
            .into_iter()
            .map(|(value, label)| {
                let value = value.into();
                let selected = chosen == Some(value.as_str());
                Self { value, label: label.into(), selected }
            })
            .collect()
    }
}

/// Where a reader is in a list of several pages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Pagination {
    /// Counted from 1.
    pub(crate) page: u64,
    /// How many there are.
    pub(crate) pages: u64,
    /// Everything of the address but the number of the page, ending in `page=`.
    pub(crate) address: String,
}

impl Pagination {
    /// Whether there is anything to turn.
    #[must_use]
    pub(crate) fn is_needed(&self) -> bool {
        self.pages > 1
    }

    /// The page before, when there is one.
    #[must_use]
    pub(crate) fn previous(&self) -> Option<u64> {
        (self.page > 1).then(|| self.page - 1)
    }

    /// The page after, when there is one.
    #[must_use]
    pub(crate) fn next(&self) -> Option<u64> {
        (self.page < self.pages).then(|| self.page + 1)
    }
}

/// Something in a form that has to be put right, and the field that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    /// Id of the field.
    pub(crate) field: &'static str,
    /// What is wrong and what to do.
    pub(crate) message: String,
}

/// Writes a day as people read it, such as `15 February 2019`.
#[must_use]
pub(crate) fn day(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// Writes a day in a narrow column, such as `15 Feb 2019`.
#[must_use]
pub(crate) fn short_day(day: NaiveDate) -> String {
    day.format("%-d %b %Y").to_string()
}

/// Writes how many of something there are, such as `1 day` and `2 days`.
#[must_use]
pub(crate) fn count_of(count: i64, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_counts_what_occurs_and_leaves_out_what_does_not() {
        let mut counts = StatusCounts::default();
        for standing in
            [Standing::OnTrack, Standing::Achieved, Standing::OnTrack, Standing::OnTrack]
        {
            counts.add(standing);
        }
        let bar = StatusBar::new(&counts, |key| format!("/plans/1?status={key}"));
        assert_eq!(bar.sentence(), "4 commitments: 1 achieved, 3 on track");
        assert_eq!(bar.counts[1].href, "/plans/1?status=on_track");
        assert!(bar.picture().0.contains("x=\"150\""), "{}", bar.picture());
    }

    #[test]
    fn every_status_of_the_ledger_is_shown_as_itself() {
        for standing in Standing::ALL {
            assert_eq!(Status::of(standing.word()).word, standing.title());
        }
    }

    #[test]
    fn a_status_nobody_knows_reads_as_not_started() {
        assert_eq!(Status::of("").word, "Not started");
    }

    #[test]
    fn every_status_has_a_word_a_symbol_and_a_colour_of_its_own() {
        for (index, status) in STATUSES.iter().enumerate() {
            for other in &STATUSES[index + 1..] {
                assert_ne!(status.word, other.word);
                assert_ne!(status.symbol, other.symbol);
                assert_ne!(status.fill, other.fill);
            }
        }
    }

    #[test]
    fn one_day_is_not_days() {
        assert_eq!(count_of(1, "day"), "1 day");
        assert_eq!(count_of(0, "day"), "0 days");
    }
}
