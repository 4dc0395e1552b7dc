//! Commitments on a calendar: a bar for each, today's line, and what is overdue.

use chrono::{Datelike, NaiveDate};

use super::scale::day_ticks;
use super::svg::{Frame, INK, QUIET_INK, RULE, Svg, safe_id, text_width, truncate};
use super::{Timeline, TimelineBar};

const WIDTH: f64 = 520.0;
const EDGE: f64 = 14.0;
const HEAD: f64 = 68.0;
const ROW: f64 = 44.0;
const HEADING: f64 = 34.0;
const BAR: f64 = 13.0;
/// Height of the words above a bar.
const WORDS: f64 = 23.0;
/// How much wider than planned words may come out where a reader's font is neither Inter nor Arial.
const WIDER: f64 = 1.08;
const PLANNED: &str = "#005eb8";
const LATE: &str = "#c4271b";
const LATE_EDGE: &str = "#6e100a";

/// Draws a timeline.
///
/// A bar with neither day nor status heads the bars after it. A bar without its first or last day is
/// open at that end, as is one that goes beyond the days drawn. An overdue one is striped, ends in a
/// flag, and says so in words.
#[must_use]
pub fn timeline(timeline: &Timeline) -> String {
    let calendar = Calendar::of(timeline);
    let rows: f64 =
        timeline.bars.iter().map(|bar| if is_heading(bar) { HEADING } else { ROW }).sum();
    let foot = HEAD + rows.max(ROW);
    let mut svg = Svg::open(&Frame {
        id: &timeline.id,
        class: "chart chart-timeline",
        width: WIDTH,
        height: foot + 10.0,
        fills: true,
        title: &timeline.title,
        description: Some(&timeline.description),
    });
    let stripes = format!("{}-stripes", safe_id(&timeline.id));
    if timeline.bars.iter().any(|bar| bar.overdue) {
        svg.write(format_args!(
            "<pattern id=\"{stripes}\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">\
             <path d=\"M0 0h8v8h-8z\" fill=\"#fff\"/>\
             <path d=\"M-2 2l4-4M0 8l8-8M6 10l4-4\" stroke=\"{LATE}\" stroke-width=\"3.2\"/></pattern>"
        ));
    }
    calendar.draw_head(&mut svg, foot);
    calendar.draw_today(&mut svg);
    if timeline.bars.is_empty() {
        let look = format!(" text-anchor=\"middle\" fill=\"{QUIET_INK}\"");
        svg.text(WIDTH / 2.0, HEAD + 26.0, &look, "Nothing is due in this time");
    }
    let mut top = HEAD;
    for bar in &timeline.bars {
        if is_heading(bar) {
            let heading = truncate(&bar.label, 17.0, WIDTH - 8.0);
            svg.text(2.0, top + 25.0, " font-size=\"17\" font-weight=\"700\"", &heading);
            top += HEADING;
        } else {
            draw_row(&mut svg, &calendar, bar, top, &stripes);
            top += ROW;
        }
    }
    svg.close()
}

fn is_heading(bar: &TimelineBar) -> bool {
    bar.earliest.is_none() && bar.latest.is_none() && bar.status.is_empty() && !bar.overdue
}

/// The days drawn, and where.
struct Calendar {
    from: NaiveDate,
    to: NaiveDate,
    today: NaiveDate,
}

impl Calendar {
    fn of(timeline: &Timeline) -> Self {
        let Timeline { from, to, today, .. } = timeline;
        Self { from: *from.min(to), to: *to.max(from), today: *today }
    }

    /// How far across the start of a day is; days outside are at the edges.
    fn across(&self, day: NaiveDate) -> f64 {
        let at = |day: NaiveDate| f64::from(day.num_days_from_ce());
        let span = at(self.to) - at(self.from) + 1.0;
        let share = ((at(day) - at(self.from)) / span).clamp(0.0, 1.0);
        EDGE + share * (WIDTH - 2.0 * EDGE)
    }

    /// How far across the end of a day is.
    fn across_end(&self, day: NaiveDate) -> f64 {
        if day >= self.to { WIDTH - EDGE } else { self.across(day.succ_opt().unwrap_or(day)) }
    }

    fn draw_head(&self, svg: &mut Svg, foot: f64) {
        let few_days = self.to.signed_duration_since(self.from).num_days() <= 75;
        let ticks = day_ticks(self.from, self.to, if few_days { 7 } else { 11 });
        svg.write(format_args!("<g stroke=\"{RULE}\" fill=\"none\">"));
        for tick in &ticks {
            svg.line((self.across(tick.day), 62.0), (self.across(tick.day), foot), "");
        }
        svg.write(format_args!(
            "</g><g fill=\"{QUIET_INK}\" font-size=\"15\" text-anchor=\"middle\">"
        ));
        for tick in &ticks {
            let half = text_width(&tick.label, 15.0) / 2.0;
            let x = self.across(tick.day).clamp(half, WIDTH - half);
            svg.text(x, 40.0, "", &tick.label);
            if let Some(year) = tick.year {
                let half = text_width("2000", 15.0) / 2.0;
                let x = self.across(tick.day).clamp(half, WIDTH - half);
                svg.text(x, 57.0, "", &year.to_string());
            }
        }
        svg.raw("</g>");
    }

