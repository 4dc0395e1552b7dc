//! `bellwether plan`: reads planning documents, and says what to look at in them.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use bellwether_plan::draft::{Commitment, Severity};
use bellwether_plan::{Document, Drafts, ReadOptions};
use clap::{Subcommand, ValueEnum};
use serde::Serialize;

use crate::compare;
use crate::context::{ContextArgs, wrong_year};
use crate::findings::{self, FilterArgs};

const READ_EXAMPLES: &str = "\
Examples:
  bellwether plan read action-plan.docx
  bellwether plan read *.xlsx *.pdf --plan-year 2008/09 --format csv > commitments.csv
  curl https://example.org/plan.html | bellwether plan read - --format table

A file is known by its content, not by its name: Word (.docx), Excel (.xlsx), PDF with a text layer,
CSV, web page, Markdown or text. Of any other it says what to save it as.

What the text has lost is null with a reason in `uncertain`, never a guess.
Exit status: 0 every file was read, 1 one could not be, 2 called in a wrong way.";

const LINT_EXAMPLES: &str = "\
Examples:
  bellwether plan lint action-plan.docx
  bellwether plan lint *.docx --format json
  bellwether plan lint action-plan.docx --rule lead-missing,timescale-missing
  bellwether plan lint action-plan.docx --severity warning

Exit status: 0 no finding is an error, 1 one is, or a file could not be read, 2 called in a wrong way.";

const RULES_EXAMPLES: &str = "\
Examples:
  bellwether plan rules
  bellwether plan rules --format json";

/// Reads planning documents: commitments, leads, dates, indicators, risks and goals.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: PlanCommand,
}

#[derive(Debug, Subcommand)]
enum PlanCommand {
    /// Prints the draft plan in each document
    #[command(after_help = READ_EXAMPLES)]
    Read(ReadArgs),
    /// Prints what a person should look at in each document
    #[command(after_help = LINT_EXAMPLES)]
    Lint(LintArgs),
    /// Prints the rules of the linter, a line each
    #[command(after_help = RULES_EXAMPLES)]
    Rules(RulesArgs),
    /// Prints what was added, removed, reworded or re-dated from one edition to the next
    #[command(after_help = compare::EXAMPLES)]
    Compare(compare::Args),
}

#[derive(Debug, clap::Args)]
struct ReadArgs {
    #[command(flatten)]
    input: InputArgs,

    /// How the draft is printed
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
}

#[derive(Debug, clap::Args)]
struct LintArgs {
    #[command(flatten)]
    input: InputArgs,

    #[command(flatten)]
    filter: FilterArgs,

    /// How the findings are printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Debug, clap::Args)]
struct RulesArgs {
    /// How the rules are printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Debug, clap::Args)]
struct InputArgs {
    /// Planning documents: Word, Excel, PDF, CSV, web page, Markdown or text; - is standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,

    #[command(flatten)]
    context: ContextArgs,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    /// Lines for people
    Table,
    /// One object with all documents
    Json,
    /// A header and a row for each commitment, finding or rule
    Csv,
}

/// Reads the files and prints their drafts, findings or differences.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    match &args.command {
        PlanCommand::Read(read) => read_and_print(&read.input, |drafts, output| {
            print_drafts(drafts, read.format, output)?;
            Ok(false)
        }),
        PlanCommand::Lint(lint) => read_and_print(&lint.input, |drafts, output| {
            lint.filter.apply(drafts);
            findings::print(drafts, lint.format, output)?;
            Ok(has_errors(drafts))
        }),
        PlanCommand::Rules(rules) => findings::print_rules(rules.format),
        PlanCommand::Compare(args) => compare::run(args),
    }
}

