//! The matrix of indicators, and one indicator.

use axum::extract::{Path, Query, State};
use serde::Deserialize;

use super::pages::{
    DomainRows, IndicatorPage, IndicatorsPage, LinkedCommitment, PeerLine, RiskBeside,
};
use super::rules::Place;
use super::sentence::quantity;
use super::show;
use super::views::{self, IndicatorView, MatrixRow, Peer};
use crate::App;
use crate::escalation::lines;
use crate::escalation::pages::SignalLine;
use crate::escalation::store::{self as escalation, SignalRow};
use crate::organisations::store::{self as organisations, Organisation};
use crate::shell::answer::{self, Page};
use crate::shell::clock::AsAt;
use crate::shell::components::Choice;
use crate::shell::errors::AppError;
use crate::shell::layout::Layout;
use crate::shell::routes::Routes;
use crate::shell::session::Visitor;

pub(crate) fn routes() -> Routes {
    Routes::new().get("/indicators", matrix).get("/indicators/{code}", one)
}

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    organisation: String,
    #[serde(default)]
    show: String,
}

async fn matrix(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Page {
    let (chosen, organisations) = choose(&app, &visitor, &asked.organisation).await?;
    let scope = &visitor.scope;
    let rows = views::matrix(&app, scope, chosen.id, AsAt(scope.today)).await?;
    let only_attention = asked.show == "attention";
    let shown: Vec<&MatrixRow> =
        rows.iter().filter(|row| !only_attention || show::needs_attention(row)).collect();
    answer::page(&IndicatorsPage {
        layout: Layout::inside(&visitor, "Indicators", "/indicators"),
        organisations: choices(&organisations, &chosen),
        organisation: chosen.name,
        shows: Choice::list(
            [("", "All indicators"), ("attention", "Those that need attention")],
            Some(&asked.show),
        ),
        icons: show::icons(&rows),
        shown: shown.len(),
        total: rows.len(),
        domains: by_domain(&shown, &chosen.code),
    })
}

fn by_domain(rows: &[&MatrixRow], organisation: &str) -> Vec<DomainRows> {
    let domains = rows.chunk_by(|one, other| {
        one.indicator.definition.domain == other.indicator.definition.domain
    });
    domains
        .map(|rows| DomainRows {
            title: rows[0].indicator.definition.domain.clone(),
            rows: rows.iter().map(|row| show::matrix_line(row, organisation)).collect(),
        })
        .collect()
}

async fn one(
    State(app): State<App>,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Page {
    let (chosen, organisations) = choose(&app, &visitor, &asked.organisation).await?;
    let scope = &visitor.scope;
    let view = views::show(&app, scope, &code, chosen.id, AsAt(scope.today)).await?;
    let peers = views::peers(&app, scope, &view.indicator, chosen.id, AsAt(scope.today)).await?;
    let signals = about(&app, &visitor, &view).await?;
    let mut page = indicator_page(&visitor, &view, &peers, signals);
    page.organisations = choices(&organisations, &chosen);
    answer::page(&page)
}

/// What is open about the indicator and its figures, for those who run the place.
async fn about(
    app: &App,
    visitor: &Visitor,
    view: &IndicatorView,
) -> Result<Vec<SignalLine>, AppError> {
    let (scope, id) = (&visitor.scope, view.indicator.id);
    let mut open = escalation::of_subject(&app.ledger, scope, "indicator", id).await?;
    open.extend(escalation::of_subject(&app.ledger, scope, "flow", id).await?);
    let here = open.iter().filter(|signal| signal.organisation_id == view.organisation.id);
    let here: Vec<&SignalRow> = here.collect();
    lines::lines(app, scope, &here, Some(view.organisation.id)).await
}

/// The organisation asked for, or the visitor's own, and all that may be chosen.
async fn choose(
    app: &App,
    visitor: &Visitor,
    code: &str,
) -> Result<(Organisation, Vec<Organisation>), AppError> {
    let (ledger, scope) = (&app.ledger, &visitor.scope);
    let chosen = match code {
        "" => organisations::own(ledger, scope).await?,
        code => organisations::find(ledger, scope, code).await?,
    };
    let offered = organisations::offered(ledger, scope, chosen.id).await?;
    Ok((chosen, offered))
}

fn choices(organisations: &[Organisation], chosen: &Organisation) -> Vec<Choice> {
    let named = organisations.iter().map(|found| (found.code.clone(), found.name.clone()));
    Choice::list(named, Some(&chosen.code))
}

fn indicator_page(
    visitor: &Visitor,
    view: &IndicatorView,
    peers: &[Peer],
    signals: Vec<SignalLine>,
) -> IndicatorPage {
    let definition = &view.indicator.definition;
    let own = peers.iter().find(|peer| peer.organisation.id == view.organisation.id);
    let mut figures = view.series.as_ref().map(|series| show::figures(view, series));
    if let Some(figures) = &mut figures {
        figures.place = own.and_then(|own| place_words(own.place));
    }
    let label = |part: &Option<String>, word: &str| part.clone().unwrap_or_else(|| word.to_owned());
    IndicatorPage {
        layout: Layout::inside(visitor, definition.title.clone(), "/indicators")
            .below("Indicators", format!("/indicators?organisation={}", view.organisation.code)),
        code: definition.code.clone(),
        organisation: view.organisation.name.clone(),
        organisation_code: view.organisation.code.clone(),
        organisations: Vec::new(),
        numerator_label: label(&definition.numerator, "Numerator"),
        denominator_label: label(&definition.denominator, "Denominator"),
        figures,
        signals,
        peers: peers.iter().map(|peer| peer_line(view, peer)).collect(),
        definition: show::definition_list(view),
        links: view.links.iter().map(link).collect(),
        risks: view.risks.iter().map(risk).collect(),
    }
}

fn risk(risk: &crate::links::store::RiskBeside) -> RiskBeside {
    let through: Vec<&str> = risk.through.iter().map(|(_, reference)| reference.as_str()).collect();
    RiskBeside {
        href: format!("/plans/{}#risks", risk.plan_id),
        risk: format!("{}: {}", risk.area, risk.risk),
        contingency: risk.contingency.clone().unwrap_or_default(),
        through: through.join(", "),
    }
}

fn link(commitment: &super::store::LinkedCommitment) -> LinkedCommitment {
    LinkedCommitment {
        href: format!("/commitments/{}", commitment.id),
        title: format!("{} {}", commitment.reference, commitment.text),
        plan: commitment.plan.clone(),
    }
}

fn peer_line(view: &IndicatorView, peer: &Peer) -> PeerLine {
    let definition = &view.indicator.definition;
    PeerLine {
        place: peer.place.rank,
        name: peer.organisation.name.clone(),
        href: format!("/indicators/{}?organisation={}", definition.code, peer.organisation.code),
        value: quantity(peer.value, definition),
        here: peer.organisation.id == view.organisation.id,
    }
}

/// A place in words; none among one.
pub(crate) fn place_words(place: Place) -> Option<String> {
    (place.of > 1)
        .then(|| format!("Place {} of {} among its peers, the best first.", place.rank, place.of))
}
