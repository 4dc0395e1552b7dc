//! The options that say what is known about a plan when its dates are read.

use std::process::ExitCode;

use bellwether_calendar::{Context, FinancialYear, FinancialYearError, Quarters};
use chrono::NaiveDate;
use clap::ValueEnum;

/// What is known about the plan.
#[derive(Debug, clap::Args)]
pub(crate) struct ContextArgs {
    /// The plan's own year: 2003/04, or 2020 for a plan of calendar years (--quarters calendar)
    #[arg(long, value_name = "YEAR")]
    plan_year: Option<PlanYear>,

    /// The day on which the plan was written
    #[arg(long, value_name = "DAY", value_parser = iso_day)]
    as_of: Option<NaiveDate>,

    /// Whether Q1 starts in April or in January
    #[arg(long, value_enum, default_value_t)]
    quarters: QuartersArgument,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum QuartersArgument {
    /// The plan runs on financial years: Q1 is April to June
    #[default]
    Financial,
    /// The plan runs on calendar years: Q1 is January to March
    Calendar,
}

/// A plan's year as given: the two kinds must not be confused.
#[derive(Debug, Clone, Copy)]
enum PlanYear {
    Financial(FinancialYear),
    Calendar(i32),
}

impl std::str::FromStr for PlanYear {
    type Err = FinancialYearError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.parse() {
            Ok(year @ 1000..=9999) if text.len() == 4 => Ok(Self::Calendar(year)),
            _ => text.parse().map(Self::Financial),
        }
    }
}

/// Reads a day as 2019-01-31.
pub(crate) fn iso_day(text: &str) -> Result<NaiveDate, String> {
    text.parse().map_err(|_| format!("'{text}' is not a day; write it as 2003-11-01"))
}

impl ContextArgs {
    /// What the options say; `None` when the plan's year is of another kind than its quarters.
    pub(crate) fn context(&self) -> Option<Context> {
        let quarters = match self.quarters {
            QuartersArgument::Financial => Quarters::Financial,
            QuartersArgument::Calendar => Quarters::Calendar,
        };
        let plan_year = match (self.plan_year, quarters) {
            (None, _) => None,
            (Some(PlanYear::Financial(year)), _) => Some(year),
            (Some(PlanYear::Calendar(year)), Quarters::Calendar) => {
                Some(FinancialYear::starting(year))
            }
            (Some(PlanYear::Calendar(_)), Quarters::Financial) => return None,
        };
        Some(Context { plan_year, as_of: self.as_of, quarters })
    }
}

/// Says why the options contradict each other.
#[expect(clippy::print_stderr, reason = "messages of the command line go to standard error")]
pub(crate) fn wrong_year() -> ExitCode {
    eprintln!(
        "bellwether: a single year is a calendar year: give --quarters calendar with it, or write \
         a financial year as --plan-year 2008/09"
    );
    ExitCode::from(2)
}
