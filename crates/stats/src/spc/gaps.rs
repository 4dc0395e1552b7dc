//! Absent dates: where a series leaves out a step of its own rhythm.

use chrono::{Datelike, NaiveDate, Weekday};

use super::RuleSet;

/// Finds the rows before which dates are absent.
///
/// The rhythm is the median step. A step longer than one and a half of it leaves something out:
/// enough for months of 28 to 31 days, and short of the two steps that one absent date makes. A
/// series whose steps follow no rhythm (under three quarters of them within half of the median) has
/// no gaps, since nothing was due. In a series of working days Friday is next to Monday.
///
/// The answer is empty where there are none.
pub(super) fn gaps(dates: &[NaiveDate], rules: RuleSet) -> Vec<bool> {
    if rules == RuleSet::Nhsrplotthedots || dates.len() < 3 {
        return Vec::new();
    }
    let steps = dates.windows(2).map(|pair| days(pair[0], pair[1]));
    let (shortest, longest) =
        steps.clone().fold((i32::MAX, 0), |(least, most), step| (least.min(step), most.max(step)));
    // The usual series, and no need to know its median.
    if 2 * longest <= 3 * shortest {
        return Vec::new();
    }
    let mut steps: Vec<i32> = steps.collect();
    let median = median(&steps);
    if median == 1 && !dates.iter().any(|date| is_weekend(*date)) {
        for (step, pair) in steps.iter_mut().zip(dates.windows(2)) {
            if *step == 3 && pair[0].weekday() == Weekday::Fri {
                *step = 1;
            }
        }
    }
    let is_long = |step: i32| 2 * step > 3 * median;
    let regular = steps.iter().filter(|&&step| !is_long(step) && 2 * step >= median).count();
    if !steps.iter().any(|&step| is_long(step)) || 4 * regular < 3 * steps.len() {
        return Vec::new();
    }
    std::iter::once(false).chain(steps.iter().map(|&step| is_long(step))).collect()
}

fn days(from: NaiveDate, to: NaiveDate) -> i32 {
    to.num_days_from_ce() - from.num_days_from_ce()
}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The lower of the two middle steps where their number is even.
fn median(steps: &[i32]) -> i32 {
    let mut sorted = steps.to_vec();
    let middle = (sorted.len() - 1) / 2;
    *sorted.select_nth_unstable(middle).1
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `dates` are days parted by spaces; `expected` are those with a gap before them.
    fn check(dates: &str, expected: &str) {
        let dates: Vec<NaiveDate> =
            dates.split_whitespace().map(|date| date.parse().unwrap()).collect();
        let gaps = gaps(&dates, RuleSet::Bellwether);
        let found: Vec<String> =
            dates.iter().zip(&gaps).filter(|(_, gap)| **gap).map(|(d, _)| d.to_string()).collect();
        assert_eq!(found.join(" "), expected);
    }

    #[test]
    fn months_of_any_length_follow_each_other() {
        check("2023-01-31 2023-02-28 2023-03-31 2023-04-30 2023-05-31", "");
        check("2024-01-01 2024-02-01 2024-03-01 2024-04-01", "");
    }

    #[test]
    fn an_absent_month_quarter_week_or_day_is_a_gap() {
        check("2023-01-01 2023-02-01 2023-04-01 2023-05-01 2023-06-01", "2023-04-01");
        check("2023-01-01 2023-04-01 2023-07-01 2024-01-01 2024-04-01", "2024-01-01");
        check("2023-01-02 2023-01-09 2023-01-16 2023-01-30 2023-02-06", "2023-01-30");
        check("2023-01-01 2023-01-02 2023-01-04 2023-01-05 2023-01-06", "2023-01-04");
    }

    #[test]
    fn friday_is_next_to_monday_in_a_series_of_working_days() {
        check("2023-01-05 2023-01-06 2023-01-09 2023-01-10 2023-01-11", "");
        check("2023-01-05 2023-01-06 2023-01-10 2023-01-11 2023-01-12 2023-01-13", "2023-01-10");
    }

    #[test]
    fn a_series_without_rhythm_has_no_gaps() {
        check("2023-01-01 2023-01-03 2023-02-20 2023-02-21 2023-05-01 2023-09-09", "");
    }
}
