//! `bellwether user`: accounts.

use std::io::{self, BufRead as _, Write as _};
use std::process::ExitCode;

use anyhow::Context as _;
use bellwether_app::shell::scope::Role;
use bellwether_app::signin::accounts::{self, NewUser};
use clap::Subcommand;

use crate::installation::{self, Installation, everything, say};

/// Makes, lists, closes and opens accounts.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  bellwether user add ada@example.org --name \"Ada Hale\" --role lead --organisation ZLK --lead CFO
  bellwether user add bob@example.org --name Bob --role viewer --organisation ZLK --password-stdin < secret
  bellwether user list
  bellwether user disable bob@example.org")]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Makes an account; without --password-stdin a password is made up and printed once
    Add(AddArgs),
    /// Lists every account
    List(Installation),
    /// Closes an account and ends its sessions
    Disable(OneArgs),
    /// Opens a closed account again
    Enable(OneArgs),
}

#[derive(Debug, clap::Args)]
struct AddArgs {
    #[command(flatten)]
    installation: Installation,

    /// E-mail address
    email: String,

    /// Name, as shown
    #[arg(long)]
    name: String,

    /// administrator, `performance_manager`, lead, `board_member` or viewer
    #[arg(long)]
    role: Role,

    /// Code of the organisation
    #[arg(long, value_name = "CODE")]
    organisation: String,

    /// Code of the post held there
    #[arg(long, value_name = "CODE")]
    lead: Option<String>,

    /// Read the password from the first line of standard input
    #[arg(long)]
    password_stdin: bool,
}

#[derive(Debug, clap::Args)]
struct OneArgs {
    #[command(flatten)]
    installation: Installation,

    /// E-mail address
    email: String,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    installation::run(async {
        match &args.what {
            What::Add(args) => add(args).await?,
            What::List(installation) => list(installation).await?,
            What::Disable(args) => set_disabled(args, true).await?,
            What::Enable(args) => set_disabled(args, false).await?,
        }
        Ok(ExitCode::SUCCESS)
    })
}

async fn add(args: &AddArgs) -> anyhow::Result<()> {
    let app = args.installation.open().await?;
    let given = if args.password_stdin { Some(first_line()?) } else { None };
    let password = given.clone().unwrap_or_else(accounts::make_up_password);
    let new = NewUser {
        email: args.email.clone(),
        name: args.name.clone(),
        role: args.role,
        organisation: args.organisation.clone(),
        lead: args.lead.clone(),
        password: password.clone(),
    };
    accounts::create_user(&app, &everything(&app), new).await?;
    say(&format!("{} may sign in.", args.email));
    if given.is_none() {
        say("The password, shown this once:");
        writeln!(io::stdout(), "{password}")?;
    }
    Ok(())
}

fn first_line() -> anyhow::Result<String> {
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line).context("standard input could not be read")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

async fn list(installation: &Installation) -> anyhow::Result<()> {
    let app = installation.open().await?;
    let mut out = io::stdout().lock();
    for user in accounts::list(&app.ledger, &everything(&app)).await? {
        let lead = user.lead.map(|lead| format!(", {lead}")).unwrap_or_default();
        let closed = if user.disabled { " (closed)" } else { "" };
        let (email, name, role, place) = (user.email, user.name, user.role, user.organisation);
        writeln!(out, "{email}  {name}  {role}, {place}{lead}{closed}")?;
    }
    Ok(())
}

async fn set_disabled(args: &OneArgs, disabled: bool) -> anyhow::Result<()> {
    let app = args.installation.open().await?;
    accounts::set_disabled(&app, &everything(&app), &args.email, disabled).await?;
    let done = if disabled { "closed" } else { "open again" };
    say(&format!("The account {} is {done}.", args.email));
    Ok(())
}
