//! `bellwether plan compare`: what became of each commitment in the next edition of a document.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use bellwether_app::editions::rules::{
    Change, Comparison, Pair, Row, Single, Step, StepPair, changes_word, compare,
};
use bellwether_app::editions::words::{Piece, difference};
use bellwether_plan::{Document, ReadOptions};
use clap::ValueEnum;
use serde_json::{Value, json};

use crate::context::{ContextArgs, wrong_year};
use crate::plan::read_one;

/// Examples for the help.
pub(crate) const EXAMPLES: &str = "\
Examples:
  bellwether plan compare action-plan-2018.txt action-plan-2018-revised.txt
  bellwether plan compare first.docx second.docx --format json

Words left out stand in [-...-], words put in in {+...+}.
Exit status: 0 both files were read, 1 one could not be, 2 called in a wrong way.";

/// Two editions of a document.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The earlier edition
    old: PathBuf,

    /// The later one
    new: PathBuf,

    #[command(flatten)]
    context: ContextArgs,

    /// How the comparison is printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// Lines for people: what is not as it was
    Table,
    /// One object with every commitment
    Json,
}

/// Both editions, read.
struct Editions {
    old: Document,
    new: Document,
    old_rows: Vec<Row>,
    new_rows: Vec<Row>,
    comparison: Comparison,
}

/// Compares two files and prints what differs.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let Some(context) = args.context.context() else { return Ok(wrong_year()) };
    let options = ReadOptions { context };
    let old = read_one(&args.old, &options)?;
    let new = read_one(&args.new, &options)?;
    let rows = |document: &Document| document.commitments.iter().map(Row::from).collect();
    let (old_rows, new_rows): (Vec<Row>, Vec<Row>) = (rows(&old), rows(&new));
    let comparison = compare(&old_rows, &new_rows);
    let editions = Editions { old, new, old_rows, new_rows, comparison };
    let mut output = io::BufWriter::new(io::stdout().lock());
    match args.format {
        Format::Table => editions.print(&mut output),
        Format::Json => serde_json::to_string_pretty(&editions.json())
            .map_err(io::Error::from)
            .and_then(|text| writeln!(output, "{text}")),
    }
    .and_then(|()| output.flush())
    .context("cannot write to standard output")?;
    Ok(ExitCode::SUCCESS)
}

impl Editions {
    fn print(&self, output: &mut impl Write) -> io::Result<()> {
        let counts = self.comparison.counts();
        write!(output, "{} -> {}: ", self.old.file, self.new.file)?;
        write!(output, "{} unchanged, {} added", counts.unchanged, counts.added)?;
        write!(output, ", {} removed", counts.removed)?;
        for (change, count) in &counts.changed {
            write!(output, ", {count} {}", change.title().to_lowercase())?;
        }
        writeln!(output)?;
        let single = |single: &Single, rows: &[Row], others: &[Row], words: &str| {
            let part_of =
                single.part_of.map(|place| format!(" ({words} {})", name(&others[place])));
            format!("  {}{}", line(&rows[single.row]), part_of.unwrap_or_default())
        };
        let added = self.comparison.added.iter();
        let added = added.map(|row| single(row, &self.new_rows, &self.old_rows, "split from"));
        let removed = self.comparison.removed.iter();
        let removed = removed.map(|row| single(row, &self.old_rows, &self.new_rows, "merged into"));
        let changed = self.comparison.pairs.iter().filter(|pair| !pair.changes.is_empty());
        let changed = changed.map(|pair| self.changed(pair));
        group(output, "Added", added)?;
        group(output, "Removed", removed)?;
        group(output, "Changed", changed)
    }

    fn changed(&self, pair: &Pair) -> String {
        let (old, new) = (&self.old_rows[pair.old], &self.new_rows[pair.new]);
        let titles: Vec<String> =
            pair.changes.iter().map(|change| change.title().to_lowercase()).collect();
        let mut lines = vec![format!("  {}: {}", line(new), titles.join(", "))];
        for change in &pair.changes {
            match change {
                Change::Reworded => lines.push(marked(&old.text, &new.text)),
                Change::ReDated => {
                    lines.push(from_to("due", &old.due.as_written, &new.due.as_written));
                }
                Change::LeadChanged => lines.push(from_to("lead", &leads(old), &leads(new))),
                Change::OutcomeChanged => {
                    let text = |row: &Row| row.outcome.clone().unwrap_or_default();
                    lines.push(marked(&text(old), &text(new)));
                }
                Change::StepsChanged => {
                    lines.extend(pair.steps.iter().filter_map(|step| step_line(step, old, new)));
                }
                Change::Renumbered => {
                    lines.push(from_to("reference", &old.reference, &new.reference));
                }
                Change::Moved => lines.push(from_to("section", &old.section, &new.section)),
            }
        }
        lines.join("\n      ")
    }

