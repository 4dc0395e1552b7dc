//! The signals that late flows raise.

use chrono::Days;

use super::receipt_rules::{PeriodReceipt, missing_now};
use super::store::{self, Flow, SenderReceipts};
use crate::App;
use crate::escalation::rules::RaisedSignal;
use crate::indicators::leads::answering;
use crate::shell::components::count_of;
use crate::shell::errors::AppError;
use crate::shell::scope::Scope;

/// Rule: a body has not sent what it owes.
pub const FLOW_LATE: &str = "flow_late";

/// The kind of subject: the row of a flow. Signals about figures of an indicator are apart.
pub const SUBJECT: &str = "return";

/// Periods looked back on.
const PERIODS: usize = 12;

/// The signals that flows raise today, one for each flow and sender whose last period due is
/// missing. Figures of indicators are left out: each indicator tells of its own.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn raised(app: &App, everything: &Scope) -> Result<Vec<RaisedSignal>, AppError> {
    let mut raised = Vec::new();
    for flow in store::flows(&app.ledger).await? {
        if flow.definition.figures {
            continue;
        }
        let senders = store::receipts(app, everything, &flow, app.clock.now(), PERIODS).await?;
        for sender in senders {
            let Some(mut signal) = late(&flow, &sender) else { continue };
            let answering =
                answering(&app.ledger, sender.organisation.id, everything.today).await?;
            let titles = &flow.definition.matters_to;
            let lead = titles.iter().find_map(|title| answering.titled(title));
            signal.lead_id = lead.map(|lead| lead.id);
            raised.push(signal);
        }
    }
    Ok(raised)
}

/// The signal of one sender whose last period due, with those right before it, is missing.
#[must_use]
pub fn late(flow: &Flow, sender: &SenderReceipts) -> Option<RaisedSignal> {
    let missing = missing_now(&sender.receipts);
    let (first, last) = (missing.first()?, missing.last()?);
    let after = first.due.day.checked_add_days(Days::new(u64::from(first.due.by.is_none())));
    Some(RaisedSignal {
        rule: FLOW_LATE,
        subject_kind: SUBJECT,
        subject_id: flow.id,
        organisation_id: sender.organisation.id,
        title: format!("{}: not received", flow.definition.title),
        detail: detail(flow, first, last, missing.len()),
        lead_id: None,
        since: after.unwrap_or(first.due.day),
    })
}

fn detail(flow: &Flow, first: &PeriodReceipt, last: &PeriodReceipt, count: usize) -> String {
    let rows = match (last.rows, last.usual) {
        (0, _) => "nothing has come".to_owned(),
        (rows, Some(usual)) => format!("{rows} rows have come of about {usual} usual"),
        (rows, None) => format!("{rows} rows have come"),
    };
    if count == 1 {
        return format!("Due {} for {}; {rows}.", first.due, first.period.label());
    }
    let noun = match flow.definition.rhythm_words() {
        "daily" => "day",
        "weekly" => "week",
        "quarterly" => "quarter",
        _ => "month",
    };
    let count = count_of(i64::try_from(count).unwrap_or(i64::MAX), noun);
    let (from, to) = (first.period.label(), last.period.label());
    format!(
        "{count} are missing, {from} to {to}; the first was due {}. For the last {rows}.",
        first.due
    )
}
