//! Links of commitments, indicators and risks, read both ways, added and removed by people.

use std::collections::BTreeMap;

use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, DbErr, EntityTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use serde_json::json;

use crate::App;
use crate::commitments::store::may_post;
use crate::commitments::updates::{self, Current};
use crate::db::Ledger;
use crate::db::entities::{commitment, indicator, link, plan, plan_risk};
use crate::shell::audit::{self, Subject};
use crate::shell::clock::AsAt;
use crate::shell::errors::AppError;
use crate::shell::scope::Scope;

/// Kind of thing: a commitment.
pub(crate) const COMMITMENT: &str = "commitment";
/// Kind of thing: an indicator.
pub(crate) const INDICATOR: &str = "indicator";
/// Kind of thing: a risk of a plan.
pub(crate) const RISK: &str = "plan_risk";

/// A commitment is to move an indicator.
pub(crate) const SERVES: &str = "serves";
/// A risk threatens a commitment.
pub(crate) const THREATENED_BY: &str = "threatened_by";
/// Two commitments have to do with each other.
pub(crate) const RELATES_TO: &str = "relates_to";
/// The text of one commitment refers to another.
pub(crate) const REFERS_TO: &str = "refers_to";

/// Something at the other end of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    /// The link's row.
    pub link_id: i64,
    /// The thing's row.
    pub id: i64,
    /// Its reference or code; empty when it has none.
    pub code: String,
    /// What it is.
    pub title: String,
    /// The kind of link.
    pub relation: String,
    /// Whether the link goes from here to there.
    pub outgoing: bool,
}

/// Everything one commitment is linked to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Links {
    /// Indicators it is to move.
    pub indicators: Vec<Linked>,
    /// Risks that threaten it.
    pub risks: Vec<Linked>,
    /// Other commitments.
    pub commitments: Vec<Linked>,
}

fn standing_at(as_at: AsAt) -> Condition {
    Condition::all()
        .add(
            Condition::any()
                .add(link::Column::MadeAt.is_null())
                .add(link::Column::MadeAt.lt(as_at.end())),
        )
        .add(
            Condition::any()
                .add(link::Column::EndedAt.is_null())
                .add(link::Column::EndedAt.gte(as_at.end())),
        )
}

/// Everything a commitment was linked to at the end of a day, as far as it may be seen.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn of_commitment(
    ledger: &Ledger,
    scope: &Scope,
    id: i64,
    as_at: AsAt,
) -> Result<Links, AppError> {
    let connection = ledger.connection();
    let outgoing = Condition::all()
        .add(link::Column::FromKind.eq(COMMITMENT))
        .add(link::Column::FromId.eq(id));
    let incoming =
        Condition::all().add(link::Column::ToKind.eq(COMMITMENT)).add(link::Column::ToId.eq(id));
    let links = link::Entity::find()
        .filter(Condition::any().add(outgoing).add(incoming))
        .filter(standing_at(as_at))
        .order_by_asc(link::Column::Id)
        .all(connection)
        .await?;
    let mut found = Links::default();
    if links.is_empty() {
        return Ok(found);
    }
    let goes_out = |link: &link::Model| link.from_kind == COMMITMENT && link.from_id == id;
    let ends = |kind: &str| -> Vec<i64> {
        let all = links.iter().map(|link| other_end(link, goes_out(link)));
        all.filter(|end| end.0 == kind).map(|end| end.1).collect()
    };
    let indicators = indicators(connection, ends(INDICATOR)).await?;
    let risks = risks(connection, ends(RISK)).await?;
    let commitments = commitments(connection, scope, ends(COMMITMENT)).await?;
    for link in &links {
        let outgoing = goes_out(link);
        let (kind, other) = other_end(link, outgoing);
        let (names, list) = match kind {
            INDICATOR => (&indicators, &mut found.indicators),
            RISK => (&risks, &mut found.risks),
            _ => (&commitments, &mut found.commitments),
        };
        if let Some((code, title)) = names.get(&other) {
            let relation = link.relation.clone();
            let (code, title) = (code.clone(), title.clone());
            list.push(Linked { link_id: link.id, id: other, code, title, relation, outgoing });
        }
    }
    Ok(found)
}

