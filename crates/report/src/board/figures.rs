//! What the templates are given: the paper as JSON, its words made showable, and its pictures.

use bellwether_calendar::FinancialYear;
use bellwether_stats::spc::{Assurance, Variation};
use chrono::{Datelike, NaiveDate};
use serde_json::{Value, json};

use super::{BoardPaper, IndicatorException, MatrixRow, OverdueByLead, OverdueRow, RiskRow};
use crate::chart::{self, SpcChart, StatusTone};
use crate::layout::showable;
use crate::number::{fixed, with_unit};

const VARIATIONS: [Variation; 8] = [
    Variation::CommonCause,
    Variation::ImprovementHigh,
    Variation::ImprovementLow,
    Variation::ConcernHigh,
    Variation::ConcernLow,
    Variation::NeutralHigh,
    Variation::NeutralLow,
    Variation::None,
];
const ASSURANCES: [Assurance; 4] =
    [Assurance::Pass, Assurance::HitOrMiss, Assurance::Fail, Assurance::None];

/// The files of a paper: `/paper.json` and the pictures it names.
pub(super) fn files(paper: &BoardPaper) -> Vec<(String, Vec<u8>)> {
    let mut files = vec![("/paper.json".to_owned(), figures(paper).to_string().into_bytes())];
    let mut picture = |name: String, svg: String| files.push((format!("/{name}.svg"), svg.into()));
    picture(
        "status".to_owned(),
        chart::status_bar("status", &status_words(paper), &statuses(paper)),
    );
    for variation in VARIATIONS {
        picture(variation_file(variation), chart::variation_icon("icon", variation));
    }
    for assurance in ASSURANCES {
        picture(assurance_file(assurance), chart::assurance_icon("icon", assurance));
    }
    for (index, exception) in paper.exceptions.iter().enumerate() {
        let unit = showable(&exception.chart.unit);
        let chart = SpcChart { unit, ..exception.chart.clone() };
        picture(chart_file(index), chart::spc(&chart));
    }
    files
}

fn variation_file(variation: Variation) -> String {
    format!("variation-{variation:?}").to_lowercase()
}

fn assurance_file(assurance: Assurance) -> String {
    format!("assurance-{assurance:?}").to_lowercase()
}

fn chart_file(index: usize) -> String {
    format!("exception-{index}")
}

/// The paper for the templates.
fn figures(paper: &BoardPaper) -> Value {
    json!({
        "organisation": showable(&paper.organisation),
        "as_at": day_words(paper.as_at),
        "date": [paper.as_at.year(), paper.as_at.month(), paper.as_at.day()],
        "period": period_words(paper.as_at),
        "latest": latest_words(&paper.matrix),
        "statuses": paper.status_counts.iter().map(|(label, count)| json!({
            "label": showable(label),
            "count": figure(*count),
        })).collect::<Vec<_>>(),
        "status_words": showable(&status_words(paper)),
        "commitments": figure(paper.status_counts.iter().map(|(_, count)| count).sum()),
        "any_status": paper.status_counts.iter().any(|(_, count)| *count > 0),
        "indicator_words": indicator_words(&paper.matrix),
        "changes": sentences(&paper.changes),
        "attention": sentences(&paper.attention),
        "matrix": paper.matrix.iter().map(matrix_row).collect::<Vec<_>>(),
        "variations": VARIATIONS.map(variation_icon),
        "assurances": ASSURANCES.map(assurance_icon),
        "exceptions": paper.exceptions.iter().enumerate().map(|(index, each)| exception(paper, index, each)).collect::<Vec<_>>(),
        "overdue": paper.overdue.iter().map(overdue_by_lead).collect::<Vec<_>>(),
        "overdue_words": overdue_words(&paper.overdue),
        "risks": paper.risks.iter().map(risk).collect::<Vec<_>>(),
    })
}

fn figure(count: usize) -> String {
    fixed(f64::from(u32::try_from(count).unwrap_or(u32::MAX)), 0)
}

/// `1 indicator`, `2 indicators`.
fn counted(count: usize, one: &str) -> String {
    format!("{} {one}{}", figure(count), if count == 1 { "" } else { "s" })
}

