//! What is owed to us, by whom and when: a flow as its file in `catalogue/flows` gives it.

use bellwether_calendar::{DueRule, PeriodKind};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::organisations::rules::KINDS;

/// Most characters of a text.
const LONGEST_TEXT: usize = 2_000;

/// Rhythms a flow may have.
const RHYTHMS: [(&str, PeriodKind); 4] = [
    ("day", PeriodKind::Day),
    ("week", PeriodKind::Week),
    ("month", PeriodKind::Month),
    ("quarter", PeriodKind::Quarter),
];

/// Senders of any kind.
const ANY_KIND: &str = "organisation";

/// A flow as written: one TOML file.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Written {
    code: String,
    title: String,
    what: String,
    #[serde(default)]
    datasets: Vec<String>,
    #[serde(default)]
    figures: bool,
    senders: String,
    #[serde(default)]
    sender_codes: Vec<String>,
    owed_from: Option<toml::value::Datetime>,
    rhythm: String,
    due: String,
    least_share: f64,
    #[serde(default)]
    matters_to: Vec<String>,
    clause: String,
}

/// What is owed, by whom, how often and by when.
#[derive(Debug, Clone, PartialEq)]
pub struct FlowDefinition {
    /// Short capitals, such as `AE`.
    pub code: String,
    /// What people call it.
    pub title: String,
    /// What it carries, in words.
    pub what: String,
    /// The datasets its rows go into.
    pub datasets: Vec<String>,
    /// Whether it carries figures of indicators, returned as CSV.
    pub figures: bool,
    /// Kind of organisation that sends it; none for every kind.
    pub sender_kind: Option<String>,
    /// Codes of the organisations that send it, where they are named.
    pub sender_codes: Vec<String>,
    /// From when it is owed; without one, from when a body first sent it.
    pub owed_from: Option<NaiveDate>,
    /// How long the periods are that it is sent for.
    pub rhythm: PeriodKind,
    /// By when after the end of a period.
    pub due: DueRule,
    /// Share of the rows that a body usually sends, from which a period counts as received.
    pub least_share: f64,
    /// Posts to whom it matters, the one that asks for it first.
    pub matters_to: Vec<String>,
    /// What the contract says of it.
    pub clause: String,
}

impl FlowDefinition {
    /// Whether an organisation may be a sender of it at all.
    #[must_use]
    pub fn may_be_sent_by(&self, kind: &str, code: &str) -> bool {
        let named = self.sender_codes.is_empty() || self.sender_codes.iter().any(|own| own == code);
        named && self.sender_kind.as_ref().is_none_or(|own| own == kind)
    }

    /// The rhythm as people say it: `daily`.
    #[must_use]
    pub fn rhythm_words(&self) -> &'static str {
        match self.rhythm {
            PeriodKind::Day => "daily",
            PeriodKind::Week => "weekly",
            PeriodKind::Quarter => "quarterly",
            _ => "monthly",
        }
    }
}

/// Reads a flow; `file` is its name in messages.
///
/// # Errors
///
/// Returns every fault, each with what to do: text that is no TOML with the line, keys that are
/// missing, unknown or contradict one another.
pub fn read_flow(file: &str, text: &str) -> Result<FlowDefinition, Vec<String>> {
    let written: Written = toml::from_str(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        let line = text.get(..start).unwrap_or_default().split('\n').count();
        vec![format!("{file}, line {line}: {}", error.message().replace('\n', ", "))]
    })?;
    let mut faults = Faults { file, text, found: Vec::new() };
    check_names(&written, &mut faults);
    check_carried(&written, &mut faults);
    let rhythm = RHYTHMS.iter().find(|(word, _)| *word == written.rhythm).map(|(_, kind)| *kind);
    if rhythm.is_none() {
        faults.add("rhythm", &format!("'{}' must be day, week, month or quarter", written.rhythm));
    }
    let due = written.due.parse::<DueRule>();
    if let Err(error) = &due {
        faults.add("due", &error.to_string());
    }
    if !(written.least_share > 0.0 && written.least_share <= 1.0) {
        faults.add("least_share", "must be above 0 and at most 1, such as 0.5 for half");
    }
    let owed_from = written.owed_from.as_ref().and_then(|moment| {
        let date = moment.date.filter(|_| moment.time.is_none())?;
        let (year, month, day) = (date.year.into(), date.month.into(), date.day.into());
        NaiveDate::from_ymd_opt(year, month, day)
    });
    if written.owed_from.is_some() && owed_from.is_none() {
        faults.add("owed_from", "must be a day without quotation marks, as 2018-04-01");
    }
    let sender_kind = (written.senders != ANY_KIND).then(|| written.senders.clone());
    match (rhythm, due) {
        (Some(rhythm), Ok(due)) if faults.found.is_empty() => Ok(FlowDefinition {
            rhythm,
            due,
            owed_from,
            sender_kind,
            code: written.code,
            title: written.title,
            what: written.what.trim().to_owned(),
            datasets: written.datasets,
            figures: written.figures,
            sender_codes: written.sender_codes,
            least_share: written.least_share,
            matters_to: written.matters_to,
            clause: written.clause.trim().to_owned(),
        }),
        _ => Err(faults.found),
    }
}

