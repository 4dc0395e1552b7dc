//! The shapes that plans come in, each read by one function.
//!
//! A shape looks at the tables (or lines) that no shape before it has claimed, claims those it can read
//! and adds what they say to the document. To add one, write a module with a function of type
//! [`Shape`] and name it in [`SHAPES`], the narrow shapes before the wide ones. The reader puts
//! commitments, indicators, risks and goals in document order at the end.

mod actions;
mod gates;
mod goals;
mod indicators;
mod measured;
mod paragraphs;
pub(crate) mod placeholders;
mod pledges;
mod prose;
mod risks;
mod scope;
mod surroundings;
mod targets;

use bellwether_calendar::Context;

pub(crate) use measured::{heads_figures, is_heading_row, is_short_column};

use crate::draft::Document;
use crate::leads::LeadsKey;
use crate::outline::Outline;
use crate::source::SourceText;
use crate::table::Table;

/// What every shape may look at.
#[derive(Debug)]
pub struct Reading<'a> {
    /// The lines of the document.
    pub source: &'a SourceText,
    /// Its tables, in document order.
    pub tables: &'a [Table],
    /// How to read its timescales; the plan year is the caller's or else the document's own.
    pub context: Context,
    /// Its key to leads, for [`LeadsKey::leads`].
    pub key: &'a LeadsKey,
    /// Title, running page headings and the headings above tables.
    pub outline: &'a Outline,
}

/// Which lines a shape has already read.
#[derive(Debug, Default)]
pub struct Claims {
    taken: Vec<bool>,
}

impl Claims {
    /// Marks lines as read, both ends included.
    pub fn take(&mut self, line_from: usize, line_to: usize) {
        if self.taken.len() <= line_to {
            self.taken.resize(line_to + 1, false);
        }
        if let Some(lines) = self.taken.get_mut(line_from..=line_to) {
            lines.fill(true);
        }
    }

    /// Whether no shape has read any of these lines, both ends included.
    #[must_use]
    pub fn is_free(&self, line_from: usize, line_to: usize) -> bool {
        (line_from..=line_to).all(|line| !self.taken.get(line).copied().unwrap_or(false))
    }
}

/// A reader of one shape.
pub type Shape = fn(&Reading, &mut Claims, &mut Document);

/// Every shape, in the order in which they may claim.
pub const SHAPES: &[Shape] = &[
    risks::read,
    goals::read,
    scope::read,
    indicators::read,
    pledges::read,
    gates::read,
    // Tables with an action, a lead and a timescale under whatever headings: the widest, so the last.
    actions::read,
    prose::read,
    targets::read,
    placeholders::read,
];
