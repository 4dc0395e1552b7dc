//! Which plans are public, and what the public sees of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, DbErr,
    EntityTrait as _, IntoActiveModel as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use serde_json::json;

use super::rules::public_post;
use super::withdrawn::{WithdrawnPromise, withdrawn};
use crate::App;
use crate::commitments::rules::StatusCounts;
use crate::commitments::store::{self as commitments, CommitmentRow};
use crate::db::Ledger;
use crate::db::entities::{commitment, person, plan, publication};
use crate::exports::gather::{self, GatheredPlan};
use crate::exports::store::Which;
use crate::organisations::leads;
use crate::shell::audit::{self, Actor, Subject};
use crate::shell::clock::AsAt;
use crate::shell::errors::AppError;
use crate::shell::scope::{Permission, Role, Scope, Visible};

pub(crate) use bellwether_report::standing::MoveStanding;

/// A plan as the public sees it.
#[derive(Debug)]
pub(crate) struct PublicPlan {
    pub(crate) id: i64,
    pub(crate) title: String,
    pub(crate) organisation: String,
    pub(crate) year: Option<String>,
    /// Since when it is public: the first day it can be looked at as at.
    pub(crate) since: NaiveDate,
    /// How its public commitments stand, milestones not counted.
    pub(crate) counts: StatusCounts,
    pub(crate) overdue: usize,
    /// The day of the latest update; none while there is none.
    pub(crate) updated: Option<NaiveDate>,
    pub(crate) sections: Vec<(String, Vec<PublicCommitment>)>,
    /// What was withdrawn while it was public.
    pub(crate) withdrawn: Vec<WithdrawnPromise>,
}

/// A commitment as the public sees it.
#[derive(Debug)]
pub(crate) struct PublicCommitment {
    pub(crate) row: CommitmentRow,
    /// Posts that answer for it; persons are not named.
    pub(crate) posts: Vec<String>,
    pub(crate) moves: Vec<MoveStanding>,
    /// What the latest update says, where the publication shows notes.
    pub(crate) note: Option<String>,
}

/// Publications that hold now.
#[derive(Debug, Default)]
struct Published {
    /// By plan.
    plans: BTreeMap<i64, publication::Model>,
    /// Commitments left out.
    left_out: BTreeSet<i64>,
}

async fn published(connection: &impl ConnectionTrait) -> Result<Published, DbErr> {
    let rows = publication::Entity::find()
        .filter(publication::Column::ToAt.is_null())
        .order_by_asc(publication::Column::Id)
        .all(connection)
        .await?;
    let mut published = Published::default();
    for row in rows {
        match row.commitment_id {
            Some(id) => drop(published.left_out.insert(id)),
            None => drop(published.plans.insert(row.plan_id, row)),
        }
    }
    Ok(published)
}

/// What the public may see: the plans' organisations, to change nothing.
async fn public_scope(
    ledger: &Ledger,
    published: &Published,
    today: NaiveDate,
) -> Result<Scope, DbErr> {
    let owners: Vec<i64> = plan::Entity::find()
        .select_only()
        .column(plan::Column::OrganisationId)
        .filter(plan::Column::Id.is_in(published.plans.keys().copied()))
        .into_tuple()
        .all(ledger.connection())
        .await?;
    Ok(Scope {
        user_id: None,
        name: "the public".to_owned(),
        role: Role::Viewer,
        organisation_id: None,
        visible: Visible::Only(Arc::new(owners.into_iter().collect())),
        within: Visible::Only(Arc::default()),
        lead_ids: Vec::new(),
        today,
    })
}

/// Every public plan as it stands today.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub(crate) async fn list(app: &App) -> Result<Vec<PublicPlan>, AppError> {
    let published = published(app.ledger.connection()).await?;
    if published.plans.is_empty() {
        return Ok(Vec::new());
    }
    see(app, &published, Which::All, AsAt(app.today())).await
}

/// One public plan as it stood at the end of a day since it is public.
///
/// # Errors
///
/// Returns [`AppError::NotFound`] for a plan that is not public now, and for a day before it was.
pub(crate) async fn find(app: &App, id: i64, as_at: AsAt) -> Result<PublicPlan, AppError> {
    let published = published(app.ledger.connection()).await?;
    let own = published.plans.get(&id).ok_or(AppError::NotFound)?;
    if as_at.0 < own.from_at.date_naive() || as_at.0 > app.today() {
        return Err(AppError::NotFound);
    }
    see(app, &published, Which::One(id), as_at).await?.pop().ok_or(AppError::NotFound)
}

