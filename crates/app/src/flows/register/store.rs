//! Flows, and what became of their periods, as far as a scope reaches.

use std::collections::BTreeMap;

use bellwether_calendar::{Period, WorkingDays};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::Query;
use sea_orm::{
    ColumnTrait as _, Condition, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};

use super::definition::{FlowDefinition, read_flow};
use super::receipt_rules::{Owed, PeriodReceipt, Receipt, ReceiptState, Sender, period_receipts};
use super::rubric_rules::{self, Rubric};
use crate::App;
use crate::db::Ledger;
use crate::db::entities::{dataset_load, flow, load, load_count, observation, organisation};
use crate::indicators::figures;
use crate::organisations::store::Organisation;
use crate::shell::errors::AppError;
use crate::shell::scope::Scope;

/// Periods before those shown that are read too, for what a body usually sends.
const PERIODS_BEFORE: usize = 8;

/// A flow with its identity.
#[derive(Debug, Clone, PartialEq)]
pub struct Flow {
    /// Its row.
    pub id: i64,
    /// What it is.
    pub definition: FlowDefinition,
}

/// What became of a flow's periods with one sender.
#[derive(Debug, Clone)]
pub struct SenderReceipts {
    /// Who sends.
    pub organisation: Organisation,
    /// Its periods, the latest last.
    pub receipts: Vec<PeriodReceipt>,
}

impl SenderReceipts {
    /// Whether anything is owed, or was.
    #[must_use]
    pub fn is_sender(&self) -> bool {
        let applies = |receipt: &PeriodReceipt| {
            receipt.rows > 0
                || !matches!(receipt.state, ReceiptState::NotApplicable | ReceiptState::NotDue)
        };
        self.receipts.iter().any(applies)
    }

    /// The latest period that was owed by now.
    #[must_use]
    pub fn last_due(&self) -> Option<&PeriodReceipt> {
        self.receipts.iter().rev().find(|receipt| receipt.state.was_owed())
    }
}

/// Every flow, by title. What is owed is for everyone to know; who sent it is not.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read, or holds a flow that no version wrote.
pub async fn flows(ledger: &Ledger) -> Result<Vec<Flow>, AppError> {
    let rows = flow::Entity::find().order_by_asc(flow::Column::Code).all(ledger.connection());
    let flows: Result<Vec<Flow>, AppError> = rows.await?.iter().map(read).collect();
    let mut flows = flows?;
    flows.sort_by(|one, other| one.definition.title.cmp(&other.definition.title));
    Ok(flows)
}

/// One flow by its code, in any case.
///
/// # Errors
///
/// Returns [`AppError::NotFound`] when there is none.
pub async fn find(ledger: &Ledger, code: &str) -> Result<Flow, AppError> {
    let wanted = flow::Column::Code.eq(code.trim().to_uppercase());
    let row = flow::Entity::find().filter(wanted).one(ledger.connection()).await?;
    read(&row.ok_or(AppError::NotFound)?)
}

fn read(row: &flow::Model) -> Result<Flow, AppError> {
    let file = format!("{}.toml", row.code.to_lowercase());
    let definition = read_flow(&file, &row.definition)
        .map_err(|faults| anyhow::anyhow!("flow {}: {}", row.code, faults.join("; ")))?;
    Ok(Flow { id: row.id, definition })
}

/// What became of the last `count` periods of a flow, sender by sender, at an instant. Senders are
/// the organisations within the scope whose figures are not merely published and that the flow
/// names or that are of its kind; those that never sent and owe nothing are left out.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn receipts(
    app: &App,
    scope: &Scope,
    flow: &Flow,
    now: DateTime<Utc>,
    count: usize,
) -> Result<Vec<SenderReceipts>, AppError> {
    let definition = &flow.definition;
    let arrived =
        arrivals(app, scope, flow, since(definition, now, count + PERIODS_BEFORE)).await?;
    let days = WorkingDays::of_england();
    let owed = Owed {
        rhythm: definition.rhythm,
        due: definition.due,
        days: &days,
        least_share: definition.least_share,
        from: definition.owed_from,
    };
    let mut found = Vec::new();
    for organisation in senders(app, scope, definition).await? {
        let own = arrived.get(&organisation.id);
        if own.is_none() && definition.owed_from.is_none() {
            continue;
        }
        let sender = Sender {
            from: organisation.opened_on,
            to: organisation.closed_on,
            first_arrival: own.and_then(|own| own.first),
        };
        let rows = own.map_or(&[][..], |own| &own.receipts);
        let receipts = period_receipts(&owed, sender, rows, now, count);
        let found_one = SenderReceipts { organisation, receipts };
        if found_one.is_sender() {
            found.push(found_one);
        }
    }
    Ok(found)
}

