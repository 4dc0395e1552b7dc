//! The keys of one TOML definition file, taken one by one, every fault kept with its line.

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

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
    YesNo(bool),
    List(Vec<Entry>),
    Table(BTreeMap<String, Entry>),
    Other(&'static str),
}

impl Value {
    fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Number(_) | Self::Whole(_) => "a number",
            Self::Day(_) => "a day",
            Self::YesNo(_) => "true or false",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
            Self::Other(kind) => kind,
        }
    }
}

/// The keys of a file, or of one table in it, that are being read.
pub(crate) struct DefinitionFile {
    file: String,
    /// Where a fault of a key that is missing is said to be: where the table starts.
    first_line: usize,
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
        let entries = read_table(text, table.get_ref());
        Ok(Self { file: file.to_owned(), first_line: 1, entries, faults: Vec::new() })
    }

    /// Keeps a fault of `key`, at its line or at the first where it is missing.
    pub(crate) fn fault(&mut self, key: &str, problem: String) {
        let line = self.entries.get(key).map_or(self.first_line, |entry| entry.line);
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

    /// Text that may be empty; empty where it is at fault.
    pub(crate) fn any_text(&mut self, key: &str) -> String {
        match self.entries.get(key).map(|entry| &entry.value) {
            Some(Value::Text(text)) => text.trim().to_owned(),
            _ => self.text(key),
        }
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

    /// True or false; false where the key is absent.
    pub(crate) fn yes_no(&mut self, key: &str) -> bool {
        match self.entries.get(key).map(|entry| &entry.value) {
            Some(Value::YesNo(answer)) => *answer,
            Some(other) => {
                let problem = format!("must be true or false, not {}", other.kind());
                self.fault(key, problem);
                false
            }
            None => false,
        }
    }

    /// A list of texts, empty where the key is absent.
    pub(crate) fn texts(&mut self, key: &str) -> Vec<String> {
        let texts = match self.entries.get(key).map(|entry| &entry.value) {
            None => return Vec::new(),
            Some(Value::List(items)) => items
                .iter()
                .map(|item| match &item.value {
                    Value::Text(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
                    _ => None,
                })
                .collect::<Option<Vec<String>>>(),
            Some(_) => None,
        };
        texts.unwrap_or_else(|| {
            self.fault(key, "must be a list of texts, as [\"one\", \"another\"]".to_owned());
            Vec::new()
        })
    }

    /// The keys of this table in the order in which they are written.
    pub(crate) fn keys_as_written(&self) -> Vec<String> {
        let mut keys: Vec<(usize, &String)> =
            self.entries.iter().map(|(key, entry)| (entry.line, key)).collect();
        keys.sort_unstable();
        keys.into_iter().map(|(_, key)| key.clone()).collect()
    }

    /// Takes a table under `key` out, to be read by its own keys and given back with
    /// [`DefinitionFile::take_faults`]; `None` where it is absent.
    pub(crate) fn table(&mut self, key: &str) -> Option<Self> {
        let entry = self.entries.get_mut(key)?;
        if let Value::Table(entries) = &mut entry.value {
            let (entries, first_line) = (std::mem::take(entries), entry.line);
            return Some(Self { file: self.file.clone(), first_line, entries, faults: Vec::new() });
        }
        self.fault(key, format!("must be a table, as [{key}]"));
        None
    }

    /// Takes the tables of `[[key]]` out, in the order in which they are written.
    pub(crate) fn tables(&mut self, key: &str) -> Vec<Self> {
        let Some(entry) = self.entries.get_mut(key) else { return Vec::new() };
        let items = match &mut entry.value {
            Value::List(items) => std::mem::take(items),
            _ => Vec::new(),
        };
        let count = items.len();
        let tables: Vec<Self> = items
            .into_iter()
            .filter_map(|item| match item.value {
                Value::Table(entries) => Some(Self {
                    file: self.file.clone(),
                    first_line: item.line,
                    entries,
                    faults: Vec::new(),
                }),
                _ => None,
            })
            .collect();
        if tables.is_empty() || tables.len() < count {
            self.fault(key, format!("must be tables, each headed [[{key}]]"));
        }
        tables
    }

    /// Takes over the faults found in one of its tables.
    pub(crate) fn take_faults(&mut self, table: Self) {
        self.faults.extend(table.faults);
    }

    /// The definition, if no fault was found.
    pub(crate) fn finish<T>(self, definition: T) -> Result<T, Vec<DefinitionFault>> {
        if self.faults.is_empty() { Ok(definition) } else { Err(self.faults) }
    }
}

fn read_table(text: &str, table: &DeTable<'_>) -> BTreeMap<String, Entry> {
    let read = |(key, value): (&Spanned<DeString<'_>>, &Spanned<DeValue<'_>>)| {
        let line = line_at(text, key.span().start);
        (key.get_ref().to_string(), Entry { line, value: read_value(text, value.get_ref()) })
    };
    table.iter().map(read).collect()
}

fn read_value(text: &str, value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(whole) => i64::from_str_radix(whole.as_str(), whole.radix())
            .map_or(Value::Other("a number too large"), Value::Whole),
        DeValue::Float(number) => number
            .as_str()
            .parse()
            .map_or(Value::Other("a number that cannot be read"), Value::Number),
        DeValue::Datetime(moment) => day_of(moment).map_or(Value::Other("a time"), Value::Day),
        DeValue::Boolean(answer) => Value::YesNo(*answer),
        DeValue::Array(items) => Value::List(
            items
                .iter()
                .map(|item| Entry {
                    line: line_at(text, item.span().start),
                    value: read_value(text, item.get_ref()),
                })
                .collect(),
        ),
        DeValue::Table(table) => Value::Table(read_table(text, table)),
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
