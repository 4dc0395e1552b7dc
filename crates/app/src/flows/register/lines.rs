//! Flows and their senders turned into what pages say.

use bellwether_calendar::{Period, PeriodKind};
use chrono::{DateTime, Utc};

use super::pages::{Cell, FlowLine, RubricLines, SenderLine, StateCount};
use super::receipt_rules::{PeriodReceipt, ReceiptState};
use super::rubric_rules::{Rubric, days_words};
use super::signs::{self, Sign};
use super::store::{Flow, SenderReceipts};
use crate::organisations::tree::kind_words;
use crate::shell::components::{count_of, short_day};

/// Every sign with what it means.
pub(crate) fn key() -> Vec<(Sign, &'static str)> {
    vec![
        (signs::ON_TIME, "Received by the time it was due."),
        (signs::LATE, "Received after it was due."),
        (signs::RESUBMITTED, "Received, and the bulk of it sent again after it was due."),
        (signs::MISSING, "Due, and not received, or far less than this sender usually sends."),
        (signs::EXPECTED, "The period is over; it is not due yet and has not come."),
        (signs::NOT_DUE, "The period is not over."),
        (signs::NOT_APPLICABLE, "Not owed: the sender was not there, or had not begun to send."),
        (signs::SUPPRESSED, "Known, and not shown because so few patients could be recognised."),
    ]
}

/// A flow with what became of its last period due.
pub(crate) fn flow_line(flow: &Flow, senders: &[SenderReceipts]) -> FlowLine {
    let definition = &flow.definition;
    let last = senders.iter().filter_map(SenderReceipts::last_due).map(|found| found.period).max();
    let of_last = |sender: &SenderReceipts| {
        let found = sender.receipts.iter().find(|receipt| Some(receipt.period) == last)?;
        Some(found.state)
    };
    let states: Vec<ReceiptState> = senders.iter().filter_map(of_last).collect();
    let counted = |state: ReceiptState| {
        let count = states.iter().filter(|found| **found == state).count();
        (count > 0).then(|| StateCount { sign: Sign::of_receipt(state), count })
    };
    let counts = ReceiptState::ALL.into_iter().filter_map(counted);
    FlowLine {
        href: format!("/flows/{}", definition.code),
        title: definition.title.clone(),
        senders: sender_words(flow),
        rhythm: definition.rhythm_words(),
        due: definition.due.to_string(),
        last: last.map(short_period).unwrap_or_default(),
        counts: if last.is_some() { counts.collect() } else { Vec::new() },
    }
}

/// Who sends it, in words.
pub(crate) fn sender_words(flow: &Flow) -> String {
    match (&flow.definition.sender_kind, flow.definition.sender_codes.as_slice()) {
        (_, [_, ..]) => flow.definition.sender_codes.join(", "),
        (Some(kind), []) => format!("{}s", kind_words(kind)),
        (None, []) => "Any organisation".to_owned(),
    }
}

/// What is measured of a flow, in words.
pub(crate) fn rubric_lines(rubric: &Rubric) -> RubricLines {
    let unknown = || "not known yet".to_owned();
    let (grade, reasons) = rubric.grade();
    let frequency = rubric.frequency.map(|days| format!("every {}", days_words(days)));
    let lag = rubric.lag.map(|lag| {
        let (median, ninetieth) = (days_words(lag.median), days_words(lag.ninetieth));
        format!("half within {median} of the event, nine tenths within {ninetieth}")
    });
    let whole: Vec<String> = rubric
        .completeness
        .iter()
        .filter(|share| share.all > 0)
        .map(|share| format!("{} of {} {}", share.there, share.all, share.of))
        .collect();
    RubricLines {
        grade: grade.letter(),
        measures: vec![
            ("Comes", frequency.unwrap_or_else(unknown)),
            ("Time lag", lag.unwrap_or_else(unknown)),
            ("Received", if whole.is_empty() { unknown() } else { whole.join(", ") }),
        ],
        reasons,
    }
}

/// The periods of a sender, the latest first.
pub(crate) fn sender_line(flow: &Flow, sender: &SenderReceipts) -> SenderLine {
    SenderLine {
        flow: flow.definition.title.clone(),
        flow_href: format!("/flows/{}", flow.definition.code),
        sender: sender.organisation.name.clone(),
        sender_href: format!("/organisations/{}", sender.organisation.code),
        cells: sender
            .receipts
            .iter()
            .rev()
            .zip(0..)
            .map(|(found, back)| cell(found, back))
            .collect(),
    }
}

/// What stands above the columns of periods: they are of different lengths from flow to flow.
pub(crate) fn headings(count: usize) -> Vec<String> {
    (0..count).map(heading).collect()
}

fn heading(back: usize) -> String {
    match back {
        0 => "This period".to_owned(),
        1 => "The last".to_owned(),
        back => format!("{back} before"),
    }
}

fn cell(receipt: &PeriodReceipt, back: usize) -> Cell {
    let came = |at: DateTime<Utc>| format!("came {}", short_day(at.date_naive()));
    let detail = match receipt.state {
        ReceiptState::OnTime | ReceiptState::Late => {
            receipt.received_at.map(came).unwrap_or_default()
        }
        ReceiptState::Resubmitted => {
            let again = receipt.resubmitted_at;
            again.map(|at| format!("again {}", short_day(at.date_naive()))).unwrap_or_default()
        }
        ReceiptState::Missing | ReceiptState::Expected => match (receipt.rows, receipt.usual) {
            (0, _) => format!("due {}", due_words(receipt)),
            (rows, Some(usual)) => format!("{rows} of about {usual} rows"),
            (rows, None) => row_words(rows),
        },
        ReceiptState::NotDue | ReceiptState::NotApplicable if receipt.rows > 0 => {
            row_words(receipt.rows)
        }
        ReceiptState::NotDue | ReceiptState::NotApplicable => String::new(),
    };
    Cell {
        heading: heading(back),
        sign: Sign::of_receipt(receipt.state),
        period: short_period(receipt.period),
        detail,
    }
}

fn row_words(rows: u64) -> String {
    count_of(i64::try_from(rows).unwrap_or(i64::MAX), "row")
}

fn due_words(receipt: &PeriodReceipt) -> String {
    let day = short_day(receipt.due.day);
    receipt.due.by.map_or_else(|| day.clone(), |by| format!("{day} {}", by.format("%H:%M")))
}

/// A period in a narrow column.
pub(crate) fn short_period(period: Period) -> String {
    match period.kind() {
        PeriodKind::Day => short_day(period.first_day()),
        PeriodKind::Week => format!("week of {}", short_day(period.first_day())),
        PeriodKind::Month => period.first_day().format("%b %Y").to_string(),
        _ => period.to_string(),
    }
}
