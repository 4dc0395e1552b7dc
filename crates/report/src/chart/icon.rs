//! The two icons of a process and its word-sized chart.

use bellwether_stats::spc::{Assurance, Judgement, Variation};

use super::mark::{self, COMMON, CONCERN, CONCERN_EDGE, IMPROVEMENT, NEUTRAL};
use super::scale::is_drawable;
use super::svg::{Frame, INK, QUIET_INK, Svg};

/// Width and height of an icon, in pixels unless the page's style sheet says otherwise.
const SIDE: f64 = 32.0;

/// What an icon of variation says, in words.
#[must_use]
pub fn variation_words(variation: Variation) -> &'static str {
    match variation {
        Variation::CommonCause => "Ordinary variation: no significant change",
        Variation::ImprovementHigh => "Improvement: significantly high or rising",
        Variation::ImprovementLow => "Improvement: significantly low or falling",
        Variation::ConcernHigh => "Concern: significantly high or rising",
        Variation::ConcernLow => "Concern: significantly low or falling",
        Variation::NeutralHigh => "Significantly high or rising; neither way is better",
        Variation::NeutralLow => "Significantly low or falling; neither way is better",
        Variation::None => "Variation cannot be judged yet",
    }
}

/// What an icon of assurance says, in words.
#[must_use]
pub fn assurance_words(assurance: Assurance) -> &'static str {
    match assurance {
        Assurance::Pass => "Passing: the target will be met unless something changes",
        Assurance::Fail => "Failing: the target will not be met unless something changes",
        Assurance::HitOrMiss => "Hit or miss: the target will sometimes be met, sometimes not",
        Assurance::None => "No target, or assurance cannot be judged yet",
    }
}

/// Draws the icon of variation: shape and letter as well as colour.
///
/// The shapes are those of the points on the chart: a circle for ordinary variation, a diamond for
/// improvement, a square for concern, a triangle where neither way is better; H is high, L is low.
#[must_use]
pub fn variation_icon(id: &str, variation: Variation) -> String {
    let mut svg = open("icon icon-variation", id, variation_words(variation));
    match variation {
        Variation::CommonCause => {
            let wave = "M7.5 17.5c2.6-6.4 5.4-6.4 8.5-1s5.9 5.4 8.5-1";
            svg.write(format_args!(
                "<circle cx=\"16\" cy=\"16\" r=\"13\" fill=\"#fff\" stroke=\"{COMMON}\" stroke-width=\"2.5\"/>\
                 <path d=\"{wave}\" fill=\"none\" stroke=\"{COMMON}\" stroke-width=\"2.6\" stroke-linecap=\"round\"/>"
            ));
        }
        Variation::ImprovementHigh | Variation::ImprovementLow => {
            svg.write(format_args!(
                "<path d=\"M16 .5L31.5 16 16 31.5.5 16z\" fill=\"{IMPROVEMENT}\"/>"
            ));
            letter(&mut svg, high_or_low(variation), 21.6, "#fff");
        }
        Variation::ConcernHigh | Variation::ConcernLow => {
            svg.write(format_args!(
                "<path d=\"M4 4h24v24h-24z\" fill=\"{CONCERN}\" stroke=\"{CONCERN_EDGE}\" stroke-width=\"2.5\"/>"
            ));
            letter(&mut svg, high_or_low(variation), 21.6, INK);
        }
        Variation::NeutralHigh => {
            svg.write(format_args!("<path d=\"M16 1L31.5 30H.5z\" fill=\"{NEUTRAL}\"/>"));
            letter(&mut svg, "H", 26.5, "#fff");
        }
        Variation::NeutralLow => {
            svg.write(format_args!("<path d=\"M16 31L31.5 2H.5z\" fill=\"{NEUTRAL}\"/>"));
            letter(&mut svg, "L", 16.5, "#fff");
        }
        Variation::None => nothing(&mut svg),
    }
    svg.close()
}

/// Draws the icon of assurance: shape and letter as well as colour.
///
/// A shield with P passes, an octagon with F fails, a split circle with ? is hit or miss.
#[must_use]
pub fn assurance_icon(id: &str, assurance: Assurance) -> String {
    let mut svg = open("icon icon-assurance", id, assurance_words(assurance));
    match assurance {
        Assurance::Pass => {
            let shield = "M16 1l13 3.5v11c0 8-5.5 13-13 15.5-7.5-2.5-13-7.5-13-15.5v-11z";
            svg.write(format_args!("<path d=\"{shield}\" fill=\"{IMPROVEMENT}\"/>"));
            letter(&mut svg, "P", 21.5, "#fff");
        }
        Assurance::Fail => {
            let octagon = "M10.6 2.5h10.8l8.1 8.1v10.8l-8.1 8.1h-10.8l-8.1-8.1v-10.8z";
            svg.write(format_args!(
                "<path d=\"{octagon}\" fill=\"{CONCERN}\" stroke=\"{CONCERN_EDGE}\" stroke-width=\"2.5\"/>"
            ));
            letter(&mut svg, "F", 21.6, INK);
        }
        Assurance::HitOrMiss => {
            svg.write(format_args!(
                "<circle cx=\"16\" cy=\"16\" r=\"13.5\" fill=\"#fff\" stroke=\"{COMMON}\" stroke-width=\"2.5\"/>\
                 <path d=\"M2.5 16a13.5 13.5 0 0 0 27 0z\" fill=\"#d8dde0\"/>\
                 <path d=\"M2.5 16h5.5m16 0h5.5\" stroke=\"{COMMON}\" stroke-width=\"2\"/>"
            ));
            letter(&mut svg, "?", 21.8, INK);
        }
        Assurance::None => nothing(&mut svg),
    }
    svg.close()
}

