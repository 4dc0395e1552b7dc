//! Signals turned into the lines that pages show.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::pages::SignalLine;
use super::rules::{MILESTONE_OVERDUE, NEVER_UPDATED, OVERDUE, UNANSWERED, WAITS};
use super::store::SignalRow;
use crate::App;
use crate::flows::register::signals::SUBJECT;
use crate::flows::register::store as flows;
use crate::indicators::figures;
use crate::shell::components::{count_of, day};
use crate::shell::errors::AppError;
use crate::shell::scope::Scope;

/// What a signal is about, as pages group them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    /// An indicator off course.
    Indicators,
    /// A commitment whose last day is past.
    Overdue,
    /// A step whose last day is past, on the way to a commitment that is not overdue itself.
    Milestones,
    /// A commitment that waits for another one that is late.
    Waiting,
    /// An update that was asked for and has not come in time.
    Unanswered,
    /// Figures that have not come.
    Figures,
    /// A commitment that nobody has reported on.
    NeverUpdated,
}

impl Group {
    /// Every one, the most pressing first.
    pub(crate) const ALL: [Self; 7] = [
        Self::Indicators,
        Self::Overdue,
        Self::Milestones,
        Self::Waiting,
        Self::Unanswered,
        Self::Figures,
        Self::NeverUpdated,
    ];

    /// The word in addresses.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Indicators => "indicators",
            Self::Overdue => "overdue",
            Self::Milestones => "milestones",
            Self::Waiting => "waiting",
            Self::Unanswered => "unanswered",
            Self::Figures => "figures",
            Self::NeverUpdated => "never_updated",
        }
    }

    /// The heading on a page.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Indicators => "Indicators off course",
            Self::Overdue => "Commitments overdue",
            Self::Milestones => "Milestones overdue, their commitments not",
            Self::Waiting => "Commitments waiting on what is late",
            Self::Unanswered => "Updates asked for and not given",
            Self::Figures => "Figures not arrived",
            Self::NeverUpdated => "Commitments never reported on",
        }
    }

    /// The group of a signal.
    pub(crate) fn of(signal: &SignalRow) -> Self {
        match (signal.rule.as_str(), signal.subject_kind.as_str()) {
            (OVERDUE, _) => Self::Overdue,
            (MILESTONE_OVERDUE, _) => Self::Milestones,
            (WAITS, _) => Self::Waiting,
            (UNANSWERED, _) => Self::Unanswered,
            (NEVER_UPDATED, _) => Self::NeverUpdated,
            (_, "flow" | SUBJECT) => Self::Figures,
            _ => Self::Indicators,
        }
    }
}

/// Turns signals into lines, each with a link to what it is about. The organisation that the page
/// itself is of, when it is of one, is not named again.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub(crate) async fn lines(
    app: &App,
    scope: &Scope,
    signals: &[&SignalRow],
    page_of: Option<i64>,
) -> Result<Vec<SignalLine>, AppError> {
    let of_indicators =
        signals.iter().any(|signal| ["indicator", "flow"].contains(&signal.subject_kind.as_str()));
    let codes: BTreeMap<i64, String> = if of_indicators {
        let all = figures::indicators(app, scope).await?;
        all.iter().map(|found| (found.id, found.definition.code.clone())).collect()
    } else {
        BTreeMap::new()
    };
    let of_flows = signals.iter().any(|signal| signal.subject_kind == SUBJECT);
    let flows = if of_flows { flows::flows(&app.ledger).await? } else { Vec::new() };
    let flows: BTreeMap<i64, String> =
        flows.into_iter().map(|flow| (flow.id, flow.definition.code)).collect();
    let line = |signal: &&SignalRow| line(signal, &codes, &flows, scope.today, page_of);
    Ok(signals.iter().map(line).collect())
}

fn line(
    signal: &SignalRow,
    codes: &BTreeMap<i64, String>,
    flows: &BTreeMap<i64, String>,
    today: NaiveDate,
    page_of: Option<i64>,
) -> SignalLine {
    let is_own = page_of == Some(signal.organisation_id);
    let href = match codes.get(&signal.subject_id) {
        _ if signal.subject_kind == "commitment" => format!("/commitments/{}", signal.subject_id),
        _ if signal.subject_kind == SUBJECT => {
            flows.get(&signal.subject_id).map(|code| format!("/flows/{code}")).unwrap_or_default()
        }
        Some(code) => format!("/indicators/{code}?organisation={}", signal.organisation_code),
        None => String::new(),
    };
    SignalLine {
        href,
        title: signal.title.clone(),
        detail: signal.detail.clone(),
        organisation: if is_own { String::new() } else { signal.organisation.clone() },
        lead: if signal.lead.is_empty() { "Nobody yet".to_owned() } else { signal.lead.clone() },
        since: day(signal.since),
        open_for: for_days(signal.since, today),
        rung: rung_words(&signal.rung),
    }
}

fn for_days(since: NaiveDate, today: NaiveDate) -> String {
    count_of((today - since).num_days().max(0), "day")
}

/// Where on the ladder a signal stands, in words.
fn rung_words(rung: &str) -> String {
    match rung {
        "lead" => "Step 1: the lead".to_owned(),
        rung => rung.replace('_', " "),
    }
}