/// Kind and row of the thing at the other end.
fn other_end(link: &link::Model, outgoing: bool) -> (&str, i64) {
    if outgoing { (&link.to_kind, link.to_id) } else { (&link.from_kind, link.from_id) }
}

type Names = BTreeMap<i64, (String, String)>;

async fn indicators(connection: &impl ConnectionTrait, ids: Vec<i64>) -> Result<Names, DbErr> {
    if ids.is_empty() {
        return Ok(Names::new());
    }
    let rows: Vec<(i64, String, String)> = indicator::Entity::find()
        .select_only()
        .column(indicator::Column::Id)
        .column(indicator::Column::Code)
        .column(indicator::Column::Title)
        .filter(indicator::Column::Id.is_in(ids))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|(id, code, title)| (id, (code, title))).collect())
}

async fn risks(connection: &impl ConnectionTrait, ids: Vec<i64>) -> Result<Names, DbErr> {
    if ids.is_empty() {
        return Ok(Names::new());
    }
    let rows = plan_risk::Entity::find().filter(plan_risk::Column::Id.is_in(ids));
    let rows = rows.all(connection).await?;
    Ok(rows.into_iter().map(|risk| (risk.id, (risk.area, risk.risk))).collect())
}

async fn commitments(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    ids: Vec<i64>,
) -> Result<Names, DbErr> {
    if ids.is_empty() {
        return Ok(Names::new());
    }
    let seen = sea_orm::sea_query::Query::select()
        .column((plan::Entity, plan::Column::Id))
        .from(plan::Entity)
        .cond_where(scope.sees_condition(plan::Column::OrganisationId))
        .to_owned();
    let rows: Vec<(i64, String, String)> = commitment::Entity::find()
        .select_only()
        .column(commitment::Column::Id)
        .column(commitment::Column::Reference)
        .column(commitment::Column::Text)
        .filter(commitment::Column::Id.is_in(ids))
        .filter(commitment::Column::PlanId.in_subquery(seen))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|(id, reference, text)| (id, (reference, text))).collect())
}

/// A commitment beside a risk or indicator: the other end, its row, reference and text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// The risk's or indicator's row.
    pub of: i64,
    /// The commitment's row.
    pub id: i64,
    /// Its reference; empty when it has none.
    pub reference: String,
    /// What was promised.
    pub text: String,
}

/// The commitments that each of some risks threatens.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn commitments_of_risks(
    ledger: &Ledger,
    scope: &Scope,
    risk_ids: Vec<i64>,
    as_at: AsAt,
) -> Result<Vec<Beside>, AppError> {
    if risk_ids.is_empty() {
        return Ok(Vec::new());
    }
    let connection = ledger.connection();
    let links = link::Entity::find()
        .filter(link::Column::FromKind.eq(COMMITMENT))
        .filter(link::Column::ToKind.eq(RISK))
        .filter(link::Column::ToId.is_in(risk_ids))
        .filter(standing_at(as_at))
        .order_by_asc(link::Column::Id)
        .all(connection)
        .await?;
    let names = commitments(connection, scope, links.iter().map(|link| link.from_id).collect());
    let names = names.await?;
    let beside = links.into_iter().filter_map(|link| {
        let (reference, text) = names.get(&link.from_id)?.clone();
        Some(Beside { of: link.to_id, id: link.from_id, reference, text })
    });
    Ok(beside.collect())
}

/// A risk beside an indicator, through a commitment that is to move it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RiskBeside {
    /// The plan it stands in.
    pub plan_id: i64,
    /// Its area.
    pub area: String,
    /// What may go wrong.
    pub risk: String,
    /// The plan B.
    pub contingency: Option<String>,
    /// The commitments through which it reaches the indicator: row and reference.
    pub through: Vec<(i64, String)>,
}

