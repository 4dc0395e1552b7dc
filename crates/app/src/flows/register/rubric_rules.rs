//! The rubric of a flow or an indicator: how often it comes, how late, how whole and how firm, and
//! the grade and stage that follow. Measured, never declared.

use bellwether_calendar::PeriodKind;
use chrono::{DateTime, NaiveTime, Utc};

use super::receipt_rules::{PeriodReceipt, Receipt};
use crate::indicators::rules::Observation;

/// Share of the owed that is good, and that is fair.
const GOOD_SHARE: f64 = 0.95;
const FAIR_SHARE: f64 = 0.80;

/// Move of a first-known value, as a share of the final one, that is good, and that is fair.
const GOOD_MOVE: f64 = 0.01;
const FAIR_MOVE: f64 = 0.05;

/// Periods of figures from which an indicator is past its definition.
const FEWEST_PERIODS: usize = 6;

/// Seconds of a day.
const DAY: f64 = 86_400.0;

/// Time from the event to the day it could be seen here, in days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lag {
    /// Half of the rows came sooner.
    pub median: f64,
    /// Nine tenths of the rows came sooner.
    pub ninetieth: f64,
}

/// How whole what came is: parts of a whole that should be there.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    /// What it is of: `periods of all senders`, or the title of a field.
    pub of: String,
    /// How many are there.
    pub there: u64,
    /// Of how many.
    pub all: u64,
}

impl Share {
    /// The share itself; none of nothing.
    #[must_use]
    pub fn value(&self) -> Option<f64> {
        (self.all > 0).then(|| whole(self.there) / whole(self.all))
    }
}

/// How far values moved after they were first known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stability {
    /// Periods with a value.
    pub periods: usize,
    /// Those whose value was revised.
    pub revised: usize,
    /// Nine tenths of all periods moved by no more than this share of the final value.
    pub ninetieth_move: f64,
}

/// What was measured; what cannot be is none.
#[derive(Debug, Clone, PartialEq)]
pub struct Rubric {
    /// The rhythm it should have.
    pub rhythm: PeriodKind,
    /// Days between arrivals: half of the gaps are shorter.
    pub frequency: Option<f64>,
    /// How late.
    pub lag: Option<Lag>,
    /// How whole: periods first, then fields.
    pub completeness: Vec<Share>,
    /// How firm.
    pub stability: Option<Stability>,
}

/// A grade, A the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Every measure is good.
    A,
    /// One is fair, or cannot be measured.
    B,
    /// Several are fair, or one is poor.
    C,
    /// More than one is poor.
    D,
    /// Nothing could be measured yet.
    Unmeasured,
}

impl Grade {
    /// The letter, or a dash.
    #[must_use]
    pub fn letter(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
            Self::Unmeasured => "–",
        }
    }
}

/// How one measure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Good,
    Fair,
    Poor,
    Unknown,
}

impl Mark {
    /// The mark of a number of which less is better.
    fn at_most(value: f64, good: f64, fair: f64) -> Self {
        match value {
            value if value <= good => Self::Good,
            value if value <= fair => Self::Fair,
            _ => Self::Poor,
        }
    }
}

impl Rubric {
    /// The grade, and every reason why it is not better. Frequency and median lag are good within
    /// one and a half lengths of the rhythm's period, fair within three; completeness from 95 %, fair from
    /// 80 %; values are firm if nine tenths move by 1 % at most, fairly by 5 %.
    #[must_use]
    pub fn grade(&self) -> (Grade, Vec<String>) {
        let marks = [self.frequency_mark(), self.lag_mark(), self.whole_mark(), self.firm_mark()];
        let count = |wanted: Mark| marks.iter().filter(|(mark, _)| *mark == wanted).count();
        let (fair, poor, unknown) = (count(Mark::Fair), count(Mark::Poor), count(Mark::Unknown));
        let grade = match (poor, fair + unknown) {
            _ if unknown == marks.len() => Grade::Unmeasured,
            (0, 0) => Grade::A,
            (0, 1) => Grade::B,
            (0 | 1, _) => Grade::C,
            _ => Grade::D,
        };
        let reasons = marks.into_iter().filter(|(mark, _)| *mark != Mark::Good);
        (grade, reasons.map(|(_, reason)| reason).collect())
    }

