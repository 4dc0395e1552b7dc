//! What became of each period of a flow that a body owes, told from what arrived alone.

use std::collections::BTreeMap;

use bellwether_calendar::{Due, DueRule, Period, PeriodKind, WorkingDays};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

/// Earlier periods that say what a body usually sends: the latest of those received.
const PERIODS_REMEMBERED: usize = 6;

/// The fewest of them that say anything.
const FEWEST_REMEMBERED: usize = 3;

/// Share of the usual rows from which a period counts as received though nothing came after its
/// end: the rows came as things happened.
const WHOLE: f64 = 0.9;

/// Rows of one sender for one day that arrived with one load.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    /// The day the rows are about.
    pub day: NaiveDate,
    /// When they arrived.
    pub at: DateTime<Utc>,
    /// The load they came with.
    pub load: i64,
    /// How many.
    pub rows: u64,
}

/// What is owed.
#[derive(Debug, Clone)]
pub struct Owed<'a> {
    /// How long its periods are.
    pub rhythm: PeriodKind,
    /// By when after the end of each.
    pub due: DueRule,
    /// Which days are worked.
    pub days: &'a WorkingDays,
    /// Share of the usual rows from which a period counts as received.
    pub least_share: f64,
    /// From when it is owed; without one, from when the body first sent anything.
    pub from: Option<NaiveDate>,
}

/// What is known of a sender beside its receipts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sender {
    /// First day it was there.
    pub from: Option<NaiveDate>,
    /// Last day it was there.
    pub to: Option<NaiveDate>,
    /// When it first sent anything of the flow, where that is before the receipts at hand.
    pub first_arrival: Option<DateTime<Utc>>,
}

/// What became of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReceiptState {
    /// Received in time.
    OnTime,
    /// Received after it was due.
    Late,
    /// Received, and the bulk of it sent again after it was due.
    Resubmitted,
    /// Due, and not received.
    Missing,
    /// Over, not received and not due yet.
    Expected,
    /// Not over yet.
    NotDue,
    /// Not owed: the body was not there, or had not begun to send.
    NotApplicable,
}

impl ReceiptState {
    /// Every one, in the order shown.
    pub const ALL: [Self; 7] = [
        Self::OnTime,
        Self::Late,
        Self::Resubmitted,
        Self::Missing,
        Self::Expected,
        Self::NotDue,
        Self::NotApplicable,
    ];

    /// Whether it was received, whenever that was.
    #[must_use]
    pub fn is_received(self) -> bool {
        matches!(self, Self::OnTime | Self::Late | Self::Resubmitted)
    }

    /// Whether it was owed by now.
    #[must_use]
    pub fn was_owed(self) -> bool {
        self.is_received() || self == Self::Missing
    }
}

/// One period of one sender.
#[derive(Debug, Clone, PartialEq)]
pub struct PeriodReceipt {
    /// The period.
    pub period: Period,
    /// By when it was due.
    pub due: Due,
    /// What became of it.
    pub state: ReceiptState,
    /// Rows received for it, all loads together.
    pub rows: u64,
    /// Rows that this body usually sends for a period, where enough is known.
    pub usual: Option<u64>,
    /// When it counted as received.
    pub received_at: Option<DateTime<Utc>>,
    /// When the bulk of it was sent again.
    pub resubmitted_at: Option<DateTime<Utc>>,
}

/// What became of the periods of a flow, the latest one last: that in which `now` lies and the
/// `count - 1` before it.
///
/// A period counts as received when the rows that have arrived for it reach the least share of what
/// this body usually sends (the median of its last six periods received; one row while fewer than
/// three are known). Rows that arrive after the period's end count at once; a period for which rows
/// came only while it ran, as things happened, counts as received at its end once nine tenths of
/// the usual are there. It is owed from the day the flow says, or from the first period that the
/// body's first load could have met in time: what was loaded of the past is not late.
#[must_use]
pub fn period_receipts(
    owed: &Owed<'_>,
    sender: Sender,
    receipts: &[Receipt],
    now: DateTime<Utc>,
    count: usize,
) -> Vec<PeriodReceipt> {
    let mut by_period: BTreeMap<Period, Vec<Receipt>> = BTreeMap::new();
    for receipt in receipts.iter().filter(|receipt| receipt.at <= now && receipt.rows > 0) {
        let period = Period::containing(owed.rhythm, receipt.day);
        by_period.entry(period).or_default().push(*receipt);
    }
    let arrivals = by_period.values().flatten().map(|receipt| receipt.at);
    let first_arrival = arrivals.chain(sender.first_arrival).min();
    let current = Period::containing(owed.rhythm, now.date_naive());
    let mut first = current;
    for _ in 1..count {
        first = first.previous();
    }
    // What is usual is learnt from the first period on, though only the last are shown.
    let mut period = by_period.keys().next().copied().unwrap_or(first).min(first);
    let (mut found, mut remembered) = (Vec::new(), Vec::new());
    while period <= current {
        let own = by_period.get(&period).map_or(&[][..], Vec::as_slice);
        let usual = median(&remembered);
        let mut receipt = judge(owed, period, own, usual, now);
        if receipt.state.is_received() {
            remembered.push(receipt.rows);
            if remembered.len() > PERIODS_REMEMBERED {
                remembered.remove(0);
            }
        }
        if receipt.state != ReceiptState::NotDue && !is_owed(owed, sender, &receipt, first_arrival)
        {
            receipt.state = ReceiptState::NotApplicable;
        }
        if period >= first {
            found.push(receipt);
        }
        let next = period.next();
        if next == period {
            break;
        }
        period = next;
    }
    found
}

