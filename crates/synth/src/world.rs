//! Everything that is the same for every patient of a district.

use crate::dataset::Dataset;
use crate::district::{Area, District, Practice};
use crate::draw::{Draw, Subject};
use crate::planted::Planted;
use crate::request::{Request, Split};
use crate::rhythm::{self, Rhythms};
use crate::row::Row;
use crate::span::Span;
use crate::tally::{Lists, Tally};
use crate::whole::at;

/// The district, its days, and what is planted in it.
#[derive(Debug)]
pub(crate) struct World {
    pub seed: u64,
    pub split: Split,
    pub span: Span,
    pub district: District,
    pub rhythms: Rhythms,
    pub planted: Planted,
    wanted: [bool; Dataset::ALL.len()],
    pseudonym_key: [u64; 2],
}

impl World {
    /// The world of a request that has been checked.
    pub(crate) fn new(request: &Request) -> Self {
        let span = Span::new(request.from, request.to);
        let district = District::new(request, rhythm::years(&span));
        let rhythms = Rhythms::new(request.seed, &span, district.trusts);
        let planted = Planted::new(&district, &span);
        let wanted =
            Dataset::ALL.map(|dataset| request.only.is_empty() || request.only.contains(&dataset));
        let mut draw = Draw::new(request.seed, Subject::Pseudonym, 0);
        let pseudonym_key = [draw.bits(), draw.bits()];
        let Request { seed, split, .. } = *request;
        Self { seed, split, span, district, rhythms, planted, wanted, pseudonym_key }
    }

    /// Whether a dataset is to be written.
    pub(crate) fn wants(&self, dataset: Dataset) -> bool {
        self.wanted[dataset.index()]
    }

    /// The small area of a number.
    pub(crate) fn area(&self, area: i32) -> &Area {
        &self.district.areas[at(area)]
    }

    /// The practice of a number.
    pub(crate) fn practice(&self, practice: usize) -> &Practice {
        &self.district.practices[practice]
    }

    /// The pseudonym of the `ordinal`th person on a place: no two are the same, since every step
    /// can be undone, and without the seed's key nothing can be read from it.
    pub(crate) fn pseudonym(&self, place: u64, ordinal: u64) -> u64 {
        let mut bits = ((place << 8) | (ordinal & 255)) ^ self.pseudonym_key[0];
        for _ in 0..2 {
            // The mixing of SplitMix64 (Steele, Lea and Flood, 2014), which is one to one.
            bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            bits = (bits ^ (bits >> 31)).wrapping_add(self.pseudonym_key[1]);
        }
        bits
    }

    /// An empty tally.
    pub(crate) fn tally(&self) -> Tally {
        let days = at(self.span.length());
        Tally::new(
            self.district.sites.len(),
            self.district.providers.len(),
            days,
            self.span.months.len(),
        )
    }
}

/// What a part of the district's patients did: lines for each part, and counts.
#[derive(Debug)]
pub(crate) struct Sink<'a> {
    pub world: &'a World,
    /// Lines of `persons.csv`.
    pub persons: Vec<u8>,
    /// Lines of each part, by the number of the part.
    pub parts: Vec<Vec<u8>>,
    /// How many lines each has.
    pub rows: Vec<u32>,
    pub tally: Tally,
    /// The list of the one practice whose patients these are.
    pub list: Lists,
}

impl<'a> Sink<'a> {
    /// Nothing yet.
    pub(crate) fn new(world: &'a World) -> Self {
        let parts = part_count(world);
        Self {
            world,
            persons: Vec::new(),
            parts: vec![Vec::new(); parts],
            rows: vec![0; parts],
            tally: world.tally(),
            list: Lists::new(1, world.span.months.len()),
        }
    }

    /// Starts a line of a dataset, unless nobody wants it.
    pub(crate) fn row(&mut self, dataset: Dataset, sender: usize, month: usize) -> Option<Row<'_>> {
        if !self.world.wants(dataset) {
            return None;
        }
        let part = part(self.world, dataset, sender, month);
        self.rows[part] += 1;
        Some(Row::new(&mut self.parts[part]))
    }

    /// In which months a line is sent, each with the day up to which it is known then: the month
    /// in which it began, and the month of its last change where that is a later one. What began
    /// before the first day comes with the first month, if it was not over by then.
    pub(crate) fn sendings(&self, began: i32, changed: Option<i32>) -> Sendings {
        let span = &self.world.span;
        let over = changed.is_some_and(|day| day < span.from);
        if began > span.to || (began < span.from && over) {
            return [None, None];
        }
        let first = span.month_of(began.max(span.from));
        if self.world.split == Split::Whole {
            return [Some((first, span.to)), None];
        }
        let changed = changed.filter(|day| *day <= span.to && *day > span.months[first].last);
        let again = changed.map(|day| span.month_of(day));
        let sending = |month: usize| (month, span.months[month].last);
        [Some(sending(first)), again.map(sending)]
    }
}

/// Month and last day known of each sending of a line.
pub(crate) type Sendings = [Option<(usize, i32)>; 2];

/// How many parts there are: one for each dataset, sender and month.
pub(crate) fn part_count(world: &World) -> usize {
    Dataset::ALL.len() * (world.district.providers.len() + 1) * world.span.months.len()
}

/// The number of a part.
pub(crate) fn part(world: &World, dataset: Dataset, sender: usize, month: usize) -> usize {
    let senders = world.district.providers.len() + 1;
    (dataset.index() * senders + sender) * world.span.months.len() + month
}
