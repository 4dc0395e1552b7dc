//! Plans put into the words that spreadsheets and documents show.

use bellwether_report::standing::{
    CommitmentStanding, GoalStanding, IndicatorStanding, PlanStanding, RiskStanding,
    SectionStanding, Standing,
};
use chrono::{DateTime, Utc};

use super::gather::{Gathered, GatheredPlan};
use super::rules::Version;
use super::store::Which;
use crate::commitments::rules::Status;
use crate::commitments::show::kind_words;
use crate::commitments::store::CommitmentRow;
use crate::db::entities::plan_indicator;

/// Puts plans into words, as written out at a moment.
pub(super) fn standing(gathered: Gathered, made_at: DateTime<Utc>) -> Standing {
    let Gathered { which, as_at, plans, mut moves } = gathered;
    let title = match (which, plans.as_slice()) {
        (Which::All, _) | (_, []) => "Plans".to_owned(),
        (Which::WithPlansInside(_), [plan, _, ..]) => {
            format!("{}, with the plans inside it", plan.summary.title)
        }
        (_, [plan, ..]) => plan.summary.title.clone(),
    };
    let mut words = |row: CommitmentRow| {
        let moves = moves.remove(&row.id).unwrap_or_default();
        CommitmentStanding { moves, ..commitment(row) }
    };
    let plans = plans.into_iter().map(|plan| plan_words(plan, &mut words)).collect();
    let statuses = Status::ALL.map(Status::title).to_vec();
    Standing { title, as_at: as_at.0, made_at, statuses, plans }
}

fn plan_words(
    plan: GatheredPlan,
    words: &mut impl FnMut(CommitmentRow) -> CommitmentStanding,
) -> PlanStanding {
    let summary = plan.summary;
    let sections = plan.sections.into_iter().map(|(title, rows)| SectionStanding {
        title,
        commitments: rows.into_iter().map(&mut *words).collect(),
    });
    PlanStanding {
        id: summary.id,
        sections: sections.collect(),
        counts: summary.counts.each().map(|(status, count)| (status.title(), count)).collect(),
        title: summary.title,
        organisation: summary.organisation,
        year: summary.plan_year,
        file_name: summary.file_name,
        risks: plan
            .risks
            .into_iter()
            .map(|risk| RiskStanding {
                area: risk.area,
                risk: risk.risk,
                contingency: risk.contingency.unwrap_or_default(),
            })
            .collect(),
        goals: plan
            .goals
            .into_iter()
            .map(|goal| GoalStanding {
                title: goal.title,
                period: goal.period.unwrap_or_default(),
                value: goal.value,
            })
            .collect(),
        indicators: plan.indicators.into_iter().map(indicator).collect(),
    }
}

fn commitment(row: CommitmentRow) -> CommitmentStanding {
    let version = Version::of(&row).to_string();
    let leads = row.answering().map(|lead| lead.shown.clone()).collect();
    CommitmentStanding {
        id: row.id,
        kind: kind_words(&row.kind),
        leads,
        version,
        step_of: row.part_of.map(|whole| whole.reference),
        reference: row.reference,
        text: row.text,
        due_as_written: row.due_as_written,
        due_by: row.due_latest,
        moves: Vec::new(),
        overdue_days: row.overdue_days,
        status: row.status.title(),
        progress: row.progress,
        latest_note: row.latest_note,
        latest_on: row.latest_at.map(|at| at.date_naive()),
        latest_by: row.latest_by,
        outcome: row.outcome,
    }
}

fn indicator(row: plan_indicator::Model) -> IndicatorStanding {
    let cells = row.cells.as_object().into_iter().flatten().map(|(heading, value)| {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        (heading.clone(), text)
    });
    IndicatorStanding {
        cells: cells.collect(),
        code: row.code.unwrap_or_default(),
        title: row.title,
        section: row.section.unwrap_or_default(),
        lead: row.lead.unwrap_or_default(),
        note: row.note.unwrap_or_default(),
    }
}
