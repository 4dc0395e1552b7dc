//! Which row of the earlier edition is which of the later one: nobody but the text can tell.
//!
//! Candidates come from words that few rows share, from references and from equal texts, so that two
//! editions of some thousand rows are matched without comparing every row with every other. Each
//! candidate gets a score of wording, reference, section and neighbours; the best pair is taken
//! first, then the best of what is left.

use std::collections::BTreeMap;

use super::rules::Row;
use super::words::{plain, stem, words};

/// Rows looked at for one word, reference or text: those nearest to where the row is expected.
const NEAREST: usize = 60;

/// Words by which candidates are found, the rarest first.
const WORDS_LOOKED_UP: usize = 8;

/// The whole of a share: shares are counted in thousandths, in whole numbers, so that every
/// platform takes the same pair first.
const WHOLE: u32 = 1_000;

/// A row made ready to be compared.
struct Prepared {
    text: String,
    /// Ids of its words, ascending, each with how often it stands there.
    words: Vec<(usize, u32)>,
    /// Weight of all its words.
    weight: u32,
    reference: String,
    section: String,
    due: String,
    lead: String,
}

/// Both editions, with what is known of their words and of where they agree.
pub(super) struct Matching {
    old: Vec<Prepared>,
    new: Vec<Prepared>,
    weights: Vec<u32>,
    anchors: Anchors,
    /// Sections of the later edition by their earlier names, told by the rows that moved with them.
    sections: BTreeMap<String, String>,
}

/// A row of one edition whose words stand in a larger row of the other.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub(super) row: usize,
    pub(super) whole: usize,
    pub(super) weight: u32,
}

/// Rows whose text occurs once on either side: surely the same.
struct Anchors {
    /// For each earlier row, the later row of the nearest anchor before and after it.
    old_around: Vec<(Option<usize>, Option<usize>)>,
    /// The same for each later row.
    new_around: Vec<(Option<usize>, Option<usize>)>,
    /// Where each later row would have stood before.
    expected: Vec<usize>,
}

/// How alike two rows are, in thousandths.
#[derive(Debug, Clone, Copy)]
struct Likeness {
    text: u32,
    same_reference: bool,
    same_section: bool,
    /// Of the two nearest anchors, how many are the same.
    same_neighbours: u32,
    score: u32,
}

impl Likeness {
    /// Whether two rows can be one: by their wording alone when that is close, and by looser
    /// wording where the place speaks for it.
    fn is_enough(self) -> bool {
        let place = self.same_reference || self.same_section || self.same_neighbours > 0;
        self.text >= 700
            || (self.text >= 450 && place)
            || (self.text >= 350 && self.same_section && self.same_neighbours == 2)
            || (self.text >= 250 && self.same_reference && self.same_section)
    }
}

impl Matching {
    pub(super) fn of(old: &[Row], new: &[Row]) -> Self {
        let mut ids = BTreeMap::new();
        let mut rows_with = Vec::new();
        let old: Vec<Prepared> =
            old.iter().map(|row| prepare(row, &mut ids, &mut rows_with)).collect();
        let new: Vec<Prepared> =
            new.iter().map(|row| prepare(row, &mut ids, &mut rows_with)).collect();
        let rows = old.len() + new.len();
        let weights = rows_with.iter().map(|rows_with| weight(rows, *rows_with)).collect();
        let pairs = unique_texts(&old, &new);
        let anchors = Anchors::of(&pairs, old.len(), new.len());
        let sections = renamed_sections(&pairs, &old, &new);
        let mut matching = Self { old, new, weights, anchors, sections };
        matching.weigh();
        matching
    }

    fn weigh(&mut self) {
        for row in self.old.iter_mut().chain(&mut self.new) {
            row.weight = row.words.iter().map(|(id, count)| self.weights[*id] * count).sum();
        }
    }

    /// For each later row, the earlier row that it continues.
    pub(super) fn assign(&self) -> Vec<Option<usize>> {
        let mut scored = Vec::new();
        let lookup = Lookup::of(&self.old);
        for new in 0..self.new.len() {
            for old in lookup.candidates(&self.new[new], self.anchors.expected[new]) {
                let likeness = self.likeness(old, new);
                if likeness.is_enough() {
                    scored.push((likeness.score, old, new));
                }
            }
        }
        let distance = |old: usize, new: usize| self.anchors.expected[new].abs_diff(old);
        scored.sort_by_key(|&(score, old, new)| {
            (std::cmp::Reverse(score), distance(old, new), old, new)
        });
        let mut taken = vec![false; self.old.len()];
        let mut assigned = vec![None; self.new.len()];
        for (_, old, new) in scored {
            if !taken[old] && assigned[new].is_none() {
                taken[old] = true;
                assigned[new] = Some(old);
            }
        }
        assigned
    }

