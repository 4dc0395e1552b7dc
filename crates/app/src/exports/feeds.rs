//! Calendars under secret addresses: made and ended by the person whose they are.

use std::fmt;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Query;
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, Condition, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _,
};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::calendar::{self, Entry, Manner};
use super::gather;
use super::store::{self, Which};
use crate::App;
use crate::commitments::store as commitments;
use crate::db::entities::{calendar_feed, commitment, commitment_lead};
use crate::plans::store as plans;
use crate::shell::audit::{self, Subject};
use crate::shell::clock::AsAt;
use crate::shell::errors::AppError;
use crate::shell::scope::Scope;
use crate::signin;

/// More addresses than this nobody needs at once.
const MOST_FEEDS: usize = 20;

/// The secret part of a feed's address: 256 random bits in hexadecimal.
#[derive(Clone, PartialEq, Eq)]
pub struct FeedToken(pub String);

impl fmt::Debug for FeedToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("FeedToken(kept secret)")
    }
}

impl FeedToken {
    fn fresh() -> Self {
        Self(hex::encode(rand::random::<[u8; 32]>()))
    }

    fn hash(&self) -> String {
        hex::encode(Sha256::digest(self.0.as_bytes()))
    }
}

/// A feed that works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// Its row.
    pub id: i64,
    /// The plan it shows; none for the own commitments.
    pub plan_id: Option<i64>,
    /// When it was made.
    pub made_at: DateTime<Utc>,
}

/// The own feeds that work, oldest first.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn list(app: &App, scope: &Scope) -> Result<Vec<Feed>, AppError> {
    let user_id = scope.user_id.ok_or(AppError::NotFound)?;
    let found = working(user_id).all(app.ledger.connection()).await?;
    let feed =
        |row: calendar_feed::Model| Feed { id: row.id, plan_id: row.plan_id, made_at: row.made_at };
    Ok(found.into_iter().map(feed).collect())
}

fn working(user_id: i64) -> sea_orm::Select<calendar_feed::Entity> {
    calendar_feed::Entity::find()
        .filter(calendar_feed::Column::UserId.eq(user_id))
        .filter(calendar_feed::Column::EndedAt.is_null())
        .order_by_asc(calendar_feed::Column::Id)
}

/// Makes a feed of one's own commitments, or of a plan, and returns its secret, which is kept
/// nowhere.
///
/// # Errors
///
/// Refuses a plan that may not be seen, and more feeds than anybody needs.
pub async fn make(app: &App, scope: &Scope, plan_id: Option<i64>) -> Result<FeedToken, AppError> {
    let user_id = scope.user_id.ok_or(AppError::NotFound)?;
    if let Some(id) = plan_id {
        store::title(&app.ledger, scope, id).await?;
    }
    let token = FeedToken::fresh();
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| {
            if working(user_id).all(tx).await?.len() >= MOST_FEEDS {
                let refusal = "You have 20 calendars already. End one that you no longer use.";
                return Err(AppError::Invalid(refusal.to_owned()));
            }
            let row = calendar_feed::ActiveModel {
                token_hash: Set(token.hash()),
                user_id: Set(user_id),
                plan_id: Set(plan_id),
                made_at: Set(actor.at),
                ended_at: Set(None),
                ..Default::default()
            };
            let id = calendar_feed::Entity::insert(row).exec(tx).await?.last_insert_id;
            let subject = Subject::new("calendar_feed", id);
            let detail = json!({"plan_id": plan_id});
            audit::record(tx, &actor, "made a calendar address", subject, detail).await?;
            Ok(())
        })
        .await?;
    Ok(token)
}

/// Ends one of one's own feeds; one that has ended already is no error.
///
/// # Errors
///
/// Returns [`AppError::NotFound`] for a feed that is not one's own.
pub async fn end(app: &App, scope: &Scope, id: i64) -> Result<(), AppError> {
    let user_id = scope.user_id.ok_or(AppError::NotFound)?;
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| {
            let found = calendar_feed::Entity::find_by_id(id).one(tx).await?;
            let own = found.filter(|feed| feed.user_id == user_id).ok_or(AppError::NotFound)?;
            if own.ended_at.is_some() {
                return Ok(());
            }
            let mut row = own.into_active_model();
            row.ended_at = Set(Some(actor.at));
            row.update(tx).await?;
            let subject = Subject::new("calendar_feed", id);
            audit::record(tx, &actor, "ended a calendar address", subject, json!({})).await?;
            Ok(())
        })
        .await
}

/// The calendar behind a secret, with what its person may see now.
///
/// # Errors
///
/// Returns [`AppError::NotFound`] for a secret that nobody made or that was ended, for a closed
/// account, and for a plan that its person may no longer see.
pub(crate) async fn fetch(
    app: &App,
    token: &FeedToken,
    manner: &Manner,
) -> Result<String, AppError> {
    // The secret itself is never compared: an index look-up of its hash tells nothing by its time.
    let found = calendar_feed::Entity::find()
        .filter(calendar_feed::Column::TokenHash.eq(token.hash()))
        .filter(calendar_feed::Column::EndedAt.is_null())
        .one(app.ledger.connection())
        .await?;
    let feed = found.ok_or(AppError::NotFound)?;
    let scope = signin::store::scope_of_user(app, feed.user_id).await?;
    let scope = scope.ok_or(AppError::NotFound)?;
    match feed.plan_id {
        Some(id) => {
            let today = AsAt(scope.today);
            let gathered = gather::gather(&app.ledger, &scope, Which::One(id), today).await?;
            Ok(calendar::plans(&gathered, app.clock.now(), Some(manner)))
        }
        None => own_commitments(app, &scope, manner).await,
    }
}

/// What somebody's posts answer for, steps that name nobody among it.
async fn own_commitments(app: &App, scope: &Scope, manner: &Manner) -> Result<String, AppError> {
    let (connection, today) = (app.ledger.connection(), AsAt(scope.today));
    let mine = Query::select()
        .column((commitment_lead::Entity, commitment_lead::Column::CommitmentId))
        .from(commitment_lead::Entity)
        .and_where(commitment_lead::Column::LeadId.is_in(scope.lead_ids.iter().copied()))
        .to_owned();
    let named = Condition::any()
        .add(commitment::Column::Id.in_subquery(mine.clone()))
        .add(commitment::Column::ParentId.in_subquery(mine));
    let seen = plans::list(&app.ledger, scope, today).await?;
    let of_seen = commitment::Column::PlanId.is_in(seen.iter().map(|plan| plan.id));
    let condition = Condition::all().add(named).add(of_seen);
    let mut rows = commitments::rows(connection, condition.clone(), today).await?;
    rows.retain(|row| {
        let mut answering = row.answering().filter_map(|lead| lead.lead_id);
        answering.any(|id| scope.lead_ids.contains(&id))
    });
    let moves = gather::moves(connection, condition, today).await?;
    let entries = rows.iter().filter_map(|row| {
        let plan = seen.iter().find(|plan| plan.id == row.plan_id)?;
        Some(Entry {
            row,
            plan: &plan.title,
            organisation: &plan.organisation_code,
            times_moved: moves.get(&row.id).map_or(0, Vec::len),
        })
    });
    let name = format!("{}: commitments", scope.name);
    Ok(calendar::calendar(&name, entries, app.clock.now(), manner))
}
