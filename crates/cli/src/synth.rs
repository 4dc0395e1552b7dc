//! `bellwether synth`: an invented district as files.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use bellwether_synth::{Dataset, Manifest, Request, Split, SynthError};
use chrono::NaiveDate;
use clap::ValueEnum;
use indicatif::{HumanCount, ProgressBar, ProgressStyle};

use crate::context::iso_day;
use crate::installation::say;

const EXAMPLES: &str = "\
Examples:
  bellwether synth --out district --patients 20000 --seed 7
  bellwether synth --out district --patients 5000 --seed 7 --from 2017-04-01 --to 2019-03-31
  bellwether synth --out big --patients 6000000 --seed 1 --split whole --only ae_attendances

With --split month (the default) each month has a folder, with one file for each dataset and sender:
district/2018-04/ae_attendances-ZHA.csv. A month's files hold what was known at its end: a pathway
that stops later comes again with a later month. deliveries.csv says on which day each file would
arrive. With --split whole there is one file for each dataset, each row once, as known at the end.

Beside them: organisations.csv and organisation-links.csv for `bellwether import`, persons.csv, and
manifest.json with what was planted. The same patients, seed, days and practices give the same bytes
on every machine. Everybody and everything is invented.";

/// Invents a district: organisations, people on lists, and linked events, with planted problems.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The folder to write into
    #[arg(long, value_name = "DIR")]
    out: PathBuf,

    /// Patients on the lists on the first day
    #[arg(long, value_name = "N")]
    patients: u32,

    /// Seed of all that is drawn
    #[arg(long, value_name = "S")]
    seed: u64,

    /// First day; four years before --to, else 2015-04-01
    #[arg(long, value_name = "DAY", value_parser = iso_day)]
    from: Option<NaiveDate>,

    /// Last day; four years from --from, else 2019-03-31
    #[arg(long, value_name = "DAY", value_parser = iso_day)]
    to: Option<NaiveDate>,

    /// Practices; one for each 8,400 patients, but at least 8
    #[arg(long, value_name = "N")]
    practices: Option<u32>,

    /// A folder a month, or one file for each dataset
    #[arg(long, value_enum, default_value_t)]
    split: SplitArgument,

    /// Only these datasets, by name
    #[arg(long, value_name = "DATASET", num_args = 1.., value_parser = dataset)]
    only: Vec<Dataset>,

    /// Replace an earlier district in the folder
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum SplitArgument {
    /// A folder a month, with a file for each dataset and sender, as known at the month's end
    #[default]
    Month,
    /// One file for each dataset, as known at the end
    Whole,
}

fn dataset(name: &str) -> Result<Dataset, String> {
    Dataset::named(name).ok_or_else(|| {
        let names = Dataset::ALL.map(Dataset::name).join(", ");
        format!("there is no dataset '{name}'; the datasets are {names}")
    })
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let (from, to) = Request::days(args.from, args.to);
    let request = Request {
        patients: args.patients,
        seed: args.seed,
        from,
        to,
        practices: args.practices,
        split: match args.split {
            SplitArgument::Month => Split::Month,
            SplitArgument::Whole => Split::Whole,
        },
        only: args.only.clone(),
    };
    let bar = ProgressBar::new(u64::from(args.patients));
    bar.set_style(ProgressStyle::with_template(
        "{bar:30} {human_pos}/{human_len} places, {eta} left",
    )?);
    let written = bellwether_synth::write(&request, &args.out, args.force, &mut |done, all| {
        bar.set_length(all);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    match written {
        Ok(manifest) => {
            report(args, &manifest);
            Ok(ExitCode::SUCCESS)
        }
        Err(error @ SynthError::Refused(_)) => {
            say(&format!("bellwether: {error}"));
            Ok(ExitCode::from(2))
        }
        Err(SynthError::NotEmpty(folder)) => {
            let folder = folder.display();
            anyhow::bail!("{folder} is not empty: name another folder, or replace it with --force")
        }
        Err(error) => Err(error).context("no district was written"),
    }
}

fn report(args: &Args, manifest: &Manifest) {
    for rows in &manifest.rows {
        say(&format!("{:>14} rows  {}", HumanCount(rows.rows).to_string(), rows.dataset));
    }
    for problem in &manifest.planted {
        let (kind, at, from) = (problem.kind, &problem.organisation, &problem.from);
        say(&format!("planted: {kind} at {at} from {from}"));
    }
    let out = args.out.display();
    let persons = HumanCount(manifest.persons);
    say(&format!("{out} holds {persons} people at {} practices.", manifest.practices));
    say(&format!("Next: bellwether import organisations {out}/organisations.csv"));
}