    fn likeness(&self, old: usize, new: usize) -> Likeness {
        let (before, after) = (&self.old[old], &self.new[new]);
        let text = if before.text == after.text { WHOLE } else { self.common_words(before, after) };
        let same_reference = !before.reference.is_empty() && before.reference == after.reference;
        let same_section = before.section == after.section
            || self.sections.get(&before.section).is_some_and(|now| *now == after.section);
        let (one, other) = (self.anchors.old_around[old], self.anchors.new_around[new]);
        let same_neighbours = u32::from(one.0 == other.0) + u32::from(one.1 == other.1);
        let score = 600 * text / WHOLE
            + 120 * u32::from(same_reference)
            + 140 * u32::from(same_section)
            + 50 * same_neighbours
            + 20 * u32::from(before.due == after.due)
            + 20 * u32::from(before.lead == after.lead);
        Likeness { text, same_reference, same_section, same_neighbours, score }
    }

    /// Twice the weight of the words in common over that of all words of both.
    fn common_words(&self, one: &Prepared, other: &Prepared) -> u32 {
        let shared = self.shared(one, other, None);
        let both = one.weight + other.weight;
        (2 * WHOLE * shared).checked_div(both).unwrap_or(0)
    }

    /// The weight of the words that two rows share, without those that a third has too.
    fn shared(&self, one: &Prepared, other: &Prepared, without: Option<&Prepared>) -> u32 {
        let count = |row: &Prepared, id: usize| {
            let found = row.words.binary_search_by_key(&id, |(id, _)| *id);
            found.map_or(0, |place| row.words[place].1)
        };
        let shared = one.words.iter().map(|&(id, times)| {
            let taken = without.map_or(0, |row| count(row, id));
            self.weights[id] * times.min(count(other, id).saturating_sub(taken))
        });
        shared.sum()
    }

    /// The earlier row whose words each of some added later rows took over, `continued` being what
    /// each earlier row became.
    pub(super) fn split_from(&self, added: &[usize], continued: &[Option<usize>]) -> Vec<Part> {
        let lookup = Lookup::of(&self.old);
        let find = |&new: &usize| {
            let (part, place) = (&self.new[new], self.anchors.expected[new]);
            let candidates = lookup.candidates(part, place).into_iter();
            let best = candidates.filter_map(|old| {
                let rest = continued[old].map(|new| &self.new[new]);
                Some((self.share_of(part, &self.old[old], rest)?, std::cmp::Reverse(old)))
            });
            Some(Part { row: new, whole: best.max()?.1.0, weight: part.weight })
        };
        added.iter().filter_map(find).collect()
    }

    /// The later row that took in the words of each of some removed earlier rows, `assigned` being
    /// what each later row was before.
    pub(super) fn merged_into(&self, removed: &[usize], assigned: &[Option<usize>]) -> Vec<Part> {
        let lookup = Lookup::of(&self.new);
        let find = |&old: &usize| {
            let part = &self.old[old];
            let place = self.anchors.old_around[old].0.unwrap_or(old);
            let best = lookup.candidates(part, place).into_iter().filter_map(|new| {
                let rest = assigned[new].map(|old| &self.old[old]);
                Some((self.share_of(part, &self.new[new], rest)?, std::cmp::Reverse(new)))
            });
            Some(Part { row: old, whole: best.max()?.1.0, weight: part.weight })
        };
        removed.iter().filter_map(find).collect()
    }

    /// How much of `part` stands in `whole` and nowhere in `rest`; none when that is too little to
    /// speak of a part.
    fn share_of(&self, part: &Prepared, whole: &Prepared, rest: Option<&Prepared>) -> Option<u32> {
        let words: u32 = part.words.iter().map(|(_, count)| count).sum();
        if words < 3 || part.weight >= whole.weight {
            return None;
        }
        let share = WHOLE * self.shared(part, whole, rest) / part.weight.max(1);
        (share >= 650).then_some(share)
    }
}

fn prepare(row: &Row, ids: &mut BTreeMap<String, usize>, rows_with: &mut Vec<usize>) -> Prepared {
    let mut counted: BTreeMap<usize, u32> = BTreeMap::new();
    for word in words(&row.text) {
        let next = ids.len();
        let id = *ids.entry(stem(&word)).or_insert(next);
        if id == rows_with.len() {
            rows_with.push(0);
        }
        let count = counted.entry(id).or_default();
        *count += 1;
        if *count == 1 {
            rows_with[id] += 1;
        }
    }
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string());
    Prepared {
        text: plain(&row.text),
        words: counted.into_iter().collect(),
        weight: 0,
        reference: plain(&row.reference),
        section: heading(&row.section),
        due: day(row.due.latest).unwrap_or_else(|| plain(&row.due.as_written)),
        lead: row.leads.first().map(|lead| plain(&lead.as_written)).unwrap_or_default(),
    }
}

/// A heading without its number: sections are renumbered more often than renamed.
pub(super) fn heading(text: &str) -> String {
    let plain = plain(text);
    let rest =
        plain.trim_start_matches(|letter: char| letter.is_ascii_digit() || ".) ".contains(letter));
    if rest.is_empty() { plain } else { rest.to_owned() }
}

/// What a word weighs: one for what stands everywhere, more for each halving of the rows that have
/// it.
fn weight(rows: usize, rows_with: usize) -> u32 {
    1 + 2 * (rows / rows_with.max(1)).max(1).ilog2()
}

