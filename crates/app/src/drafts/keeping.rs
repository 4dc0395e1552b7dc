//! Accepted rows become part of a plan: commitments with their leads, dates and steps, and the rest.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context as _;
use bellwether_calendar::Timescale;
use bellwether_plan::draft::{self, Commitment, LeadKeyEntry, Milestone};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _,
    QuerySelect as _,
};
use serde::{Deserialize, Serialize};

use super::rules::Item;
use super::store::number;
use crate::commitments::changes::NewLead;
use crate::db::entities::{
    commitment, commitment_lead, commitment_timescale, draft_row, indicator, lead, plan, plan_goal,
    plan_indicator, plan_risk, plan_scope, section,
};
use crate::db::insert_all;
use crate::organisations::leads::PostFinder;
use crate::plans::rules::{Due, precision_word, reported};
use crate::shell::audit::Actor;
use crate::shell::errors::AppError;

/// Longest name of a lead, in characters; beyond it the cell holds a sentence, not a post.
pub(super) const LONGEST_LEAD: usize = 80;

/// Posts chosen by a person for leads as written; 0 says that no post answers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ChosenPosts(pub BTreeMap<String, i64>);

impl ChosenPosts {
    /// The choice for a lead as written: a post, no post, or none made.
    #[must_use]
    pub fn of(&self, as_written: &str) -> Option<Option<i64>> {
        self.0.get(&folded(as_written)).map(|id| Some(*id).filter(|id| *id > 0))
    }

    /// Remembers a choice; none forgets it.
    pub fn choose(&mut self, as_written: &str, choice: Option<i64>) {
        match choice {
            Some(id) => drop(self.0.insert(folded(as_written), id)),
            None => drop(self.0.remove(&folded(as_written))),
        }
    }
}

