//! Pure rules of loads: which days they touch, and what is said of them.

use std::collections::BTreeMap;

pub use bellwether_lake::evaluate::Touched;
use bellwether_lake::load::{Counts, DayCount};
use chrono::{Months, NaiveDate};

/// What a load touches: the days of its changed rows, and the whole months of rows they replace,
/// since a corrected row may have been of another day.
#[must_use]
pub fn touched(
    days: &BTreeMap<(String, NaiveDate), DayCount>,
    replaced_months: &[NaiveDate],
) -> Option<Touched> {
    let changed = days
        .iter()
        .filter(|(_, count)| count.changed > 0)
        .map(|((_, day), _)| Touched { from: *day, to: *day });
    let replaced = replaced_months.iter().map(|month| {
        let next = month.checked_add_months(Months::new(1)).unwrap_or(*month);
        Touched { from: *month, to: next.pred_opt().unwrap_or(next) }
    });
    changed.chain(replaced).reduce(both)
}

/// The days of both, and what lies between them.
#[must_use]
pub fn both(one: Touched, other: Touched) -> Touched {
    Touched { from: one.from.min(other.from), to: one.to.max(other.to) }
}

/// What came to what, as a sentence.
#[must_use]
pub fn sentence(counts: &Counts) -> String {
    let Counts { read, added, corrected, unchanged, repeated, rejected } = counts;
    let again = match repeated {
        0 => String::new(),
        _ => format!(", {repeated} repeated by a later row of the file"),
    };
    format!(
        "{read} rows read: {added} new, {corrected} corrected, {unchanged} as they were, \
         {rejected} rejected{again}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn check(days: &[(&str, u64)], months: &[&str], expected: Option<(&str, &str)>) {
        let counts = days.iter().map(|(text, changed)| {
            (("RA1".to_owned(), day(text)), DayCount { rows: 5, changed: *changed })
        });
        let months: Vec<NaiveDate> = months.iter().map(|text| day(text)).collect();
        let expected = expected.map(|(from, to)| Touched { from: day(from), to: day(to) });
        assert_eq!(touched(&counts.collect(), &months), expected);
    }

    #[test]
    fn a_load_touches_the_days_of_what_is_new_and_the_months_of_what_is_replaced() {
        check(&[], &[], None);
        check(&[("2019-01-31", 0)], &[], None);
        check(&[("2019-01-31", 1), ("2019-01-05", 2)], &[], Some(("2019-01-05", "2019-01-31")));
        check(&[("2019-01-31", 1)], &["2018-12-01"], Some(("2018-12-01", "2019-01-31")));
        check(&[("2019-02-03", 1)], &["2019-02-01"], Some(("2019-02-01", "2019-02-28")));
    }

    #[test]
    fn a_sentence_says_what_came_to_what() {
        let mut counts =
            Counts { read: 9, added: 4, corrected: 1, unchanged: 1, repeated: 0, rejected: 3 };
        assert_eq!(
            sentence(&counts),
            "9 rows read: 4 new, 1 corrected, 1 as they were, 3 rejected"
        );
        counts.repeated = 2;
        assert!(sentence(&counts).ends_with("3 rejected, 2 repeated by a later row of the file"));
    }
}
