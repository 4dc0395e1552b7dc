//! How the bytes of a planning document of any format become numbered lines, tables and headings.
//!
//! What a file is shows in its bytes. Each reader gives lines that a person can read beside the draft, the
//! tables that the format marks as such, and its headings; what cannot be read at all is refused with a
//! remedy, and what cannot be read in part is a finding.

mod csv;
mod docx;
mod findings;
mod grid;
mod html;
pub mod limits;
mod markdown;
mod package;
#[cfg(test)]
mod packed;
mod pdf;
mod refused;
mod sheet;
mod text;
mod writer;
pub mod xlsx;
mod xml;

use std::panic::{AssertUnwindSafe, catch_unwind};

use self::limits::LARGEST_TEXT;
use self::package::{Kind, Package};
use crate::ReadError;
use crate::source::SourceText;

/// Reads a document by what its bytes are, whatever its name says.
pub(crate) fn read(file: &str, bytes: &[u8]) -> Result<SourceText, ReadError> {
    if let Some(refusal) = refused::other_format(file, bytes) {
        return Err(refusal);
    }
    let mut source = if is_packed(bytes) {
        let mut package = package_of(file, bytes)?;
        match package.kind()? {
            Kind::Word => guarded(file, docx::DOCUMENT, || docx::read(file, package))?,
            Kind::Excel => guarded(file, xlsx::WORKBOOK, || xlsx::read(file, bytes, package))?,
        }
    } else if pdf::is_pdf(bytes) {
        pdf::read(file, bytes)?
    } else {
        of_text(file, text::decode(file, bytes)?)?
    };
    let language = findings::language(source.text());
    source.add_findings(language);
    Ok(source)
}

/// Reads a file with libraries that a file made for it may drive into a panic, which must cost a refusal
/// and not the service.
fn guarded<T>(
    file: &str,
    format: &'static str,
    read: impl FnOnce() -> Result<T, ReadError>,
) -> Result<T, ReadError> {
    let damaged = |_| Err(ReadError::Damaged { file: file.to_owned(), format });
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(damaged)
}

fn is_packed(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

fn package_of<'a>(file: &'a str, bytes: &'a [u8]) -> Result<Package<'a>, ReadError> {
    if let Some(refusal) = refused::other_format(file, bytes) {
        return Err(refusal);
    }
    Package::open(file, bytes)
}

/// Reads text, which may be a web page, separated values, markdown or merely text.
fn of_text(file: &str, text: String) -> Result<SourceText, ReadError> {
    if let Some(refusal) = refused::other_text(file, &text) {
        return Err(refusal);
    }
    if html::is_html(&text) {
        return html::read(file, &text);
    }
    if text.len() > LARGEST_TEXT {
        let (file, bytes) = (file.to_owned(), text.len());
        return Err(ReadError::TooLarge { file, bytes, limit: LARGEST_TEXT });
    }
    if let Some(separator) = csv::separator_of(&text) {
        return csv::read(file, &text, separator);
    }
    if markdown::is_markdown(&text) {
        return markdown::read(file, text);
    }
    Ok(SourceText::of_text(file, text))
}

#[cfg(test)]
mod tests;
