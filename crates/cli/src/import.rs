//! `bellwether import`: plans, figures and reference files into an installation.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use bellwether_app::App;
use bellwether_app::commitments::files as commitments;
use bellwether_app::editions::taking::{self, EditionReport};
use bellwether_app::flows::{self, LoadOptions, LoadReport};
use bellwether_app::indicators::catalogue;
use bellwether_app::organisations::files::{self as organisations, Taken};
use bellwether_app::organisations::{post_file, successor_file};
use bellwether_app::plans::import::{self as plans, ImportOptions, ImportReport, Take};
use bellwether_app::plans::tree;
use bellwether_calendar::{FinancialYear, Quarters};
use chrono::NaiveDate;
use clap::Subcommand;

use crate::context::iso_day;
use crate::installation::{self, Installation, everything, say, working_on};
use crate::updates_sheet::{self, UpdatesSheetArgs};

/// Takes files in: all of a file or nothing, and what was there already changes nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  bellwether import organisations organisations.csv
  bellwether import links organisation-links.csv
  bellwether import leads leads.csv
  bellwether import indicators catalogue/indicators
  bellwether import flows catalogue/flows
  bellwether import updates-sheet plan.xlsx --plan 3 --dry-run
  bellwether import plan action-plan.docx --organisation ZLK --plan-year 2018/19
  bellwether import plan action-plan.docx --organisation ZLK --accept-clean
  bellwether import plan action-plan-2.docx --edition-of action-plan.docx
  bellwether import plan practice.txt --organisation ZL001 --kind practice_plan --inside action-plan.docx
  bellwether import observations 2018-05.csv --known-on 2018-05-20 --take-good-rows")]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// A planning document, to wait for its review; what is accepted is the plan of an organisation
    Plan(PlanArgs),
    /// Figures: `organisation,indicator,period,numerator,denominator,value,state`
    Observations(FiguresArgs),
    /// Targets: `indicator,organisation,kind,value,from_day,to_day,assessed`
    Targets(FiguresArgs),
    /// Definitions: a folder of TOML files
    Indicators(FileArgs),
    /// The register of flows: a folder of TOML files
    Flows(FileArgs),
    /// Organisations: `code,name,kind,open_data,opened_on,closed_on`
    Organisations(FileArgs),
    /// What organisations became: `organisation,successor,change,on_day`
    Successors(FileArgs),
    /// Trees of organisations (`tree,parent,child,from_day,to_day`), or which commitment serves which
    /// indicator (`plan,reference,indicator`)
    Links(FileArgs),
    /// Posts and their holders: `organisation,code,title,person,email,from_day,to_day`
    Leads(FileArgs),
    /// Updates made elsewhere: `plan,reference,made_on,lead,status,note`
    Updates(FileArgs),
    /// A plan's workbook that was written out, edited and brought back
    UpdatesSheet(UpdatesSheetArgs),
}

#[derive(Debug, clap::Args)]
struct FileArgs {
    #[command(flatten)]
    installation: Installation,

    /// The file, or the folder of definitions
    path: PathBuf,
}

#[derive(Debug, clap::Args)]
struct FiguresArgs {
    #[command(flatten)]
    file: FileArgs,

    /// The day on which the figures became known, when that was not today
    #[arg(long, value_name = "DAY", value_parser = iso_day)]
    known_on: Option<NaiveDate>,

    /// Take the good rows though others are at fault, and write those to FILE.rejected.csv
    #[arg(long)]
    take_good_rows: bool,
}

#[derive(Debug, clap::Args)]
struct PlanArgs {
    #[command(flatten)]
    file: FileArgs,

    /// Code of the organisation whose plan it is
    #[arg(long, value_name = "CODE", required_unless_present = "edition_of")]
    organisation: Option<String>,

    /// The plan of which it is the next edition, by its file, title or number
    #[arg(long, value_name = "PLAN", conflicts_with = "organisation")]
    edition_of: Option<String>,