    fn frequency_mark(&self) -> (Mark, String) {
        let Some(days) = self.frequency else {
            return (Mark::Unknown, "it has not come often enough to say how often".to_owned());
        };
        let length = days_of(self.rhythm);
        let reason =
            format!("it comes every {}, and should every {}", days_words(days), days_words(length));
        (Mark::at_most(days, 1.5 * length, 3.0 * length), reason)
    }

    fn lag_mark(&self) -> (Mark, String) {
        let Some(lag) = self.lag else {
            return (Mark::Unknown, "its time lag is not known".to_owned());
        };
        let length = days_of(self.rhythm);
        let reason = format!("half of it is seen only {} after the event", days_words(lag.median));
        (Mark::at_most(lag.median, 1.5 * length, 3.0 * length), reason)
    }

    fn whole_mark(&self) -> (Mark, String) {
        let shares = self.completeness.iter().filter_map(|share| Some((share, share.value()?)));
        let worst = shares.min_by(|one, other| one.1.total_cmp(&other.1));
        let Some((share, value)) = worst else {
            return (
                Mark::Unknown,
                "nothing was owed yet, so that nothing can be missing".to_owned(),
            );
        };
        let mark = match value {
            value if value >= GOOD_SHARE => Mark::Good,
            value if value >= FAIR_SHARE => Mark::Fair,
            _ => Mark::Poor,
        };
        (mark, format!("only {} of {} {} came", share.there, share.all, share.of))
    }

    fn firm_mark(&self) -> (Mark, String) {
        let Some(stability) = self.stability else {
            return (Mark::Unknown, "how firm its values are is not known".to_owned());
        };
        let reason = format!(
            "{} of {} values were revised, nine tenths by up to {:.1} %",
            stability.revised,
            stability.periods,
            stability.ninetieth_move * 100.0
        );
        (Mark::at_most(stability.ninetieth_move, GOOD_MOVE, FAIR_MOVE), reason)
    }
}

/// Half of the gaps between days on which something arrived are shorter, in days.
#[must_use]
pub fn frequency(arrivals: impl IntoIterator<Item = DateTime<Utc>>) -> Option<f64> {
    let mut days: Vec<_> = arrivals.into_iter().map(|at| at.date_naive()).collect();
    days.sort_unstable();
    days.dedup();
    let gaps: Vec<(f64, u64)> = days
        .windows(2)
        .filter_map(|pair| {
            Some((f64::from(i32::try_from((pair[1] - pair[0]).num_days()).ok()?), 1))
        })
        .collect();
    weighted_quantile(gaps, 0.5)
}

/// From the end of the day of the event to its arrival, weighted by rows. What came inside the day
/// has no lag.
#[must_use]
pub fn lag(receipts: &[Receipt]) -> Option<Lag> {
    let lags: Vec<(f64, u64)> = receipts
        .iter()
        .filter_map(|receipt| {
            let end = receipt.day.succ_opt()?.and_time(NaiveTime::MIN).and_utc();
            let seconds = i32::try_from((receipt.at - end).num_seconds()).ok()?;
            Some((f64::from(seconds.max(0)) / DAY, receipt.rows))
        })
        .collect();
    Some(Lag {
        median: weighted_quantile(lags.clone(), 0.5)?,
        ninetieth: weighted_quantile(lags, 0.9)?,
    })
}

/// Periods received of those owed.
#[must_use]
pub fn periods_received<'a>(receipts: impl IntoIterator<Item = &'a PeriodReceipt>) -> Share {
    let (mut there, mut all) = (0, 0);
    for receipt in receipts {
        all += u64::from(receipt.state.was_owed());
        there += u64::from(receipt.state.is_received());
    }
    Share { of: "periods owed".to_owned(), there, all }
}