/// A lead is the same in any case and spacing.
fn folded(as_written: &str) -> String {
    as_written.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// What rows are kept with: the plan, its posts, its sections.
#[derive(Debug)]
pub struct Keeper {
    plan_id: i64,
    posts: PostFinder,
    chosen: ChosenPosts,
    key: BTreeMap<String, String>,
    sections: BTreeMap<String, i64>,
    section_positions: BTreeSet<i32>,
    section_order: BTreeMap<String, i32>,
    indicators: Option<BTreeMap<String, i64>>,
}

impl Keeper {
    /// Prepares to keep rows of a draft in a plan.
    ///
    /// # Errors
    ///
    /// Returns an error when the ledger cannot be read.
    pub async fn open(
        tx: &impl ConnectionTrait,
        actor: &Actor,
        plan_id: i64,
        draft_id: i64,
    ) -> Result<Self, AppError> {
        let organisation_id: i64 = plan::Entity::find_by_id(plan_id)
            .select_only()
            .column(plan::Column::OrganisationId)
            .into_tuple()
            .one(tx)
            .await?
            .ok_or(AppError::NotFound)?;
        let draft = super::store::head(tx, draft_id).await?;
        let chosen = ChosenPosts::deserialize(&draft.posts).context("the posts of a draft")?;
        let key: Vec<LeadKeyEntry> = draft.leads_key();
        let sections: Vec<(String, i64, i32)> = section::Entity::find()
            .filter(section::Column::PlanId.eq(plan_id))
            .select_only()
            .column(section::Column::Title)
            .column(section::Column::Id)
            .column(section::Column::Position)
            .into_tuple()
            .all(tx)
            .await?;
        let section_order: Vec<(Option<String>, i32)> = draft_row::Entity::find()
            .filter(draft_row::Column::DraftId.eq(draft_id))
            .filter(draft_row::Column::Kind.eq("commitment"))
            .select_only()
            .column(draft_row::Column::Section)
            .column_as(draft_row::Column::Position.min(), "first")
            .group_by(draft_row::Column::Section)
            .into_tuple()
            .all(tx)
            .await?;
        Ok(Self {
            plan_id,
            posts: PostFinder::open(tx, organisation_id, actor.at.date_naive()).await?,
            chosen,
            key: key.into_iter().map(|entry| (entry.code, entry.title)).collect(),
            section_positions: sections.iter().map(|(_, _, position)| *position).collect(),
            sections: sections.into_iter().map(|(title, id, _)| (title, id)).collect(),
            section_order: section_order
                .into_iter()
                .filter_map(|(title, first)| Some((title?, first)))
                .collect(),
            indicators: None,
        })
    }

    /// Titles of the posts that were made because a row named them.
    #[must_use]
    pub fn new_posts(&self) -> &[String] {
        &self.posts.made
    }

    /// Keeps what a row holds; returns the row that it became.
    ///
    /// # Errors
    ///
    /// Returns an error when the ledger refuses a row.
    pub async fn keep(
        &mut self,
        tx: &impl ConnectionTrait,
        row: &draft_row::Model,
        item: &Item,
    ) -> Result<i64, AppError> {
        let position = row.position;
        match item {
            Item::Commitment(draft) => self.keep_commitment(tx, row, draft).await,
            Item::Indicator(draft) => self.keep_indicator(tx, position, draft).await,
            Item::Risk(draft) => Ok(self.keep_risk(tx, position, draft).await?),
            Item::Goal(draft) => {
                let row = plan_goal::ActiveModel {
                    plan_id: Set(self.plan_id),
                    position: Set(position),
                    title: Set(draft.title.clone()),
                    period: Set(draft.period.clone()),
                    value: Set(draft.value.clone()),
                    ..Default::default()
                };
                Ok(plan_goal::Entity::insert(row).exec(tx).await?.last_insert_id)
            }
            Item::Scope(draft) => {
                let row = plan_scope::ActiveModel {
                    plan_id: Set(self.plan_id),
                    position: Set(position),
                    title: Set(draft.title.clone()),
                    level: Set(draft.level.clone()),
                    note: Set(draft.note.clone()),
                    ..Default::default()
                };
                Ok(plan_scope::Entity::insert(row).exec(tx).await?.last_insert_id)
            }
        }
    }

    async fn keep_commitment(
        &mut self,
        tx: &impl ConnectionTrait,
        row: &draft_row::Model,
        draft: &Commitment,
    ) -> Result<i64, AppError> {
        let section_id = self.section(tx, draft.section.as_deref(), row.position).await?;
        let due = Due::of(&draft.timescales);
        let kept = commitment::ActiveModel {
            kind: Set("action".to_owned()),
            reference: Set(draft.reference.clone()),
            text: Set(draft.text.clone()),
            outcome: Set(draft.outcome.clone()),
            reported_progress: Set(reported(draft)),
            uncertain: Set(draft.uncertain.clone()),
            ..self.dated(section_id, row.position, due, draft.source)
        };
        let id = commitment::Entity::insert(kept).exec(tx).await?.last_insert_id;
        keep_timescales(tx, id, &draft.timescales).await?;
        self.keep_leads(tx, id, row, draft).await?;
        self.keep_milestones(tx, id, section_id, row.position, draft).await?;
        Ok(id)
    }

    fn dated(
        &self,
        section_id: Option<i64>,
        position: i32,
        due: Due,
        source: draft::Source,
    ) -> commitment::ActiveModel {
        commitment::ActiveModel {
            plan_id: Set(self.plan_id),
            section_id: Set(section_id),
            parent_id: Set(None),
            position: Set(position),
            due_as_written: Set(due.as_written),
            due_earliest: Set(due.earliest),
            due_latest: Set(due.latest),
            due_precision: Set(precision_word(due.precision).to_owned()),
            line_from: Set(number(source.line_from)),
            line_to: Set(number(source.line_to)),
            ..Default::default()
        }
    }

    async fn keep_milestones(
        &self,
        tx: &impl ConnectionTrait,
        parent_id: i64,
        section_id: Option<i64>,
        position: i32,
        draft: &Commitment,
    ) -> Result<(), DbErr> {
        let row = |(place, milestone): (i32, &Milestone)| commitment::ActiveModel {
            kind: Set("milestone".to_owned()),
            parent_id: Set(Some(parent_id)),
            reference: Set(String::new()),
            text: Set(milestone.text.clone()),
            outcome: Set(None),
            reported_progress: Set(None),
            uncertain: Set(None),
            ..self.dated(section_id, position + place, Due::of_milestone(milestone), draft.source)
        };
        insert_all(tx, (1..).zip(&draft.milestones).map(row)).await
    }

    /// The section of that title, made when it is new.
    pub(crate) async fn section(
        &mut self,
        tx: &impl ConnectionTrait,
        title: Option<&str>,
        position: i32,
    ) -> Result<Option<i64>, DbErr> {
        let Some(title) = title.map(str::trim).filter(|title| !title.is_empty()) else {
            return Ok(None);
        };
        if let Some(known) = self.sections.get(title) {
            return Ok(Some(*known));
        }
        // A section of an earlier edition may stand where the new one would.
        let wanted = self.section_order.get(title).copied().unwrap_or(position);
        let free = (wanted..=i32::MAX).find(|place| !self.section_positions.contains(place));
        let position = free.unwrap_or(wanted);
        self.section_positions.insert(position);
        let row = section::ActiveModel {
            plan_id: Set(self.plan_id),
            position: Set(position),
            title: Set(title.to_owned()),
            ..Default::default()
        };
        let id = section::Entity::insert(row).exec(tx).await?.last_insert_id;
        self.sections.insert(title.to_owned(), id);
        Ok(Some(id))
    }

    async fn keep_leads(
        &mut self,
        tx: &impl ConnectionTrait,
        commitment_id: i64,
        row: &draft_row::Model,
        draft: &Commitment,
    ) -> Result<(), AppError> {
        let leads = self.leads(tx, row, draft).await?;
        let row = |(position, lead): (i32, NewLead)| commitment_lead::ActiveModel {
            commitment_id: Set(commitment_id),
            position: Set(position),
            lead_id: Set(lead.lead_id),
            as_written: Set(lead.as_written),
            accountable: Set(position == 0),
            ..Default::default()
        };
        insert_all(tx, (0..).zip(leads).map(row)).await?;
        Ok(())
    }

    /// Who answers for a commitment of a draft, each with the post that was chosen, found or made.
    pub(crate) async fn leads(
        &mut self,
        tx: &impl ConnectionTrait,
        row: &draft_row::Model,
        draft: &Commitment,
    ) -> Result<Vec<NewLead>, AppError> {
        let chosen = match &row.posts {
            Some(posts) => ChosenPosts::deserialize(posts).context("the posts of a row")?,
            None => ChosenPosts::default(),
        };
        let mut leads = Vec::with_capacity(draft.leads.len());
        for lead in &draft.leads {
            let code = lead.as_written.as_str();
            let lead_id = match chosen.of(code).or_else(|| self.chosen.of(code)) {
                Some(choice) => choice,
                None if code.chars().count() > LONGEST_LEAD => None,
                None => {
                    let title = lead.expanded.as_ref().or_else(|| self.key.get(code));
                    self.posts.find_or_make(tx, code, title.map(String::as_str)).await?
                }
            };
            let as_written = lead.as_written.clone();
            leads.push(NewLead { lead_id, as_written, from_lead_id: None });
        }
        Ok(leads)
    }

    async fn keep_indicator(
        &mut self,
        tx: &impl ConnectionTrait,
        position: i32,
        draft: &draft::Indicator,
    ) -> Result<i64, AppError> {
        if self.indicators.is_none() {
            let defined: Vec<(String, i64)> = indicator::Entity::find()
                .select_only()
                .column(indicator::Column::Code)
                .column(indicator::Column::Id)
                .into_tuple()
                .all(tx)
                .await?;
            self.indicators = Some(defined.into_iter().collect());
        }
        let defined = self.indicators.as_ref().zip(draft.code.as_ref());
        let row = plan_indicator::ActiveModel {
            plan_id: Set(self.plan_id),
            position: Set(position),
            code: Set(draft.code.clone()),
            title: Set(draft.title.clone()),
            section: Set(draft.section.clone()),
            lead: Set(draft.lead.clone()),
            note: Set(draft.note.clone()),
            cells: Set(serde_json::Value::Object(draft.values.clone())),
            indicator_id: Set(defined.and_then(|(defined, code)| defined.get(code)).copied()),
            ..Default::default()
        };
        Ok(plan_indicator::Entity::insert(row).exec(tx).await?.last_insert_id)
    }

    async fn keep_risk(
        &self,
        tx: &impl ConnectionTrait,
        position: i32,
        draft: &draft::Risk,
    ) -> Result<i64, DbErr> {
        let row = plan_risk::ActiveModel {
            plan_id: Set(self.plan_id),
            position: Set(position),
            area: Set(draft.area.clone()),
            risk: Set(draft.risk.clone()),
            contingency: Set(draft.contingency.clone()),
            line_from: Set(number(draft.source.line_from)),
            line_to: Set(number(draft.source.line_to)),
            ..Default::default()
        };
        Ok(plan_risk::Entity::insert(row).exec(tx).await?.last_insert_id)
    }
}

async fn keep_timescales(
    tx: &impl ConnectionTrait,
    commitment_id: i64,
    timescales: &[Timescale],
) -> Result<(), DbErr> {
    let row = |(position, timescale): (usize, &Timescale)| commitment_timescale::ActiveModel {
        commitment_id: Set(commitment_id),
        position: Set(number(position)),
        as_written: Set(timescale.as_written.clone()),
        earliest: Set(timescale.earliest),
        latest: Set(timescale.latest),
        precision: Set(precision_word(timescale.precision).to_owned()),
        rule: Set(timescale.rule.clone()),
        ..Default::default()
    };
    insert_all(tx, timescales.iter().enumerate().map(row)).await
}

/// Whether a post may answer for the plans of an organisation: it is one of its own.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub(super) async fn is_post_of(
    tx: &impl ConnectionTrait,
    lead_id: i64,
    organisation_id: i64,
) -> Result<bool, DbErr> {
    let found = lead::Entity::find_by_id(lead_id)
        .filter(lead::Column::OrganisationId.eq(organisation_id))
        .one(tx)
        .await?;
    Ok(found.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_holds_for_a_lead_however_it_is_spaced_and_capitalised() {
        let mut posts = ChosenPosts::default();
        posts.choose("DoF", Some(3));
        posts.choose("Steering  group", Some(0));
        let check = |as_written: &str, expected: Option<Option<i64>>| {
            assert_eq!(posts.of(as_written), expected, "{as_written}");
        };
        check("dof", Some(Some(3)));
        check("steering group", Some(None));
        check("DoN", None);
    }
}
