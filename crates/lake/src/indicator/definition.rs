//! An indicator's definition as its file in `catalogue/indicators` gives it, read and checked whole.

use bellwether_calendar::PeriodKind;
use bellwether_stats::spc::Improvement;
use chrono::NaiveDate;

use super::source::{SOURCE_KEYS, Source, ZeroDenominator, read_rules, read_source};
use crate::definition_file::{DefinitionFault, DefinitionFile};

/// Whether an indicator turns before the performance period is over, or after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Seen inside the performance period.
    Leading,
    /// Seen after it.
    Lagging,
}

impl Kind {
    /// The word in files and in the ledger.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Leading => "leading",
            Self::Lagging => "lagging",
        }
    }
}

/// How a value comes about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Calculation {
    /// It is counted and given as it is.
    Value,
    /// Numerator over denominator, times a multiplier.
    Ratio,
}

impl Calculation {
    /// The word in files and in the ledger.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::Ratio => "ratio",
        }
    }
}

/// A defined number: what is counted over what, which way is better, and who answers for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    /// Short capitals, such as `AE4`.
    pub code: String,
    /// What people call it.
    pub title: String,
    /// What is counted, exactly.
    pub definition: String,
    /// Why anyone should care.
    pub why_it_matters: String,
    /// Leading or lagging.
    pub kind: Kind,
    /// Which way is better.
    pub improvement: Improvement,
    /// Unit of its values, such as `%`.
    pub unit: String,
    /// Decimal places shown, 0 to 6.
    pub decimals: u8,
    /// How the value comes about.
    pub calculation: Calculation,
    /// What a ratio is multiplied by: 100 for a percentage; 1 where it is not a ratio.
    pub multiplier: f64,
    /// What the numerator counts; of a ratio only.
    pub numerator: Option<String>,
    /// What the denominator counts; of a ratio only.
    pub denominator: Option<String>,
    /// The lowest value that can occur.
    pub lowest_possible: Option<f64>,
    /// The highest value that can occur.
    pub highest_possible: Option<f64>,
    /// Where its figures come from.
    pub source: Source,
    /// Below this denominator there is no value: too few to say anything by.
    pub minimum_denominator: Option<f64>,
    /// What a denominator of zero gives.
    pub zero_denominator: ZeroDenominator,
    /// How long its periods are.
    pub period: PeriodKind,
    /// Other lengths of periods for which it is worked out too.
    pub grains: Vec<PeriodKind>,
    /// Working days after the end of a period by which its figures are due.
    pub due_working_days: u16,
    /// The part of the service it belongs to, such as `Urgent care`.
    pub domain: String,
    /// The post that answers for it.
    pub lead: String,
    /// The frameworks it belongs to, such as `Vital Signs VSA01`.
    pub frameworks: Vec<String>,
    /// Code of the lagging indicator that this one is to turn before.
    pub leads_for: Option<String>,
    /// Who wrote the definition.
    pub author: String,
    /// Who checked it.
    pub checker: Option<String>,
    /// When it was last reviewed.
    pub reviewed: Option<NaiveDate>,
    /// When it is to be reviewed again.
    pub next_review: Option<NaiveDate>,
    /// The file it was read from, word for word.
    pub text: String,
}

impl Definition {
    /// Whether the numerator is a part of the denominator: the highest value that can occur is the
    /// multiplier itself, as in a percentage that cannot pass 100.
    #[must_use]
    pub fn is_proportion(&self) -> bool {
        self.calculation == Calculation::Ratio && self.highest_possible == Some(self.multiplier)
    }
}

/// Every key a definition may have, beside those of its source.
const KEYS: [&str; 25] = [
    "code",
    "title",
    "definition",
    "why_it_matters",
    "kind",
    "improvement",
    "unit",
    "decimals",
    "calculation",
    "multiplier",
    "numerator",
    "denominator",
    "minimum_denominator",
    "lowest_possible",
    "highest_possible",
    "period",
    "due_working_days",
    "domain",
    "lead",
    "frameworks",
    "leads_for",
    "author",
    "checker",
    "reviewed",
    "next_review",
];

const KINDS: [(&str, Kind); 2] = [("leading", Kind::Leading), ("lagging", Kind::Lagging)];

/// The words for which way is better.
pub const IMPROVEMENTS: [(&str, Improvement); 3] = [
    ("increase", Improvement::Increase),
    ("decrease", Improvement::Decrease),
    ("neutral", Improvement::Neutral),
];

const CALCULATIONS: [(&str, Calculation); 2] =
    [("value", Calculation::Value), ("ratio", Calculation::Ratio)];

/// The words for the length of a period.
pub const PERIODS: [(&str, PeriodKind); 7] = [
    ("day", PeriodKind::Day),
    ("week", PeriodKind::Week),
    ("month", PeriodKind::Month),
    ("quarter", PeriodKind::Quarter),
    ("half", PeriodKind::Half),
    ("calendar_year", PeriodKind::CalendarYear),
    ("financial_year", PeriodKind::FinancialYear),
];