fn is_owed(
    owed: &Owed<'_>,
    sender: Sender,
    receipt: &PeriodReceipt,
    first_arrival: Option<DateTime<Utc>>,
) -> bool {
    let period = receipt.period;
    let existed = sender.from.is_none_or(|from| from <= period.last_day())
        && sender.to.is_none_or(|to| to >= period.first_day());
    let begun = match owed.from {
        Some(from) => from <= period.first_day(),
        None => first_arrival.is_some_and(|first| first.naive_utc() <= receipt.due.last_moment()),
    };
    existed && begun
}

fn judge(
    owed: &Owed<'_>,
    period: Period,
    receipts: &[Receipt],
    usual: Option<u64>,
    now: DateTime<Utc>,
) -> PeriodReceipt {
    let due = owed.due.due(period, owed.days);
    let end = end_of(period);
    let by_load = loads_in_order(receipts);
    let received_at =
        if now < end { None } else { received_at(&by_load, usual, owed.least_share, end) };
    let last_moment = due.last_moment().and_utc();
    let resubmitted_at =
        received_at.and_then(|at| resubmitted_at(&by_load, owed.least_share, at.max(last_moment)));
    let state = match received_at {
        _ if now < end => ReceiptState::NotDue,
        Some(_) if resubmitted_at.is_some() => ReceiptState::Resubmitted,
        Some(at) if at <= last_moment => ReceiptState::OnTime,
        Some(_) => ReceiptState::Late,
        None if now > last_moment => ReceiptState::Missing,
        None => ReceiptState::Expected,
    };
    let rows = by_load.iter().map(|(_, rows)| rows).sum();
    PeriodReceipt { period, due, state, rows, usual, received_at, resubmitted_at }
}

/// The first instant after a period.
fn end_of(period: Period) -> DateTime<Utc> {
    period.next().first_day().and_time(NaiveTime::MIN).and_utc()
}

/// Rows by load, in the order in which the loads arrived.
fn loads_in_order(receipts: &[Receipt]) -> Vec<(DateTime<Utc>, u64)> {
    let mut by_load: BTreeMap<(DateTime<Utc>, i64), u64> = BTreeMap::new();
    for receipt in receipts {
        *by_load.entry((receipt.at, receipt.load)).or_default() += receipt.rows;
    }
    by_load.into_iter().map(|((at, _), rows)| (at, rows)).collect()
}

fn received_at(
    by_load: &[(DateTime<Utc>, u64)],
    usual: Option<u64>,
    least_share: f64,
    end: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let inside: u64 = by_load.iter().filter(|(at, _)| *at < end).map(|(_, rows)| rows).sum();
    if inside > 0 && inside >= share_of(usual, WHOLE.max(least_share)) {
        return Some(end);
    }
    let mut so_far = inside;
    let after = by_load.iter().filter(|(at, _)| *at >= end);
    after
        .map(|(at, rows)| {
            so_far += rows;
            (*at, so_far)
        })
        .find(|(_, so_far)| *so_far >= share_of(usual, least_share))
        .map(|(at, _)| at)
}

/// A later load with at least the least share of all that had arrived before it: sent again, and
/// not a few corrections.
fn resubmitted_at(
    by_load: &[(DateTime<Utc>, u64)],
    least_share: f64,
    after: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let before: u64 = by_load.iter().filter(|(at, _)| *at <= after).map(|(_, rows)| rows).sum();
    let later = by_load
        .iter()
        .filter(|(at, rows)| *at > after && *rows >= share_of(Some(before), least_share));
    later.map(|(at, _)| *at).next_back()
}

#[expect(clippy::cast_precision_loss, reason = "a count of rows, below 2^53")]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a count")]
fn share_of(usual: Option<u64>, share: f64) -> u64 {
    usual.map_or(1, |usual| ((usual as f64 * share).ceil() as u64).max(1))
}

fn median(remembered: &[u64]) -> Option<u64> {
    if remembered.len() < FEWEST_REMEMBERED {
        return None;
    }
    let mut sorted = remembered.to_vec();
    sorted.sort_unstable();
    Some(sorted[sorted.len() / 2])
}

/// The unbroken run of missing periods that the last one due belongs to, oldest first.
#[must_use]
pub fn missing_now(receipts: &[PeriodReceipt]) -> Vec<&PeriodReceipt> {
    let due = receipts
        .iter()
        .rev()
        .filter(|receipt| !matches!(receipt.state, ReceiptState::NotDue | ReceiptState::Expected));
    let mut missing: Vec<&PeriodReceipt> =
        due.take_while(|receipt| receipt.state == ReceiptState::Missing).collect();
    missing.reverse();
    missing
}

#[cfg(test)]
#[path = "receipt_rules_tests.rs"]
mod tests;
