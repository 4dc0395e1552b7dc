//! `bellwether indicator`: definitions tried before they are taken in.

use std::path::PathBuf;
use std::process::ExitCode;

use bellwether_app::indicators::catalogue;
use bellwether_app::indicators::definition::{Definition, Source};
use bellwether_app::shell::errors::AppError;

use crate::installation::say;

const EXAMPLES: &str = "\
Examples:
  bellwether indicator check catalogue/indicators/ae4.toml
  bellwether indicator check catalogue/indicators/ae*.toml

Every fault is named by file, line and key. Formulas are held against the definitions in the same
folder, and what is counted against the datasets that are shipped.";

/// Tries definitions of indicators.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Says what is wrong with definition files, line by line, or what they count.
    #[command(after_help = EXAMPLES)]
    Check {
        /// Files such as ae4.toml.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let Action::Check { files } = &args.action;
    let mut good = true;
    for file in files.iter().filter(|file| !file.to_string_lossy().ends_with(".spec.toml")) {
        match catalogue::check_file(file) {
            Ok(definition) => say(&format!("{}: {}", definition.code, summary(&definition))),
            Err(AppError::Invalid(faults)) => {
                say(&faults);
                good = false;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What a definition counts, in a line.
fn summary(definition: &Definition) -> String {
    match &definition.source {
        Source::Returned => "good; sent as figures".to_owned(),
        Source::Dataset(query) => format!("good; counted over {}", query.dataset),
        Source::Formula(terms) => match &terms.denominator {
            Some(denominator) => format!("good; {} over {denominator}", terms.numerator),
            None => format!("good; {}", terms.numerator),
        },
    }
}
