//! The counts of one pass, by organisation, day and category.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::pass::{Measure, Pass, SCALE};

/// One group of rows: a role, an organisation, a category, a time key and a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct CellKey {
    /// Position of the role in the pass.
    pub(super) role: u8,
    /// Position of the organisation.
    pub(super) organisation: u32,
    /// Position of the category; none for the whole.
    pub(super) category: Option<u16>,
    /// Position of the time key.
    pub(super) key: u16,
    /// The day, or the first day of the month, in days since 1970-01-01.
    pub(super) day: i32,
}

/// How many rows a cell has, and the newest load among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Provenance {
    pub(super) rows: u64,
    pub(super) newest_load: i64,
}

/// The counts of a pass. Sums are exact, so that they do not depend on the order of rows.
#[derive(Debug)]
pub(super) struct Cells {
    pub(super) organisations: Names,
    /// Categories, each after the position of its breakdown.
    pub(super) categories: Vec<(usize, Arc<str>)>,
    index: BTreeMap<CellKey, usize>,
    width: usize,
    sums: Vec<i128>,
    provenance: Vec<Provenance>,
}

/// Names and their positions.
#[derive(Debug, Default)]
pub(super) struct Names {
    positions: BTreeMap<Arc<str>, u32>,
    names: Vec<Arc<str>>,
}

impl Names {
    pub(super) fn position(&mut self, name: &str) -> u32 {
        if let Some(position) = self.positions.get(name) {
            return *position;
        }
        let position = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        let name: Arc<str> = Arc::from(name);
        self.names.push(name.clone());
        self.positions.insert(name, position);
        position
    }

    pub(super) fn name(&self, position: u32) -> Arc<str> {
        self.names[position as usize].clone()
    }
}

impl Cells {
    pub(super) fn new(pass: &Pass<'_>) -> Self {
        Self {
            organisations: Names::default(),
            categories: Vec::new(),
            index: BTreeMap::new(),
            width: pass.measures.len(),
            sums: Vec::new(),
            provenance: Vec::new(),
        }
    }

    /// The position of a category.
    pub(super) fn category(&mut self, breakdown: usize, name: &str) -> u16 {
        let known = self
            .categories
            .iter()
            .position(|(of, known)| *of == breakdown && known.as_ref() == name);
        let position = known.unwrap_or_else(|| {
            self.categories.push((breakdown, Arc::from(name)));
            self.categories.len() - 1
        });
        u16::try_from(position).unwrap_or(u16::MAX)
    }

    /// Adds to a cell what a group of rows has.
    pub(super) fn add(
        &mut self,
        key: CellKey,
        provenance: Provenance,
        sums: impl Iterator<Item = i128>,
    ) {
        let next = self.provenance.len();
        let cell = *self.index.entry(key).or_insert(next);
        if cell == next {
            self.sums.extend(std::iter::repeat_n(0, self.width));
            self.provenance.push(Provenance { rows: 0, newest_load: 0 });
        }
        let own = &mut self.provenance[cell];
        own.rows += provenance.rows;
        own.newest_load = own.newest_load.max(provenance.newest_load);
        let start = cell * self.width;
        for (sum, more) in self.sums[start..start + self.width].iter_mut().zip(sums) {
            *sum += more;
        }
    }

    /// Every cell, in the order of its key.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&CellKey, usize)> {
        self.index.iter().map(|(key, cell)| (key, *cell))
    }

    pub(super) fn sum(&self, cell: usize, measure: usize) -> i128 {
        self.sums[cell * self.width + measure]
    }

    pub(super) fn provenance(&self, cell: usize) -> Provenance {
        self.provenance[cell]
    }
}

/// An exact sum as a number.
pub(super) fn number(sum: i128, measure: &Measure) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "figures are shown with a few digits")]
    let number = sum as f64;
    match measure {
        Measure::Decimal(_) => number / 10_f64.powi(i32::from(SCALE)),
        _ => number,
    }
}
