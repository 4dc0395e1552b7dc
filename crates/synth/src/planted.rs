//! Problems that are planted, so that what looks for problems can be tried on known ones.

use serde::Serialize;

use crate::dataset::Dataset;
use crate::district::{COMMISSIONER, District};
use crate::span::Span;
use crate::whole::{at, counted};

/// By how much the odds of leaving a major department within four hours fall, on the logistic
/// scale, once the slip is complete: from about 87 to about 76 in a hundred.
const SLIP: f64 = -0.8;
/// Months until the slip is complete.
const SLIP_MONTHS: i32 = 3;
/// Share of a practice's referrals that stay electronic while bookings are restricted.
const RESTRICTED_SHARE: f64 = 0.18;
/// By how many days the late flow misses its day.
const LATE_DAYS: i32 = 33;
/// Share of admissions for symptoms that are coded as the condition behind them after the change.
const RECODED_SHARE: f64 = 0.6;

/// What is planted where and when, as the generator asks for it.
#[derive(Debug, Clone)]
pub(crate) struct Planted {
    /// Hospital trust whose four-hour performance slips.
    slip_trust: usize,
    slip_from: i32,
    slip_until: i32,
    /// Practice whose electronic bookings are restricted.
    restricted_practice: usize,
    restricted: (i32, i32),
    /// Sender, dataset and months of the late flow.
    late_sender: usize,
    late_months: (usize, usize),
    /// Hospital trust that changes its coding.
    coding_trust: usize,
    coding_from: i32,
    to: i32,
}

/// One planted problem, as the manifest lists it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlantedProblem {
    /// `four_hour_slip`, `restricted_bookings`, `late_flow` or `coding_change`.
    pub kind: &'static str,
    /// Code of the organisation.
    pub organisation: String,
    /// Dataset in which it can be seen.
    pub dataset: &'static str,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// How large it is.
    pub size: f64,
    /// What the size counts.
    pub unit: &'static str,
    /// Code of the indicator that should show it, or that waits for it.
    pub indicator: &'static str,
    /// What was done, in words.
    pub words: &'static str,
}

impl Planted {
    /// Plants the problems of a district over the months of a span.
    pub(crate) fn new(district: &District, span: &Span) -> Self {
        let months = counted(span.months.len());
        let month = |share: i32| at((months * share / 100).clamp(0, months - 1));
        let first = |share| span.months[month(share)].first;
        let slip_from = first(60);
        let slip_months = at((counted(month(60)) + SLIP_MONTHS).min(months - 1));
        let late = month(70);
        let restricted_until = at((counted(month(55)) + 8).min(months - 1));
        Self {
            slip_trust: 1,
            slip_from,
            slip_until: span.months[slip_months].first.max(slip_from),
            restricted_practice: district.practices.len() / 3,
            restricted: (first(55), span.months[restricted_until].last),
            late_sender: District::sender(0),
            late_months: (late, (late + 3).min(span.months.len() - 1)),
            coding_trust: 0,
            coding_from: first(50),
            to: span.to,
        }
    }

    /// How the odds of leaving within four hours are moved at a trust on a day.
    pub(crate) fn four_hour_shift(&self, trust: usize, day: i32) -> f64 {
        if trust != self.slip_trust || day < self.slip_from {
            return 0.0;
        }
        let length = (self.slip_until - self.slip_from).max(1);
        SLIP * f64::from((day - self.slip_from + 1).min(length)) / f64::from(length)
    }

    /// The share of referrals made electronically, `usual` where nothing is planted.
    pub(crate) fn electronic(&self, practice: usize, day: i32, usual: f64) -> f64 {
        let (first, last) = self.restricted;
        let restricted = practice == self.restricted_practice && (first..=last).contains(&day);
        if restricted { RESTRICTED_SHARE } else { usual }
    }

    /// By how many days a month's part comes late.
    pub(crate) fn late(&self, dataset: Dataset, sender: usize, month: usize) -> i32 {
        let (first, last) = self.late_months;
        let late = dataset == Dataset::RttPathways
            && sender == self.late_sender
            && (first..=last).contains(&month);
        if late { LATE_DAYS } else { 0 }
    }

    /// The share of admissions for symptoms that are coded as a condition.
    pub(crate) fn recoded(&self, trust: usize, day: i32) -> f64 {
        if trust == self.coding_trust && day >= self.coding_from { RECODED_SHARE } else { 0.0 }
    }

    /// All of them, for the manifest.
    pub(crate) fn list(&self, district: &District, span: &Span) -> Vec<PlantedProblem> {
        let day = |day: i32| span.date(day).to_string();
        let senders = district.senders();
        let late = (span.months[self.late_months.0].first, span.months[self.late_months.1].last);
        let slip = PlantedProblem {
            kind: "four_hour_slip",
            organisation: district.providers[self.slip_trust].code.clone(),
            dataset: Dataset::AeAttendances.name(),
            from: day(self.slip_from),
            to: day(self.to),
            size: SLIP,
            unit: "log odds of leaving the major department within four hours",
            indicator: "AE4",
            words: "four-hour performance slips over three months and stays low",
        };
        let restricted = PlantedProblem {
            kind: "restricted_bookings",
            organisation: district.practices[self.restricted_practice].code.clone(),
            dataset: Dataset::Referrals.name(),
            from: day(self.restricted.0),
            to: day(self.restricted.1),
            size: RESTRICTED_SHARE,
            unit: "share of the practice's referrals that stay electronic",
            indicator: "ERS",
            words: "the practice restricts electronic bookings for nine months",
        };
        let late = PlantedProblem {
            kind: "late_flow",
            organisation: senders.get(self.late_sender).copied().unwrap_or(COMMISSIONER).to_owned(),
            dataset: Dataset::RttPathways.name(),
            from: day(late.0),
            to: day(late.1),
            size: f64::from(LATE_DAYS),
            unit: "days after the due day",
            indicator: "RTT18",
            words: "four months of the flow come late; deliveries.csv has the days",
        };
        let coding = PlantedProblem {
            kind: "coding_change",
            organisation: district.providers[self.coding_trust].code.clone(),
            dataset: Dataset::Spells.name(),
            from: day(self.coding_from),
            to: day(self.to),
            size: RECODED_SHARE,
            unit: "share of admissions for symptoms now coded as an ambulatory-care-sensitive \
                   condition",
            indicator: "ACSADM",
            words: "coding deepens: symptoms become the condition behind them, and the rate of \
                    ambulatory-care-sensitive admissions steps up with nobody more ill",
        };
        vec![slip, restricted, late, coding]
    }
}
