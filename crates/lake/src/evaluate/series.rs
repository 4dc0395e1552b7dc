//! The counts of a pass made into figures: added over periods, or running on from day to day.

use std::collections::BTreeMap;
use std::sync::Arc;

use bellwether_calendar::{Period, PeriodKind};
use chrono::NaiveDate;

use super::cells::{CellKey, Cells, number};
use super::pass::{Counts, Pass, Stream, Wanted};
use super::{Figure, day_of};
use crate::dataset::{Breakdown, OrganisationRole};
use crate::indicator::Definition;

/// The cells of one organisation and category.
type Group = Vec<(CellKey, usize)>;

/// A numerator, a denominator, and where they come from.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    numerator: i128,
    denominator: i128,
    rows: u64,
    newest_load: i64,
}

/// Every figure that a pass has counted.
pub(super) fn figures(pass: &Pass<'_>, cells: &Cells) -> Vec<Figure> {
    let mut groups: BTreeMap<(u8, u32, Option<u16>), Group> = BTreeMap::new();
    for (key, cell) in cells.iter() {
        let of = (key.role, key.organisation, key.category);
        groups.entry(of).or_default().push((*key, cell));
    }
    let mut figures = Vec::new();
    for wanted in &pass.wanted {
        let horizon = horizon(wanted, cells);
        for ((role, organisation, category), group) in &groups {
            let (role, _) = pass.roles[usize::from(*role)];
            if !wanted.query.roles.contains(&role) {
                continue;
            }
            let breakdown = category.map(|category| {
                let (breakdown, name) = &cells.categories[usize::from(category)];
                (pass.breakdowns[*breakdown].0, name.clone())
            });
            if breakdown.as_ref().is_some_and(|(of, _)| !wanted.query.breakdowns.contains(of)) {
                continue;
            }
            let series = Series {
                indicator: Arc::from(wanted.definition.code.as_str()),
                role,
                organisation: cells.organisations.name(*organisation),
                breakdown,
            };
            for kind in kinds(wanted.definition, series.breakdown.is_some()) {
                let sums = match &wanted.counts {
                    Counts::Flow { .. } => added(wanted, cells, group, kind),
                    Counts::Stock { .. } => open(wanted, cells, group, kind, horizon),
                };
                series.push(pass, wanted, sums, &mut figures);
            }
        }
    }
    figures
}

/// The lengths of periods that a figure is worked out for; what is divided goes by months.
fn kinds(definition: &Definition, divided: bool) -> Vec<PeriodKind> {
    let all = std::iter::once(definition.period).chain(definition.grains.iter().copied());
    let long = |kind: &PeriodKind| !matches!(kind, PeriodKind::Day | PeriodKind::Week);
    if divided { all.filter(long).take(1).collect() } else { all.collect() }
}

/// Whose figures they are.
struct Series {
    indicator: Arc<str>,
    role: OrganisationRole,
    organisation: Arc<str>,
    breakdown: Option<(Breakdown, Arc<str>)>,
}

impl Series {
    fn push(
        &self,
        pass: &Pass<'_>,
        wanted: &Wanted<'_>,
        sums: BTreeMap<Period, Sum>,
        figures: &mut Vec<Figure>,
    ) {
        let (numerator, denominator) = match &wanted.counts {
            Counts::Flow { numerator, denominator, .. } => (*numerator, *denominator),
            Counts::Stock { numerator, denominator, .. } => {
                let first = |streams: &Vec<Stream>| streams.first().map(|one| one.measure);
                (first(numerator).unwrap_or_default(), denominator.as_ref().and_then(first))
            }
        };
        // An organisation that never had anybody to be counted has no ratio: it is not concerned.
        if denominator.is_some() && sums.values().all(|sum| sum.denominator == 0) {
            return;
        }
        for (period, sum) in sums {
            if !wanted.window.holds(period) {
                continue;
            }
            figures.push(Figure {
                indicator: self.indicator.clone(),
                role: self.role,
                organisation: self.organisation.clone(),
                period,
                breakdown: self.breakdown.clone(),
                numerator: number(sum.numerator, &pass.measures[numerator]),
                denominator: denominator
                    .map(|measure| number(sum.denominator, &pass.measures[measure])),
                rows: sum.rows,
                newest_load: sum.newest_load,
            });
        }
    }
}

fn added(
    wanted: &Wanted<'_>,
    cells: &Cells,
    group: &Group,
    kind: PeriodKind,
) -> BTreeMap<Period, Sum> {
    let mut sums: BTreeMap<Period, Sum> = BTreeMap::new();
    let Counts::Flow { key, numerator, denominator } = &wanted.counts else { return sums };
    for (at, cell) in group.iter().filter(|(at, _)| usize::from(at.key) == *key) {
        let Some(day) = day_of(at.day) else { continue };
        let sum = sums.entry(Period::containing(kind, day)).or_default();
        let provenance = cells.provenance(*cell);
        sum.numerator += cells.sum(*cell, *numerator);
        sum.denominator += denominator.map_or(0, |measure| cells.sum(*cell, measure));
        sum.rows += provenance.rows;
        sum.newest_load = sum.newest_load.max(provenance.newest_load);
    }
    sums
}

/// What is open at the end of every period, from the first that had any to the horizon.
fn open(
    wanted: &Wanted<'_>,
    cells: &Cells,
    group: &Group,
    kind: PeriodKind,
    horizon: Option<NaiveDate>,
) -> BTreeMap<Period, Sum> {
    let mut sums = BTreeMap::new();
    let Counts::Stock { numerator, denominator, days } = &wanted.counts else { return sums };
    let mut changes: BTreeMap<Period, Sum> = BTreeMap::new();
    for (at, cell) in group {
        let key = usize::from(at.key);
        let net = |streams: &[Stream]| -> Option<i128> {
            let own = streams.iter().filter(|stream| stream.key == key);
            own.map(|stream| stream.sign * cells.sum(*cell, stream.measure)).reduce(|a, b| a + b)
        };
        let numerator = net(numerator);
        let denominator = denominator.as_ref().and_then(|streams| net(streams));
        let concerned = numerator.is_some() || denominator.is_some() || days.contains(&key);
        let (true, Some(day)) = (concerned, day_of(at.day)) else { continue };
        let change = changes.entry(Period::containing(kind, day)).or_default();
        change.numerator += numerator.unwrap_or_default();
        change.denominator += denominator.unwrap_or_default();
        change.newest_load = change.newest_load.max(cells.provenance(*cell).newest_load);
    }
    let (Some(horizon), Some((&first, _))) = (horizon, changes.first_key_value()) else {
        return sums;
    };
    let (mut running, mut period) = (Sum::default(), first);
    while period.first_day() <= horizon {
        if let Some(change) = changes.get(&period) {
            running.numerator += change.numerator;
            running.denominator += change.denominator;
            running.newest_load = running.newest_load.max(change.newest_load);
        }
        let most = running.denominator.max(running.numerator);
        running.rows = u64::try_from(most).unwrap_or_default();
        sums.insert(period, running);
        let next = period.next();
        if next == period {
            break;
        }
        period = next;
    }
    sums
}

/// The last day on which a row of the pass began or ended to be open: later nothing is known.
fn horizon(wanted: &Wanted<'_>, cells: &Cells) -> Option<NaiveDate> {
    let Counts::Stock { days, .. } = &wanted.counts else { return None };
    let dated = cells.iter().filter(|(at, _)| days.contains(&usize::from(at.key)));
    dated.map(|(at, _)| at.day).max().and_then(day_of)
}
