//! Plans as JSON: the shape of a draft plan, with what has happened since beside it.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use super::gather::{Gathered, GatheredPlan, History};
use crate::commitments::store::CommitmentRow;

/// Writes plans as `{"as_at", "written_at", "documents": [..]}`.
///
/// A document has the fields that `bellwether plan read` prints, and `id` and `organisation_code`; a
/// commitment also `id`, `kind`, `standing`, `updates` and `moves`.
pub(super) fn plans(gathered: &Gathered, history: &History, written_at: DateTime<Utc>) -> Value {
    let documents = gathered.plans.iter().map(|plan| document(plan, gathered, history));
    json!({
        "as_at": gathered.as_at.0,
        "written_at": instant(written_at),
        "documents": documents.collect::<Vec<_>>(),
    })
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn document(plan: &GatheredPlan, gathered: &Gathered, history: &History) -> Value {
    let mut commitments = Vec::new();
    for (section, rows) in &plan.sections {
        let is_whole = |row: &&CommitmentRow| {
            row.parent_id.is_none_or(|id| rows.iter().all(|other| other.id != id))
        };
        for row in rows.iter().filter(is_whole) {
            let mut value = commitment(row, section, gathered, history);
            let steps = rows.iter().filter(|step| step.parent_id == Some(row.id));
            value["milestones"] = steps.map(|step| milestone(step, gathered, history)).collect();
            commitments.push(value);
        }
    }
    let summary = &plan.summary;
    json!({
        "id": summary.id,
        "organisation_code": summary.organisation_code,
        "file": summary.file_name,
        "title": summary.title,
        "organisation": summary.organisation,
        "plan_year": summary.plan_year,
        "leads_key": [],
        "commitments": commitments,
        "indicators": plan.indicators.iter().map(|row| json!({
            "code": row.code,
            "title": row.title,
            "section": row.section,
            "lead": row.lead,
            "note": row.note,
            "values": row.cells,
        })).collect::<Vec<_>>(),
        "risks": plan.risks.iter().map(|risk| json!({
            "area": risk.area,
            "risk": risk.risk,
            "contingency": risk.contingency,
        })).collect::<Vec<_>>(),
        "goals": plan.goals.iter().map(|goal| json!({
            "title": goal.title,
            "period": goal.period,
            "value": goal.value,
        })).collect::<Vec<_>>(),
        "scope": plan.scope_items.iter().map(|item| json!({
            "title": item.title,
            "level": item.level,
            "note": item.note,
        })).collect::<Vec<_>>(),
        "findings": plan.findings.iter().map(|finding| json!({
            "rule": finding.rule,
            "severity": finding.severity,
            "message": finding.message,
            "line": finding.line,
            "ref": finding.reference,
        })).collect::<Vec<_>>(),
    })
}

fn commitment(row: &CommitmentRow, section: &str, gathered: &Gathered, history: &History) -> Value {
    let leads = row.leads.iter().map(|lead| {
        json!({
            "as_written": lead.as_written,
            "expanded": lead.shown,
            "accountable": lead.accountable,
        })
    });
    let mut value = json!({
        "id": row.id,
        "kind": row.kind,
        "ref": row.reference,
        "section": Some(section).filter(|title| !title.is_empty()),
        "text": row.text,
        "leads": leads.collect::<Vec<_>>(),
        "timescales": timescales(row, history),
        "milestones": [],
        "progress": row.reported_progress,
        "status": null,
        "outcome": row.outcome,
        "source": {"line_from": row.lines.0, "line_to": row.lines.1},
        "uncertain": row.uncertain,
    });
    add_history(&mut value, row, gathered, history);
    value
}

fn milestone(row: &CommitmentRow, gathered: &Gathered, history: &History) -> Value {
    let written = Some(&row.due_as_written).filter(|written| !written.is_empty());
    let mut value = json!({
        "id": row.id,
        "as_written": written,
        "earliest": row.due_earliest,
        "latest": row.due_latest,
        "text": row.text,
    });
    add_history(&mut value, row, gathered, history);
    value
}

/// Adds how it stands, every update and every move of its due day.
fn add_history(value: &mut Value, row: &CommitmentRow, gathered: &Gathered, history: &History) {
    value["standing"] = json!({
        "status": row.status.word(),
        "progress": row.progress,
        "due_earliest": row.due_earliest,
        "due_latest": row.due_latest,
        "overdue_days": row.overdue_days,
        "latest_update_id": row.latest_update_id,
    });
    let updates = history.updates.get(&row.id).into_iter().flatten().map(|update| {
        json!({
            "id": update.id,
            "status": update.status,
            "progress": update.progress,
            "note": update.note,
            "made_at": instant(update.made_at),
            "made_by": update.made_by,
        })
    });
    value["updates"] = updates.collect();
    let moves = gathered.moves.get(&row.id).into_iter().flatten().map(
        |moved| json!({"from": moved.from, "to": moved.to, "on": moved.on, "reason": moved.reason}),
    );
    value["moves"] = moves.collect();
}

/// Its timescales as they were: those kept now, or, where they have changed since, the earlier ones.
fn timescales(row: &CommitmentRow, history: &History) -> Value {
    if let Some(earlier) = &row.earlier_timescales {
        return json!(earlier);
    }
    let kept = history.timescales.get(&row.id).into_iter().flatten().map(|time| {
        json!({
            "as_written": time.as_written,
            "earliest": time.earliest,
            "latest": time.latest,
            "precision": time.precision,
            "rule": time.rule,
        })
    });
    kept.collect()
}
