//! The keys of one TOML definition file, taken one by one, every fault kept with its line.

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;
use toml::de::{DeTable, DeValue};

/// What is wrong with a definition, where, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DefinitionFault {
    /// The file.
    pub file: String,
    /// Line in the file, from 1.
    pub line: usize,
    /// The key at fault; empty when the file as a whole is.
    pub key: String,
    /// What is wrong and what to do.
    pub problem: String,
}

impl fmt::Display for DefinitionFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}, line {}: ", self.file, self.line)?;
        if !self.key.is_empty() {
            write!(formatter, "{}: ", self.key)?;
        }
        formatter.write_str(&self.problem)
    }
}

/// Longest text of a definition, in characters: a page.
const LONGEST_TEXT: usize = 4_000;

/// A key's value and the line its key is on.
struct Entry {
    line: usize,
    value: Value,
}

/// What a TOML value can be here.
enum Value {
    Text(String),
    Number(f64),
    Whole(i64),
    Day(NaiveDate),
    Other(&'static str),
}

impl Value {
    fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Number(_) | Self::Whole(_) => "a number",
            Self::Day(_) => "a day",
            Self::Other(kind) => kind,
        }
    }
}

/// The keys of a file that is being read.
pub(crate) struct DefinitionFile {
    file: String,
    entries: BTreeMap<String, Entry>,
    faults: Vec<DefinitionFault>,
}

impl DefinitionFile {
    /// Parses `text`; `file` is its name in messages.
    pub(crate) fn parse(file: &str, text: &str) -> Result<Self, Vec<DefinitionFault>> {
        let table = DeTable::parse(text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            vec![DefinitionFault {
                file: file.to_owned(),
                line: line_at(text, start),
                key: String::new(),
                problem: format!("not readable as TOML: {}", error.message().replace('\n', ", ")),
            }]
        })?;
        let entries = table
            .get_ref()
            .iter()
            .map(|(key, value)| {
                let line = line_at(text, key.span().start);
                (key.get_ref().to_string(), Entry { line, value: read_value(value.get_ref()) })
            })
            .collect();
        Ok(Self { file: file.to_owned(), entries, faults: Vec::new() })
    }

    /// Keeps a fault of `key`, at its line or at the first where it is missing.
    pub(crate) fn fault(&mut self, key: &str, problem: String) {
        let line = self.entries.get(key).map_or(1, |entry| entry.line);
        let (file, key) = (self.file.clone(), key.to_owned());
        self.faults.push(DefinitionFault { file, line, key, problem });
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// Keeps a fault for each key that is not among `known`, naming the nearest that is.
    pub(crate) fn refuse_unknown(&mut self, known: &[&str]) {
        let unknown: Vec<String> =
            self.entries.keys().filter(|key| !known.contains(&key.as_str())).cloned().collect();
        for key in unknown {
            self.fault(&key, format!("unknown key; the keys are {}", known.join(", ")));
        }
    }

    /// Text of any number of lines that must be there.
    pub(crate) fn text(&mut self, key: &str) -> String {
        let text = match self.entries.get(key).map(|entry| &entry.value) {
            Some(Value::Text(text)) => text.trim().to_owned(),
            Some(other) => {
                let problem = format!("must be text in quotation marks, not {}", other.kind());
                self.fault(key, problem);
                return String::new();
            }
            None => {
                self.fault(key, "is missing".to_owned());
                return String::new();
            }
        };
        if text.is_empty() {
            self.fault(key, "is empty".to_owned());
        } else if text.chars().count() > LONGEST_TEXT {
            self.fault(key, format!("is longer than {LONGEST_TEXT} characters"));
        }
        text
    }

    /// Text of one line, of at most `longest` characters, that must be there.
    pub(crate) fn line_of_text(&mut self, key: &str, longest: usize) -> String {
        let text = self.text(key);
        if text.contains(['\n', '\r', '\t']) {
            self.fault(key, "must be one line".to_owned());
        } else if text.chars().count() > longest {
            self.fault(key, format!("is longer than {longest} characters"));
        }
        text
    }

    /// One of a few words.
    pub(crate) fn word<T: Copy>(&mut self, key: &str, words: &[(&str, T)]) -> Option<T> {
        let written = self.text(key);
        let found = words.iter().find(|(word, _)| *word == written).map(|(_, meaning)| *meaning);
        if found.is_none() && !written.is_empty() {
            let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.fault(key, format!("'{written}' must be one of: {}", words.join(", ")));
        }
        found
    }

    /// A number that may be absent.
    pub(crate) fn optional_number(&mut self, key: &str) -> Option<f64> {
        let problem = match &self.entries.get(key)?.value {
            Value::Number(number) if number.is_finite() => return Some(*number),
            #[expect(clippy::cast_precision_loss, reason = "a limit, far below 2^53")]
            Value::Whole(number) => return Some(*number as f64),
            other => format!("must be a number, not {}", other.kind()),
        };
        self.fault(key, problem);
        None
    }

    /// A number that must be there; 1 where it is at fault.
    pub(crate) fn number(&mut self, key: &str) -> f64 {
        if !self.has(key) {
            self.fault(key, "is missing".to_owned());
        }
        self.optional_number(key).unwrap_or(1.0)
    }

    /// A whole number from 0 to `highest` that must be there.
    pub(crate) fn whole_number(&mut self, key: &str, highest: i64) -> i64 {
        let problem = match self.entries.get(key).map(|entry| &entry.value) {
            Some(Value::Whole(number)) if (0..=highest).contains(number) => return *number,
            Some(_) => format!("must be a whole number from 0 to {highest}"),
            None => "is missing".to_owned(),
        };
        self.fault(key, problem);
        0
    }

    /// A day that may be absent.
    pub(crate) fn optional_day(&mut self, key: &str) -> Option<NaiveDate> {
        if let Value::Day(day) = &self.entries.get(key)?.value {
            return Some(*day);
        }
        self.fault(key, "must be a day without quotation marks, as 2018-04-03".to_owned());
        None
    }

    /// The definition, if no fault was found.
    pub(crate) fn finish<T>(self, definition: T) -> Result<T, Vec<DefinitionFault>> {
        if self.faults.is_empty() { Ok(definition) } else { Err(self.faults) }
    }
}

fn read_value(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(whole) => i64::from_str_radix(whole.as_str(), whole.radix())
            .map_or(Value::Other("a number too large"), Value::Whole),
        DeValue::Float(number) => number
            .as_str()
            .parse()
            .map_or(Value::Other("a number that cannot be read"), Value::Number),
        DeValue::Datetime(moment) => day_of(moment).map_or(Value::Other("a time"), Value::Day),
        DeValue::Boolean(_) => Value::Other("true or false"),
        DeValue::Array(_) => Value::Other("a list"),
        DeValue::Table(_) => Value::Other("a table"),
    }
}

fn day_of(moment: &toml::value::Datetime) -> Option<NaiveDate> {
    if moment.time.is_some() {
        return None;
    }
    let date = moment.date?;
    NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))
}

fn line_at(text: &str, position: usize) -> usize {
    text.get(..position).unwrap_or_default().split('\n').count()
}
