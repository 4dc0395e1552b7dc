//! A plan as a document: what was promised and how it stands, section by section.

mod table;

use std::io::Cursor;

use docx_rs::{
    Docx, Footer, LineSpacing, NumPages, PageMargin, PageNum, PageOrientationType, Paragraph, Run,
    RunFonts, Style, StyleType, XMLDocx,
};

use crate::standing::{
    CommitmentStanding, GoalStanding, IndicatorStanding, PlanStanding, RiskStanding, Standing,
    clean, short_day,
};
use table::{Cell, Column, HEADER_ROW};

/// A document that could not be written.
#[derive(Debug, thiserror::Error)]
#[error("the document could not be written")]
pub struct DocumentError(#[source] Box<dyn std::error::Error + Send + Sync>);

/// A4 lying on its side, in twentieths of a point.
const PAGE: (u32, u32) = (16_838, 11_906);

const MARGIN: i32 = 850;

const BLUE: &str = "005EB8";
const GREY: &str = "425563";

/// Writes plans as a Word document, each from a page of its own.
///
/// # Errors
///
/// Returns an error when the file cannot be put together.
pub fn document(standing: &Standing) -> Result<Vec<u8>, DocumentError> {
    let made = standing.made_at.format("%Y-%m-%dT%H:%M:%SZ").to_string();
    let mut document = prepared(standing).created_at(&made).updated_at(&made);
    for (position, plan) in standing.plans.iter().enumerate() {
        document = add_plan(document, plan, standing, position > 0);
    }
    if standing.plans.is_empty() {
        document = document.add_paragraph(styled("Title", "Plans"));
        document = document.add_paragraph(plain("There is no plan."));
    }
    let organisation = standing.plans.first().map_or("", |plan| plan.organisation.as_str());
    let parts = finished(document.build(), &standing.title, organisation);
    let mut bytes = Cursor::new(Vec::new());
    parts.pack(&mut bytes).map_err(|error| DocumentError(Box::new(error)))?;
    Ok(bytes.into_inner())
}

/// A document with its page, styles and footer, and nothing in it yet.
fn prepared(standing: &Standing) -> Docx {
    let margin = PageMargin::new()
        .top(MARGIN)
        .bottom(MARGIN)
        .left(MARGIN)
        .right(MARGIN)
        .header(400)
        .footer(400)
        .gutter(0);
    let fonts = RunFonts::new().ascii("Arial").hi_ansi("Arial").cs("Arial").east_asia("Arial");
    let heading = |id: &str, name: &str, size: usize, before: u32| {
        Style::new(id, StyleType::Paragraph)
            .name(name)
            .size(size)
            .bold()
            .color(BLUE)
            .line_spacing(LineSpacing::new().before(before).after(100))
    };
    let words = format!("{}, as things stood on {}", standing.title, short_day(standing.as_at));
    let footer = Paragraph::new()
        .style("Footer")
        .add_run(Run::new().add_text(clean(&words) + ". Page "))
        .add_page_num(PageNum::new())
        .add_run(Run::new().add_text(" of "))
        .add_num_pages(NumPages::new());
    Docx::new()
        .page_size(PAGE.0, PAGE.1)
        .page_orient(PageOrientationType::Landscape)
        .page_margin(margin)
        .default_fonts(fonts)
        .default_size(20)
        .add_style(heading("Title", "Title", 40, 0))
        .add_style(heading("Heading1", "heading 1", 28, 320).outline_lvl(0))
        .add_style(heading("Heading2", "heading 2", 24, 280).outline_lvl(1))
        .add_style(Style::new("Footer", StyleType::Paragraph).name("footer").size(16).color(GREY))
        .footer(Footer::new().add_paragraph(footer))
}

fn add_plan(mut document: Docx, plan: &PlanStanding, standing: &Standing, later: bool) -> Docx {
    document = document.add_paragraph(styled("Title", &plan.title).page_break_before(later));
    let year = plan.year.as_ref().map(|year| format!(", {year}")).unwrap_or_default();
    let stood = short_day(standing.as_at);
    document = document
        .add_paragraph(plain(&format!("{}{year}. As things stood on {stood}.", plan.organisation)));
    document = document.add_paragraph(plain(&summary(plan)));
    document = document.add_paragraph(styled("Heading1", "What was promised, and how it stands"));
    for section in &plan.sections {
        if !section.title.is_empty() {
            let heading = styled("Heading2", &section.title).keep_next(true);
            document = document.add_paragraph(heading);
        }
        let rows = section.commitments.iter().map(cells).collect();
        document = document.add_table(table::table(&COMMITMENT_COLUMNS, rows));
        document = document.add_paragraph(Paragraph::new());
    }
    if plan.sections.is_empty() {
        document = document.add_paragraph(plain("This plan promises nothing yet."));
    }
    let risks = plan.risks.iter().map(risk_cells).collect();
    document = add_table(document, "Risks", &RISK_COLUMNS, risks);
    let goals = plan.goals.iter().map(goal_cells).collect();
    document = add_table(document, "Goals", &GOAL_COLUMNS, goals);
    let indicators = plan.indicators.iter().map(indicator_cells).collect();
    add_table(document, "Indicators of the plan", &INDICATOR_COLUMNS, indicators)
}

fn add_table(
    document: Docx,
    heading: &str,
    columns: &[Column],
    rows: Vec<(Vec<Cell>, bool)>,
) -> Docx {
    if rows.is_empty() {
        return document;
    }
    document
        .add_paragraph(styled("Heading1", heading).keep_next(true))
        .add_table(table::table(columns, rows))
        .add_paragraph(Paragraph::new())
}

const COMMITMENT_COLUMNS: [Column; 6] = [
    ("Reference", 1_250),
    ("What was promised", 5_100),
    ("Lead", 2_350),
    ("Due", 1_950),
    ("Status", 1_550),
    ("Latest update", 2_938),
];

const RISK_COLUMNS: [Column; 3] =
    [("Area", 2_600), ("Risk", 6_269), ("What is done should it come true", 6_269)];

const GOAL_COLUMNS: [Column; 3] = [("Goal", 7_000), ("When", 3_138), ("To be reached", 5_000)];

const INDICATOR_COLUMNS: [Column; 4] =
    [("Code", 1_500), ("Indicator", 5_638), ("Lead", 2_600), ("As written", 5_400)];

/// How many stand how, in a sentence.
fn summary(plan: &PlanStanding) -> String {
    let total: usize = plan.counts.iter().map(|(_, count)| count).sum();
    let some = plan.counts.iter().filter(|(_, count)| *count > 0);
    let parts: Vec<String> =
        some.map(|(status, count)| format!("{count} {}", status.to_lowercase())).collect();
    let overdue = plan
        .sections
        .iter()
        .flat_map(|section| &section.commitments)
        .filter(|commitment| commitment.step_of.is_none() && commitment.overdue_days.is_some())
        .count();
    let late = if overdue > 0 { format!(" {overdue} overdue.") } else { String::new() };
    match total {
        0 => String::new(),
        1 => format!("1 commitment: {}.{late}", parts.join(", ")),
        _ => format!("{total} commitments: {}.{late}", parts.join(", ")),
    }
}

fn cells(commitment: &CommitmentStanding) -> (Vec<Cell>, bool) {
    let is_step = commitment.step_of.is_some();
    let reference = match &commitment.step_of {
        Some(whole) if commitment.reference.is_empty() => format!("Step of {whole}"),
        _ => commitment.reference.clone(),
    };
    let mut promise = Cell::of(&commitment.text);
    if let Some(outcome) = &commitment.outcome {
        promise = promise.and(&format!("Outcome: {outcome}"));
    }
    let leads = match commitment.leads.as_slice() {
        [] => "Nobody is named".to_owned(),
        leads => leads.join("; "),
    };
    let cells = vec![
        Cell::of(&reference),
        promise,
        Cell::of(&leads),
        due(commitment),
        Cell::status(commitment.status, commitment.progress),
        latest(commitment),
    ];
    (cells, is_step)
}

/// The due day with what was written, each move from and to, and how late it is.
fn due(commitment: &CommitmentStanding) -> Cell {
    let written = commitment.due_as_written.as_str();
    let mut cell = match commitment.due_by {
        Some(day) => Cell::of(&short_day(day)),
        None if written.is_empty() => Cell::of("No date"),
        None => Cell::of(written),
    };
    if commitment.due_by.is_some() && !written.is_empty() {
        cell = cell.and(&format!("written “{written}”"));
    }
    for moved in &commitment.moves {
        let on = short_day(moved.on);
        cell = cell.and(&format!("moved {}, on {on}", moved.words()));
    }
    match commitment.overdue_days {
        Some(1) => cell.and_bold("1 day overdue"),
        Some(days) => cell.and_bold(&format!("{days} days overdue")),
        None => cell,
    }
}

fn latest(commitment: &CommitmentStanding) -> Cell {
    let Some(day) = commitment.latest_on else { return Cell::of("None yet") };
    let by = commitment.latest_by.as_ref().map(|by| format!(", {by}")).unwrap_or_default();
    let note = commitment.latest_note.as_deref().unwrap_or_default();
    Cell::of(note).and(&format!("{}{by}", short_day(day)))
}

fn risk_cells(risk: &RiskStanding) -> (Vec<Cell>, bool) {
    (vec![Cell::of(&risk.area), Cell::of(&risk.risk), Cell::of(&risk.contingency)], false)
}

fn goal_cells(goal: &GoalStanding) -> (Vec<Cell>, bool) {
    (vec![Cell::of(&goal.title), Cell::of(&goal.period), Cell::of(&goal.value)], false)
}

fn indicator_cells(row: &IndicatorStanding) -> (Vec<Cell>, bool) {
    let mut written = Cell::of("");
    for (heading, value) in row.cells.iter().filter(|(_, value)| !value.trim().is_empty()) {
        written = written.and(&format!("{heading}: {value}"));
    }
    if !row.note.is_empty() {
        written = written.and(&row.note);
    }
    (vec![Cell::of(&row.code), Cell::of(&row.title), Cell::of(&row.lead), written], false)
}

fn styled(style: &str, text: &str) -> Paragraph {
    Paragraph::new().style(style).add_run(Run::new().add_text(clean(text)))
}

fn plain(text: &str) -> Paragraph {
    let spacing = LineSpacing::new().after(120);
    Paragraph::new().line_spacing(spacing).add_run(Run::new().add_text(clean(text)))
}

/// Adds what the library has no words for: headings of tables repeated on every page, and the
/// document's own title and language, which readers aloud ask for.
fn finished(mut parts: XMLDocx, title: &str, author: &str) -> XMLDocx {
    let repeated = format!("{HEADER_ROW}<w:tblHeader />");
    replace(&mut parts.document, HEADER_ROW, &repeated);
    let named = format!(
        "<dc:creator>{}</dc:creator><dc:title>{}</dc:title><dc:language>en-GB</dc:language>",
        escaped(author),
        escaped(title)
    );
    replace(&mut parts.doc_props.core, "<dc:creator>unknown</dc:creator>", &named);
    let by = format!("<cp:lastModifiedBy>{}</cp:lastModifiedBy>", escaped(author));
    replace(&mut parts.doc_props.core, "<cp:lastModifiedBy>unknown</cp:lastModifiedBy>", &by);
    parts
}

fn replace(part: &mut Vec<u8>, from: &str, to: &str) {
    let text = String::from_utf8_lossy(part).replace(from, to);
    *part = text.into_bytes();
}

fn escaped(text: &str) -> String {
    clean(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