fn open(class: &str, id: &str, title: &str) -> Svg {
    let (width, height) = (SIDE, SIDE);
    Svg::open(&Frame { id, class, width, height, fills: false, title, description: None })
}

fn high_or_low(variation: Variation) -> &'static str {
    match variation {
        Variation::ImprovementHigh | Variation::ConcernHigh | Variation::NeutralHigh => "H",
        _ => "L",
    }
}

fn letter(svg: &mut Svg, letter: &str, baseline: f64, colour: &str) {
    let look =
        format!(" font-size=\"16\" font-weight=\"700\" text-anchor=\"middle\" fill=\"{colour}\"");
    svg.text(SIDE / 2.0, baseline, &look, letter);
}

/// An empty, dashed circle.
fn nothing(svg: &mut Svg) {
    svg.write(format_args!(
        "<circle cx=\"16\" cy=\"16\" r=\"13\" fill=\"none\" stroke=\"{QUIET_INK}\" stroke-width=\"1.5\" \
         stroke-dasharray=\"3 3\"/><path d=\"M11 16h10\" stroke=\"{QUIET_INK}\" stroke-width=\"2\"/>"
    ));
}

/// Draws a word-sized chart of the values, with a gap where one is missing: the line, its latest
/// mean, and the latest figure marked by what it means.
#[must_use]
pub fn sparkline(id: &str, description: &str, judgement: &Judgement) -> String {
    const WIDTH: f64 = 120.0;
    const HEIGHT: f64 = 32.0;
    const EDGE: f64 = 6.0;
    let mut svg = Svg::open(&Frame {
        id,
        class: "chart chart-sparkline",
        width: WIDTH,
        height: HEIGHT,
        fills: false,
        title: description,
        description: None,
    });
    let points = &judgement.points;
    let drawn = || points.iter().filter(|point| is_drawable(point.value));
    let low = drawn().map(|point| point.value).fold(f64::INFINITY, f64::min);
    let high = drawn().map(|point| point.value).fold(f64::NEG_INFINITY, f64::max);
    let height = |value: f64| {
        let share = if high > low { (value - low) / (high - low) } else { 0.5 };
        HEIGHT - EDGE - share * (HEIGHT - 2.0 * EDGE)
    };
    let steps =
        f64::from(u32::try_from(points.len().saturating_sub(1)).unwrap_or(u32::MAX)).max(1.0);
    let across = |index: usize| {
        let index = f64::from(u32::try_from(index).unwrap_or(u32::MAX));
        EDGE + index / steps * (WIDTH - 2.0 * EDGE)
    };
    if let Some(mean) =
        drawn().next_back().map(|point| point.mean).filter(|mean| *mean >= low && *mean <= high)
    {
        let look = format!(" stroke=\"{QUIET_INK}\" stroke-width=\"0.8\" stroke-dasharray=\"2 2\"");
        svg.line((EDGE, height(mean)), (WIDTH - EDGE, height(mean)), &look);
    }
    svg.write(format_args!(
        "<path fill=\"none\" stroke=\"{COMMON}\" stroke-width=\"1.6\" stroke-linecap=\"round\" d=\""
    ));
    let mut joined = false;
    for (index, point) in points.iter().enumerate() {
        if is_drawable(point.value) {
            svg.raw(if joined { "L" } else { "M" });
            svg.pair((across(index), height(point.value)));
            // A figure between two gaps would otherwise leave no trace.
            svg.raw(if joined { "" } else { "h0" });
        }
        joined = is_drawable(point.value);
    }
    svg.raw("\"/>");
    let latest = points.iter().enumerate().rfind(|(_, point)| is_drawable(point.value));
    if let Some((index, point)) = latest {
        // A mark made for a chart would cover a tenth of so small a picture.
        svg.raw("<g transform=\"translate(");
        svg.pair((across(index), height(point.value)));
        svg.write(format_args!(") scale(.75)\" fill=\"{COMMON}\">"));
        mark::draw(&mut svg, point.point_type, (0.0, 0.0), None);
        svg.raw("</g>");
    } else {
        let look = format!(" font-size=\"12\" fill=\"{QUIET_INK}\" text-anchor=\"middle\"");
        svg.text(WIDTH / 2.0, 20.0, &look, "no figures");
    }
    svg.close()
}