/// Reads a definition.
///
/// `file` is the name used in messages; its last part must be the code in lower case with `.toml`.
///
/// # Errors
///
/// Returns every fault found, in the order of the keys: TOML that cannot be read, keys that are
/// missing or unknown, values of the wrong kind or out of range, keys that contradict one another.
pub fn read_definition(file: &str, text: &str) -> Result<Definition, Vec<DefinitionFault>> {
    let mut keys = DefinitionFile::parse(file, text)?;
    keys.refuse_unknown(&[&KEYS[..], &SOURCE_KEYS[..]].concat());
    let (calculation, multiplier, numerator, denominator) = read_calculation(&mut keys);
    let source = read_source(&mut keys, calculation);
    let (zero_denominator, grains) = read_rules(&mut keys);
    let definition = Definition {
        code: read_code(&mut keys, file),
        title: keys.line_of_text("title", 120),
        definition: keys.text("definition"),
        why_it_matters: keys.text("why_it_matters"),
        kind: keys.word("kind", &KINDS).unwrap_or(Kind::Leading),
        improvement: keys.word("improvement", &IMPROVEMENTS).unwrap_or_default(),
        unit: keys.line_of_text("unit", 30),
        decimals: u8::try_from(keys.whole_number("decimals", 6)).unwrap_or_default(),
        calculation,
        multiplier,
        numerator,
        denominator,
        lowest_possible: keys.optional_number("lowest_possible"),
        highest_possible: keys.optional_number("highest_possible"),
        source,
        minimum_denominator: keys.optional_number("minimum_denominator"),
        zero_denominator,
        period: keys.word("period", &PERIODS).unwrap_or(PeriodKind::Month),
        grains,
        due_working_days: u16::try_from(keys.whole_number("due_working_days", 366))
            .unwrap_or_default(),
        domain: keys.line_of_text("domain", 60),
        lead: keys.line_of_text("lead", 120),
        frameworks: keys.texts("frameworks"),
        leads_for: optional_text(&mut keys, "leads_for"),
        author: keys.line_of_text("author", 120),
        checker: optional_text(&mut keys, "checker"),
        reviewed: keys.optional_day("reviewed"),
        next_review: keys.optional_day("next_review"),
        text: text.to_owned(),
    };
    check_consistency(&mut keys, &definition);
    keys.finish(definition)
}

fn optional_text(keys: &mut DefinitionFile, key: &str) -> Option<String> {
    keys.has(key).then(|| keys.line_of_text(key, 120))
}

fn read_code(keys: &mut DefinitionFile, file: &str) -> String {
    let code = keys.line_of_text("code", 20);
    if code.is_empty() {
        return code;
    }
    let allowed =
        |letter: char| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == '_';
    if !code.chars().all(allowed) || !code.starts_with(|letter: char| letter.is_ascii_uppercase()) {
        let problem = format!("'{code}' must be capitals, digits and _, starting with a capital");
        keys.fault("code", problem);
    }
    let wanted = format!("{}.toml", code.to_ascii_lowercase());
    if file.rsplit(['/', '\\']).next() != Some(wanted.as_str()) {
        keys.fault("code", format!("the file of '{code}' must be named {wanted}"));
    }
    code
}

fn read_calculation(
    keys: &mut DefinitionFile,
) -> (Calculation, f64, Option<String>, Option<String>) {
    let Some(calculation) = keys.word("calculation", &CALCULATIONS) else {
        return (Calculation::Value, 1.0, None, None);
    };
    match calculation {
        Calculation::Ratio => {
            let multiplier = keys.number("multiplier");
            if multiplier <= 0.0 {
                keys.fault("multiplier", "must be above zero: 100 for a percentage".to_owned());
            }
            let numerator = keys.line_of_text("numerator", 120);
            let denominator = keys.line_of_text("denominator", 120);
            (calculation, multiplier, Some(numerator), Some(denominator))
        }
        Calculation::Value => {
            for key in ["multiplier", "numerator", "denominator"] {
                if keys.has(key) {
                    let problem = "belongs to a ratio; remove it or set calculation = \"ratio\"";
                    keys.fault(key, problem.to_owned());
                }
            }
            (calculation, 1.0, None, None)
        }
    }
}

fn check_consistency(keys: &mut DefinitionFile, definition: &Definition) {
    if let (Some(lowest), Some(highest)) = (definition.lowest_possible, definition.highest_possible)
        && lowest >= highest
    {
        keys.fault("highest_possible", format!("must be above lowest_possible, which is {lowest}"));
    }
    if definition.grains.contains(&definition.period) {
        keys.fault("grains", "has the indicator's own period; remove it".to_owned());
    }
    if definition.minimum_denominator.is_some() && definition.calculation == Calculation::Value {
        let problem = "belongs to a ratio; remove it or set calculation = \"ratio\"";
        keys.fault("minimum_denominator", problem.to_owned());
    }
    if definition.leads_for.is_some() && definition.kind == Kind::Lagging {
        keys.fault("leads_for", "a lagging indicator leads for none; remove it".to_owned());
    }
    if let (Some(reviewed), Some(next)) = (definition.reviewed, definition.next_review)
        && next <= reviewed
    {
        keys.fault("next_review", format!("must be after reviewed, which is {reviewed}"));
    }
}

#[cfg(test)]
#[path = "definition_tests.rs"]
mod tests;
