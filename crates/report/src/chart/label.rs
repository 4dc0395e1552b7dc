//! Labels that do not stand on each other: at the ends of lines and in a legend.

use super::svg::{QUIET_INK, Svg, text_width};

/// A label at the right-hand end of a line.
pub(super) struct EndLabel {
    /// Words and figure.
    pub(super) words: String,
    /// Height of the line it names.
    pub(super) line: f64,
    /// Colour of its words.
    pub(super) colour: &'static str,
}

/// Distance between the baselines of two labels.
const LEADING: f64 = 18.0;
/// From a line's height down to the baseline of words centred on it.
pub(super) const TO_BASELINE: f64 = 5.5;

/// Writes labels beside the line ends at `x`, moved apart between `top` and `bottom`; one that had
/// to move is tied to its line.
pub(super) fn draw_ends(svg: &mut Svg, mut labels: Vec<EndLabel>, x: f64, top: f64, bottom: f64) {
    labels.sort_by(|a, b| a.line.total_cmp(&b.line));
    let heights = spread(&labels.iter().map(|label| label.line).collect::<Vec<_>>(), top, bottom);
    for (label, height) in labels.iter().zip(heights) {
        if (height - label.line).abs() > 3.0 {
            let tie = format!(" stroke=\"{QUIET_INK}\" stroke-width=\"0.8\"");
            svg.line((x + 1.0, label.line), (x + 9.0, height), &tie);
        }
        let colour = format!(" fill=\"{}\"", label.colour);
        svg.text(x + 11.0, height + TO_BASELINE, &colour, &label.words);
    }
}

/// Moves ascending heights apart, as little as a sweep down and a sweep up allow.
fn spread(heights: &[f64], top: f64, bottom: f64) -> Vec<f64> {
    let mut placed = Vec::with_capacity(heights.len());
    let mut least = top;
    for height in heights {
        let height = height.max(least);
        placed.push(height);
        least = height + LEADING;
    }
    let mut most = bottom;
    for height in placed.iter_mut().rev() {
        *height = height.min(most);
        most = *height - LEADING;
    }
    placed
}

/// An entry of a legend: words beside a mark that the caller draws.
pub(super) struct LegendPlace {
    /// Which entry.
    pub(super) entry: usize,
    /// Left edge of the mark.
    pub(super) x: f64,
    /// Middle of the line.
    pub(super) y: f64,
}

/// Room a mark takes.
pub(super) const MARK_ROOM: f64 = 20.0;
/// Height of a line of a legend.
pub(super) const LEGEND_LINE: f64 = 23.0;

/// Places entries in lines no wider than `width`, the first line's middle at `top`.
pub(super) fn place_legend(
    entries: &[String],
    size: f64,
    left: f64,
    width: f64,
    top: f64,
) -> Vec<LegendPlace> {
    let (mut x, mut y) = (left, top);
    let mut places = Vec::with_capacity(entries.len());
    for (entry, words) in entries.iter().enumerate() {
        let room = MARK_ROOM + text_width(words, size);
        if x > left && x + room > left + width {
            x = left;
            y += LEGEND_LINE;
        }
        places.push(LegendPlace { entry, x, y });
        x += room + 16.0;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(heights: &[f64], expected: &[f64]) {
        assert_eq!(spread(heights, 0.0, 100.0), expected);
    }

    #[test]
    fn labels_that_would_touch_are_moved_apart() {
        check(&[10.0, 50.0], &[10.0, 50.0]);
        check(&[50.0, 50.0, 50.0], &[50.0, 68.0, 86.0]);
        check(&[96.0, 98.0, 100.0], &[64.0, 82.0, 100.0]);
        check(&[-5.0], &[0.0]);
    }

    #[test]
    fn a_legend_breaks_into_lines() {
        let entries = ["one".to_owned(), "two".to_owned(), "three".to_owned()];
        let places = place_legend(&entries, 10.0, 0.0, 110.0, 5.0);
        let lines: Vec<f64> = places.iter().map(|place| place.y).collect();
        assert_eq!(lines, [5.0, 5.0, 28.0]);
    }
}
