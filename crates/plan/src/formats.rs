//! How the bytes of a planning document of any format become numbered lines, tables and headings.

mod text;

use crate::ReadError;
use crate::source::SourceText;

/// Reads a document by what its bytes are, whatever its name says.
pub(crate) fn read(file: &str, bytes: &[u8]) -> Result<SourceText, ReadError> {
    Ok(SourceText::of_text(file, text::decode(file, bytes)?))
}
