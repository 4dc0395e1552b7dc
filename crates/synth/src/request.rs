//! What is asked for, and why it may be refused.

use std::path::PathBuf;

use chrono::{Datelike as _, Days, Months, NaiveDate};

use crate::dataset::Dataset;

/// The first day where neither end is given: the start of a financial year.
const USUAL_FIRST_DAY: (i32, u32, u32) = (2015, 4, 1);
/// How long the events run where one end is not given.
const USUAL_MONTHS: u32 = 48;
/// More years than anybody plans for; days are counted in small numbers.
const LONGEST_YEARS: i32 = 40;
/// About the population of England, which has 7,000 practices.
const MOST_PATIENTS: u32 = 60_000_000;
const MOST_PRACTICES: u32 = 9_999;
/// Patients on an average list: 58.7 million on 7,001 lists in 2018, NHS Digital, *Patients
/// registered at a GP practice*.
const USUAL_LIST: u32 = 8_400;
/// A district this small would otherwise have too few practices to compare.
const FEWEST_USUAL_PRACTICES: u32 = 8;

/// Into which files the events go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Split {
    /// A folder a month, in it one file for each dataset and sender, with rows as known at the
    /// month's end: a pathway that stops in a later month comes again with that month.
    #[default]
    Month,
    /// One file for each dataset, with each row once, as known at the end.
    Whole,
}

/// A district that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Patients on the lists at the first day.
    pub patients: u32,
    /// Seed of all that is drawn.
    pub seed: u64,
    /// First day of the events.
    pub from: NaiveDate,
    /// Last day of the events.
    pub to: NaiveDate,
    /// Number of practices; by the number of patients where none is given.
    pub practices: Option<u32>,
    /// Into which files.
    pub split: Split,
    /// Datasets to write; all where it is empty. What is written is the same as if all were.
    pub only: Vec<Dataset>,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum SynthError {
    /// What is asked for makes no sense.
    #[error("{0}")]
    Refused(String),
    /// The folder holds something already.
    #[error("{} is not empty: name another folder, or say that it may be replaced", .0.display())]
    NotEmpty(PathBuf),
    /// The folder holds something that was not written by this generator.
    #[error("{} holds no earlier district (no manifest.json): empty it yourself", .0.display())]
    NotOurs(PathBuf),
    /// A file could not be written.
    #[error("cannot write {}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl Request {
    /// The usual days for the ends that are not given: four years, from 1 April 2015 where neither
    /// is.
    #[must_use]
    pub fn days(from: Option<NaiveDate>, to: Option<NaiveDate>) -> (NaiveDate, NaiveDate) {
        let usual =
            NaiveDate::from_ymd_opt(USUAL_FIRST_DAY.0, USUAL_FIRST_DAY.1, USUAL_FIRST_DAY.2)
                .unwrap_or_default();
        let later = |day: NaiveDate| {
            day.checked_add_months(Months::new(USUAL_MONTHS))
                .and_then(|day| day.checked_sub_days(Days::new(1)))
                .unwrap_or(day)
        };
        let earlier = |day: NaiveDate| {
            day.checked_add_days(Days::new(1))
                .and_then(|day| day.checked_sub_months(Months::new(USUAL_MONTHS)))
                .unwrap_or(day)
        };
        match (from, to) {
            (Some(from), Some(to)) => (from, to),
            (Some(from), None) => (from, later(from)),
            (None, Some(to)) => (earlier(to), to),
            (None, None) => (usual, later(usual)),
        }
    }

    /// How many practices there will be.
    #[must_use]
    pub fn practice_count(&self) -> u32 {
        self.practices.unwrap_or_else(|| {
            (self.patients / USUAL_LIST).max(FEWEST_USUAL_PRACTICES).min(self.patients)
        })
    }

    /// Says what cannot be done.
    ///
    /// # Errors
    ///
    /// Returns the first thing that makes no sense, and what to do about it.
    pub fn check(&self) -> Result<(), SynthError> {
        let refused = |text: String| Err(SynthError::Refused(text));
        let Self { patients, from, to, .. } = self;
        if *patients == 0 {
            return refused("a district of 0 patients has no events: ask for at least 1".into());
        }
        if *patients > MOST_PATIENTS {
            return refused(format!("{patients} patients: ask for at most {MOST_PATIENTS}"));
        }
        if to < from {
            return refused(format!("the last day {to} is before the first, {from}: swap them"));
        }
        if !(1970..=2199).contains(&from.year()) || to.year() - from.year() > LONGEST_YEARS {
            return refused(format!(
                "{from} to {to}: ask for at most {LONGEST_YEARS} years from 1970 to 2199"
            ));
        }
        match self.practices {
            Some(0) => refused("a district of 0 practices has no lists: ask for at least 1".into()),
            Some(many) if many > MOST_PRACTICES => {
                refused(format!("{many} practices: ask for at most {MOST_PRACTICES}"))
            }
            Some(many) if many > *patients => {
                refused(format!("{many} practices for {patients} patients: ask for fewer"))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn what_makes_no_sense_is_refused_with_what_to_do() {
        let check = |patients, from, to, practices, expected: &str| {
            let request = Request {
                patients,
                seed: 1,
                from: day(from),
                to: day(to),
                practices,
                split: Split::Month,
                only: Vec::new(),
            };
            let said = request.check().err().map_or_else(String::new, |error| error.to_string());
            assert!(said.contains(expected) && said.is_empty() == expected.is_empty(), "{said}");
        };
        check(5_000, "2015-04-01", "2019-03-31", None, "");
        check(1, "2015-04-01", "2015-04-01", Some(1), "");
        check(0, "2015-04-01", "2019-03-31", None, "at least 1");
        check(70_000_000, "2015-04-01", "2019-03-31", None, "at most 60000000");
        check(10, "2019-04-01", "2019-03-31", None, "before the first");
        check(10, "2015-04-01", "2075-03-31", None, "at most 40 years");
        check(10, "2015-04-01", "2019-03-31", Some(0), "0 practices");
        check(10, "2015-04-01", "2019-03-31", Some(11), "ask for fewer");
    }

    #[test]
    fn the_end_that_is_not_given_is_four_years_away() {
        let check = |from: Option<&str>, to: Option<&str>, expected: (&str, &str)| {
            let found = Request::days(from.map(day), to.map(day));
            assert_eq!(found, (day(expected.0), day(expected.1)));
        };
        check(None, None, ("2015-04-01", "2019-03-31"));
        check(Some("2016-01-01"), None, ("2016-01-01", "2019-12-31"));
        check(None, Some("2018-12-31"), ("2015-01-01", "2018-12-31"));
        check(Some("2018-01-01"), Some("2018-01-31"), ("2018-01-01", "2018-01-31"));
    }
}
