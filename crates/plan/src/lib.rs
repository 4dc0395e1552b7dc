//! Planning documents in, draft plans out. Bytes in, no network, no database, no clock.

pub mod draft;

use bellwether_calendar::Context;

pub use draft::{Document, Drafts};

/// What the caller knows about a document that the document may not say.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Plan year, as-of day and kind of quarters for its timescales.
    pub context: Context,
}

/// Why a document could not be read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The bytes are no text.
    #[error("{file} is not a text document (byte {byte} is not UTF-8); save it as plain text and try again")]
    NotText {
        /// File name.
        file: String,
        /// Offset of the first byte that is not text.
        byte: usize,
    },
    /// There is nothing in it.
    #[error("{file} holds no text; check that it is the right file")]
    Empty {
        /// File name.
        file: String,
    },
    /// It is larger than any planning document.
    #[error("{file} has {bytes} bytes, more than the {limit} that a planning document may have")]
    TooLarge {
        /// File name.
        file: String,
        /// Its size in bytes.
        bytes: usize,
        /// The largest size accepted, in bytes.
        limit: usize,
    },
}

/// Reads one planning document.
///
/// # Errors
///
/// Returns an error when the bytes are no text document at all; whatever is doubtful inside one is a
/// finding or an `uncertain` reason instead.
pub fn read(file: &str, bytes: &[u8], options: &ReadOptions) -> Result<Document, ReadError> {
    let _ = options;
    if bytes.is_empty() {
        return Err(ReadError::Empty { file: file.to_owned() });
    }
    Ok(Document { file: file.to_owned(), ..Document::default() })
}