/// What is measured of a flow over its last `count` periods, all senders within the scope together.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn rubric(
    app: &App,
    scope: &Scope,
    flow: &Flow,
    now: DateTime<Utc>,
    count: usize,
) -> Result<Rubric, AppError> {
    let definition = &flow.definition;
    let arrived = arrivals(app, scope, flow, since(definition, now, count)).await?;
    // Figures are of a whole period: nobody could have seen them before its end.
    let whole_periods = |receipt: &Receipt| Receipt {
        day: if definition.figures {
            Period::containing(definition.rhythm, receipt.day).last_day()
        } else {
            receipt.day
        },
        ..*receipt
    };
    let rows: Vec<Receipt> = arrived
        .values()
        .flat_map(|own| &own.receipts)
        .filter(|receipt| receipt.at <= now)
        .map(whole_periods)
        .collect();
    let senders = receipts(app, scope, flow, now, count).await?;
    let periods = senders.iter().flat_map(|sender| &sender.receipts);
    Ok(Rubric {
        rhythm: definition.rhythm,
        frequency: rubric_rules::frequency(rows.iter().map(|receipt| receipt.at)),
        lag: rubric_rules::lag(&rows),
        completeness: vec![rubric_rules::periods_received(periods)],
        stability: None,
    })
}

/// The first day of the period `count` periods back.
fn since(definition: &FlowDefinition, now: DateTime<Utc>, count: usize) -> NaiveDate {
    let mut period = Period::containing(definition.rhythm, now.date_naive());
    for _ in 0..count {
        period = period.previous();
    }
    period.first_day()
}

/// The organisations that may owe a flow.
async fn senders(
    app: &App,
    scope: &Scope,
    definition: &FlowDefinition,
) -> Result<Vec<Organisation>, AppError> {
    let mut condition = scope
        .within
        .condition(organisation::Column::Id)
        .add(organisation::Column::OpenData.eq(false));
    if let Some(kind) = &definition.sender_kind {
        condition = condition.add(organisation::Column::Kind.eq(kind));
    }
    if !definition.sender_codes.is_empty() {
        let named = definition.sender_codes.iter().cloned();
        condition = condition.add(organisation::Column::Code.is_in(named));
    }
    let found = organisation::Entity::find()
        .filter(condition)
        .order_by_asc(organisation::Column::Name)
        .order_by_asc(organisation::Column::Id)
        .all(app.ledger.connection())
        .await?;
    Ok(found)
}

/// What arrived from one sender.
#[derive(Debug, Clone, Default)]
pub(crate) struct Arrived {
    /// When it first sent anything of the flow.
    pub(crate) first: Option<DateTime<Utc>>,
    /// Rows by day and load, of the days asked for.
    pub(crate) receipts: Vec<Receipt>,
}

/// What arrived of a flow for days from `from` on, by sender.
pub(crate) async fn arrivals(
    app: &App,
    scope: &Scope,
    flow: &Flow,
    from: NaiveDate,
) -> Result<BTreeMap<i64, Arrived>, AppError> {
    if flow.definition.figures {
        return figures_arrived(app, scope, &flow.definition, from).await;
    }
    rows_arrived(app, scope, &flow.definition, from).await
}

