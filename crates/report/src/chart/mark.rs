//! The look of a point: what it means shows by shape as well as colour.

use bellwether_stats::spc::PointType;

use super::svg::Svg;

/// Ordinary variation: darker than the grey of Making Data Count, so that it can be seen.
pub(super) const COMMON: &str = "#5b6770";
/// A special cause for the better.
pub(super) const IMPROVEMENT: &str = "#005eb8";
/// A special cause for the worse: Making Data Count's orange, always with an outline.
pub(super) const CONCERN: &str = "#ed8b00";
/// The outline that lets orange stand out on white.
pub(super) const CONCERN_EDGE: &str = "#6e3c00";
/// A special cause where neither way is better.
pub(super) const NEUTRAL: &str = "#5d2a91";

/// Point types in the order of a legend, with their words.
pub(super) const MARKS: [(PointType, &str); 5] = [
    (PointType::CommonCause, "ordinary variation"),
    (PointType::Improvement, "improvement"),
    (PointType::Concern, "concern"),
    (PointType::NeutralHigh, "unusually high"),
    (PointType::NeutralLow, "unusually low"),
];

/// The words for a point type.
pub(super) fn words(point_type: PointType) -> &'static str {
    MARKS.iter().find(|(each, _)| *each == point_type).map_or("", |(_, words)| words)
}

/// Draws a point: a dot, a diamond for the better, a square for the worse, a triangle where neither
/// way is better. A dot takes the colour around it, since most points are dots. `detail` is shown where a pointer rests on it.
pub(super) fn draw(svg: &mut Svg, point_type: PointType, at: (f64, f64), detail: Option<&str>) {
    let (x, y) = at;
    match point_type {
        PointType::CommonCause => {
            svg.raw("<circle");
            svg.attribute("cx", x);
            svg.attribute("cy", y);
            svg.raw(" r=\"3.6\"");
        }
        PointType::Improvement => polygon(svg, at, "-7l7 7-7 7-7-7z", IMPROVEMENT),
        PointType::Concern => {
            svg.raw("<path d=\"M");
            svg.pair((x - 5.2, y - 5.2));
            svg.write(format_args!(
                "h10.4v10.4h-10.4z\" fill=\"{CONCERN}\" stroke=\"{CONCERN_EDGE}\" stroke-width=\"1.6\""
            ));
        }
        PointType::NeutralHigh => polygon(svg, at, "-7l6.6 11.6h-13.2z", NEUTRAL),
        PointType::NeutralLow => polygon(svg, at, "7l6.6-11.6h-13.2z", NEUTRAL),
    }
    match detail {
        Some(detail) => {
            svg.raw("><title>");
            svg.text_content(detail);
            svg.raw("</title>");
            svg.raw(if point_type == PointType::CommonCause { "</circle>" } else { "</path>" });
        }
        None => svg.raw("/>"),
    }
}

/// Opens a path that starts straight above or below a place.
fn polygon(svg: &mut Svg, at: (f64, f64), path: &str, fill: &str) {
    svg.raw("<path d=\"M");
    svg.pair(at);
    svg.write(format_args!("m0 {path}\" fill=\"{fill}\""));
}
