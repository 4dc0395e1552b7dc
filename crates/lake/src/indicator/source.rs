//! Where an indicator's figures come from: rows of a dataset, other indicators, or a return.

use bellwether_calendar::PeriodKind;

use super::definition::{Calculation, PERIODS};
use super::formula::Formula;
use crate::dataset::{Breakdown, OrganisationRole};
use crate::definition_file::DefinitionFile;

/// Where figures come from.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Source {
    /// A body sends them: as rows of the dataset `returns`, or as a file of observations.
    #[default]
    Returned,
    /// They are counted over the rows of a dataset.
    Dataset(Query),
    /// They are worked out from the counts of other indicators.
    Formula(Terms),
}

impl Source {
    /// The word in files.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Returned => "returned",
            Self::Dataset(_) => "dataset",
            Self::Formula(_) => "formula",
        }
    }
}

/// What is counted over the rows of a dataset. Expressions are SQL over its columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// Name of the dataset.
    pub dataset: String,
    /// The column whose day decides the period; the dataset's event time when absent.
    pub time: Option<String>,
    /// Which rows are looked at; all when absent.
    pub filter: Option<String>,
    /// Counted if a yes-or-no expression, added if a number; every row counts when absent.
    pub numerator: Option<String>,
    /// Likewise, of a ratio only.
    pub denominator: Option<String>,
    /// Counts what is open at the end of the period, and not what happens in it.
    pub stock: Option<Stock>,
    /// The organisations that get a figure, by their part in a row.
    pub roles: Vec<OrganisationRole>,
    /// What figures are broken down by, one at a time.
    pub breakdowns: Vec<Breakdown>,
}

/// Rows that are open at the end of a period: begun by then, and not ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stock {
    /// Column of the day on which a row begins to be open.
    pub from: String,
    /// Column of the day on which it is so no longer.
    pub to: String,
    /// Which of the open rows the numerator counts.
    pub age: OpenFor,
}

/// For how long a row must have been open to be counted by the numerator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenFor {
    /// For any time.
    Any,
    /// For so many days at most.
    Within(u16),
    /// For more than so many days.
    Above(u16),
}

/// Numerator and denominator as sums over the counts of other indicators.
#[derive(Debug, Clone, PartialEq)]
pub struct Terms {
    /// The numerator, or the value of what is no ratio.
    pub numerator: Formula,
    /// The denominator; of a ratio only.
    pub denominator: Option<Formula>,
}

impl Terms {
    /// The codes of the indicators that it is worked out from.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        let denominator = self.denominator.iter().flat_map(Formula::codes);
        self.numerator.codes().chain(denominator)
    }
}

/// What is shown where the denominator is zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ZeroDenominator {
    /// No figure: nobody was there to be counted.
    #[default]
    NotApplicable,
    /// Zero.
    Zero,
}

impl ZeroDenominator {
    /// The word in files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NotApplicable => "not_applicable",
            Self::Zero => "zero",
        }
    }
}

/// The words for what a zero denominator gives.
const ZERO_DENOMINATORS: [(&str, ZeroDenominator); 2] =
    [("not_applicable", ZeroDenominator::NotApplicable), ("zero", ZeroDenominator::Zero)];

const SOURCES: [(&str, Origin); 3] =
    [("returned", Origin::Returned), ("dataset", Origin::Dataset), ("formula", Origin::Formula)];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    Returned,
    Dataset,
    Formula,
}

/// The keys of what is counted over a dataset.
const QUERY_KEYS: [&str; 11] = [
    "dataset",
    "time",
    "where",
    "numerator_sql",
    "denominator_sql",
    "open_from",
    "open_to",
    "open_within_days",
    "open_above_days",
    "organisations",
    "breakdowns",
];

/// The keys of what is worked out from other indicators.
const FORMULA_KEYS: [&str; 2] = ["numerator_formula", "denominator_formula"];

/// The keys that this file reads.
pub(super) const SOURCE_KEYS: [&str; 16] = [
    "source",
    "grains",
    "zero_denominator",
    "dataset",
    "time",
    "where",
    "numerator_sql",
    "denominator_sql",
    "open_from",
    "open_to",
    "open_within_days",
    "open_above_days",
    "organisations",
    "breakdowns",
    "numerator_formula",
    "denominator_formula",
];

/// Reads where the figures of an indicator come from; `returned` where the file does not say.
pub(super) fn read_source(keys: &mut DefinitionFile, calculation: Calculation) -> Source {
    let origin =
        if keys.has("source") { keys.word("source", &SOURCES) } else { Some(Origin::Returned) };
    let Some(origin) = origin else { return Source::Returned };
    if origin != Origin::Dataset {
        refuse(keys, &QUERY_KEYS, "dataset");
    }
    if origin != Origin::Formula {
        refuse(keys, &FORMULA_KEYS, "formula");
    }
    match origin {
        Origin::Returned => Source::Returned,
        Origin::Dataset => Source::Dataset(read_query(keys, calculation)),
        Origin::Formula => read_terms(keys, calculation).map_or(Source::Returned, Source::Formula),
    }
}

fn refuse(keys: &mut DefinitionFile, unwanted: &[&str], source: &str) {
    for key in unwanted {
        if keys.has(key) {
            keys.fault(key, format!("remove it or set source = \"{source}\""));
        }
    }
}

