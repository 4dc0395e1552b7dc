//! Planning documents in, draft plans out. Bytes in, no network, no database, no clock.

pub mod columns;
pub mod draft;
pub mod formats;
pub mod items;
pub mod leads;
pub mod lint;
pub mod outline;
mod pattern;
mod reference;
mod refusals;
pub mod shapes;
pub mod source;
pub mod table;
pub mod timescales;

use bellwether_calendar::Context;

use crate::shapes::{Claims, Reading, SHAPES};
use crate::source::SourceText;

pub use draft::{Document, Drafts};
pub use refusals::ReadError;

/// What the caller knows about a document that the document may not say.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Plan year, as-of day and kind of quarters for its timescales.
    pub context: Context,
}

/// The text of a document of any format, as lines whose numbers every [`draft::Source`] refers to.
///
/// # Errors
///
/// Returns an error when the bytes are no document that can be read.
pub fn source_of(file: &str, bytes: &[u8]) -> Result<SourceText, ReadError> {
    SourceText::from_bytes(file, bytes)
}

/// Reads one planning document of any format: Word, Excel, PDF, HTML, markdown, CSV or text.
///
/// # Errors
///
/// Returns an error when the bytes are no document that can be read; whatever is doubtful inside one is
/// a finding or an `uncertain` reason instead.
pub fn read(file: &str, bytes: &[u8], options: &ReadOptions) -> Result<Document, ReadError> {
    let source = SourceText::from_bytes(file, bytes)?;
    let tables = table::find_tables(&source);
    let outline = outline::read(&source, &tables);
    let mut context = options.context;
    context.plan_year = context.plan_year.or(outline.plan_year);
    let key = leads::LeadsKey::find(&source, &tables);
    let mut document = Document {
        file: file.to_owned(),
        title: outline.title.clone(),
        organisation: outline.organisation.clone(),
        plan_year: context.plan_year.map(outline::plan_year_name),
        leads_key: key.entries().to_vec(),
        findings: source.findings().to_vec(),
        ..Document::default()
    };
    let reading =
        Reading { source: &source, tables: &tables, context, key: &key, outline: &outline };
    let mut claims = Claims::default();
    for shape in SHAPES {
        shape(&reading, &mut claims, &mut document);
    }
    put_in_order(&mut document);
    leads::unite(&mut document.commitments);
    document.findings = lint::findings(&reading, &document);
    note_doubts(&mut document);
    Ok(document)
}

/// Findings that leave open what an action means make it uncertain.
fn note_doubts(document: &mut Document) {
    for finding in document.findings.iter().filter(|one| lint::DOUBTS.contains(&&*one.rule)) {
        for commitment in &mut document.commitments {
            let source = commitment.source;
            if finding.lines().any(|line| (source.line_from..=source.line_to).contains(&line)) {
                let before = commitment.uncertain.take().map(|reason| reason + "; ");
                commitment.uncertain = Some(before.unwrap_or_default() + &finding.message);
            }
        }
    }
}

/// Shapes are read one after the other; a document is read from its first line to its last.
fn put_in_order(document: &mut Document) {
    document.commitments.sort_by_key(|commitment| commitment.source.line_from);
    document.indicators.sort_by_key(|indicator| indicator.source.line_from);
    document.risks.sort_by_key(|risk| risk.source.line_from);
    document.goals.sort_by_key(|goal| goal.source.line_from);
    document.scope.sort_by_key(|item| item.source.line_from);
}
