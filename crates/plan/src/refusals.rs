//! Why a document cannot be read at all, and what to do about it.

/// Why a document could not be read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The bytes are no text and no format that is read.
    #[error(
        "{file} is no document that can be read (byte {byte} is no text); save it as .docx, .xlsx, PDF or plain text and try again"
    )]
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
    /// What is packed inside it is larger than any planning document.
    #[error(
        "{file} unpacks to more than the {limit} bytes that a planning document may have; save it anew without pictures and attachments and try again"
    )]
    TooLargeInside {
        /// File name.
        file: String,
        /// How many bytes are unpacked at most.
        limit: usize,
    },
    /// It has more cells than any plan.
    #[error(
        "{file} has more than the {limit} filled cells that are read; keep the sheets of the plan and remove the others"
    )]
    TooManyCells {
        /// File name.
        file: String,
        /// The most cells that are read.
        limit: usize,
    },
    /// It is of a known format that is not read.
    #[error("{file} is {format}, which is not read; {remedy} and try again")]
    OtherFormat {
        /// File name.
        file: String,
        /// What it is, with its article.
        format: &'static str,
        /// What to do.
        remedy: &'static str,
    },
    /// It opens with a password only.
    #[error("{file} is protected by a password; save it without one and try again")]
    Protected {
        /// File name.
        file: String,
    },
    /// It is cut short, or not what its beginning says.
    #[error(
        "{file} is a damaged or incomplete {format}; open it in the program that made it, save it anew and try again"
    )]
    Damaged {
        /// File name.
        file: String,
        /// What it seems to be.
        format: &'static str,
    },
    /// A PDF of pictures.
    #[error(
        "{file} is a PDF without text, probably scanned; recognise its text (OCR) or save the original as .docx or PDF and try again"
    )]
    NoTextLayer {
        /// File name.
        file: String,
    },
}