/// The risks that threaten some commitments.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn risks_of_commitments(
    ledger: &Ledger,
    commitments: &[(i64, String)],
    as_at: AsAt,
) -> Result<Vec<RiskBeside>, AppError> {
    if commitments.is_empty() {
        return Ok(Vec::new());
    }
    let connection = ledger.connection();
    let links = link::Entity::find()
        .filter(link::Column::FromKind.eq(COMMITMENT))
        .filter(link::Column::FromId.is_in(commitments.iter().map(|(id, _)| *id)))
        .filter(link::Column::ToKind.eq(RISK))
        .filter(standing_at(as_at))
        .all(connection)
        .await?;
    if links.is_empty() {
        return Ok(Vec::new());
    }
    let risks = plan_risk::Entity::find()
        .filter(plan_risk::Column::Id.is_in(links.iter().map(|link| link.to_id)))
        .order_by_asc(plan_risk::Column::Id)
        .all(connection)
        .await?;
    let through = |risk: i64| {
        let linked = |id: i64| links.iter().any(|link| (link.from_id, link.to_id) == (id, risk));
        commitments.iter().filter(|(id, _)| linked(*id)).cloned().collect()
    };
    let beside = |risk: plan_risk::Model| RiskBeside {
        through: through(risk.id),
        plan_id: risk.plan_id,
        area: risk.area,
        risk: risk.risk,
        contingency: risk.contingency,
    };
    Ok(risks.into_iter().map(beside).collect())
}

/// What to link a commitment to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// An indicator, by its code.
    Indicator(String),
    /// A risk of the same plan, by its row.
    Risk(i64),
    /// Another commitment, by its reference in the same plan or the address of its page.
    Commitment(String),
}

/// Links a commitment to something.
///
/// # Errors
///
/// Refuses what is not there or may not be seen, and anybody who may not post updates on it.
pub async fn add(app: &App, scope: &Scope, id: i64, end: &End) -> Result<(), AppError> {
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| {
            let own = changeable(tx, scope, id).await?;
            let (kind, to_id, relation) = match end {
                End::Indicator(code) => (INDICATOR, indicator_id(tx, code).await?, SERVES),
                End::Risk(risk) => {
                    (RISK, risk_id(tx, own.row.plan_id, *risk).await?, THREATENED_BY)
                }
                End::Commitment(named) => {
                    let other = commitment_named(tx, scope, own.row.plan_id, named).await?;
                    (COMMITMENT, other, RELATES_TO)
                }
            };
            if (kind, to_id) == (COMMITMENT, id) {
                let refusal = "A commitment is not linked to itself; name another one.";
                return Err(AppError::Invalid(refusal.to_owned()));
            }
            let known = link::Entity::find()
                .filter(link::Column::FromKind.eq(COMMITMENT))
                .filter(link::Column::FromId.eq(id))
                .filter(link::Column::ToKind.eq(kind))
                .filter(link::Column::ToId.eq(to_id))
                .filter(link::Column::EndedAt.is_null());
            if known.one(tx).await?.is_some() {
                return Err(AppError::Invalid("This link is there already.".to_owned()));
            }
            let row = link::ActiveModel {
                from_kind: Set(COMMITMENT.to_owned()),
                from_id: Set(id),
                to_kind: Set(kind.to_owned()),
                to_id: Set(to_id),
                relation: Set(relation.to_owned()),
                made_by_name: Set(Some(actor.name.clone())),
                made_at: Set(Some(actor.at)),
                ..Default::default()
            };
            link::Entity::insert(row).exec(tx).await?;
            let detail = json!({"relation": relation, "to_kind": kind, "to_id": to_id});
            let subject = Subject::new("commitment", id);
            Ok(audit::record(tx, &actor, "linked", subject, detail).await?)
        })
        .await
}