    /// The plan that it stands inside of, by its file, title or number
    #[arg(long, value_name = "PLAN")]
    inside: Option<String>,

    /// Its kind, such as `practice_plan` or `recovery_plan`
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,

    /// The plan's own year, when the document does not say it
    #[arg(long, value_name = "YEAR", value_parser = plan_year)]
    plan_year: Option<FinancialYear>,

    /// The day on which it was written; today when absent
    #[arg(long, value_name = "DAY", value_parser = iso_day)]
    as_of: Option<NaiveDate>,

    /// Its quarters are those of the calendar: Q1 starts in January
    #[arg(long)]
    calendar_quarters: bool,

    /// Accept the rows without a warning or an error in which nothing is uncertain; the others wait
    #[arg(long, conflicts_with = "accept_all")]
    accept_clean: bool,

    /// Accept every row, though nobody has looked at any
    #[arg(long)]
    accept_all: bool,
}

fn plan_year(text: &str) -> Result<FinancialYear, String> {
    text.parse().map_err(|error: bellwether_calendar::FinancialYearError| error.to_string())
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    installation::run(async {
        match &args.what {
            What::Plan(args) => take_plan(args).await,
            What::Observations(args) => take_figures(args, Figures::Observations).await,
            What::Targets(args) => take_figures(args, Figures::Targets).await,
            What::Indicators(args) => take_definitions(args).await,
            What::Flows(args) => take_flows(args).await,
            What::Successors(args) => take_reference(args, Reference::Successors).await,
            What::Organisations(args) => take_reference(args, Reference::Organisations).await,
            What::Links(args) => take_reference(args, Reference::Links).await,
            What::Leads(args) => take_reference(args, Reference::Leads).await,
            What::Updates(args) => take_reference(args, Reference::Updates).await,
            What::UpdatesSheet(args) => updates_sheet::take(args).await,
        }
    })
}

/// The name of a file without its folder: what the ledger remembers it by.
pub(crate) fn file_name(path: &Path) -> anyhow::Result<String> {
    let name = path.file_name().with_context(|| format!("{} is no file", path.display()))?;
    Ok(name.to_string_lossy().into_owned())
}