fn day_words(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

fn sentences(sentences: &[String]) -> Vec<String> {
    sentences.iter().map(|sentence| showable(sentence)).collect()
}

/// The financial year so far.
fn period_words(as_at: NaiveDate) -> String {
    let start = as_at.year() - i32::from(as_at.month() < 4);
    let first_day = FinancialYear::starting(start).first_day();
    let (from, end) = (day_words(first_day), (start + 1).rem_euclid(100));
    format!("Financial year {start}/{end:02}: {from} to {}", day_words(as_at))
}

/// The latest periods of the indicators, most frequent first.
fn latest_words(matrix: &[MatrixRow]) -> Option<String> {
    let mut periods: Vec<(&str, usize)> = Vec::new();
    for row in matrix.iter().filter(|row| !row.period.trim().is_empty()) {
        match periods.iter_mut().find(|(period, _)| *period == row.period) {
            Some((_, count)) => *count += 1,
            None => periods.push((&row.period, 1)),
        }
    }
    periods.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let words = |(period, count): &(&str, usize)| {
        format!("{} ({})", showable(period), counted(*count, "indicator"))
    };
    let rest: usize = periods.iter().skip(3).map(|(_, count)| count).sum();
    let mut named: Vec<String> = periods.iter().take(3).map(words).collect();
    if rest > 0 {
        named.push(format!("other periods ({})", counted(rest, "indicator")));
    }
    (!named.is_empty()).then(|| named.join("; "))
}

fn statuses(paper: &BoardPaper) -> Vec<(String, usize, StatusTone)> {
    let status =
        |(label, count): &(String, usize)| (showable(label), *count, StatusTone::of_words(label));
    paper.status_counts.iter().map(status).collect()
}

fn status_words(paper: &BoardPaper) -> String {
    let total = paper.status_counts.iter().map(|(_, count)| count).sum();
    let parts =
        paper.status_counts.iter().map(|(label, count)| format!("{} {label}", figure(*count)));
    let parts = parts.collect::<Vec<_>>().join(", ");
    if parts.is_empty() {
        "No commitments".to_owned()
    } else {
        format!("{}: {parts}", counted(total, "commitment"))
    }
}

/// A sentence on what the icons of the matrix say together.
fn indicator_words(matrix: &[MatrixRow]) -> String {
    if matrix.is_empty() {
        return "No indicator has been judged.".to_owned();
    }
    let count =
        |test: &dyn Fn(&MatrixRow) -> bool| figure(matrix.iter().filter(|row| test(row)).count());
    let concern =
        count(&|row| matches!(row.variation, Variation::ConcernHigh | Variation::ConcernLow));
    let better = count(&|row| {
        matches!(row.variation, Variation::ImprovementHigh | Variation::ImprovementLow)
    });
    let failing = count(&|row| row.assurance == Assurance::Fail);
    let hit_or_miss = count(&|row| row.assurance == Assurance::HitOrMiss);
    format!(
        "Of {}, {concern} give concern and {better} improve. Without change, {failing} will not meet \
         the target and {hit_or_miss} will meet it only some of the time.",
        counted(matrix.len(), "indicator")
    )
}

fn variation_icon(variation: Variation) -> Value {
    json!({ "file": variation_file(variation), "words": chart::variation_words(variation) })
}

fn assurance_icon(assurance: Assurance) -> Value {
    json!({ "file": assurance_file(assurance), "words": chart::assurance_words(assurance) })
}

fn matrix_row(row: &MatrixRow) -> Value {
    json!({
        "code": showable(&row.code),
        "title": showable(&row.title),
        "lead": showable(&row.lead),
        "period": showable(&row.period),
        "value": showable(&row.value),
        "target": showable(&row.target),
        "variation": variation_icon(row.variation),
        "assurance": assurance_icon(row.assurance),
    })
}

fn exception(paper: &BoardPaper, index: usize, exception: &IndicatorException) -> Value {
    let SpcChart { judgement, unit, decimals, target, title, description, .. } = &exception.chart;
    let target = target.filter(|target| target.is_finite());
    json!({
        "code": showable(&exception.code),
        "title": showable(&exception.title),
        "lead": showable(&exception.lead),
        "commentary": showable(&exception.commentary),
        "since": exception.since.map(day_words),
        "latest": latest_figure(paper, exception),
        "target": target.map(|target| with_unit(target, *decimals, &showable(unit))),
        "chart": chart_file(index),
        "alt": showable(&format!("Chart: {title}. {description}")),
        "variation": variation_icon(judgement.variation),
        "assurance": assurance_icon(judgement.assurance),
    })
}

/// The latest figure and its period: as the matrix names them where it has the indicator.
fn latest_figure(paper: &BoardPaper, exception: &IndicatorException) -> Option<String> {
    if let Some(row) = paper.matrix.iter().find(|row| row.code == exception.code) {
        return Some(showable(&format!("{}, {}", row.value, row.period)));
    }
    let SpcChart { judgement, dates, unit, decimals, .. } = &exception.chart;
    let judged = dates.iter().zip(&judgement.points).rfind(|(_, point)| point.value.is_finite());
    judged.map(|(day, point)| {
        let value = with_unit(point.value, *decimals, &showable(unit));
        format!("{value}, period from {}", day_words(*day))
    })
}

fn overdue_words(overdue: &[OverdueByLead]) -> String {
    let rows = || overdue.iter().flat_map(|lead| &lead.commitments);
    let leads = overdue.iter().filter(|lead| !lead.commitments.is_empty()).count();
    match rows().map(|row| row.days_overdue).max() {
        None => "No commitment is overdue.".to_owned(),
        Some(longest) => format!(
            "{}, with {}; the longest overdue by {}.",
            counted(rows().count(), "commitment")
                + if rows().count() == 1 { " is overdue" } else { " are overdue" },
            counted(leads, "lead"),
            counted(usize::try_from(longest).unwrap_or(0), "day"),
        ),
    }
}

fn overdue_by_lead(lead: &OverdueByLead) -> Value {
    json!({
        "lead": showable(&lead.lead),
        "words": counted(lead.commitments.len(), "commitment"),
        "commitments": lead.commitments.iter().map(overdue_row).collect::<Vec<_>>(),
    })
}

fn overdue_row(row: &OverdueRow) -> Value {
    json!({
        "plan": showable(&row.plan),
        "reference": showable(&row.reference),
        "text": showable(&row.text),
        "due": showable(&row.due),
        "days": fixed(f64::from(i32::try_from(row.days_overdue).unwrap_or(i32::MAX)), 0),
        "update": row.latest_update.as_deref().map(showable),
    })
}

fn risk(row: &RiskRow) -> Value {
    json!({
        "plan": showable(&row.plan),
        "area": showable(&row.area),
        "risk": showable(&row.risk),
        "contingency": showable(&row.contingency),
    })
}
