//! Who answers for what: the document's key to leads, and the leads named in a cell.

mod key;
mod kind;
mod people;
mod split;
mod words;

pub use key::LeadsKey;
pub use kind::kind_of;
pub use people::{person_of, unite};
pub use words::{is_body, is_code};