async fn see(
    app: &App,
    published: &Published,
    which: Which,
    as_at: AsAt,
) -> Result<Vec<PublicPlan>, AppError> {
    let scope = public_scope(&app.ledger, published, app.today()).await?;
    let mut gathered = gather::gather(&app.ledger, &scope, which, as_at).await?;
    gathered.plans.retain(|plan| published.plans.contains_key(&plan.summary.id));
    let rows = gathered.plans.iter().flat_map(|plan| &plan.sections).flat_map(|(_, rows)| rows);
    let ids = rows.flat_map(CommitmentRow::answering).filter_map(|lead| lead.lead_id).collect();
    let posts = posts(app.ledger.connection(), ids).await?;
    let ids: Vec<i64> = gathered.plans.iter().map(|plan| plan.summary.id).collect();
    let connection = app.ledger.connection();
    let mut gone = withdrawn(connection, &ids, &published.left_out, as_at).await?;
    let mut moves = gathered.moves;
    let mut plans = Vec::with_capacity(gathered.plans.len());
    for plan in gathered.plans {
        let Some(publication) = published.plans.get(&plan.summary.id) else { continue };
        let is_public = |row: &CommitmentRow| {
            !published.left_out.contains(&row.id)
                && row.parent_id.is_none_or(|id| !published.left_out.contains(&id))
        };
        let show = |row: CommitmentRow| PublicCommitment {
            posts: answering(&row, &posts),
            moves: moves.remove(&row.id).unwrap_or_default(),
            note: row.latest_note.clone().filter(|note| publication.with_notes && !note.is_empty()),
            row,
        };
        let gone = gone.remove(&plan.summary.id).unwrap_or_default();
        plans.push(public_plan(plan, gone, publication, is_public, show));
    }
    Ok(plans)
}

fn public_plan(
    plan: GatheredPlan,
    withdrawn: Vec<WithdrawnPromise>,
    publication: &publication::Model,
    is_public: impl Fn(&CommitmentRow) -> bool,
    mut show: impl FnMut(CommitmentRow) -> PublicCommitment,
) -> PublicPlan {
    let (mut counts, mut overdue, mut updated) = (StatusCounts::default(), 0, None);
    let mut sections = Vec::new();
    for (title, rows) in plan.sections {
        let shown: Vec<PublicCommitment> =
            rows.into_iter().filter(&is_public).map(&mut show).collect();
        for commitment in &shown {
            updated = updated.max(commitment.row.latest_at);
            if commitment.row.parent_id.is_none() {
                counts.add(commitment.row.status);
                overdue += usize::from(commitment.row.overdue_days.is_some());
            }
        }
        if !shown.is_empty() {
            sections.push((title, shown));
        }
    }
    PublicPlan {
        id: plan.summary.id,
        title: plan.summary.title,
        organisation: plan.summary.organisation,
        year: plan.summary.plan_year,
        since: publication.from_at.date_naive(),
        counts,
        overdue,
        updated: updated.map(|at: DateTime<Utc>| at.date_naive()),
        sections,
        withdrawn,
    }
}

/// Titles of posts that the public may read, by post.
async fn posts(
    connection: &impl ConnectionTrait,
    ids: BTreeSet<i64>,
) -> Result<BTreeMap<i64, String>, DbErr> {
    let persons: Vec<String> = person::Entity::find()
        .select_only()
        .column(person::Column::Name)
        .into_tuple()
        .all(connection)
        .await?;
    let found = leads::by_ids(connection, ids).await?;
    let post = |(id, lead): (i64, leads::Lead)| {
        Some((id, public_post(&lead.title, lead.person.as_deref(), &persons)?))
    };
    Ok(found.into_iter().filter_map(post).collect())
}

fn answering(row: &CommitmentRow, posts: &BTreeMap<i64, String>) -> Vec<String> {
    let known = row.answering().filter_map(|lead| posts.get(&lead.lead_id?).cloned());
    let mut titles: Vec<String> = Vec::new();
    for title in known {
        if !titles.contains(&title) {
            titles.push(title);
        }
    }
    titles
}

/// What stands about the publication of a plan.
#[derive(Debug)]
pub struct PublicationView {
    /// The plan's title.
    pub title: String,
    /// Since when it is public, and who made it so; none while it is not.
    pub since: Option<(DateTime<Utc>, String)>,
    /// Whether notes are shown.
    pub with_notes: bool,
    /// Commitments left out.
    pub left_out: BTreeSet<i64>,
    /// Its commitments, in document order.
    pub commitments: Vec<CommitmentRow>,
    /// Whether this user may change it.
    pub may_publish: bool,
}