/// Ends a link of a commitment, whichever way it goes.
///
/// # Errors
///
/// Refuses a link that is not there, and anybody who may not post updates on the commitment.
pub async fn remove(app: &App, scope: &Scope, id: i64, link_id: i64) -> Result<(), AppError> {
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| {
            changeable(tx, scope, id).await?;
            let found = link::Entity::find_by_id(link_id).one(tx).await?;
            let found = found.filter(|link| {
                let here = (COMMITMENT, id);
                let ends =
                    [(link.from_kind.as_str(), link.from_id), (link.to_kind.as_str(), link.to_id)];
                link.ended_at.is_none() && ends.contains(&here)
            });
            let found = found.ok_or(AppError::NotFound)?;
            link::Entity::update_many()
                .col_expr(link::Column::EndedAt, Expr::value(actor.at))
                .filter(link::Column::Id.eq(link_id))
                .exec(tx)
                .await?;
            let detail = json!({
                "relation": found.relation,
                "from": {"kind": found.from_kind, "id": found.from_id},
                "to": {"kind": found.to_kind, "id": found.to_id},
            });
            let subject = Subject::new("commitment", id);
            Ok(audit::record(tx, &actor, "unlinked", subject, detail).await?)
        })
        .await
}

/// A commitment that this user may change: one on which they may post an update.
pub(crate) async fn changeable(
    tx: &impl ConnectionTrait,
    scope: &Scope,
    id: i64,
) -> Result<Current, AppError> {
    let current = updates::current(tx, scope, id).await?;
    if may_post(scope, current.organisation_id, &current.row) {
        return Ok(current);
    }
    Err(AppError::Forbidden("only its leads and performance managers change a commitment"))
}

async fn indicator_id(tx: &impl ConnectionTrait, code: &str) -> Result<i64, AppError> {
    let found = indicator::Entity::find().filter(indicator::Column::Code.eq(code.trim()));
    let found = found.one(tx).await?;
    let refusal = || AppError::Invalid("Choose an indicator.".to_owned());
    found.map(|indicator| indicator.id).ok_or_else(refusal)
}

async fn risk_id(tx: &impl ConnectionTrait, plan_id: i64, id: i64) -> Result<i64, AppError> {
    let found = plan_risk::Entity::find_by_id(id).one(tx).await?;
    let found = found.filter(|risk| risk.plan_id == plan_id);
    found.map(|risk| risk.id).ok_or_else(|| AppError::Invalid("Choose a risk.".to_owned()))
}

/// The commitment that somebody names: by reference in a plan, or by the address of its page.
pub(crate) async fn commitment_named(
    tx: &impl ConnectionTrait,
    scope: &Scope,
    plan_id: i64,
    named: &str,
) -> Result<i64, AppError> {
    let named = named.trim();
    if named.is_empty() {
        return Err(AppError::Invalid("Name the other commitment.".to_owned()));
    }
    let address = named.rsplit_once("/commitments/").map(|(_, id)| id.trim_matches('/'));
    if let Some(id) = address.and_then(|id| id.parse::<i64>().ok()) {
        return Ok(updates::current(tx, scope, id).await?.row.id);
    }
    let found: Vec<i64> = commitment::Entity::find()
        .select_only()
        .column(commitment::Column::Id)
        .filter(commitment::Column::PlanId.eq(plan_id))
        .filter(commitment::Column::Reference.eq(named))
        .filter(commitment::Column::WithdrawnAt.is_null())
        .into_tuple()
        .all(tx)
        .await?;
    match found[..] {
        [id] => Ok(id),
        [] => Err(AppError::Invalid(format!(
            "No commitment of this plan has the reference '{named}'; write it as the plan has it, \
             or paste the address of the commitment's page."
        ))),
        _ => Err(AppError::Invalid(format!(
            "More than one commitment of this plan has the reference '{named}'; paste the address \
             of the commitment's page."
        ))),
    }
}
