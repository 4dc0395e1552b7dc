//! Published snapshots of who commissions whom, turned into organisations, dated links and
//! successors.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::succession_rules::Change;

/// Levels of a snapshot, from the top down: the heading of the code in either year's file, that of
/// the name, and the kind of organisation.
const LEVELS: [(&[&str], &[&str], &str); 6] = [
    (&["NAT_CODE"], &["COUNTRY", "NAT_COUNTRY"], "national"),
    (&["REGION_ODS_CODE"], &["REGION_NAME"], "region"),
    (&["STP_ODS_CODE", "ICB_ODS_CODE"], &["STP_NAME", "ICB_NAME"], "system"),
    (&["CCG_ODS_CODE", "SUB_ICB_ODS_CODE"], &["CCG_NAME", "SUB_ICB_NAME"], "commissioner"),
    (&["PCN_ODS_CODE"], &["PCN_NAME"], "locality"),
    (&["PRACTICE_CODE"], &["PRACTICE_NAME"], "practice"),
];

/// The level of networks of practices. They cross the borders of commissioners, so that they stand
/// in a tree of their own.
const NETWORK: usize = 4;
const PRACTICE: usize = 5;

/// What the files write for a practice that belongs to no network.
const NO_NETWORK: &str = "U";

/// Who stood below whom on a day: for each practice its chain of codes, the country first.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// The day.
    pub day: NaiveDate,
    /// Codes of each practice's chain, the practice last.
    chains: Vec<[String; 6]>,
    /// Name and level by code.
    bodies: BTreeMap<String, (String, usize)>,
}

/// Why a snapshot cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// A heading is missing.
    #[error("there is no column {0}; give the file of structures as published with the QOF")]
    NoColumn(String),
    /// A row is at fault.
    #[error("row {0}: {1}")]
    Row(u64, String),
    /// It is no CSV.
    #[error("it cannot be read as CSV: {0}")]
    Csv(#[from] csv::Error),
}

impl Snapshot {
    /// Reads the CSV of practices with the bodies above them, as published for a day.
    ///
    /// # Errors
    ///
    /// Returns the first thing that is wrong with it.
    pub fn read(bytes: &[u8], day: NaiveDate) -> Result<Self, SnapshotError> {
        let mut reader = csv::Reader::from_reader(bytes);
        let headers = reader.headers()?.clone();
        let place = |names: &[&str]| {
            let found = headers.iter().position(|heading| names.contains(&heading.trim()));
            found.ok_or_else(|| SnapshotError::NoColumn(names.join(" or ")))
        };
        let mut columns = Vec::new();
        for (codes, names, _) in LEVELS {
            columns.push((place(codes)?, place(names)?));
        }
        let (mut chains, mut bodies) = (Vec::new(), BTreeMap::new());
        for (row, number) in reader.records().zip(2_u64..) {
            let row = row?;
            let text = |column: usize| row.get(column).unwrap_or_default().trim().to_owned();
            let mut chain: [String; 6] = Default::default();
            for (level, (code, name)) in columns.iter().enumerate() {
                let code = text(*code).to_uppercase();
                if code.is_empty() {
                    let what = format!("it has no code of a {}", LEVELS[level].2);
                    return Err(SnapshotError::Row(number, what));
                }
                if level == NETWORK && code == NO_NETWORK {
                    continue;
                }
                let known = bodies.entry(code.clone()).or_insert((text(*name), level));
                if known.1 != level {
                    let (one, other) = (LEVELS[known.1].2, LEVELS[level].2);
                    let what = format!("{code} is the code of a {one} and of a {other}");
                    return Err(SnapshotError::Row(number, what));
                }
                chain[level] = code;
            }
            chains.push(chain);
        }
        Ok(Self { day, chains, bodies })
    }

    /// Pairs of parent and child in each tree.
    fn links(&self) -> BTreeSet<(&'static str, &str, &str)> {
        let mut links = BTreeSet::new();
        for chain in &self.chains {
            let line = [0, 1, 2, 3, PRACTICE];
            for pair in line.windows(2) {
                let (parent, child) = (&chain[pair[0]], &chain[pair[1]]);
                links.insert(("commissioning", parent.as_str(), child.as_str()));
            }
            if !chain[NETWORK].is_empty() {
                links.insert(("network", chain[NETWORK].as_str(), chain[PRACTICE].as_str()));
            }
        }
        links
    }

    /// Practices below each body of a level.
    fn practices(&self, level: usize) -> BTreeMap<&str, BTreeSet<&str>> {
        let mut below: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for chain in self.chains.iter().filter(|chain| !chain[level].is_empty()) {
            below.entry(&chain[level]).or_default().insert(&chain[PRACTICE]);
        }
        below
    }

    /// The body of a level that each practice stands below.
    fn above(&self, level: usize) -> BTreeMap<&str, &str> {
        let own = self.chains.iter().filter(|chain| !chain[level].is_empty());
        own.map(|chain| (chain[PRACTICE].as_str(), chain[level].as_str())).collect()
    }
}

