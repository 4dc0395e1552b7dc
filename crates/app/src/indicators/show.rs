//! Judged figures turned into what the pages of indicators say.

use std::collections::BTreeMap;

use bellwether_report::chart::{self, SpcChart};
use bellwether_stats::spc::{Assurance, Point, PointType, Variation};
use chrono::NaiveDate;

use super::definition::{Calculation, Definition, OpenFor, Source};
use super::figures::KeptSeries;
use super::judged::JudgedSeries;
use super::pages::{Figures, IconCount, MatrixLine, PeriodLine};
use super::rules::{Figure, Observation};
use super::sentence::{number, quantity};
use super::views::{IndicatorView, MatrixRow};
use crate::flows::register::signs::Sign;
use crate::shell::components::{Markup, count_of, day, short_day};

/// Icons of variation in the order shown.
const VARIATIONS: [Variation; 8] = [
    Variation::ConcernHigh,
    Variation::ConcernLow,
    Variation::ImprovementHigh,
    Variation::ImprovementLow,
    Variation::CommonCause,
    Variation::NeutralHigh,
    Variation::NeutralLow,
    Variation::None,
];

/// Icons of assurance in the order shown.
const ASSURANCES: [Assurance; 4] =
    [Assurance::Fail, Assurance::HitOrMiss, Assurance::Pass, Assurance::None];

/// Every icon with what it means, and how many of `rows` have it.
pub(crate) fn icons(rows: &[MatrixRow]) -> Vec<IconCount> {
    let variations = VARIATIONS.into_iter().enumerate().map(|(index, variation)| IconCount {
        icon: Markup(chart::variation_icon(&format!("key-variation-{index}"), variation)),
        word: chart::variation_words(variation),
        count: rows.iter().filter(|row| row.variation == variation).count(),
    });
    let assurances = ASSURANCES.into_iter().enumerate().map(|(index, assurance)| IconCount {
        icon: Markup(chart::assurance_icon(&format!("key-assurance-{index}"), assurance)),
        word: chart::assurance_words(assurance),
        count: rows.iter().filter(|row| row.assurance == assurance).count(),
    });
    variations.chain(assurances).collect()
}

/// Whether a row is one that a person should look at.
pub(crate) fn needs_attention(row: &MatrixRow) -> bool {
    row.signal_count > 0
        || row.assurance == Assurance::Fail
        || matches!(row.variation, Variation::ConcernHigh | Variation::ConcernLow)
}

/// A row of the matrix as a page shows it; `organisation` is the code of whose it is.
pub(crate) fn matrix_line(row: &MatrixRow, organisation: &str) -> MatrixLine {
    let definition = &row.indicator.definition;
    let id = definition.code.to_lowercase();
    let sparkline = row.series.judged.judgement.as_ref().map(|judgement| {
        chart::sparkline(&format!("trend-{id}"), &trend_words(&row.series.judged), judgement)
    });
    MatrixLine {
        href: format!("/indicators/{}?organisation={organisation}", definition.code),
        title: definition.title.clone(),
        variation: Markup(chart::variation_icon(&format!("variation-{id}"), row.variation)),
        assurance: Markup(chart::assurance_icon(&format!("assurance-{id}"), row.assurance)),
        sparkline: Markup(sparkline.unwrap_or_default()),
        latest: match row.latest {
            Some((_, value)) => quantity(value, definition),
            None => "no figure".to_owned(),
        },
        target: row.target.map_or_else(|| "none".to_owned(), |target| quantity(target, definition)),
        period: row.latest.map_or_else(|| "–".to_owned(), |(period, _)| period.label()),
        lag: row.lag_days.map(lag_words).unwrap_or_default(),
        lead: row.lead.clone(),
        signals: row.signal_count,
    }
}

fn lag_words(days: i64) -> String {
    match days {
        i64::MIN..=0 => "known within the period".to_owned(),
        days => format!("known {} after its end", count_of(days, "day")),
    }
}

fn trend_words(judged: &JudgedSeries) -> String {
    format!("The last {} figures", judged.values())
}

