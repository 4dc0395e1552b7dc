//! Organisations, and one of them: what it promises, how it does and where it stands.

use axum::extract::{Path, Query, State};
use serde::Deserialize;

use super::pages::{KinLine, OrganisationPage, OrganisationsPage, PlaceLine};
use super::store::{self, Organisation};
use super::successor_file::{self, Kin};
use super::tree;
use crate::App;
use crate::escalation::lines;
use crate::escalation::store::{self as escalation, SignalRow};
use crate::indicators::figures;
use crate::indicators::rules::{Place, place_among};
use crate::indicators::show;
use crate::indicators::views::{self, MatrixRow};
use crate::plans::routes::plan_line;
use crate::plans::store as plans;
use crate::shell::answer::{self, Page};
use crate::shell::clock::AsAt;
use crate::shell::components::{Markup, day};
use crate::shell::errors::AppError;
use crate::shell::layout::Layout;
use crate::shell::routes::Routes;
use crate::shell::scope::Scope;
use crate::shell::session::Visitor;

/// Signals shown before the rest is a page away.
const SIGNALS_SHOWN: usize = 8;

pub(crate) fn routes() -> Routes {
    Routes::new().get("/organisations", list).get("/organisations/{code}", one)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Sought {
    find: String,
}

async fn list(State(app): State<App>, visitor: Visitor, Query(sought): Query<Sought>) -> Page {
    let (ledger, scope) = (&app.ledger, &visitor.scope);
    let find = sought.find.trim().to_owned();
    let (trees, found) = if find.is_empty() {
        (tree::trees(&app, scope).await?, Vec::new())
    } else {
        (Vec::new(), store::search(ledger, scope, &find).await?)
    };
    let total = store::how_many(ledger, scope).await?;
    answer::page(&OrganisationsPage {
        layout: Layout::inside(&visitor, "Organisations", "/organisations"),
        trees,
        found: found.iter().map(|found| tree::line(found, 0)).collect(),
        find,
        total,
        is_short: total > store::MOST_AT_ONCE,
    })
}

async fn one(State(app): State<App>, visitor: Visitor, Path(code): Path<String>) -> Page {
    let (ledger, scope) = (&app.ledger, &visitor.scope);
    let found = store::find(ledger, scope, &code).await?;
    let children = store::children(ledger, scope, found.id, scope.today).await?;
    let own = plans::of_organisation(ledger, scope, found.id, AsAt(scope.today)).await?;
    let rows = views::matrix(&app, scope, found.id, AsAt(scope.today)).await?;
    let signals = escalation::open(ledger, scope).await?;
    let signals: Vec<&SignalRow> =
        signals.iter().filter(|signal| signal.organisation_id == found.id).collect();
    let shown = &signals[..signals.len().min(SIGNALS_SHOWN)];
    answer::page(&OrganisationPage {
        layout: Layout::inside(&visitor, found.name.clone(), "/organisations")
            .below("Organisations", "/organisations"),
        kind: tree::kind_words(&found.kind),
        children: children.iter().map(|child| tree::line(child, 0)).collect(),
        signals: lines::lines(&app, scope, shown, Some(found.id)).await?,
        more_signals: signals.len() - shown.len(),
        plans: own.iter().map(plan_line).collect(),
        icons: show::icons(&rows),
        places: places(&app, scope, &found, &rows).await?,
        rows: rows.iter().map(|row| show::matrix_line(row, &found.code)).collect(),
        kin: kin_lines(&successor_file::kin(&app, scope, found.id).await?, &found),
        code: found.code,
    })
}

/// What became of it and whom it follows, in words with the name of the other.
fn kin_lines(kin: &Kin, own: &Organisation) -> Vec<KinLine> {
    let line = |words: String, code: &str, name: &str| KinLine {
        words,
        href: format!("/organisations/{code}"),
        name: name.to_owned(),
    };
    let after = kin.after.iter().map(|(change, code, name, on)| {
        let words = format!("From {} it was {}", day(*on), change.shown());
        line(words.replace("was goes", "goes"), code, name)
    });
    let before = kin.before.iter().map(|(_, code, name, on)| {
        line(format!("From {} it stands for what was", day(*on)), code, name)
    });
    let mut lines: Vec<KinLine> = after.chain(before).collect();
    if lines.is_empty()
        && let Some(closed) = own.closed_on
    {
        let words = format!("It closed on {}; who follows it is not known", day(closed));
        lines.push(KinLine { words, href: String::new(), name: String::new() });
    }
    lines
}

/// The organisation's place by each of its indicators, where it has peers with figures of the same
/// period.
async fn places(
    app: &App,
    scope: &Scope,
    organisation: &Organisation,
    rows: &[MatrixRow],
) -> Result<Vec<PlaceLine>, AppError> {
    let peers = store::peers(&app.ledger, scope, organisation.id).await?;
    let peers: Vec<i64> = peers.into_iter().map(|peer| peer.id).collect();
    let indicators: Vec<_> = rows.iter().map(|row| row.indicator.clone()).collect();
    let series = figures::series(app, scope, &indicators, &peers, AsAt(scope.today)).await?;
    let place = |row: &MatrixRow| {
        let (period, own) = row.latest?;
        let value = |peer: &i64| {
            let figures = &series.get(&(row.indicator.id, *peer))?.judged.figures;
            figures.iter().rev().find(|figure| figure.period == period)?.value()
        };
        let values: Vec<f64> = peers.iter().filter_map(value).collect();
        let definition = &row.indicator.definition;
        let place = place_among(own, &values, definition.improvement, definition.decimals);
        (place.of > 1).then(|| place_line(row, place, &organisation.code))
    };
    Ok(rows.iter().filter_map(place).collect())
}

fn place_line(row: &MatrixRow, place: Place, organisation: &str) -> PlaceLine {
    let definition = &row.indicator.definition;
    PlaceLine {
        href: format!("/indicators/{}?organisation={organisation}", definition.code),
        title: definition.title.clone(),
        place: format!("{} of {}", place.rank, place.of),
        picture: place_bar(place),
    }
}

/// Draws a line of as many marks as there are peers, the own one filled and taller.
fn place_bar(place: Place) -> Markup {
    use std::fmt::Write as _;
    let mut svg = String::from(
        "<svg class=\"place-bar\" viewBox=\"0 0 220 20\" aria-hidden=\"true\" focusable=\"false\"><path d=\"M4 10H216\" stroke=\"#768692\" stroke-width=\"2\"/>",
    );
    let step = 208.0 / f64::from(u32::try_from(place.of.max(2) - 1).unwrap_or(u32::MAX));
    let at = |rank: usize| 6.0 + step * f64::from(u32::try_from(rank).unwrap_or(u32::MAX));
    if place.of <= 60 {
        for rank in 0..place.of {
            let _ = write!(svg, "<path d=\"M{:.1} 6v8\" stroke=\"#768692\"/>", at(rank));
        }
    }
    let own = at(place.rank.saturating_sub(1));
    let _ = write!(
        svg,
        "<rect x=\"{:.1}\" y=\"1\" width=\"8\" height=\"18\" fill=\"#005eb8\"/></svg>",
        own - 4.0
    );
    Markup(svg)
}