/// An organisation, as `bellwether import organisations` reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// Code.
    pub code: String,
    /// The name it had last.
    pub name: String,
    /// Kind.
    pub kind: &'static str,
    /// From when it is known to have been there; none for those of the first snapshot.
    pub opened_on: Option<NaiveDate>,
    /// Last day before the snapshot in which it no longer is.
    pub closed_on: Option<NaiveDate>,
}

/// A link, as `bellwether import links` reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRow {
    /// Tree.
    pub tree: &'static str,
    /// Code of the upper one.
    pub parent: String,
    /// Code of the lower one.
    pub child: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day, where it ended.
    pub to: Option<NaiveDate>,
}

/// A successor, as `bellwether import successors` reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuccessorRow {
    /// Code of the earlier one.
    pub from: String,
    /// Code of the later one.
    pub to: String,
    /// How.
    pub change: Change,
    /// From when.
    pub on: NaiveDate,
}

/// What several snapshots say together.
#[derive(Debug, Clone, Default)]
pub struct Derived {
    /// Every organisation of any snapshot, by code.
    pub bodies: Vec<Body>,
    /// Every link, with its days.
    pub links: Vec<LinkRow>,
    /// Who follows whom.
    pub successors: Vec<SuccessorRow>,
}

/// Puts snapshots together, whatever their order.
///
/// What changed between two is dated on the day of the later one: more is not known. A body above
/// practices that is no longer there is followed by those under whom its practices stand now: by one
/// alone it was merged, or renamed where that one is new and has nobody else's; between several it
/// was split. A practice that is no longer there has closed; who follows it no snapshot says.
#[must_use]
pub fn derive(mut snapshots: Vec<Snapshot>) -> Derived {
    snapshots.sort_by_key(|snapshot| snapshot.day);
    let mut derived = Derived::default();
    let mut bodies: BTreeMap<&str, Body> = BTreeMap::new();
    let mut open: BTreeMap<(&'static str, &str, &str), NaiveDate> = BTreeMap::new();
    let mut last: Option<&Snapshot> = None;
    for snapshot in &snapshots {
        let eve = snapshot.day.pred_opt();
        for (code, (name, level)) in &snapshot.bodies {
            let kind = LEVELS[*level].2;
            let opened_on = last.map(|_| snapshot.day);
            let body = bodies.entry(code).or_insert_with(|| Body {
                code: code.clone(),
                name: String::new(),
                kind,
                opened_on,
                closed_on: None,
            });
            body.name.clone_from(name);
            body.closed_on = None;
        }
        for body in bodies.values_mut().filter(|body| !snapshot.bodies.contains_key(&body.code)) {
            body.closed_on = body.closed_on.or(eve);
        }
        let links = snapshot.links();
        let ended: Vec<_> = open.keys().filter(|link| !links.contains(*link)).copied().collect();
        for link in ended {
            if let Some(from) = open.remove(&link) {
                derived.links.push(link_row(link, from, eve));
            }
        }
        for link in links {
            open.entry(link).or_insert(snapshot.day);
        }
        if let Some(before) = last {
            derived.successors.extend(successors(before, snapshot));
        }
        last = Some(snapshot);
    }
    derived.links.extend(open.into_iter().map(|(link, from)| link_row(link, from, None)));
    derived.bodies = bodies.into_values().collect();
    derived
}

fn link_row(
    (tree, parent, child): (&'static str, &str, &str),
    from: NaiveDate,
    to: Option<NaiveDate>,
) -> LinkRow {
    LinkRow { tree, parent: parent.to_owned(), child: child.to_owned(), from, to }
}

fn successors(before: &Snapshot, after: &Snapshot) -> Vec<SuccessorRow> {
    let mut found = Vec::new();
    for level in 1..PRACTICE {
        let above = after.above(level);
        let gone: BTreeMap<&str, BTreeSet<&str>> = before
            .practices(level)
            .into_iter()
            .filter(|(code, _)| !after.bodies.contains_key(*code))
            .map(|(code, practices)| {
                let now = practices.iter().filter_map(|practice| above.get(practice).copied());
                (code, now.collect())
            })
            .collect();
        for (code, targets) in &gone {
            for target in targets {
                let shared = gone.values().filter(|others| others.contains(target)).count() > 1;
                let is_new = !before.bodies.contains_key(*target);
                let change = match targets.len() {
                    1 if is_new && !shared => Change::Renamed,
                    1 => Change::MergedInto,
                    _ => Change::SplitInto,
                };
                let (from, to) = ((*code).to_owned(), (*target).to_owned());
                found.push(SuccessorRow { from, to, change, on: after.day });
            }
        }
    }
    found
}

#[cfg(test)]
#[path = "snapshots_tests.rs"]
mod tests;