/// Rows of the flow's datasets, as the loads counted them by sender and day.
async fn rows_arrived(
    app: &App,
    scope: &Scope,
    definition: &FlowDefinition,
    from: NaiveDate,
) -> Result<BTreeMap<i64, Arrived>, AppError> {
    let connection = app.ledger.connection();
    let senders: BTreeMap<String, i64> = senders(app, scope, definition)
        .await?
        .into_iter()
        .map(|organisation| (organisation.code, organisation.id))
        .collect();
    let known_at: BTreeMap<i64, DateTime<Utc>> = dataset_load::Entity::find()
        .select_only()
        .columns([dataset_load::Column::Id, dataset_load::Column::KnownAt])
        .filter(dataset_load::Column::Dataset.is_in(definition.datasets.iter()))
        .filter(dataset_load::Column::State.eq("done"))
        .into_tuple::<(i64, DateTime<Utc>)>()
        .all(connection)
        .await?
        .into_iter()
        .collect();
    let counts = load_count::Entity::find()
        .filter(load_count::Column::Dataset.is_in(definition.datasets.iter()))
        .filter(load_count::Column::OrganisationCode.is_in(senders.keys()))
        .all(connection)
        .await?;
    let mut arrived: BTreeMap<i64, Arrived> = BTreeMap::new();
    for count in counts {
        let (Some(sender), Some(at)) =
            (senders.get(&count.organisation_code), known_at.get(&count.load_id))
        else {
            continue;
        };
        let own = arrived.entry(*sender).or_default();
        own.first = Some(own.first.map_or(*at, |first| first.min(*at)));
        if count.day >= from {
            let rows = u64::try_from(count.row_count).unwrap_or_default();
            own.receipts.push(Receipt { day: count.day, at: *at, load: count.load_id, rows });
        }
    }
    Ok(arrived)
}

/// Figures that came as files, as the flow's rhythm has them: each observation is a row.
async fn figures_arrived(
    app: &App,
    scope: &Scope,
    definition: &FlowDefinition,
    from: NaiveDate,
) -> Result<BTreeMap<i64, Arrived>, AppError> {
    let indicators = figures::indicators(app, scope).await?;
    let of_rhythm = indicators
        .iter()
        .filter(|indicator| indicator.definition.period == definition.rhythm)
        .map(|indicator| indicator.id);
    // What was worked out from datasets was not returned by anyone.
    let returned = Query::select()
        .column(load::Column::Id)
        .from(load::Entity)
        .and_where(load::Column::Kind.eq("observations"))
        .to_owned();
    let condition = scope
        .within
        .condition(observation::Column::OrganisationId)
        .add(observation::Column::IndicatorId.is_in(of_rhythm))
        .add(observation::Column::LoadId.in_subquery(returned));
    let mut arrived: BTreeMap<i64, Arrived> = BTreeMap::new();
    for (organisation, first) in first_figures(app, condition.clone()).await? {
        arrived.entry(organisation).or_default().first = first;
    }
    let rows: Vec<(i64, NaiveDate, DateTime<Utc>, i64, i64)> = observation::Entity::find()
        .select_only()
        .columns([
            observation::Column::OrganisationId,
            observation::Column::PeriodStart,
            observation::Column::KnownFrom,
            observation::Column::LoadId,
        ])
        .column_as(observation::Column::Id.count(), "figures")
        .filter(condition)
        .filter(observation::Column::PeriodStart.gte(from))
        .group_by(observation::Column::OrganisationId)
        .group_by(observation::Column::PeriodStart)
        .group_by(observation::Column::KnownFrom)
        .group_by(observation::Column::LoadId)
        .into_tuple()
        .all(app.ledger.connection())
        .await?;
    for (organisation, day, at, load, rows) in rows {
        let rows = u64::try_from(rows).unwrap_or_default();
        let own = arrived.entry(organisation).or_default();
        own.receipts.push(Receipt { day, at, load, rows });
    }
    Ok(arrived)
}

async fn first_figures(
    app: &App,
    condition: Condition,
) -> Result<Vec<(i64, Option<DateTime<Utc>>)>, DbErr> {
    observation::Entity::find()
        .select_only()
        .column(observation::Column::OrganisationId)
        .column_as(observation::Column::KnownFrom.min(), "first")
        .filter(condition)
        .group_by(observation::Column::OrganisationId)
        .into_tuple()
        .all(app.ledger.connection())
        .await
}