    /// Writes the day, and begins its line, which goes on beside each bar.
    fn draw_today(&self, svg: &mut Svg) {
        let day = self.today.format("%-d %b %Y");
        let words = match (self.today < self.from, self.today > self.to) {
            (true, _) => format!("← Today, {day}"),
            (_, true) => format!("Today, {day} →"),
            _ => format!("Today, {day}"),
        };
        self.draw_today_line(svg, 22.0, HEAD);
        let x = self.across(self.today);
        let half = text_width(&words, 15.0) / 2.0;
        let look = " font-size=\"15\" font-weight=\"600\" text-anchor=\"middle\"";
        svg.text(x.clamp(half + 2.0, WIDTH - half - 2.0), 16.0, look, &words);
    }

    fn draw_today_line(&self, svg: &mut Svg, top: f64, foot: f64) {
        if self.today >= self.from && self.today <= self.to {
            let x = self.across(self.today);
            let look = format!(" stroke=\"{INK}\" stroke-width=\"2\" stroke-dasharray=\"6 3\"");
            svg.line((x, top), (x, foot), &look);
        }
    }
}

/// Writes a commitment's words and status above its bar.
fn draw_row(svg: &mut Svg, calendar: &Calendar, bar: &TimelineBar, top: f64, stripes: &str) {
    let status = truncate(status_words(bar), 14.0, WIDTH * 0.4);
    let room = WIDTH - 4.0 - WIDER * text_width(&status, 14.0) - 16.0;
    let label = truncate(&bar.label, 15.0, room / WIDER);
    svg.raw("<g><title>");
    svg.text_content(&row_words(bar));
    svg.raw("</title>");
    svg.line((0.0, top), (WIDTH, top), &format!(" stroke=\"{RULE}\""));
    svg.text(2.0, top + 18.0, " font-size=\"15\"", &label);
    let colour = if bar.overdue { LATE } else { QUIET_INK };
    let weight = if bar.overdue { " font-weight=\"600\"" } else { "" };
    let look = format!(" font-size=\"14\" text-anchor=\"end\" fill=\"{colour}\"{weight}");
    svg.text(WIDTH - 2.0, top + 18.0, &look, &status);
    draw_bar(svg, calendar, bar, top + 25.0, stripes);
    // Beside the bar alone, so that no words are struck through.
    calendar.draw_today_line(svg, top + WORDS, top + ROW);
    svg.raw("</g>");
}

fn draw_bar(svg: &mut Svg, calendar: &Calendar, bar: &TimelineBar, y: f64, stripes: &str) {
    let middle = y + BAR / 2.0;
    let (earliest, latest) =
        (bar.earliest.unwrap_or(calendar.from), bar.latest.unwrap_or(calendar.to));
    if bar.earliest.is_none() && bar.latest.is_none() {
        let look = format!(" stroke=\"{QUIET_INK}\" stroke-width=\"2\" stroke-dasharray=\"2 6\"");
        svg.line((EDGE, middle), (WIDTH - EDGE, middle), &look);
        return;
    }
    let from = calendar.across(earliest.min(latest));
    let to = calendar.across_end(latest.max(earliest));
    let open_left = bar.earliest.is_none() || earliest < calendar.from;
    let open_right = bar.latest.is_none() || latest > calendar.to;
    // A single day must still be seen.
    let (from, to) = if to - from < 6.0 {
        let centre = f64::midpoint(from, to).clamp(EDGE + 3.0, WIDTH - EDGE - 3.0);
        (centre - 3.0, centre + 3.0)
    } else {
        (from, to)
    };
    svg.raw("<path d=\"M");
    svg.pair((from, y));
    svg.write(format_args!("H"));
    svg.number(to);
    svg.raw(if open_right { "l8 6.5" } else { "v6.5" });
    svg.raw(if open_right { "-8 6.5H" } else { "v6.5H" });
    svg.number(from);
    svg.raw(if open_left { "l-8-6.5" } else { "" });
    if bar.overdue {
        svg.write(format_args!(
            "z\" fill=\"url(#{stripes})\" stroke=\"{LATE_EDGE}\" stroke-width=\"1.4\"/>"
        ));
        draw_flag(svg, to, y);
    } else {
        svg.write(format_args!("z\" fill=\"{PLANNED}\"/>"));
    }
}

/// The flag at the end of what is overdue.
fn draw_flag(svg: &mut Svg, x: f64, y: f64) {
    svg.raw("<path d=\"M");
    svg.pair((x, y + BAR));
    svg.write(format_args!(
        "v-18.5l10 4.5-10 4.5\" fill=\"{LATE}\" stroke=\"{LATE_EDGE}\" stroke-width=\"1.4\"/>"
    ));
}

fn status_words(bar: &TimelineBar) -> &str {
    if bar.overdue && bar.status.is_empty() { "overdue" } else { &bar.status }
}

/// Everything a row says, in words.
fn row_words(bar: &TimelineBar) -> String {
    let day = |day: NaiveDate| day.format("%-d %b %Y").to_string();
    let days = match (bar.earliest, bar.latest) {
        (None, None) => "no day given".to_owned(),
        (None, Some(latest)) => format!("by {}", day(latest)),
        (Some(earliest), None) => format!("from {}", day(earliest)),
        (Some(earliest), Some(latest)) if earliest == latest => day(latest),
        (Some(earliest), Some(latest)) => format!("{} to {}", day(earliest), day(latest)),
    };
    let late = if bar.overdue && !bar.status.to_lowercase().contains("overdue") {
        ", overdue"
    } else {
        ""
    };
    let status = if bar.status.is_empty() { "no status" } else { &bar.status };
    format!("{}: {days}; {status}{late}", bar.label)
}