async fn take_plan(args: &PlanArgs) -> anyhow::Result<ExitCode> {
    let app = args.file.installation.open().await?;
    let quarters = if args.calendar_quarters { Quarters::Calendar } else { Quarters::Financial };
    let options = ImportOptions { plan_year: args.plan_year, as_of: args.as_of, quarters };
    let path = &args.file.path;
    let plan_id = if let Some(name) = &args.edition_of {
        let report = next_edition(&app, name, path, options).await?;
        say(&edition_sentence(&report));
        Some(report.plan_id)
    } else {
        let take = match (args.accept_all, args.accept_clean) {
            (true, _) => Take::Everything,
            (false, true) => Take::Clean,
            (false, false) => Take::Nothing,
        };
        let organisation = args.organisation.as_deref().unwrap_or_default();
        let report = plan(&app, organisation, path, options, take).await?;
        say(&plan_sentence(&report));
        // No plan is made while every row waits.
        Some(report.plan_id).filter(|id| *id > 0)
    };
    if let Some(plan_id) = plan_id.filter(|_| args.inside.is_some() || args.kind.is_some()) {
        let (inside, kind) = (args.inside.as_deref(), args.kind.as_deref());
        tree::settle(&app, &everything(&app), plan_id, inside, kind).await?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Takes a document over as the next edition of a plan.
pub(crate) async fn next_edition(
    app: &App,
    plan: &str,
    path: &Path,
    options: ImportOptions,
) -> anyhow::Result<EditionReport> {
    let scope = everything(app);
    let plan_id = taking::plan_named(app, &scope, plan).await?;
    let bytes = flows::read_file(path)?;
    let file = file_name(path)?;
    let spinner = working_on(&format!("comparing {file}"));
    let report = taking::take_next_edition(app, &scope, plan_id, &file, &bytes, options).await;
    spinner.finish_and_clear();
    report.with_context(|| format!("{} was not taken over as edition of '{plan}'", path.display()))
}

fn edition_sentence(report: &EditionReport) -> String {
    if report.already_there {
        return format!("'{}' has this very file already.", report.title);
    }
    let EditionReport { title, number, added, left_out, .. } = report;
    let EditionReport { reworded, re_dated, lead_changed, unchanged, .. } = report;
    format!(
        "'{title}', edition {number}: {added} added, {left_out} left out, {reworded} reworded, \
         {re_dated} re-dated, {lead_changed} with another lead, {unchanged} unchanged."
    )
}

/// Takes in one planning document, and accepts as much of it as is asked for.
pub(crate) async fn plan(
    app: &App,
    organisation: &str,
    path: &Path,
    options: ImportOptions,
    take: Take,
) -> anyhow::Result<ImportReport> {
    let bytes = flows::read_file(path)?;
    let file = file_name(path)?;
    let spinner = working_on(&format!("reading {file}"));
    let scope = everything(app);
    let report = plans::take(app, &scope, organisation, &file, &bytes, options, take).await;
    spinner.finish_and_clear();
    report.with_context(|| format!("{} was not taken in for '{organisation}'", path.display()))
}

fn plan_sentence(report: &ImportReport) -> String {
    let title = &report.title;
    let mut text = if report.already_there {
        format!("'{title}' is there already, from the very same file.")
    } else if report.plan_id == 0 {
        format!("'{title}' is read; nothing of it is part of a plan yet.")
    } else {
        counted(report)
    };
    if let Some(draft) = report.draft_id.filter(|_| report.waiting > 0) {
        let rows = report.waiting;
        let waiting = format!("\n{rows} rows wait for a person: review them at /drafts/{draft}.");
        text.push_str(&waiting);
    }
    if !report.new_posts.is_empty() {
        text.push_str("\nPosts not known before: ");
        text.push_str(&report.new_posts.join("; "));
    }
    text
}

/// What of a document is part of its plan, and what of that a person should look at.
fn counted(report: &ImportReport) -> String {
    let mut text = format!(
        "'{}': {} commitments with {} milestones, {} indicator rows, {} risks, {} goals.",
        report.title,
        report.commitments,
        report.milestones,
        report.indicators,
        report.risks,
        report.goals
    );
    if report.waiting == 0 && (report.uncertain > 0 || report.findings > 0) {
        let look = format!(
            "\nTo look at: {} uncertain commitments, {} findings.",
            report.uncertain, report.findings
        );
        text.push_str(&look);
    }
    text
}

/// Kinds of files of figures.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Figures {
    /// Observations.
    Observations,
    /// Targets.
    Targets,
}

async fn take_figures(args: &FiguresArgs, kind: Figures) -> anyhow::Result<ExitCode> {
    let app = args.file.installation.open().await?;
    let options = LoadOptions { known_on: args.known_on, take_good_rows: args.take_good_rows };
    let path = &args.file.path;
    let report = figures(&app, path, kind, options).await?;
    for fault in report.faults.first() {
        say(&format!("{}: {fault}", report.file_name));
    }
    if let Some(rejected) = &report.rejected_file {
        let beside = PathBuf::from(format!("{}.rejected.csv", path.display()));
        fs::write(&beside, rejected)
            .with_context(|| format!("{} cannot be written", beside.display()))?;
        say(&format!("The rejected rows are in {}.", beside.display()));
    }
    say(&report.sentence());
    Ok(if report.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Takes in one file of figures.
pub(crate) async fn figures(
    app: &App,
    path: &Path,
    kind: Figures,
    options: LoadOptions,
) -> anyhow::Result<LoadReport> {
    let bytes = flows::read_file(path)?;
    let file = file_name(path)?;
    let spinner = working_on(&format!("taking in {file}"));
    let scope = everything(app);
    let report = match kind {
        Figures::Observations => {
            flows::load_observations(app, &scope, &file, &bytes, options).await
        }
        Figures::Targets => flows::load_targets(app, &scope, &file, &bytes, options).await,
    };
    spinner.finish_and_clear();
    report.with_context(|| format!("{} was not taken in", path.display()))
}

async fn take_definitions(args: &FileArgs) -> anyhow::Result<ExitCode> {
    let app = args.installation.open().await?;
    let (added, changed, unchanged) = definitions(&app, &args.path).await?;
    say(&format!("Definitions: {added} new, {changed} changed, {unchanged} as they were."));
    Ok(ExitCode::SUCCESS)
}

/// Takes in a folder of definitions: how many are new, changed and as they were.
pub(crate) async fn definitions(app: &App, folder: &Path) -> anyhow::Result<(usize, usize, usize)> {
    let read = catalogue::read_folder(folder)?;
    let report = catalogue::import(app, &everything(app), &read).await?;
    Ok((report.added.len(), report.changed.len(), report.unchanged))
}

async fn take_flows(args: &FileArgs) -> anyhow::Result<ExitCode> {
    let app = args.installation.open().await?;
    let Taken { added, changed, unchanged } = register(&app, &args.path).await?;
    say(&format!("Flows: {added} new, {changed} changed, {unchanged} as they were."));
    Ok(ExitCode::SUCCESS)
}

/// Takes in a folder of flows.
pub(crate) async fn register(app: &App, folder: &Path) -> anyhow::Result<Taken> {
    let read = flows::register::catalogue::read_folder(folder)?;
    Ok(flows::register::catalogue::import(app, &everything(app), &read).await?)
}

/// Kinds of reference files.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Reference {
    /// Organisations.
    Organisations,
    /// Trees of organisations, or commitments and the indicators they serve.
    Links,
    /// What organisations became.
    Successors,
    /// Posts and their holders.
    Leads,
    /// Updates made elsewhere.
    Updates,
}

async fn take_reference(args: &FileArgs, kind: Reference) -> anyhow::Result<ExitCode> {
    let app = args.installation.open().await?;
    let Taken { added, changed, unchanged } = reference(&app, &args.path, kind).await?;
    let file = file_name(&args.path)?;
    say(&format!("{file}: {added} new, {changed} changed, {unchanged} known already."));
    Ok(ExitCode::SUCCESS)
}

/// Takes in one reference file.
pub(crate) async fn reference(app: &App, path: &Path, kind: Reference) -> anyhow::Result<Taken> {
    let bytes = flows::read_file(path)?;
    let file = file_name(path)?;
    let scope = everything(app);
    let taken = match kind {
        Reference::Organisations => organisations::organisations(app, &scope, &file, &bytes).await,
        Reference::Successors => successor_file::successors(app, &scope, &file, &bytes).await,
        Reference::Leads => post_file::leads(app, &scope, &file, &bytes).await,
        Reference::Updates => commitments::updates(app, &scope, &file, &bytes).await,
        Reference::Links => match kind_of_links(&bytes) {
            Some(Links::Trees) => organisations::tree_links(app, &scope, &file, &bytes).await,
            Some(Links::Commitments) => commitments::links(app, &scope, &file, &bytes).await,
            None => bail!(
                "{} has neither the columns tree,parent,child,from_day,to_day nor \
                 plan,reference,indicator",
                path.display()
            ),
        },
    };
    Ok(taken?)
}

enum Links {
    Trees,
    Commitments,
}

/// Which links a file holds, told by its header.
fn kind_of_links(bytes: &[u8]) -> Option<Links> {
    let header = bytes.split(|byte| *byte == b'\n').next()?;
    let header = String::from_utf8_lossy(header).to_lowercase();
    let has = |name: &str| header.split(',').any(|column| column.trim() == name);
    if has("parent") {
        Some(Links::Trees)
    } else if has("reference") {
        Some(Links::Commitments)
    } else {
        None
    }
}
