//! The four rules that find special causes in one process.

use std::ops::Range;

use super::limits::Limits;
use super::process::Process;
use super::{Flags, RuleSet, Series};

/// Points that make a trend or a shift.
const RUN: usize = 7;

/// Flags the rows of one process into `flags`, one for each.
pub(super) fn flag(
    series: &Series,
    process: &Process,
    gaps: &[bool],
    rules: RuleSet,
    flags: &mut Vec<Flags>,
) {
    let values = &series.values[process.rows.clone()];
    flags.clear();
    flags.resize(values.len(), Flags::default());
    match rules {
        RuleSet::Nhsrplotthedots => {
            let rows: Vec<usize> = (0..values.len()).collect();
            let stretch = Stretch { values, limits: &process.limits, rows: &rows };
            stretch.flag_sides(flags);
            stretch.flag_trends_broken_by_ties(flags);
        }
        RuleSet::Bellwether if process.provisional => {}
        RuleSet::Bellwether => {
            for span in spans(&process.rows, gaps) {
                let rows: Vec<usize> = span.filter(|&row| !values[row].is_nan()).collect();
                let stretch = Stretch { values, limits: &process.limits, rows: &rows };
                stretch.flag_sides(flags);
                stretch.flag_trends_across_ties(flags);
            }
        }
    }
}

/// Cuts the rows of a process, counted from its start, at gaps.
fn spans(rows: &Range<usize>, gaps: &[bool]) -> Vec<Range<usize>> {
    let is_gap = |row: &usize| gaps.get(rows.start + row).copied().unwrap_or(false);
    let mut starts: Vec<usize> = vec![0];
    starts.extend((1..rows.len()).filter(is_gap));
    let ends = starts.iter().skip(1).copied().chain(std::iter::once(rows.len()));
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// Rows of a process among which a rule may look: it never looks beyond them.
struct Stretch<'a> {
    values: &'a [f64],
    limits: &'a Limits,
    rows: &'a [usize],
}

impl Stretch<'_> {
    fn value(&self, at: usize) -> f64 {
        self.values[self.rows[at]]
    }

    /// Flags what depends on where points lie: outside, two in three, shift.
    fn flag_sides(&self, flags: &mut [Flags]) {
        let count = self.rows.len();
        let sides: Vec<i8> = (0..count).map(|at| self.limits.side(self.value(at))).collect();
        let close: Vec<bool> =
            (0..count).map(|at| self.limits.close(self.value(at)) != 0).collect();
        for at in 0..count {
            flags[self.rows[at]].outside = self.limits.outside(self.value(at));
        }
        for (at, three) in sides.windows(3).enumerate() {
            let same_side = three[0] != 0 && three.iter().all(|&side| side == three[0]);
            let near = (at..at + 3).filter(|&at| close[at]);
            if same_side && near.clone().count() >= 2 {
                near.for_each(|at| flags[self.rows[at]].two_in_three = three[0]);
            }
        }
        for (run, side) in runs(&sides).filter(|(run, _)| run.len() >= RUN) {
            for at in run {
                flags[self.rows[at]].shift = side;
            }
        }
    }

    /// Flags trends as the reference does: a repeated or missing value ends one.
    ///
    /// Its direction where two trends touch is that of the step to the next point, and anything but
    /// a rise counts as falling.
    fn flag_trends_broken_by_ties(&self, flags: &mut [Flags]) {
        let count = self.rows.len();
        let steps: Vec<i8> =
            (1..count).map(|at| direction(self.value(at - 1), self.value(at))).collect();
        let mut part = vec![false; count];
        for (run, _) in runs(&steps).filter(|(run, _)| run.len() + 1 >= RUN) {
            part[run.start..=run.end].fill(true);
        }
        for at in (0..count).filter(|&at| part[at]) {
            let onward = at + 1 == count || part[at + 1];
            let step = if onward { at.min(count - 2) } else { at.saturating_sub(1) };
            flags[self.rows[at]].trend = if steps[step] == 1 { 1 } else { -1 };
        }
    }

    /// Flags trends in which a repeated value neither counts nor breaks the run.
    ///
    /// A trend goes from the last point of its first level to the first point of its last: repeats
    /// between are part of it, repeats after it become so when it goes on. The point where two
    /// trends meet belongs to the later.
    fn flag_trends_across_ties(&self, flags: &mut [Flags]) {
        let moves: Vec<usize> = (1..self.rows.len())
            .filter(|&at| direction(self.value(at - 1), self.value(at)) != 0)
            .collect();
        let steps: Vec<i8> =
            moves.iter().map(|&at| direction(self.value(at - 1), self.value(at))).collect();
        for (run, step) in runs(&steps).filter(|(run, _)| run.len() + 1 >= RUN) {
            for at in moves[run.start] - 1..=moves[run.end - 1] {
                flags[self.rows[at]].trend = step;
            }
        }
    }
}

/// Returns 1 for a rise, -1 for a fall, 0 for neither or where a value is missing.
fn direction(from: f64, to: f64) -> i8 {
    i8::from(to > from) - i8::from(to < from)
}

/// Cuts signs into runs of one sign, leaving out those of 0.
fn runs(signs: &[i8]) -> impl Iterator<Item = (Range<usize>, i8)> {
    let mut end = 0;
    let cut = signs.chunk_by(|a, b| a == b).map(move |run| {
        end += run.len();
        (end - run.len()..end, run[0])
    });
    cut.filter(|&(_, sign)| sign != 0)
}
