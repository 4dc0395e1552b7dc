//! The `bellwether` command.

mod audit;
mod check;
mod compare;
mod context;
mod demo;
mod evaluate;
mod export;
mod findings;
mod import;
mod indicator;
mod init;
mod installation;
mod load;
mod organisations;
mod plan;
mod remind;
mod report;
mod serve;
mod spc;
mod synth;
mod timescale;
mod updates_sheet;
mod user;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

const EXAMPLES: &str = "\
Examples:
  bellwether demo --serve
  bellwether plan read action-plan.txt --format table
  bellwether timescale \"Dec-Feb 04\" --plan-year 2003/04
  bellwether timescale --format json < timescales.txt
  bellwether load ae_attendances attendances.csv --dry-run
  bellwether export plan all --format csv > commitments.csv
  bellwether report board --as-at 2019-01-31 --out january.pdf
  bellwether spc waits.csv --summary --improvement increase --target 0.95

Exit status: 0 done, 1 not done or something found wrong, 2 called in a wrong way.
Data go to standard output; progress and messages go to standard error.
Type `bellwether COMMAND --help` for a command's options and examples.";

/// Runs a health-care commissioner's plan: reads it, watches it, and says early what goes off
/// course.
#[derive(Debug, Parser)]
#[command(name = "bellwether", version, arg_required_else_help = true, after_help = EXAMPLES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Args),
    Serve(serve::Args),
    Demo(demo::Args),
    Import(import::Args),
    Organisations(organisations::Args),
    Load(load::Args),
    Evaluate(evaluate::Args),
    Indicator(indicator::Args),
    Remind(remind::Args),
    Export(export::Args),
    User(user::Args),
    Audit(audit::Args),
    Check(check::Args),
    Plan(plan::Args),
    Report(report::Args),
    Spc(spc::Args),
    Synth(synth::Args),
    Timescale(timescale::Args),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Init(args) => init::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Demo(args) => demo::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Organisations(args) => organisations::run(&args),
        Command::Load(args) => load::run(&args),
        Command::Evaluate(args) => evaluate::run(&args),
        Command::Indicator(args) => indicator::run(&args),
        Command::Remind(args) => remind::run(&args),
        Command::Export(args) => export::run(&args),
        Command::User(args) => user::run(&args),
        Command::Audit(args) => audit::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Plan(args) => plan::run(&args),
        Command::Report(args) => report::run(&args),
        Command::Spc(args) => spc::run(&args),
        Command::Synth(args) => synth::run(&args),
        Command::Timescale(args) => timescale::run(&args),
    };
    outcome.unwrap_or_else(|error| failure(&error))
}

/// Says what went wrong; a reader that went away (as `head` does) is nobody's error.
#[expect(clippy::print_stderr, reason = "messages of the command line go to standard error")]
fn failure(error: &anyhow::Error) -> ExitCode {
    let reader_gone = error.chain().any(|cause| {
        let io = cause.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
        let csv = cause.downcast_ref::<csv::Error>().and_then(|error| match error.kind() {
            csv::ErrorKind::Io(io) => Some(io.kind()),
            _ => None,
        });
        io.or(csv) == Some(std::io::ErrorKind::BrokenPipe)
    });
    if reader_gone {
        return ExitCode::SUCCESS;
    }
    eprintln!("bellwether: {error:#}");
    ExitCode::FAILURE
}
