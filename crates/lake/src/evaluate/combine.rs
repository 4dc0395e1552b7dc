//! Figures worked out from the counts of other indicators: added first, divided last.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bellwether_calendar::Period;

use super::windows::Window;
use super::{Evaluated, Figure};
use crate::dataset::OrganisationRole;
use crate::indicator::{Definition, Formula, Part, Source, Term};

/// One organisation and period.
type Place<'a> = (&'a str, OrganisationRole, Period);

/// The counts of one indicator, and the periods in which anybody has one, by role.
#[derive(Default)]
struct Counted<'a> {
    figures: BTreeMap<Place<'a>, &'a Figure>,
    periods: BTreeSet<(OrganisationRole, Period)>,
}

/// The figures of every formula that was touched.
pub(super) fn figures(evaluated: &Evaluated, indicators: &[Definition]) -> Vec<Figure> {
    let formulas: Vec<(&Definition, Window)> = indicators
        .iter()
        .filter(|definition| matches!(definition.source, Source::Formula(_)))
        .filter_map(|definition| {
            Some((definition, *evaluated.windows.get(definition.code.as_str())?))
        })
        .collect();
    if formulas.is_empty() {
        return Vec::new();
    }
    let mut counted: BTreeMap<&str, Counted<'_>> = BTreeMap::new();
    for figure in evaluated.figures.iter().filter(|figure| figure.breakdown.is_none()) {
        let of = counted.entry(&figure.indicator).or_default();
        of.periods.insert((figure.role, figure.period));
        of.figures.insert((&figure.organisation, figure.role, figure.period), figure);
    }
    let mut figures = Vec::new();
    for (definition, window) in formulas {
        one(definition, window, &counted, &mut figures);
    }
    figures
}

fn one(
    definition: &Definition,
    window: Window,
    counted: &BTreeMap<&str, Counted<'_>>,
    figures: &mut Vec<Figure>,
) {
    let Source::Formula(terms) = &definition.source else { return };
    // Whoever has a denominator has a ratio, though nothing was counted over it; without a
    // denominator, whoever has any of the counts.
    let decides = terms.denominator.as_ref().unwrap_or(&terms.numerator);
    let places: BTreeSet<Place<'_>> = decides
        .codes()
        .filter_map(|code| counted.get(code))
        .flat_map(|of| of.figures.keys().copied())
        .filter(|(_, _, period)| is_own(definition, *period) && window.holds(*period))
        .collect();
    for place in places {
        let Some(numerator) = sum(&terms.numerator, place, counted) else { continue };
        let denominator = match &terms.denominator {
            None => None,
            Some(formula) => match sum(formula, place, counted) {
                None => continue,
                some => some,
            },
        };
        let (organisation, role, period) = place;
        let from = terms.codes().filter_map(|code| counted.get(code)?.figures.get(&place));
        let (rows, newest_load) = from.fold((0, 0), |(rows, newest), figure| {
            (rows + figure.rows, figure.newest_load.max(newest))
        });
        figures.push(Figure {
            indicator: Arc::from(definition.code.as_str()),
            role,
            organisation: Arc::from(organisation),
            period,
            breakdown: None,
            numerator,
            denominator,
            rows,
            newest_load,
        });
    }
}

fn is_own(definition: &Definition, period: Period) -> bool {
    definition.period == period.kind() || definition.grains.contains(&period.kind())
}

/// A sum at one place. An organisation of which nothing was counted counts as zero in a period in
/// which another in its role has a count, and not at all in one in which nobody has.
fn sum(formula: &Formula, place: Place<'_>, counted: &BTreeMap<&str, Counted<'_>>) -> Option<f64> {
    formula.value(|term: &Term| {
        let of = counted.get(term.code.as_str())?;
        match of.figures.get(&place) {
            Some(figure) if term.part == Part::Denominator => figure.denominator,
            Some(figure) => Some(figure.numerator),
            None => of.periods.contains(&(place.1, place.2)).then_some(0.0),
        }
    })
}