/// How far the first-known value of each period was from the last one; `revisions` are in order of
/// period and revision.
#[must_use]
pub fn stability(revisions: &[Observation]) -> Option<Stability> {
    let mut moves = Vec::new();
    let mut revised = 0;
    for of_period in revisions.chunk_by(|one, other| one.period == other.period) {
        let mut values = of_period.iter().filter_map(|revision| revision.value);
        let Some(first) = values.next() else { continue };
        let last = values.next_back().unwrap_or(first);
        let distance = (last - first).abs();
        // Against a final value of zero any move is the whole of it.
        let size = if last == 0.0 { distance } else { last.abs() };
        revised += usize::from(distance > 0.0);
        moves.push((if distance > 0.0 { distance / size } else { 0.0 }, 1));
    }
    let periods = moves.len();
    Some(Stability { periods, revised, ninetieth_move: weighted_quantile(moves, 0.9)? })
}

/// The smallest number that at least a share of the weight does not exceed.
fn weighted_quantile(mut numbers: Vec<(f64, u64)>, share: f64) -> Option<f64> {
    numbers.sort_by(|one, other| one.0.total_cmp(&other.0));
    let total: u64 = numbers.iter().map(|(_, weight)| weight).sum();
    let wanted = share * whole(total);
    let mut so_far = 0;
    numbers.into_iter().filter(|(_, weight)| *weight > 0).find_map(|(number, weight)| {
        so_far += weight;
        (whole(so_far) >= wanted).then_some(number)
    })
}

#[expect(clippy::cast_precision_loss, reason = "a count of rows, below 2^53")]
fn whole(count: u64) -> f64 {
    count as f64
}

/// Days of a period, of months and longer ones on average.
fn days_of(rhythm: PeriodKind) -> f64 {
    match rhythm {
        PeriodKind::Day => 1.0,
        PeriodKind::Week => 7.0,
        PeriodKind::Month => 30.4,
        PeriodKind::Quarter => 91.3,
        PeriodKind::Half => 182.6,
        PeriodKind::CalendarYear | PeriodKind::FinancialYear => 365.2,
    }
}

/// A number of days in words: `7 days`, `0.4 days`.
#[must_use]
pub fn days_words(days: f64) -> String {
    let text = format!("{days:.1}");
    match text.strip_suffix(".0").unwrap_or(&text) {
        "1" => "1 day".to_owned(),
        number => format!("{number} days"),
    }
}

/// The three stages in which an indicator is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// What is counted is being settled.
    Definition,
    /// Figures come, and are made better.
    Refining,
    /// It is worked out from what arrives, without anybody's hand.
    Automation,
}

impl Stage {
    /// The word on a page.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Definition => "definition",
            Self::Refining => "refining",
            Self::Automation => "automation",
        }
    }
}

/// What the stage of an indicator hangs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StageFacts {
    /// Whether it has an author and a day of review.
    pub is_reviewed: bool,
    /// Periods with a figure.
    pub periods: usize,
    /// Whether it is worked out from a dataset or other indicators, not returned.
    pub is_computed: bool,
    /// Its grade.
    pub grade: Grade,
}

/// The stage an indicator is at, and what is missing to reach the next.
#[must_use]
pub fn stage(facts: StageFacts) -> (Stage, Vec<String>) {
    let mut missing = Vec::new();
    if !facts.is_reviewed {
        missing.push("an author and a day of review in its definition".to_owned());
    }
    if facts.periods < FEWEST_PERIODS {
        missing.push(format!(
            "{FEWEST_PERIODS} periods with figures, of which there are {}",
            facts.periods
        ));
    }
    if !missing.is_empty() {
        return (Stage::Definition, missing);
    }
    if !facts.is_computed {
        missing.push("its own calculation from a dataset, instead of figures returned".to_owned());
    }
    if facts.grade > Grade::B {
        missing.push("grade B of its rubric".to_owned());
    }
    let stage = if missing.is_empty() { Stage::Automation } else { Stage::Refining };
    (stage, missing)
}

#[cfg(test)]
#[path = "rubric_rules_tests.rs"]
mod tests;