/// Everything the page of one indicator says of its figures.
pub(crate) fn figures(view: &IndicatorView, series: &KeptSeries) -> Figures {
    let definition = &view.indicator.definition;
    let judged = &series.judged;
    Figures {
        variation: Markup(chart::variation_icon("variation", judged.variation())),
        assurance: Markup(chart::assurance_icon("assurance", judged.assurance())),
        sentence: view.sentence.clone(),
        chart: Markup(spc_chart(view, judged).map(|chart| chart::spc(&chart)).unwrap_or_default()),
        facts: facts(definition, series),
        has_parts: definition.calculation == Calculation::Ratio,
        rows: period_lines(definition, judged, &view.revisions),
        place: None,
    }
}

/// The chart of what is judged; none while nothing is.
pub(crate) fn spc_chart(view: &IndicatorView, judged: &JudgedSeries) -> Option<SpcChart> {
    let definition = &view.indicator.definition;
    let judgement = judged.judgement.clone()?;
    let figures = judged.figures.iter().take(judgement.points.len());
    Some(SpcChart {
        id: "chart".to_owned(),
        title: format!("{}, {}", definition.title, view.organisation.name),
        description: view.sentence.clone(),
        unit: definition.unit.clone(),
        decimals: usize::from(definition.decimals),
        dates: figures.map(|figure| figure.period.first_day()).collect(),
        judgement,
        target: judged.target,
    })
}

fn facts(definition: &Definition, series: &KeptSeries) -> Vec<(&'static str, String)> {
    let judged = &series.judged;
    let mut facts = Vec::new();
    if let Some(figure) = judged.latest() {
        let value = figure.value().map(|value| quantity(value, definition));
        facts.push(("Latest", value.unwrap_or_default()));
        facts.push(("Period", figure.period.label()));
    }
    let target = judged.target.map(|target| quantity(target, definition));
    facts.push(("Target", target.unwrap_or_else(|| "none".to_owned())));
    if let Some(point) = judged.latest_point().filter(|point| !point.mean.is_nan()) {
        facts.push(("Mean", quantity(point.mean, definition)));
        facts.push(("Usual range", limits(point, definition)));
    }
    if let Some(days) = series.lag_days {
        facts.push(("Time lag", lag_words(days)));
    }
    facts
}

fn limits(point: &Point, definition: &Definition) -> String {
    if point.lower.is_nan() || point.upper.is_nan() {
        return "–".to_owned();
    }
    let places = definition.decimals;
    format!("{} to {}", number(point.lower, places), number(point.upper, places))
}

fn period_lines(
    definition: &Definition,
    judged: &JudgedSeries,
    revisions: &[Observation],
) -> Vec<PeriodLine> {
    let mut earlier: BTreeMap<NaiveDate, Vec<&Observation>> = BTreeMap::new();
    for revision in revisions {
        earlier.entry(revision.period.first_day()).or_default().push(revision);
    }
    let points = judged.judgement.as_ref().map_or(&[][..], |judgement| &judgement.points);
    let lines = judged.figures.iter().enumerate().map(|(index, figure)| {
        let known = earlier.get(&figure.period.first_day()).map_or(&[][..], Vec::as_slice);
        period_line(definition, figure, points.get(index), known)
    });
    let mut lines: Vec<PeriodLine> = lines.collect();
    lines.reverse();
    lines
}

fn period_line(
    definition: &Definition,
    figure: &Figure,
    point: Option<&Point>,
    known: &[&Observation],
) -> PeriodLine {
    let part = |of: fn(&Observation) -> Option<f64>| {
        let part = figure.observation.as_ref().and_then(of);
        part.map_or_else(|| "–".to_owned(), |part| number(part, 0))
    };
    let judged = point.filter(|point| !point.mean.is_nan());
    let latest = figure.observation.as_ref();
    let replaced = known.iter().zip(known.iter().skip(1)).rev().map(|(old, new)| {
        let value = old.value.map_or("no value".to_owned(), |value| quantity(value, definition));
        format!("{value} until {}", short_day(new.known_from.date_naive()))
    });
    PeriodLine {
        period: figure.period.label(),
        days: format!(
            "{} to {}",
            short_day(figure.period.first_day()),
            short_day(figure.period.last_day())
        ),
        sign: Sign::of_figure(figure.state),
        value: match figure.value() {
            Some(value) => quantity(value, definition),
            None => figure.state.shown().to_owned(),
        },
        numerator: part(|observation| observation.numerator),
        denominator: part(|observation| observation.denominator),
        mean: judged.map_or("–".to_owned(), |point| number(point.mean, definition.decimals)),
        limits: judged.map_or("–".to_owned(), |point| limits(point, definition)),
        reads_as: point.filter(|point| !point.value.is_nan()).map_or("", point_words),
        known_from: latest
            .map_or("–".to_owned(), |known| short_day(known.known_from.date_naive())),
        revisions: replaced.collect(),
    }
}

