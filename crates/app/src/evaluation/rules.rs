//! What may be shown of a figure: counts of a practice's patients only as published.

use bellwether_lake::evaluate::Figure;
use bellwether_lake::indicator::{Definition, Source};
use bellwether_lake::publish::Published;

use crate::datasets;

/// Whether an indicator counts patients: it is worked out from rows that carry a pseudonym, or from
/// other indicators, which may be.
pub(super) fn counts_patients(definition: &Definition) -> bool {
    match &definition.source {
        Source::Returned => false,
        Source::Formula(_) => true,
        Source::Dataset(query) => {
            datasets::find(&query.dataset).is_ok_and(|dataset| dataset.patient.is_some())
        }
    }
}

/// A figure with its counts made fit to be shown; none where one of them is held back.
pub(super) fn published(figure: &Figure) -> Option<Figure> {
    let numerator = publish(figure.numerator)?;
    let denominator = match figure.denominator {
        Some(denominator) => Some(publish(denominator)?),
        None => None,
    };
    Some(Figure { numerator, denominator, ..figure.clone() })
}

/// The published form of a count; what is taken away from something else keeps its sign.
fn publish(count: f64) -> Option<f64> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a count, rounded and not below zero; casts of floats saturate"
    )]
    let whole = count.abs().ceil() as u64;
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    let shown = Published::of(whole).count()? as f64;
    Some(shown.copysign(count))
}

#[cfg(test)]
mod tests {
    use super::publish;

    #[test]
    fn small_counts_are_held_back_whatever_their_sign() {
        let check = |count: f64, expected: Option<f64>| assert_eq!(publish(count), expected);
        check(0.0, Some(0.0));
        check(1.0, None);
        check(0.25, None);
        check(-6.0, None);
        check(8.0, Some(10.0));
        check(-23.0, Some(-25.0));
    }
}
