//! How many stand where: one stacked bar with its figures.

use super::label::{self, LEGEND_LINE, MARK_ROOM, TO_BASELINE};
use super::svg::{Frame, INK, QUIET_INK, Svg, safe_id, text_width};
use crate::number::fixed;

/// What a status means, which gives it its colour and pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusTone {
    /// Finished.
    Done,
    /// Going as planned.
    OnTrack,
    /// In danger.
    AtRisk,
    /// Overdue, off track or missed.
    OffTrack,
    /// Not started, not known, or none of these.
    Neutral,
}

impl StatusTone {
    /// Reads the tone from the words of a status, such as `on track` or `overdue`.
    ///
    /// Words it does not know are [`StatusTone::Neutral`].
    #[must_use]
    pub fn of_words(status: &str) -> Self {
        let status = status.to_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| status.contains(word));
        let missed = ["overdue", "off track", "off course", "missed", "failed"];
        if says(&missed) || says(&["not on track", "not on course", "not achieved"]) {
            Self::OffTrack
        } else if says(&["not ", "incomplete", "unknown", "never"]) {
            Self::Neutral
        } else if says(&["at risk", "delayed", "behind", "slipp"]) {
            Self::AtRisk
        } else if says(&["done", "complete", "achieved", "closed", "delivered"]) {
            Self::Done
        } else if says(&["on track", "on course", "in progress", "under way", "started"]) {
            Self::OnTrack
        } else {
            Self::Neutral
        }
    }

    /// Ground, the ink of its pattern where it has one, and the ink of words upon it.
    fn colours(self) -> (&'static str, Option<&'static str>, &'static str) {
        match self {
            Self::Done => ("#003087", None, "#fff"),
            Self::OnTrack => ("#007f3b", None, "#fff"),
            Self::AtRisk => ("#ffb81c", Some("#c98a00"), INK),
            Self::OffTrack => ("#c4271b", Some("#8f1810"), "#fff"),
            Self::Neutral => ("#d8dde0", None, INK),
        }
    }

    /// Name of its pattern, for an id.
    fn name(self) -> &'static str {
        match self {
            Self::AtRisk => "dots",
            _ => "stripes",
        }
    }
}

const WIDTH: f64 = 520.0;
const BAR: f64 = 40.0;

/// Draws the statuses as parts of one bar, each with its number, and names them below.
///
/// A status that nothing has is named with its nought and has no part of the bar.
#[must_use]
pub fn status_bar(id: &str, description: &str, statuses: &[(String, usize, StatusTone)]) -> String {
    let words: Vec<String> = statuses
        .iter()
        .map(|(label, count, _)| format!("{} {label}", fixed(as_figure(*count), 0)))
        .collect();
    let places = label::place_legend(&words, 16.0, 2.0, WIDTH - 4.0, BAR + 24.0);
    let height = places.last().map_or(BAR + 4.0, |place| place.y + LEGEND_LINE / 2.0 + 2.0);
    let mut svg = Svg::open(&Frame {
        id,
        class: "chart chart-status",
        width: WIDTH,
        height,
        fills: true,
        title: description,
        description: None,
    });
    let prefix = safe_id(id);
    draw_patterns(&mut svg, &prefix, statuses);
    draw_parts(&mut svg, &prefix, statuses);
    for place in places {
        let Some((_, _, tone)) = statuses.get(place.entry) else { continue };
        part(&mut svg, &prefix, *tone, (place.x, place.y - 7.0), (14.0, 14.0));
        svg.text(place.x + MARK_ROOM, place.y + TO_BASELINE, "", &words[place.entry]);
    }
    svg.close()
}

fn as_figure(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Widths of the parts: in proportion, yet none too narrow to be seen.
fn widths(statuses: &[(String, usize, StatusTone)]) -> Vec<f64> {
    const LEAST: f64 = 6.0;
    let counts: Vec<f64> = statuses.iter().map(|(_, count, _)| as_figure(*count)).collect();
    let total: f64 = counts.iter().sum();
    let wished: Vec<f64> = counts
        .iter()
        .map(|count| if *count > 0.0 { (count / total * WIDTH).max(LEAST) } else { 0.0 })
        .collect();
    let sum: f64 = wished.iter().sum();
    wished.iter().map(|width| if sum > 0.0 { width / sum * WIDTH } else { 0.0 }).collect()
}

fn draw_parts(svg: &mut Svg, prefix: &str, statuses: &[(String, usize, StatusTone)]) {
    let mut x = 0.0;
    for ((_, count, tone), width) in statuses.iter().zip(widths(statuses)) {
        if width <= 0.0 {
            continue;
        }
        part(svg, prefix, *tone, (x + 1.0, 1.0), (width - 2.0, BAR - 2.0));
        let figure = fixed(as_figure(*count), 0);
        if text_width(&figure, 18.0) + 10.0 < width {
            // A plain ground behind the number: stripes would cut through it.
            let (ground, pattern, ink) = tone.colours();
            let half = text_width(&figure, 18.0) / 2.0 + 4.0;
            if pattern.is_some() {
                let look = format!(" fill=\"{ground}\"");
                svg.rectangle((x + width / 2.0 - half, 8.0), (half * 2.0, BAR - 16.0), &look);
            }
            let look = format!(
                " text-anchor=\"middle\" font-size=\"18\" font-weight=\"600\" fill=\"{ink}\""
            );
            svg.text(x + width / 2.0, BAR / 2.0 + 6.5, &look, &figure);
        }
        x += width;
    }
    if x <= 0.0 {
        let look = format!(" fill=\"none\" stroke=\"{QUIET_INK}\" stroke-dasharray=\"4 4\"");
        svg.rectangle((1.0, 1.0), (WIDTH - 2.0, BAR - 2.0), &look);
        svg.text(WIDTH / 2.0, BAR / 2.0 + 6.0, " text-anchor=\"middle\"", "Nothing to count");
    }
}

fn part(svg: &mut Svg, prefix: &str, tone: StatusTone, at: (f64, f64), size: (f64, f64)) {
    let (ground, pattern, _) = tone.colours();
    match pattern {
        Some(_) => svg.rectangle(at, size, &format!(" fill=\"url(#{prefix}-{})\"", tone.name())),
        None => svg.rectangle(at, size, &format!(" fill=\"{ground}\"")),
    }
}

/// Defines the patterns that occur: stripes where something is off track, dots where it may be.
fn draw_patterns(svg: &mut Svg, prefix: &str, statuses: &[(String, usize, StatusTone)]) {
    for tone in [StatusTone::OffTrack, StatusTone::AtRisk] {
        let (ground, Some(ink), _) = tone.colours() else { continue };
        if !statuses.iter().any(|(_, _, each)| *each == tone) {
            continue;
        }
        let name = tone.name();
        svg.write(format_args!(
            "<pattern id=\"{prefix}-{name}\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">\
             <path d=\"M0 0h8v8h-8z\" fill=\"{ground}\"/>"
        ));
        if tone == StatusTone::OffTrack {
            svg.write(format_args!(
                "<path d=\"M-2 2l4-4M0 8l8-8M6 10l4-4\" stroke=\"{ink}\" stroke-width=\"2\"/>"
            ));
        } else {
            svg.write(format_args!("<circle cx=\"4\" cy=\"4\" r=\"1.6\" fill=\"{ink}\"/>"));
        }
        svg.raw("</pattern>");
    }
}
