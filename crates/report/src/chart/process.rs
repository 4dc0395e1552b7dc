//! The chart of a process: its values, mean, limits and target.

use std::ops::Range;

use bellwether_stats::spc::{Point, PointType};
use chrono::{Datelike, NaiveDate};

use super::label::{self, EndLabel, LEGEND_LINE, MARK_ROOM, TO_BASELINE};
use super::scale::{ValueAxis, day_ticks, is_drawable};
use super::svg::{Frame, INK, QUIET_INK, RULE, Svg, text_width};
use super::{SpcChart, mark};
use crate::number::{unit_is_written_beside, with_unit};

const WIDTH: f64 = 520.0;
const PLOT_HEIGHT: f64 = 226.0;
const SIZE: f64 = 16.0;
const TARGET_COLOUR: &str = "#b3001b";
const LIMIT_COLOUR: &str = "#4c6272";

/// Draws the chart of one indicator.
///
/// A value that is missing, or too large for a chart, leaves a gap marked by a small cross at the
/// foot; points beyond the shorter of `dates` and the judgement's points are not drawn.
#[must_use]
pub fn spc(chart: &SpcChart) -> String {
    let plan = Plan::of(chart);
    let (legend, places) = plan.legend();
    let lines = places.last().map_or(0.0, |place| place.y - plan.legend_top() + LEGEND_LINE);
    let mut svg = Svg::open(&Frame {
        id: &chart.id,
        class: "chart chart-spc",
        width: WIDTH,
        height: plan.legend_top() - LEGEND_LINE / 2.0 + lines + 2.0,
        fills: true,
        title: &chart.title,
        description: Some(&chart.description),
    });
    plan.draw_axes(&mut svg);
    if plan.points.is_empty() {
        let middle = f64::midpoint(plan.left, plan.right);
        svg.text(middle, plan.top + PLOT_HEIGHT / 2.0, " text-anchor=\"middle\"", "No figures yet");
        return svg.close();
    }
    plan.draw_lines(&mut svg);
    plan.draw_values(&mut svg);
    svg.write(format_args!("<g fill=\"{}\">", mark::COMMON));
    for (place, (sign, words)) in places.iter().zip(legend) {
        sign.draw(&mut svg, place.x + 7.0, place.y);
        let ink = format!(" font-size=\"15\" fill=\"{INK}\"");
        svg.text(place.x + MARK_ROOM, place.y + TO_BASELINE, &ink, words);
    }
    svg.raw("</g>");
    svg.close()
}

/// A point with the day it belongs to.
struct Dated<'a> {
    day: NaiveDate,
    point: &'a Point,
}

/// What a legend explains.
#[derive(Clone, Copy)]
enum Sign {
    Point(PointType),
    Gap,
    NewProcess,
}

impl Sign {
    fn draw(self, svg: &mut Svg, x: f64, y: f64) {
        match self {
            Self::Point(point_type) => mark::draw(svg, point_type, (x, y), None),
            Self::Gap => draw_cross(svg, x, y),
            Self::NewProcess => draw_new_process(svg, x, y - 9.0, y + 9.0),
        }
    }
}

/// Where everything stands.
struct Plan<'a> {
    chart: &'a SpcChart,
    points: Vec<Dated<'a>>,
    processes: Vec<Range<usize>>,
    axis: ValueAxis,
    first: NaiveDate,
    last: NaiveDate,
    left: f64,
    right: f64,
    top: f64,
}

impl<'a> Plan<'a> {
    fn of(chart: &'a SpcChart) -> Self {
        let dated = chart.dates.iter().zip(&chart.judgement.points);
        let points: Vec<Dated<'a>> = dated.map(|(day, point)| Dated { day: *day, point }).collect();
        let values = points
            .iter()
            .flat_map(|Dated { point, .. }| [point.value, point.mean, point.lower, point.upper]);
        let ceiling = (chart.unit.trim() == "%").then_some(100.0);
        let axis = ValueAxis::covering(values.chain(chart.target), ceiling);
        let processes = processes(&points);
        let days = || points.iter().map(|dated| dated.day);
        let (first, last) = (days().min().unwrap_or_default(), days().max().unwrap_or_default());
        let (left, right, top) = (0.0, 0.0, 10.0);
        let mut plan = Self { chart, points, processes, axis, first, last, left, right, top };
        let widest = |words: &mut dyn Iterator<Item = String>| {
            words.map(|words| text_width(&words, SIZE)).fold(0.0, f64::max)
        };
        plan.left = widest(&mut plan.axis.ticks.iter().map(|tick| plan.tick_label(*tick))) + 8.0;
        let ends = widest(&mut plan.end_labels().into_iter().map(|label| label.words));
        plan.right = (WIDTH - ends - 14.0).max(plan.left + 120.0);
        if plan.axis_title().is_some() {
            plan.top += 22.0;
        }
        plan
    }