/// How a plan is published.
///
/// # Errors
///
/// Returns [`AppError::NotFound`] when there is no such plan, or none that may be seen.
pub async fn view(
    ledger: &Ledger,
    scope: &Scope,
    plan_id: i64,
) -> Result<PublicationView, AppError> {
    let connection = ledger.connection();
    let (organisation_id, title) = plan_of(connection, scope, plan_id).await?;
    let condition = Condition::all()
        .add(commitment::Column::PlanId.eq(plan_id))
        .add(commitment::Column::ParentId.is_null());
    let open = open_rows(connection, plan_id).await?;
    let own = open.iter().find(|row| row.commitment_id.is_none());
    Ok(PublicationView {
        title,
        since: own.map(|row| (row.from_at, row.from_by_name.clone())),
        with_notes: own.is_some_and(|row| row.with_notes),
        left_out: open.iter().filter_map(|row| row.commitment_id).collect(),
        commitments: commitments::rows(connection, condition, AsAt(scope.today)).await?,
        may_publish: scope.may_in(Permission::PublishPlan, organisation_id),
    })
}

async fn plan_of(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    plan_id: i64,
) -> Result<(i64, String), AppError> {
    let found: Option<(i64, String)> = plan::Entity::find_by_id(plan_id)
        .select_only()
        .column(plan::Column::OrganisationId)
        .column(plan::Column::Title)
        .filter(scope.sees_condition(plan::Column::OrganisationId))
        .into_tuple()
        .one(connection)
        .await?;
    found.ok_or(AppError::NotFound)
}

async fn open_rows(
    connection: &impl ConnectionTrait,
    plan_id: i64,
) -> Result<Vec<publication::Model>, DbErr> {
    publication::Entity::find()
        .filter(publication::Column::PlanId.eq(plan_id))
        .filter(publication::Column::ToAt.is_null())
        .order_by_asc(publication::Column::Id)
        .all(connection)
        .await
}

/// How a plan is to be published from now on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewPublication {
    /// Whether it is public.
    pub is_public: bool,
    /// Whether what the latest updates say is shown too.
    pub with_notes: bool,
    /// Commitments left out, their milestones with them.
    pub left_out: BTreeSet<i64>,
}

/// Publishes a plan, ends that, or changes what of it is public; earlier publications are kept.
///
/// # Errors
///
/// Refuses whoever may not publish, and a commitment of another plan.
pub async fn publish(
    app: &App,
    scope: &Scope,
    plan_id: i64,
    new: &NewPublication,
) -> Result<(), AppError> {
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| {
            let (organisation_id, _) = plan_of(tx, scope, plan_id).await?;
            if !scope.may_in(Permission::PublishPlan, organisation_id) {
                return Err(AppError::Forbidden(
                    "only performance managers say what the public sees of a plan",
                ));
            }
            let foreign = AppError::Invalid("Leave out commitments of this plan only.".to_owned());
            let own: BTreeSet<i64> = of_plan(tx, plan_id).await?;
            if !new.left_out.is_subset(&own) {
                return Err(foreign);
            }
            let open = open_rows(tx, plan_id).await?;
            let changed = replace(tx, &actor, plan_id, open, new).await?;
            if changed {
                let action = if new.is_public { "published" } else { "ended the publication" };
                let detail = json!({"notes": new.with_notes, "left_out": new.left_out});
                audit::record(tx, &actor, action, Subject::new("plan", plan_id), detail).await?;
            }
            Ok(())
        })
        .await
}

async fn of_plan(connection: &impl ConnectionTrait, id: i64) -> Result<BTreeSet<i64>, DbErr> {
    let ids: Vec<i64> = commitment::Entity::find()
        .select_only()
        .column(commitment::Column::Id)
        .filter(commitment::Column::PlanId.eq(id))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(ids.into_iter().collect())
}

/// Ends what no longer holds and begins what holds from now on; returns whether anything changed.
async fn replace(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    plan_id: i64,
    open: Vec<publication::Model>,
    new: &NewPublication,
) -> Result<bool, DbErr> {
    let wanted: BTreeSet<i64> = if new.is_public { new.left_out.clone() } else { BTreeSet::new() };
    let mut to_begin: BTreeSet<Option<i64>> = wanted.iter().map(|id| Some(*id)).collect();
    if new.is_public {
        to_begin.insert(None);
    }
    let mut changed = false;
    for row in open {
        let same = row.commitment_id.is_some() || row.with_notes == new.with_notes;
        if same && to_begin.remove(&row.commitment_id) {
            continue;
        }
        let mut row = row.into_active_model();
        row.to_at = Set(Some(actor.at));
        row.to_by_name = Set(Some(actor.name.clone()));
        row.update(tx).await?;
        changed = true;
    }
    for commitment_id in to_begin {
        let row = publication::ActiveModel {
            plan_id: Set(plan_id),
            commitment_id: Set(commitment_id),
            with_notes: Set(new.with_notes && commitment_id.is_none()),
            from_at: Set(actor.at),
            from_by_name: Set(actor.name.clone()),
            to_at: Set(None),
            to_by_name: Set(None),
            ..Default::default()
        };
        publication::Entity::insert(row).exec(tx).await?;
        changed = true;
    }
    Ok(changed)
}
