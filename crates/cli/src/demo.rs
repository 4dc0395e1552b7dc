//! `bellwether demo`: makes an installation of the examples, once, and serves it.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use bellwether_app::App;
use bellwether_app::drafts::accept::{Seen, accept_rows};
use bellwether_app::drafts::rules::Show;
use bellwether_app::drafts::store::{self as drafts, DraftId, RowFilter};
use bellwether_app::escalation::store::evaluate;
use bellwether_app::flows::LoadOptions;
use bellwether_app::plans::import::{ImportOptions, Take};
use bellwether_app::plans::tree;
use bellwether_app::shell::clock::Clock;
use bellwether_app::shell::home_folder::{HomeFolder, Settings};
use bellwether_app::signin::accounts::{self, NewUser};
use chrono::NaiveDate;
use serde::Deserialize;

use crate::import::{self, Figures, Reference};
use crate::installation::{self, everything, say, steps};
use crate::{report, serve};

/// The password of every demonstration account; they hold nothing but invented figures.
const PASSWORD: &str = "look around the district";

/// Makes an installation of the example district, as it came to be day by day, and serves it.
///
/// An installation that is there already is only served, with everything done in it since.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  bellwether demo --serve
  bellwether demo --examples examples --home ./bellwether-demo --serve --listen 127.0.0.1:9000")]
pub(crate) struct Args {
    /// Folder of the examples, with demo.toml in it
    #[arg(long, value_name = "DIR", default_value = "examples")]
    examples: PathBuf,

    /// Folder of the installation
    #[arg(long, value_name = "DIR", default_value = "./bellwether-data")]
    home: PathBuf,

    /// Serve it afterwards
    #[arg(long)]
    serve: bool,

    /// Address and port to listen on
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
}

/// `demo.toml`: what is loaded, and on which day each thing became known.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    name: String,
    today: NaiveDate,
    organisation: String,
    organisations: PathBuf,
    links: PathBuf,
    leads: PathBuf,
    indicators: PathBuf,
    flows: PathBuf,
    targets: PathBuf,
    #[serde(default)]
    account: Vec<Account>,
    #[serde(default)]
    step: Vec<Step>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Account {
    email: String,
    name: String,
    role: String,
    organisation: String,
    lead: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    day: NaiveDate,
    kind: Kind,
    file: PathBuf,
    organisation: Option<String>,
    /// The file of the plan of which it is the next edition.
    edition_of: Option<String>,
    /// The file of the plan that it stands inside of.
    inside: Option<String>,
    plan_kind: Option<String>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Plan,
    /// A document whose review is half done.
    Draft,
    Observations,
    Updates,
    Links,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let manifest = read(&args.examples)?;
    installation::run(async {
        // Taken first, so that a port in use is told before anything is made.
        let listener = if args.serve { Some(serve::bind(args.listen).await?) } else { None };
        if HomeFolder::open(&args.home).is_err() {
            make(&manifest, &args.examples, &args.home).await?;
        }
        introduce(&manifest, &args.home);
        match listener {
            Some(listener) => {
                let app = App::open(&args.home, None).await?;
                serve::until_interrupted(app, listener).await
            }
            None => Ok(ExitCode::SUCCESS),
        }
    })
}

fn read(examples: &Path) -> anyhow::Result<Manifest> {
    let file = examples.join("demo.toml");
    let text = fs::read_to_string(&file).with_context(|| {
        format!(
            "{} cannot be read; name the folder of the examples with --examples",
            file.display()
        )
    })?;
    toml::from_str(&text).with_context(|| format!("{} is not as it should be", file.display()))
}

fn introduce(manifest: &Manifest, home: &Path) {
    say(&format!("{}, in {}. Accounts:", manifest.name, home.display()));
    for account in &manifest.account {
        let role = account.role.replace('_', " ");
        say(&format!("  {:<32} {role}, {}", account.email, account.organisation));
    }
    say(&format!("Password of each: {PASSWORD}"));
    let paper = home.join("papers").join(paper_name(manifest));
    say(&format!("First board paper: {}", paper.display()));
}

/// Makes the installation beside its place and moves it there when it is whole, so that one cut
/// short leaves nothing half done.
async fn make(manifest: &Manifest, examples: &Path, home: &Path) -> anyhow::Result<()> {
    let mut making = home.as_os_str().to_owned();
    making.push(".unfinished");
    let making = PathBuf::from(making);
    if making.exists() {
        fs::remove_dir_all(&making)
            .with_context(|| format!("{} cannot be removed", making.display()))?;
    }
    // Whole days, so that the hours of the demonstration are those on the wall.
    let days = (manifest.today - Clock::system().today()).num_days();
    let settings = Settings { clock_shift_seconds: Some(days * 86_400), ..Settings::default() };
    HomeFolder::create(&making, settings)?;
    let app = App::open(&making, None).await?;
    replay(manifest, examples, &app).await?;
    app.ledger.close().await?;
    if home.exists() {
        // An empty folder may have been made for it; anything else is not ours to replace.
        fs::remove_dir(home).with_context(|| {
            format!("{} is there and is no installation; name another folder", home.display())
        })?;
    }
    fs::rename(&making, home)
        .with_context(|| format!("{} cannot be moved to its place", making.display()))
}