/// Reads the files and prints what was read; `print` says whether that is a failure.
fn read_and_print(
    input: &InputArgs,
    print: impl FnOnce(&mut Drafts, &mut io::BufWriter<io::StdoutLock<'_>>) -> anyhow::Result<bool>,
) -> anyhow::Result<ExitCode> {
    let Some(context) = input.context.context() else { return Ok(wrong_year()) };
    let (mut drafts, some_unread) = read_all(&input.files, &ReadOptions { context });
    let mut output = io::BufWriter::new(io::stdout().lock());
    let failed = print(&mut drafts, &mut output)
        .and_then(|failed| Ok(output.flush().map(|()| failed)?))
        .context("cannot write to standard output")?;
    Ok(if some_unread || failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Reads every file that can be read; of the others it says why not.
#[expect(clippy::print_stderr, reason = "messages of the command line go to standard error")]
fn read_all(files: &[PathBuf], options: &ReadOptions) -> (Drafts, bool) {
    let mut drafts = Drafts::default();
    let mut failed = false;
    for file in files {
        match read_one(file, options) {
            Ok(document) => drafts.documents.push(document),
            Err(error) => {
                eprintln!("bellwether: {error:#}");
                failed = true;
            }
        }
    }
    (drafts, failed)
}

/// Reads one file, or standard input for `-`.
pub(crate) fn read_one(file: &Path, options: &ReadOptions) -> anyhow::Result<Document> {
    if file == Path::new("-") {
        let bytes = bytes_of(io::stdin().lock()).context("cannot read standard input")?;
        return Ok(bellwether_plan::read("standard input", &bytes, options)?);
    }
    let shown = file.display();
    let opened = std::fs::File::open(file).with_context(|| format!("cannot open {shown}"))?;
    let bytes = bytes_of(opened).with_context(|| format!("cannot read {shown}"))?;
    let name = file
        .file_name()
        .map_or_else(|| shown.to_string(), |name| name.to_string_lossy().into_owned());
    Ok(bellwether_plan::read(&name, &bytes, options)?)
}

/// The bytes of a file up to just beyond the largest that is read, so that no file fills the memory.
fn bytes_of(reader: impl Read) -> io::Result<Vec<u8>> {
    let limit = u64::try_from(bellwether_plan::source::LARGEST_DOCUMENT).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    reader.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn has_errors(drafts: &Drafts) -> bool {
    let mut findings = drafts.documents.iter().flat_map(|document| &document.findings);
    findings.any(|finding| finding.severity == Severity::Error)
}

/// A row of the CSV of commitments.
#[derive(Debug, Serialize)]
struct CommitmentRow<'a> {
    file: &'a str,
    #[serde(rename = "ref")]
    reference: &'a str,
    section: &'a str,
    text: &'a str,
    leads: String,
    timescales: String,
    earliest: String,
    latest: String,
    status: &'a str,
    uncertain: &'a str,
    line_from: usize,
    line_to: usize,
}

fn print_drafts(drafts: &Drafts, format: Format, output: &mut impl Write) -> anyhow::Result<()> {
    let commitments = drafts.documents.iter().flat_map(|document| {
        document.commitments.iter().map(move |commitment| (document, commitment))
    });
    match format {
        Format::Json => {
            writeln!(output, "{}", serde_json::to_string_pretty(drafts)?)?;
        }
        Format::Csv => {
            let mut csv = csv::Writer::from_writer(output);
            for (document, commitment) in commitments {
                csv.serialize(row(&document.file, commitment))?;
            }
            csv.flush()?;
        }
        Format::Table => {
            for document in &drafts.documents {
                print_table(document, output)?;
            }
        }
    }
    Ok(())
}

fn row<'a>(file: &'a str, commitment: &'a Commitment) -> CommitmentRow<'a> {
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let timescales = &commitment.timescales;
    // A due date that is open in one part is open as a whole.
    let latest = timescales.iter().map(|timescale| timescale.latest).collect::<Option<Vec<_>>>();
    let earliest =
        timescales.iter().map(|timescale| timescale.earliest).collect::<Option<Vec<_>>>();
    CommitmentRow {
        file,
        reference: &commitment.reference,
        section: commitment.section.as_deref().unwrap_or_default(),
        text: &commitment.text,
        leads: leads(commitment),
        timescales: written(commitment),
        earliest: day(earliest.and_then(|days| days.into_iter().min())),
        latest: day(latest.and_then(|days| days.into_iter().max())),
        status: commitment.status.as_deref().unwrap_or_default(),
        uncertain: commitment.uncertain.as_deref().unwrap_or_default(),
        line_from: commitment.source.line_from,
        line_to: commitment.source.line_to,
    }
}

fn leads(commitment: &Commitment) -> String {
    let names: Vec<&str> = commitment
        .leads
        .iter()
        .map(|lead| lead.expanded.as_ref().unwrap_or(&lead.as_written).as_str())
        .collect();
    names.join("; ")
}

fn written(commitment: &Commitment) -> String {
    let dates: Vec<&str> =
        commitment.timescales.iter().map(|timescale| timescale.as_written.as_str()).collect();
    dates.join("; ")
}

fn print_table(document: &Document, output: &mut impl Write) -> anyhow::Result<()> {
    let title = document.title.as_deref().unwrap_or("no title found");
    let year = document.plan_year.as_deref().unwrap_or("no plan year found");
    writeln!(output, "{}: {title} ({year})", document.file)?;
    writeln!(
        output,
        "{} commitments, {} indicators, {} risks, {} goals, {} findings",
        document.commitments.len(),
        document.indicators.len(),
        document.risks.len(),
        document.goals.len(),
        document.findings.len()
    )?;
    let mut section = None;
    for commitment in &document.commitments {
        if commitment.section != section {
            section.clone_from(&commitment.section);
            writeln!(output, "\n{}", section.as_deref().unwrap_or("(no section)"))?;
        }
        let doubt = if commitment.uncertain.is_some() { "?" } else { " " };
        writeln!(
            output,
            "{doubt} {:<8} {:<56} {:<28} {}",
            cut(&commitment.reference, 8),
            cut(&commitment.text, 56),
            cut(&leads(commitment), 28),
            written(commitment)
        )?;
    }
    writeln!(output)?;
    Ok(())
}

/// The first characters of a text, with a sign where some are left out.
fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width.saturating_sub(1)).collect();
    format!("{kept}…")
}