    fn bottom(&self) -> f64 {
        self.top + PLOT_HEIGHT
    }

    fn legend_top(&self) -> f64 {
        self.bottom() + 62.0
    }

    /// The unit, where it is not written beside each figure.
    fn axis_title(&self) -> Option<&str> {
        let unit = self.chart.unit.trim();
        (!unit.is_empty() && !unit_is_written_beside(unit)).then_some(unit)
    }

    fn tick_label(&self, tick: f64) -> String {
        with_unit(tick, self.axis.decimals, &self.chart.unit)
    }

    fn height(&self, value: f64) -> f64 {
        let share = (value - self.axis.low) / (self.axis.high - self.axis.low);
        self.bottom() - share * PLOT_HEIGHT
    }

    /// How far a day is across the plot; the first and last stand clear of its edges.
    fn across(&self, day: NaiveDate) -> f64 {
        let at = |day: NaiveDate| f64::from(day.num_days_from_ce());
        let (span, middle) = (at(self.last) - at(self.first), f64::midpoint(self.left, self.right));
        if span <= 0.0 {
            return middle;
        }
        let share = ((at(day) - at(self.first)) / span).clamp(0.0, 1.0);
        self.left + 10.0 + share * (self.right - self.left - 20.0)
    }

    fn draw_axes(&self, svg: &mut Svg) {
        if let Some(unit) = self.axis_title() {
            svg.text(2.0, 18.0, &format!(" fill=\"{QUIET_INK}\""), unit);
        }
        svg.write(format_args!("<path stroke=\"{RULE}\" d=\""));
        for tick in &self.axis.ticks {
            svg.stroke((self.left, self.height(*tick)), (self.right, self.height(*tick)));
        }
        svg.write(format_args!("\"/><g text-anchor=\"end\" fill=\"{QUIET_INK}\">"));
        for tick in &self.axis.ticks {
            let words = self.tick_label(*tick);
            svg.text(self.left - 7.0, self.height(*tick) + TO_BASELINE, "", &words);
        }
        svg.raw("</g>");
        if !self.points.is_empty() {
            self.draw_days(svg);
        }
    }

    fn draw_days(&self, svg: &mut Svg) {
        let (first, last) = (self.first, self.last);
        let few_days = last.signed_duration_since(first).num_days() <= 75;
        let room = if few_days { 62.0 } else { 44.0 };
        let most =
            (1_i32..60).take_while(|n| f64::from(*n) * room < self.right - self.left).count();
        let ticks = day_ticks(first, last, i32::try_from(most).unwrap_or(1));
        let foot = self.bottom();
        svg.write(format_args!("<path stroke=\"{QUIET_INK}\" d=\""));
        svg.stroke((self.left, foot), (self.right, foot));
        for tick in &ticks {
            svg.stroke((self.across(tick.day), foot), (self.across(tick.day), foot + 5.0));
        }
        svg.write(format_args!("\"/><g text-anchor=\"middle\" fill=\"{QUIET_INK}\">"));
        for tick in &ticks {
            svg.text(self.across(tick.day), foot + 21.0, "", &tick.label);
            if let Some(year) = tick.year {
                svg.text(self.across(tick.day), foot + 39.0, "", &year.to_string());
            }
        }
        svg.raw("</g>");
    }

    fn draw_lines(&self, svg: &mut Svg) {
        for (position, process) in self.processes.iter().enumerate() {
            let from = self.start_of(position);
            let to = self.start_of(position + 1);
            if position > 0 {
                draw_new_process(svg, from, self.top, self.bottom());
            }
            let Some(Dated { point, .. }) = self.points.get(process.start) else { continue };
            let solid = format!(" stroke=\"{INK}\" stroke-width=\"1.5\"");
            let dashed =
                format!(" stroke=\"{LIMIT_COLOUR}\" stroke-width=\"1.5\" stroke-dasharray=\"3 4\"");
            for (value, look) in
                [(point.upper, &dashed), (point.mean, &solid), (point.lower, &dashed)]
            {
                if is_drawable(value) {
                    svg.line((from, self.height(value)), (to, self.height(value)), look);
                }
            }
        }
        if let Some(target) = self.chart.target.filter(|target| is_drawable(*target)) {
            let look = format!(
                " stroke=\"{TARGET_COLOUR}\" stroke-width=\"2.2\" stroke-dasharray=\"12 5\""
            );
            svg.line((self.left, self.height(target)), (self.right, self.height(target)), &look);
        }
        label::draw_ends(svg, self.end_labels(), self.right, self.top + 4.0, self.bottom() - 2.0);
    }

    /// Where a process starts: between its first point and the one before.
    fn start_of(&self, process: usize) -> f64 {
        let across = |index: usize| self.points.get(index).map(|dated| self.across(dated.day));
        let first = self.processes.get(process).map(|process| process.start);
        match first.map(|first| (across(first.wrapping_sub(1)), across(first))) {
            None => self.right,
            Some((Some(before), Some(after))) => f64::midpoint(before, after),
            Some(_) => self.left,
        }
    }