/// Pairs of rows, earlier and later, whose text stands once in either edition.
fn unique_texts(old: &[Prepared], new: &[Prepared]) -> Vec<(usize, usize)> {
    let once = |rows: &[Prepared]| {
        let mut places: BTreeMap<String, Option<usize>> = BTreeMap::new();
        for (index, row) in rows.iter().enumerate() {
            let place = places.entry(row.text.clone());
            place.and_modify(|place| *place = None).or_insert(Some(index));
        }
        places
    };
    let later = once(new);
    let pair = |(text, old): (String, Option<usize>)| Some((old?, (*later.get(&text)?)?));
    let mut pairs: Vec<(usize, usize)> = once(old).into_iter().filter_map(pair).collect();
    pairs.sort_unstable();
    pairs
}

/// Sections whose rows went, for the most part, to a section of another name.
fn renamed_sections(
    pairs: &[(usize, usize)],
    old: &[Prepared],
    new: &[Prepared],
) -> BTreeMap<String, String> {
    let mut votes: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut rows: BTreeMap<&str, usize> = BTreeMap::new();
    for (before, after) in pairs {
        let (before, after) = (old[*before].section.as_str(), new[*after].section.as_str());
        *votes.entry((before, after)).or_default() += 1;
        *rows.entry(before).or_default() += 1;
    }
    let most = votes.into_iter().filter(|((before, after), votes)| {
        before != after && votes * 2 > rows.get(before).copied().unwrap_or_default()
    });
    most.map(|((before, after), _)| (before.to_owned(), after.to_owned())).collect()
}

impl Anchors {
    fn of(pairs: &[(usize, usize)], old: usize, new: usize) -> Self {
        let mut later_of_old = vec![None; old];
        let mut old_of_later = vec![None; new];
        for &(before, after) in pairs {
            later_of_old[before] = Some(after);
            old_of_later[after] = Some(before);
        }
        let itself = (0..new).map(|index| old_of_later[index].map(|_| index)).collect::<Vec<_>>();
        let mut expected = Vec::with_capacity(new);
        let (mut anchor, mut anchor_new) = (0, 0);
        for (index, before) in old_of_later.iter().enumerate() {
            if let Some(before) = before {
                (anchor, anchor_new) = (*before, index);
            }
            expected.push(anchor + (index - anchor_new));
        }
        Self { old_around: around(&later_of_old), new_around: around(&itself), expected }
    }
}

/// For each place, the nearest value before it and after it.
fn around(values: &[Option<usize>]) -> Vec<(Option<usize>, Option<usize>)> {
    let mut found = vec![(None, None); values.len()];
    let mut last = None;
    for (place, value) in values.iter().enumerate() {
        found[place].0 = last;
        last = value.or(last);
    }
    let mut next = None;
    for (place, value) in values.iter().enumerate().rev() {
        found[place].1 = next;
        next = value.or(next);
    }
    found
}

/// Earlier rows by what they can be found by, each list in document order.
struct Lookup<'a> {
    words: BTreeMap<usize, Vec<usize>>,
    references: BTreeMap<&'a str, Vec<usize>>,
    texts: BTreeMap<&'a str, Vec<usize>>,
    placed_texts: BTreeMap<(&'a str, &'a str), Vec<usize>>,
}

impl<'a> Lookup<'a> {
    fn of(old: &'a [Prepared]) -> Self {
        let mut lookup = Self {
            words: BTreeMap::new(),
            references: BTreeMap::new(),
            texts: BTreeMap::new(),
            placed_texts: BTreeMap::new(),
        };
        for (index, row) in old.iter().enumerate() {
            for (word, _) in &row.words {
                lookup.words.entry(*word).or_default().push(index);
            }
            lookup.references.entry(&row.reference).or_default().push(index);
            lookup.texts.entry(&row.text).or_default().push(index);
            let key = (row.text.as_str(), row.section.as_str());
            lookup.placed_texts.entry(key).or_default().push(index);
        }
        lookup
    }

    /// Earlier rows that a later one may continue, in document order.
    fn candidates(&self, row: &Prepared, expected: usize) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        let mut rarest: Vec<&Vec<usize>> =
            row.words.iter().filter_map(|(word, _)| self.words.get(word)).collect();
        rarest.sort_by_key(|rows| rows.len());
        for rows in rarest.into_iter().take(WORDS_LOOKED_UP) {
            found.extend(nearest(rows, expected));
        }
        let text = row.text.as_str();
        let others = [
            self.references.get(row.reference.as_str()).filter(|_| !row.reference.is_empty()),
            self.texts.get(text),
            self.placed_texts.get(&(text, row.section.as_str())),
        ];
        for rows in others.into_iter().flatten() {
            found.extend(nearest(rows, expected));
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// Those of an ascending list that are nearest to a place.
fn nearest(rows: &[usize], place: usize) -> &[usize] {
    let middle = rows.partition_point(|row| *row < place);
    let first = middle.saturating_sub(NEAREST / 2).min(rows.len().saturating_sub(NEAREST));
    &rows[first..(first + NEAREST).min(rows.len())]
}
