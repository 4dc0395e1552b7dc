//! How much of a document is read at most, so that no file, however it was made, fills the memory.
//!
//! A file has at most [`crate::source::LARGEST_DOCUMENT`] bytes. What is packed inside it is counted while
//! it is unpacked, since the sizes that a file declares can be wrong; in a PDF the deflated streams are,
//! which is how all but very old ones are packed. With these limits the readers take less than
//! [`MEMORY_BOUND`] bytes for one document; `tests/memory.rs` holds it.

/// The most bytes that are unpacked from one file.
pub const LARGEST_INSIDE: usize = 64 * 1024 * 1024;

/// The most bytes of text that one document gives.
pub const LARGEST_TEXT: usize = 8 * 1024 * 1024;

/// The most filled cells that are read from one document.
pub const MOST_CELLS: usize = 250_000;

/// The most cells that a document draws, blank ones included.
pub const MOST_DRAWN_CELLS: usize = 1_000_000;

/// The most columns of a table; what stands further to the right is left out.
pub const MOST_COLUMNS: usize = 256;

/// The most pages of a PDF that are read.
pub const MOST_PAGES: usize = 2_000;

/// The memory that reading one document may take, in bytes.
pub const MEMORY_BOUND: usize = 1536 * 1024 * 1024;