    /// Labels of the lines that reach the right-hand edge.
    fn end_labels(&self) -> Vec<EndLabel> {
        let last = self.processes.last().and_then(|process| self.points.get(process.start));
        let lines = last.map(|Dated { point, .. }| {
            [("Upper", point.upper), ("Mean", point.mean), ("Lower", point.lower)]
        });
        let lines = lines.into_iter().flatten().map(|(name, value)| (name, value, INK));
        let target = self.chart.target.map(|target| ("Target", target, TARGET_COLOUR));
        lines
            .chain(target)
            .filter(|(_, value, _)| is_drawable(*value))
            .map(|(name, value, colour)| EndLabel {
                words: format!("{name} {}", self.figure(value)),
                line: self.height(value),
                colour,
            })
            .collect()
    }

    fn figure(&self, value: f64) -> String {
        with_unit(value, self.chart.decimals, &self.chart.unit)
    }

    fn draw_values(&self, svg: &mut Svg) {
        svg.write(format_args!(
            "<path fill=\"none\" stroke=\"{}\" stroke-width=\"1.8\" d=\"",
            mark::COMMON
        ));
        let mut joined = false;
        for Dated { day, point } in &self.points {
            if is_drawable(point.value) {
                svg.raw(if joined { "L" } else { "M" });
                svg.pair((self.across(*day), self.height(point.value)));
            }
            joined = is_drawable(point.value);
        }
        svg.raw("\"/>");
        svg.write(format_args!("<g fill=\"{}\">", mark::COMMON));
        for Dated { day, point } in &self.points {
            let x = self.across(*day);
            if !is_drawable(point.value) {
                draw_cross(svg, x, self.bottom() - 7.0);
                continue;
            }
            let detail = (point.point_type != PointType::CommonCause).then(|| {
                let words = mark::words(point.point_type);
                format!("{}: {}, {words}", day.format("%-d %b %Y"), self.figure(point.value))
            });
            mark::draw(svg, point.point_type, (x, self.height(point.value)), detail.as_deref());
        }
        svg.raw("</g>");
    }

    /// What occurs in the picture and needs explaining, and where it is explained.
    fn legend(&self) -> (Vec<(Sign, &'static str)>, Vec<label::LegendPlace>) {
        let drawn = || self.points.iter().filter(|dated| is_drawable(dated.point.value));
        let mut entries: Vec<(Sign, &'static str)> = mark::MARKS
            .iter()
            .filter(|(each, _)| drawn().any(|dated| dated.point.point_type == *each))
            .map(|(each, words)| (Sign::Point(*each), *words))
            .collect();
        if drawn().count() < self.points.len() {
            entries.push((Sign::Gap, "no figure"));
        }
        if self.processes.len() > 1 {
            entries.push((Sign::NewProcess, "new process"));
        }
        let words: Vec<String> = entries.iter().map(|(_, words)| (*words).to_owned()).collect();
        let places = label::place_legend(&words, 15.0, 4.0, WIDTH - 8.0, self.legend_top());
        (entries, places)
    }
}

/// Cuts the points into processes: runs of one mean and one pair of limits. A point without a mean,
/// such as a missing one, belongs to the run it stands in.
fn processes(points: &[Dated<'_>]) -> Vec<Range<usize>> {
    let lines = |point: &Point| [point.mean, point.lower, point.upper];
    let same = |a: f64, b: f64| {
        !is_drawable(a) && !is_drawable(b) || (a - b).abs() <= 1e-9 * a.abs().max(1.0)
    };
    let mut processes: Vec<Range<usize>> = Vec::new();
    for (index, Dated { point, .. }) in points.iter().enumerate() {
        if !is_drawable(point.mean) {
            continue;
        }
        match processes.last_mut() {
            Some(process) => {
                let first = points[process.start].point;
                if lines(first).iter().zip(lines(point)).all(|(a, b)| same(*a, b)) {
                    process.end = index + 1;
                } else {
                    processes.push(index..index + 1);
                }
            }
            None => processes.push(index..index + 1),
        }
    }
    processes
}

/// The sign that a period has no figure.
fn draw_cross(svg: &mut Svg, x: f64, y: f64) {
    svg.raw("<path d=\"M");
    svg.pair((x - 4.0, y - 4.0));
    svg.write(format_args!(
        "l8 8m0-8l-8 8\" stroke=\"{QUIET_INK}\" stroke-width=\"1.6\" fill=\"none\"/>"
    ));
}

/// The sign that the limits start afresh.
fn draw_new_process(svg: &mut Svg, x: f64, top: f64, bottom: f64) {
    let look = format!(" stroke=\"{QUIET_INK}\" stroke-dasharray=\"1 4\" stroke-width=\"1.6\"");
    svg.line((x, top), (x, bottom), &look);
}