/// Faults of one file, each at the line of its key.
struct Faults<'a> {
    file: &'a str,
    text: &'a str,
    found: Vec<String>,
}

impl Faults<'_> {
    fn add(&mut self, key: &str, problem: &str) {
        let is_of_key = |line: &str| {
            let rest = line.trim_start().strip_prefix(key);
            rest.is_some_and(|rest| rest.trim_start().starts_with('='))
        };
        let line = self.text.lines().position(is_of_key).map_or(1, |before| before + 1);
        self.found.push(format!("{}, line {line}: {key}: {problem}", self.file));
    }
}

fn check_names(written: &Written, faults: &mut Faults<'_>) {
    let capitals =
        |letter: char| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == '_';
    let starts = written.code.starts_with(|letter: char| letter.is_ascii_uppercase());
    if !starts || !written.code.chars().all(capitals) || written.code.len() > 20 {
        faults.add("code", "must be at most 20 capitals, digits and _, starting with a capital");
    }
    let wanted = format!("{}.toml", written.code.to_ascii_lowercase());
    if faults.file.rsplit(['/', '\\']).next() != Some(wanted.as_str()) {
        faults.add("code", &format!("the file of '{}' must be named {wanted}", written.code));
    }
    for (key, text) in
        [("title", &written.title), ("what", &written.what), ("clause", &written.clause)]
    {
        if text.trim().is_empty() {
            faults.add(key, "is empty");
        } else if text.chars().count() > LONGEST_TEXT {
            faults.add(key, &format!("is longer than {LONGEST_TEXT} characters"));
        }
    }
    if written.senders != ANY_KIND && !KINDS.contains(&written.senders.as_str()) {
        let kinds = KINDS.join(", ");
        let problem =
            format!("'{}' must be {ANY_KIND} for any, or one of: {kinds}", written.senders);
        faults.add("senders", &problem);
    }
}

fn check_carried(written: &Written, faults: &mut Faults<'_>) {
    match (written.datasets.is_empty(), written.figures) {
        (true, false) => {
            faults.add("datasets", "name the datasets it carries, or set figures = true");
        }
        (false, true) => faults.add("figures", "a flow carries datasets or figures, not both"),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "code = \"AE\"\ntitle = \"A&E\"\nwhat = \"attendances\"\ndatasets = [\"ae_attendances\"]\nsenders = \"provider\"\nrhythm = \"day\"\ndue = \"daily by 09:00\"\nleast_share = 0.5\nclause = \"every day\"\n";

    fn check(from: &str, to: &str, expected: &str) {
        let text = GOOD.replace(from, to);
        let found = read_flow("flows/ae.toml", &text).unwrap_err();
        assert_eq!(found, [expected], "{to}");
    }

    #[test]
    fn a_fault_is_named_with_its_line_and_what_to_do() {
        assert!(read_flow("flows/ae.toml", GOOD).is_ok());
        check(
            "\"day\"",
            "\"hour\"",
            "flows/ae.toml, line 6: rhythm: 'hour' must be day, week, month or quarter",
        );
        check(
            "0.5",
            "1.5",
            "flows/ae.toml, line 8: least_share: must be above 0 and at most 1, such as 0.5 for half",
        );
        check(
            "\"AE\"",
            "\"XX\"",
            "flows/ae.toml, line 1: code: the file of 'XX' must be named xx.toml",
        );
        check(
            "\"provider\"",
            "\"hospital\"",
            "flows/ae.toml, line 5: senders: 'hospital' must be organisation for any, or one of: commissioner, provider, practice, locality, system, region, national",
        );
        check(
            "[\"ae_attendances\"]",
            "[]",
            "flows/ae.toml, line 4: datasets: name the datasets it carries, or set figures = true",
        );
    }

    #[test]
    fn what_is_no_rule_and_what_is_no_toml_are_refused() {
        let refusal = |text: &str| read_flow("ae.toml", text).unwrap_err().join("\n");
        let text = GOOD.replace("daily by 09:00", "soon");
        assert!(refusal(&text).starts_with("ae.toml, line 7: due: 'soon' is not a due rule"));
        assert!(refusal(&GOOD.replace("title =", "tittle =")).contains("unknown field `tittle`"));
        assert!(refusal("code = ").starts_with("ae.toml, line 1: "));
    }

    #[test]
    fn every_flow_of_every_shipped_dataset_is_shipped_and_reads() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogue");
        let read = |folder: &str| {
            let entries = std::fs::read_dir(root.join(folder)).unwrap();
            let files = entries.map(|entry| entry.unwrap().path());
            files.map(|path| (path.display().to_string(), std::fs::read_to_string(path).unwrap()))
        };
        let flows: Vec<FlowDefinition> =
            read("flows").map(|(file, text)| read_flow(&file, &text).unwrap()).collect();
        for (file, text) in read("datasets") {
            let dataset: toml::Table = text.parse().unwrap();
            let name = dataset["name"].as_str().unwrap();
            let flow = dataset["flow"].as_str().unwrap();
            let found = flows.iter().find(|known| known.code == flow).expect(&file);
            assert!(found.datasets.iter().any(|own| own == name), "{flow} lacks {name}");
        }
        assert!(flows.iter().any(|flow| flow.figures));
    }
}
