//! The signals that indicators raise, over everything an installation answers for.

use std::collections::BTreeMap;

use super::indicator_rules::{IndicatorFacts, indicator_signals};
use super::rules::RaisedSignal;
use crate::App;
use crate::indicators::figures;
use crate::indicators::leads::answering;
use crate::organisations::leads::Lead;
use crate::organisations::store::{self as organisations, Organisation};
use crate::shell::clock::AsAt;
use crate::shell::errors::AppError;
use crate::shell::scope::Scope;

/// What the rules raise today for every indicator of every organisation that is open and not merely
/// published: figures of others are there to compare with, and nobody here answers for them.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub(super) async fn signals(app: &App, everything: &Scope) -> Result<Vec<RaisedSignal>, AppError> {
    let today = everything.today;
    let answered_for = |organisation: &Organisation| {
        !organisation.open_data && organisation.closed_on.is_none_or(|day| day >= today)
    };
    let organisations = organisations::list(&app.ledger, everything).await?;
    let ids: Vec<i64> = organisations
        .iter()
        .filter(|organisation| answered_for(organisation))
        .map(|organisation| organisation.id)
        .collect();
    let indicators = figures::indicators(app, everything).await?;
    let series = figures::series(app, everything, &indicators, &ids, AsAt(today)).await?;
    let by_id: BTreeMap<i64, _> =
        indicators.iter().map(|indicator| (indicator.id, indicator)).collect();
    let mut raised = Vec::new();
    for id in ids {
        let own = series.iter().filter(|((_, organisation_id), _)| *organisation_id == id);
        let mut leads = None;
        for ((indicator_id, _), series) in own {
            let Some(indicator) = by_id.get(indicator_id) else { continue };
            if leads.is_none() {
                leads = Some(answering(&app.ledger, id, today).await?);
            }
            let lead = leads.as_ref().and_then(|leads| leads.lead(indicator));
            raised.extend(indicator_signals(&IndicatorFacts {
                indicator_id: *indicator_id,
                organisation_id: id,
                lead_id: lead.map(|lead: &Lead| lead.id),
                definition: &indicator.definition,
                series: &series.judged,
            }));
        }
    }
    Ok(raised)
}