fn point_words(point: &Point) -> &'static str {
    match point.point_type {
        PointType::CommonCause => "ordinary variation",
        PointType::Improvement => "improvement",
        PointType::Concern => "concern",
        PointType::NeutralHigh => "unusually high",
        PointType::NeutralLow => "unusually low",
    }
}

/// The definition, as a list of what and what it says.
/// How the figures come about, in the words of the definition's file.
fn source_lines(definition: &Definition) -> Vec<(&'static str, String)> {
    let query = match &definition.source {
        Source::Returned => {
            return vec![("Where figures come from", "Sent as figures".to_owned())];
        }
        Source::Formula(terms) => {
            let mut lines =
                vec![("Where figures come from", format!("Other indicators: {}", terms.numerator))];
            if let Some(denominator) = &terms.denominator {
                lines.push(("Set against", denominator.to_string()));
            }
            return lines;
        }
        Source::Dataset(query) => query,
    };
    let rows = format!("Rows of the dataset {}", query.dataset);
    let mut lines = vec![("Where figures come from", rows)];
    if let Some(filter) = &query.filter {
        lines.push(("Rows looked at", filter.clone()));
    }
    if let Some(stock) = &query.stock {
        let age = match stock.age {
            OpenFor::Any => String::new(),
            OpenFor::Within(days) => format!(", for {} at most", count_of(i64::from(days), "day")),
            OpenFor::Above(days) => format!(", for more than {}", count_of(i64::from(days), "day")),
        };
        let open = format!("at the end of the period, from {} to {}{age}", stock.from, stock.to);
        lines.push(("Counted while open", open));
    }
    let parts = [
        ("Counted as numerator", &query.numerator),
        ("Counted as denominator", &query.denominator),
    ];
    for (key, part) in parts {
        if let Some(part) = part {
            lines.push((key, part.clone()));
        }
    }
    if let Some(minimum) = definition.minimum_denominator {
        lines.push(("No value below a denominator of", number(minimum, 0)));
    }
    lines
}

pub(crate) fn definition_list(view: &IndicatorView) -> Vec<(&'static str, String)> {
    let definition = &view.indicator.definition;
    let better = match definition.improvement {
        bellwether_stats::spc::Improvement::Increase => "Higher is better",
        bellwether_stats::spc::Improvement::Decrease => "Lower is better",
        bellwether_stats::spc::Improvement::Neutral => "Neither way is better",
    };
    let mut list = vec![
        ("Who answers for it", view.lead_shown.clone()),
        ("Definition", definition.definition.clone()),
        ("Why it matters", definition.why_it_matters.clone()),
    ];
    let parts = [("Numerator", &definition.numerator), ("Denominator", &definition.denominator)];
    for (key, part) in parts {
        if let Some(part) = part {
            list.push((key, part.clone()));
        }
    }
    list.extend(source_lines(definition));
    list.push(("Direction", better.to_owned()));
    list.push(("Kind", format!("{} indicator", definition.kind.word())));
    let due = count_of(i64::from(definition.due_working_days), "working day");
    list.push(("Figures due", format!("{due} after the end of each period")));
    list.push(("Code", definition.code.clone()));
    if !definition.frameworks.is_empty() {
        list.push(("Belongs to", definition.frameworks.join(", ")));
    }
    if let Some(code) = &definition.leads_for {
        list.push(("Is to turn before", code.clone()));
    }
    list.push(("Definition written by", definition.author.clone()));
    if let Some(checker) = &definition.checker {
        list.push(("Checked by", checker.clone()));
    }
    if let Some(reviewed) = definition.reviewed {
        list.push(("Reviewed", day(reviewed)));
    }
    if let Some(next) = definition.next_review {
        list.push(("Next review", day(next)));
    }
    list
}