fn read_query(keys: &mut DefinitionFile, calculation: Calculation) -> Query {
    let query = Query {
        dataset: keys.line_of_text("dataset", 60),
        time: optional_line(keys, "time"),
        filter: optional_line(keys, "where"),
        numerator: optional_line(keys, "numerator_sql"),
        denominator: optional_line(keys, "denominator_sql"),
        stock: read_stock(keys),
        roles: read_words(keys, "organisations", &OrganisationRole::ALL, OrganisationRole::word),
        breakdowns: read_words(keys, "breakdowns", &Breakdown::ALL, Breakdown::word),
    };
    if query.roles.is_empty() {
        let roles = OrganisationRole::ALL.map(OrganisationRole::word).join(", ");
        keys.fault("organisations", format!("must name at least one of: {roles}"));
    }
    if calculation == Calculation::Value && query.denominator.is_some() {
        let problem = "belongs to a ratio; remove it or set calculation = \"ratio\"";
        keys.fault("denominator_sql", problem.to_owned());
    }
    if query.stock.is_some() && query.time.is_some() {
        let problem = "what is open is dated by open_from and open_to; remove it";
        keys.fault("time", problem.to_owned());
    }
    query
}

fn read_stock(keys: &mut DefinitionFile) -> Option<Stock> {
    let ages = ["open_within_days", "open_above_days"];
    if !keys.has("open_from") {
        for key in ["open_to", "open_within_days", "open_above_days"] {
            if keys.has(key) {
                keys.fault(key, "belongs to open_from, which is missing".to_owned());
            }
        }
        return None;
    }
    let age = match ages.map(|key| keys.has(key)) {
        [true, true] => {
            keys.fault(ages[1], format!("cannot stand beside {}; remove one", ages[0]));
            OpenFor::Any
        }
        [true, false] => OpenFor::Within(days(keys, ages[0])),
        [false, true] => OpenFor::Above(days(keys, ages[1])),
        [false, false] => OpenFor::Any,
    };
    let (from, to) = (keys.line_of_text("open_from", 60), keys.line_of_text("open_to", 60));
    Some(Stock { from, to, age })
}

fn days(keys: &mut DefinitionFile, key: &str) -> u16 {
    u16::try_from(keys.whole_number(key, 3_660)).unwrap_or_default()
}

fn read_terms(keys: &mut DefinitionFile, calculation: Calculation) -> Option<Terms> {
    let numerator = read_formula(keys, "numerator_formula");
    let denominator = match calculation {
        Calculation::Ratio => Some(read_formula(keys, "denominator_formula")?),
        Calculation::Value => {
            if keys.has("denominator_formula") {
                let problem = "belongs to a ratio; remove it or set calculation = \"ratio\"";
                keys.fault("denominator_formula", problem.to_owned());
            }
            None
        }
    };
    Some(Terms { numerator: numerator?, denominator })
}

fn read_formula(keys: &mut DefinitionFile, key: &str) -> Option<Formula> {
    let text = keys.line_of_text(key, LONGEST_EXPRESSION);
    if text.is_empty() {
        return None;
    }
    match Formula::parse(&text) {
        Ok(formula) => Some(formula),
        Err(problem) => {
            keys.fault(key, problem);
            None
        }
    }
}

/// Reads what a zero denominator gives, and the lengths of periods beside the indicator's own.
pub(super) fn read_rules(keys: &mut DefinitionFile) -> (ZeroDenominator, Vec<PeriodKind>) {
    let zero = if keys.has("zero_denominator") {
        keys.word("zero_denominator", &ZERO_DENOMINATORS).unwrap_or_default()
    } else {
        ZeroDenominator::default()
    };
    let kinds = PERIODS.map(|(_, kind)| kind);
    let word =
        |kind| PERIODS.iter().find(|(_, known)| *known == kind).map_or("", |(word, _)| *word);
    (zero, read_words(keys, "grains", &kinds, word))
}

/// Longest expression, in characters.
const LONGEST_EXPRESSION: usize = 1_000;

/// An expression or a column's name, which a long one may part over lines.
fn optional_line(keys: &mut DefinitionFile, key: &str) -> Option<String> {
    if !keys.has(key) {
        return None;
    }
    let text = keys.text(key);
    if text.chars().count() > LONGEST_EXPRESSION {
        keys.fault(key, format!("is longer than {LONGEST_EXPRESSION} characters"));
    }
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A list of words, each meaning one of `all` and standing there once.
fn read_words<T: Copy + PartialEq>(
    keys: &mut DefinitionFile,
    key: &str,
    all: &[T],
    word: impl Fn(T) -> &'static str,
) -> Vec<T> {
    let mut found = Vec::new();
    for written in keys.texts(key) {
        match all.iter().copied().find(|one| word(*one) == written) {
            Some(one) if found.contains(&one) => {
                keys.fault(key, format!("'{written}' is there twice; remove one"));
            }
            Some(one) => found.push(one),
            None => {
                let words: Vec<&str> = all.iter().map(|one| word(*one)).collect();
                keys.fault(key, format!("'{written}' must be one of: {}", words.join(", ")));
            }
        }
    }
    found
}

#[cfg(test)]
#[path = "source_tests.rs"]
mod tests;
