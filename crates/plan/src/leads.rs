//! Who answers for what: the document's key to leads, and the leads named in a cell.

mod key;
mod split;
mod words;

pub use key::LeadsKey;
pub use words::{is_body, is_code};