async fn replay(manifest: &Manifest, examples: &Path, app: &App) -> anyhow::Result<()> {
    let mut steps_by_day = manifest.step.clone();
    steps_by_day.sort_by_key(|step| step.day);
    let bar = steps(steps_by_day.len() + 4)?;
    bar.set_message("organisations, posts and definitions");
    let first = steps_by_day.first().map_or(manifest.today, |step| step.day);
    let at_first = app.with_clock(Clock::noon(first));
    let file = |path: &Path| examples.join(path);
    for (path, kind) in [
        (&manifest.organisations, Reference::Organisations),
        (&manifest.links, Reference::Links),
        (&manifest.leads, Reference::Leads),
    ] {
        import::reference(&at_first, &file(path), kind).await?;
    }
    import::definitions(&at_first, &file(&manifest.indicators)).await?;
    import::register(&at_first, &file(&manifest.flows)).await?;
    figures(&at_first, &file(&manifest.targets), Figures::Targets).await?;
    bar.inc(1);
    for step in &steps_by_day {
        bar.set_message(format!("{}  {}", step.day, step.file.display()));
        let at_day = app.with_clock(Clock::noon(step.day));
        take(&at_day, &file(&step.file), step, &manifest.organisation).await?;
        bar.inc(1);
    }
    bar.set_message("accounts");
    for account in &manifest.account {
        add(app, account).await?;
    }
    bar.inc(1);
    bar.set_message("signals");
    evaluate(app, &everything(app)).await?;
    bar.inc(1);
    bar.set_message("the board paper");
    let papers = app.home.papers();
    fs::create_dir_all(&papers).with_context(|| format!("{} cannot be made", papers.display()))?;
    let paper = papers.join(paper_name(manifest));
    report::write_board(app, Some(&manifest.organisation), manifest.today, &paper).await?;
    bar.finish_and_clear();
    Ok(())
}

fn paper_name(manifest: &Manifest) -> String {
    format!("board-{}.pdf", manifest.today)
}

async fn take(app: &App, path: &Path, step: &Step, whose: &str) -> anyhow::Result<()> {
    match step.kind {
        Kind::Plan => {
            let organisation = step.organisation.as_deref().unwrap_or(whose);
            let options = ImportOptions::default();
            let plan_id = match &step.edition_of {
                Some(plan) => import::next_edition(app, plan, path, options).await?.plan_id,
                None => {
                    import::plan(app, organisation, path, options, Take::Everything).await?.plan_id
                }
            };
            let (inside, kind) = (step.inside.as_deref(), step.plan_kind.as_deref());
            tree::settle(app, &everything(app), plan_id, inside, kind).await?;
        }
        Kind::Draft => {
            let organisation = step.organisation.as_deref().unwrap_or(whose);
            let options = ImportOptions::default();
            let report = import::plan(app, organisation, path, options, Take::Nothing).await?;
            half_reviewed(app, report.draft_id).await?;
        }
        Kind::Observations => figures(app, path, Figures::Observations).await?,
        Kind::Updates => {
            import::reference(app, path, Reference::Updates).await?;
        }
        Kind::Links => {
            import::reference(app, path, Reference::Links).await?;
        }
    }
    Ok(())
}

/// Accepts the first half of the rows in which nothing was found, as somebody might have by now.
async fn half_reviewed(app: &App, draft_id: Option<i64>) -> anyhow::Result<()> {
    let id = DraftId(draft_id.context("a document that waits for its review")?);
    let filter = RowFilter { show: Show::Clean, ..RowFilter::default() };
    let rows = drafts::all_rows(app.ledger.connection(), id.0, &filter).await?;
    let half: Vec<Seen> =
        rows.iter().take(rows.len().div_ceil(2)).map(|row| row.id.into()).collect();
    accept_rows(app, &everything(app), id, &half).await?;
    Ok(())
}

async fn figures(app: &App, path: &Path, kind: Figures) -> anyhow::Result<()> {
    let report = import::figures(app, path, kind, LoadOptions::default()).await?;
    if let Some(fault) = report.faults.first().first() {
        bail!("{}: {fault}", path.display());
    }
    Ok(())
}

async fn add(app: &App, account: &Account) -> anyhow::Result<()> {
    let new = NewUser {
        email: account.email.clone(),
        name: account.name.clone(),
        role: account.role.parse()?,
        organisation: account.organisation.clone(),
        lead: account.lead.clone(),
        password: PASSWORD.to_owned(),
    };
    let made = accounts::create_user(app, &everything(app), new).await;
    made.with_context(|| format!("the account {} was not made", account.email))?;
    Ok(())
}
