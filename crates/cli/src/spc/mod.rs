//! `bellwether spc`: limits, special causes and icons of every series in a file.

use std::fs::File;
use std::io::{self, Read, Write};
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use bellwether_stats::spc::{Improvement, Options, RuleSet};
use clap::ValueEnum;

mod fields;
mod line;
mod output;
mod piece;
mod refusal;
mod render;
mod table;

#[cfg(test)]
mod tests;

use table::Defaults;

const EXAMPLES: &str = "\
Examples:
  bellwether spc waits.csv
  bellwether spc waits.csv --summary --improvement increase --target 0.95
  bellwether spc waits.csv --lowest 0 --highest 100 --out judged.csv
  bellwether spc waits.csv --rules nhsrplotthedots --no-screening --format json
  gunzip -c waits.csv.gz | bellwether spc - --format table

The file is CSV with a header. Columns, in any order:
  series       name of the series; its rows need be neither together nor sorted
  date         day, as 2016-04-01
  value        number; empty or NA where it is missing
  target       what is to be reached (optional; the one of the latest date counts)
  improvement  increase, decrease or neutral: which way is better (optional)
  rebase       1 on the row where a new process starts (optional)
  fix_after    how many first points of each process fix its limits, 12 or more (optional)

A cell goes before the option of the same name. Series come out in the order of their first row,
each in order of date. A file with anything wrong is refused whole: nothing is written.";

/// Judges each series of a file: limits, special causes, or with --summary its two icons.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// CSV with the columns series, date and value; `-` for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// How to judge: bellwether, or nhsrplotthedots as the R package of that name does
    #[arg(long, value_name = "RULESET", default_value_t)]
    rules: RuleSet,

    /// Keep moving ranges above 3.267 times their mean, as the NHS spreadsheet tools do
    #[arg(long)]
    no_screening: bool,

    /// Print a row a series: variation, assurance and rule set
    #[arg(long)]
    summary: bool,

    /// How the answers are printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    /// Which way is better where the file does not say: increase, decrease or neutral
    #[arg(long, value_name = "DIRECTION", default_value = "neutral")]
    improvement: Improvement,

    /// What is to be reached where the file does not say
    #[arg(long, value_name = "NUMBER", value_parser = finite, allow_negative_numbers = true)]
    target: Option<f64>,

    /// How many first points fix the limits where the file does not say, 12 or more
    #[arg(long, value_name = "POINTS", value_parser = clap::value_parser!(u32).range(12..))]
    fix_after: Option<u32>,

    /// Lowest value that can occur: limits are not shown below it
    #[arg(long, value_name = "NUMBER", value_parser = finite, allow_negative_numbers = true)]
    lowest: Option<f64>,

    /// Highest value that can occur: limits are not shown above it
    #[arg(long, value_name = "NUMBER", value_parser = finite, allow_negative_numbers = true)]
    highest: Option<f64>,

    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A header and a row for each
    #[default]
    Csv,
    /// An object a line
    Json,
    /// Columns for people, numbers to four decimals
    Table,
}

fn finite(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(number),
        _ => Err("write a plain number such as 0.95".to_owned()),
    }
}

/// Reads, judges, writes.
///
/// # Errors
///
/// Returns an error if the file cannot be read, has anything wrong in it, or the answers cannot be
/// written; in the first two cases nothing has been written.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let name = if is_standard(&args.file) {
        "standard input".into()
    } else {
        args.file.display().to_string()
    };
    let mut input = open(&args.file).with_context(|| format!("cannot read {name}"))?;
    match &args.out {
        None => judge_file(args, &name, &mut input, || Ok(io::stdout()))?,
        Some(path) => judge_file(args, &name, &mut input, || {
            File::create(path).with_context(|| format!("cannot write {}", path.display()))
        })?,
    }
    Ok(ExitCode::SUCCESS)
}

fn is_standard(file: &Path) -> bool {
    file.as_os_str() == "-"
}

fn open(file: &Path) -> io::Result<Box<dyn Read>> {
    if is_standard(file) { Ok(Box::new(io::stdin())) } else { Ok(Box::new(File::open(file)?)) }
}

/// Judges what `input` holds; `open_sink` is called only when nothing is wrong with it.
fn judge_file<Sink: Write + Send>(
    args: &Args,
    name: &str,
    input: &mut dyn Read,
    open_sink: impl FnOnce() -> anyhow::Result<Sink>,
) -> anyhow::Result<()> {
    let table = table::read(input, name)?;
    let answers = output::Answers {
        table: &table,
        options: Options { rules: args.rules, screening: !args.no_screening },
        defaults: Defaults {
            improvement: args.improvement,
            target: args.target,
            fix_after: args.fix_after.and_then(NonZeroU32::new),
            possible: (args.lowest, args.highest),
        },
        format: args.format,
        summary: args.summary,
    };
    answers.write(&mut open_sink()?)
}