    fn json(&self) -> Value {
        let file = |document: &Document| {
            json!({
                "file": document.file,
                "title": document.title,
                "plan_year": document.plan_year,
            })
        };
        let pairs = self.comparison.pairs.iter().map(|pair| {
            let (old, new) = (&self.old_rows[pair.old], &self.new_rows[pair.new]);
            let mut value = json!({
                "change": changes_word(&pair.changes),
                "old": old,
                "new": new,
                "steps": pair.steps,
            });
            if pair.changes.contains(&Change::Reworded) {
                value["words"] = json!(difference(&old.text, &new.text));
            }
            value
        });
        let added = self.comparison.added.iter().map(|single| {
            let split_from = single.part_of.map(|place| &self.old_rows[place].reference);
            let new = &self.new_rows[single.row];
            json!({ "change": "added", "old": null, "new": new, "split_from": split_from })
        });
        let removed = self.comparison.removed.iter().map(|single| {
            let merged_into = single.part_of.map(|place| &self.new_rows[place].reference);
            let old = &self.old_rows[single.row];
            json!({ "change": "removed", "old": old, "new": null, "merged_into": merged_into })
        });
        json!({
            "old": file(&self.old),
            "new": file(&self.new),
            "counts": self.comparison.counts(),
            "commitments": pairs.chain(added).chain(removed).collect::<Vec<Value>>(),
        })
    }
}

fn group(
    output: &mut impl Write,
    heading: &str,
    lines: impl Iterator<Item = String>,
) -> io::Result<()> {
    let mut lines = lines.peekable();
    if lines.peek().is_some() {
        writeln!(output, "\n{heading}")?;
    }
    for line in lines {
        writeln!(output, "{line}")?;
    }
    Ok(())
}

fn line(row: &Row) -> String {
    let mut facts = vec![leads(row), row.due.as_written.clone()];
    facts.retain(|fact| !fact.is_empty());
    let facts = if facts.is_empty() { String::new() } else { format!(" [{}]", facts.join("; ")) };
    format!("{:<8} {}{facts}", row.reference, row.text)
}

/// What a commitment is called in a few words.
fn name(row: &Row) -> &str {
    if row.reference.is_empty() { &row.text } else { &row.reference }
}

fn leads(row: &Row) -> String {
    let names: Vec<&str> = row.leads.iter().map(|lead| lead.as_written.as_str()).collect();
    names.join(", ")
}

fn from_to(what: &str, from: &str, to: &str) -> String {
    let shown = |text: &str| if text.is_empty() { "none".to_owned() } else { text.to_owned() };
    format!("{what}: {} -> {}", shown(from), shown(to))
}

fn step_line(step: &StepPair, old: &Row, new: &Row) -> Option<String> {
    let shown = |step: &Step| match step.due.as_written.as_str() {
        "" => step.text.clone(),
        due => format!("{} [{due}]", step.text),
    };
    match (step.old.map(|place| &old.steps[place]), step.new.map(|place| &new.steps[place])) {
        (Some(_), Some(_)) if step.changes.is_empty() => None,
        (Some(before), Some(after)) => Some(format!("step: {} -> {}", shown(before), shown(after))),
        (None, Some(after)) => Some(format!("step added: {}", shown(after))),
        (before, None) => before.map(|before| format!("step removed: {}", shown(before))),
    }
}

fn marked(old: &str, new: &str) -> String {
    let pieces = difference(old, new).into_iter().map(|piece| match piece {
        Piece::Same(words) => words,
        Piece::Deleted(words) => format!("[-{words}-]"),
        Piece::Inserted(words) => format!("{{+{words}+}}"),
    });
    pieces.collect::<Vec<_>>().join(" ")
}
