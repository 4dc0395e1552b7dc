//! Templates and figures laid out as a tagged PDF: no disk, no network, no clock.

mod fonts;
mod world;

use chrono::NaiveDate;
use typst::comemo;
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

pub(crate) use fonts::showable;
use world::PaperWorld;

/// Why a paper could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The page layout refused the document.
    #[error("the paper could not be laid out: {0}")]
    Layout(String),
    /// A chart has neither title nor description, so that some readers would be told nothing.
    #[error("the chart of indicator '{0}' has no words: give it a title or a description")]
    Undescribed(String),
}

/// A template's name, such as `/paper.typ`, and its text.
pub(crate) type Template = (&'static str, &'static str);

/// Colours, type and tables that every paper shares.
pub(crate) const LOOK: Template = ("/look.typ", include_str!("layout/look.typ"));

/// Lays out the first of `templates` with `files` beside it: names such as `/paper.json`, and their
/// bytes. The PDF is tagged, accessible by PDF/UA-1, and dated by its day.
pub(crate) fn pdf(
    templates: &[Template],
    files: Vec<(String, Vec<u8>)>,
    as_at: NaiveDate,
) -> Result<Vec<u8>, ReportError> {
    let bytes = lay_out(templates, files, as_at);
    // The layout remembers every step it took; the next paper has other figures.
    comemo::evict(0);
    bytes
}

fn lay_out(
    templates: &[Template],
    files: Vec<(String, Vec<u8>)>,
    as_at: NaiveDate,
) -> Result<Vec<u8>, ReportError> {
    let world = PaperWorld::new(templates, files, as_at)?;
    let document = typst::compile::<PagedDocument>(&world).output.map_err(|e| refused(&e))?;
    let standards = PdfStandards::new(&[PdfStandard::Ua_1])
        .map_err(|error| ReportError::Layout(error.message().to_string()))?;
    let creator = Smart::Custom(Some("Bellwether".to_owned()));
    let options = PdfOptions { standards, creator, ..PdfOptions::default() };
    typst_pdf::pdf(&document, &options).map_err(|e| refused(&e))
}

/// Sums up what the layout said, with its hints.
fn refused(diagnostics: &[SourceDiagnostic]) -> ReportError {
    let words = diagnostics.iter().map(|diagnostic| {
        let hints = diagnostic.hints.iter().map(|hint| format!(" ({})", hint.v));
        format!("{}{}", diagnostic.message, hints.collect::<String>())
    });
    ReportError::Layout(words.collect::<Vec<_>>().join("; "))
}
