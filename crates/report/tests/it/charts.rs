//! Charts hold what a reader, a screen reader and a browser rely on.

use bellwether_report::chart::{
    self, SpcChart, StatusTone, Timeline, TimelineBar, assurance_icon, variation_icon,
};
use bellwether_stats::spc::{
    Assurance, Improvement, Judgement, Options, Point, PointType, RuleSet, Series, Variation, judge,
};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use crate::sample::{self, day, point};

/// The values of an attribute, in order.
fn attributes<'a>(svg: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    svg.split(start.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// Every kind of picture, drawn with these words as id and text.
fn every_picture(words: &str) -> Vec<String> {
    let judged = sample::falling(3, true);
    let timeline = sample::timeline("t");
    let bars =
        timeline.bars.iter().map(|bar| TimelineBar { label: words.to_owned(), ..bar.clone() });
    let bars = bars.collect();
    vec![
        chart::spc(&SpcChart {
            id: words.to_owned(),
            title: words.to_owned(),
            description: words.to_owned(),
            unit: words.to_owned(),
            ..sample::chart("x", 3)
        }),
        chart::sparkline(words, words, &judged),
        chart::status_bar(words, words, &[(words.to_owned(), 3, StatusTone::OffTrack)]),
        chart::timeline(&Timeline {
            id: words.to_owned(),
            title: words.to_owned(),
            description: words.to_owned(),
            bars,
            ..timeline
        }),
        variation_icon(words, Variation::ConcernLow),
        assurance_icon(words, Assurance::Fail),
    ]
}

/// Fails unless the elements of a picture nest; returns how many there are.
fn elements(svg: &str) -> usize {
    let mut open = Vec::new();
    let mut count = 0;
    for tag in svg.split('<').skip(1).map(|rest| rest.split('>').next().expect("a tag")) {
        let name = tag.split([' ', '/']).find(|part| !part.is_empty()).expect("a name");
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "{svg}");
        } else {
            count += 1;
            if !tag.ends_with('/') {
                open.push(name);
            }
        }
    }
    assert!(open.is_empty(), "{open:?} left open in {svg}");
    count
}

#[test]
fn users_words_cannot_become_markup() {
    let hostile = "<script>alert(1)</script> & \"quoted\" 'words' \u{0}\u{8} onload=\"x\"";
    for (hostile, plain) in every_picture(hostile).iter().zip(every_picture("plain words")) {
        assert!(!hostile.contains("<script") && !hostile.contains('\u{0}'), "{hostile}");
        assert!(attributes(hostile, "onload").is_empty());
        assert_eq!(elements(hostile), elements(&plain));
    }
}

#[test]
fn pictures_work_without_styles_or_scripts_and_name_themselves() {
    for svg in every_picture("plain words") {
        for banned in ["style=", "<style", "onclick", "href", "<script"] {
            assert!(!svg.contains(banned), "{banned} in {svg}");
        }
        let named = attributes(&svg, "aria-labelledby");
        let ids = attributes(&svg, "id");
        for name in named.first().expect("a picture names itself").split(' ') {
            assert!(ids.contains(&name), "{name} is not among {ids:?}");
        }
        assert_eq!(attributes(&svg, "role"), ["img"]);
    }
}

#[test]
fn ids_are_unique_and_carry_their_prefix() {
    let timelines =
        [chart::timeline(&sample::timeline("a")), chart::timeline(&sample::timeline("b"))];
    let charts = ["c", "d"].map(|id| chart::spc(&sample::chart(id, 3)));
    let bars = ["e", "f"].map(|id| chart::status_bar(id, "statuses", &sample::statuses()));
    let page = [timelines, charts, bars].concat().concat();
    let mut ids = attributes(&page, "id");
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "{ids:?}");
    assert!(ids.iter().all(|id| id.as_bytes().get(1) == Some(&b'-')), "{ids:?}");
}

/// How often the line of values is taken up anew.
fn runs(values: &[f64]) -> usize {
    let points = values.iter().map(|value| point(*value, (1.0, 2.0, 3.0), PointType::CommonCause));
    let judgement = Judgement {
        points: points.collect(),
        variation: Variation::CommonCause,
        assurance: Assurance::None,
    };
    let dates = sample::months(u32::try_from(values.len()).expect("few values"));
    let svg = chart::spc(&SpcChart { judgement, dates, ..sample::chart("x", 1) });
    let line = svg.split("stroke-width=\"1.8\" d=\"").nth(1).expect("the line of values");
    line.split('"').next().expect("a path").matches('M').count()
}

#[test]
fn a_missing_value_breaks_the_line() {
    assert_eq!(runs(&[2.0, 2.1, 1.9]), 1);
    assert_eq!(runs(&[2.0, f64::NAN, 1.9]), 2);
    assert_eq!(runs(&[f64::NAN, 2.0, f64::NAN, f64::NAN, 1.9, 2.0]), 2);
    assert_eq!(runs(&[2.0, f64::INFINITY, 1.9]), 2);
}

/// The outline of a point, without its place and colour.
fn shape(point_type: PointType) -> String {
    let judgement = Judgement {
        points: vec![point(2.0, (f64::NAN, f64::NAN, f64::NAN), point_type)],
        variation: Variation::None,
        assurance: Assurance::None,
    };
    let svg = chart::sparkline("x", "one point", &judgement);
    let mark = svg.rsplit('<').nth(2).expect("the last element");
    let path = attributes(mark, "d")
        .first()
        .map_or("circle", |path| path.split_once(['m', 'h']).map_or(*path, |(_, outline)| outline));
    path.to_owned()
}

#[test]
fn special_causes_differ_by_shape_and_not_by_colour_alone() {
    use PointType::{CommonCause, Concern, Improvement, NeutralHigh, NeutralLow};
    let mut shapes =
        [CommonCause, Improvement, Concern, NeutralHigh, NeutralLow].map(shape).to_vec();
    shapes.sort_unstable();
    shapes.dedup();
    assert_eq!(shapes.len(), 5, "{shapes:?}");
}

#[test]
fn icons_carry_letters_and_say_what_they_mean() {
    let letters = |svg: &str| {
        let word = svg.split("</text>").next().and_then(|before| before.rsplit('>').next());
        word.unwrap_or_default().to_owned()
    };
    assert_eq!(letters(&variation_icon("i", Variation::ConcernHigh)), "H");
    assert_eq!(letters(&variation_icon("i", Variation::ImprovementLow)), "L");
    assert_eq!(letters(&assurance_icon("i", Assurance::Pass)), "P");
    assert_eq!(letters(&assurance_icon("i", Assurance::Fail)), "F");
    assert_eq!(letters(&assurance_icon("i", Assurance::HitOrMiss)), "?");
    assert!(variation_icon("i", Variation::ConcernHigh).contains("<title id=\"i-title\">Concern"));
}

#[test]
fn a_new_process_starts_new_limits() {
    let svg = chart::spc(&sample::chart("x", 3));
    let limits = |look: &str| svg.matches(look).count();
    assert_eq!(limits("stroke-dasharray=\"3 4\""), 4, "two processes with two limits each");
    assert!(
        svg.contains("new process") && svg.contains("Mean 95.9%") && !svg.contains("Mean 92.1%")
    );
}

#[test]
fn a_judged_series_is_drawn_with_its_limits_and_special_causes() {
    let values = vec![50.0, 52.0, 49.0, 51.0, 50.0, 48.0, 51.0, 52.0, 50.0, 49.0, 51.0, 50.0, 90.0];
    let dates = sample::months(13);
    let improvement = Improvement::Decrease;
    let series = Series { dates: dates.clone(), values, improvement, ..Series::default() };
    let options = Options { rules: RuleSet::Nhsrplotthedots, screening: true };
    let judgement = judge(&series, options).expect("the series is judged");
    assert_eq!(judgement.variation, Variation::ConcernHigh);
    let svg = chart::spc(&SpcChart { judgement, dates, target: None, ..sample::chart("x", 1) });
    assert!(svg.contains("1 Apr 2007: 90.0%, concern") && svg.contains(">concern</text>"), "{svg}");
    assert!(svg.contains("Mean 53.3%"), "{svg}");
}

#[test]
fn a_chart_of_36_points_stays_small() {
    let bytes = chart::spc(&sample::chart("x", 3)).len();
    assert!(bytes < 6 * 1024, "{bytes} bytes");
}

#[test]
fn overdue_bars_differ_by_pattern_and_words() {
    let svg = chart::timeline(&sample::timeline("t"));
    assert_eq!(svg.matches("url(#t-stripes)").count(), 3);
    assert!(svg.contains("by 31 Oct 2008; overdue"));
    assert!(svg.contains("both trusts and the council: 1 Jul 2008"), "the full words are kept");
    assert!(svg.contains("no day given"));
}

#[test]
fn the_line_of_today_goes_through_no_words() {
    let svg = chart::timeline(&sample::timeline("t"));
    let number = |text: &str| text.parse::<f64>().expect("a coordinate");
    let lines = svg.split("<path d=\"M").filter(|path| path.contains("stroke-dasharray=\"6 3\""));
    let lines: Vec<(f64, f64)> = lines
        .filter_map(|path| path.split(['"', ' ']).nth(1)?.split_once('V'))
        .map(|(top, foot)| (number(top), number(foot)))
        .collect();
    let words = svg.split("<text x=\"").skip(1).filter(|text| text.contains(" font-size=\"15\">"));
    let baselines: Vec<f64> = words
        .filter_map(|text| text.split_once(" y=\"")?.1.split('"').next())
        .map(number)
        .collect();
    assert_eq!(lines.len(), baselines.len() + 1, "one in the head and one beside each bar");
    for baseline in baselines {
        let crossed =
            lines.iter().find(|(top, foot)| baseline + 4.0 > *top && baseline - 11.0 < *foot);
        assert_eq!(crossed, None, "words at {baseline}");
    }
}

#[test]
fn a_status_that_nothing_has_is_named_and_has_no_part() {
    let parts =
        [("done".to_owned(), 4, StatusTone::Done), ("late".to_owned(), 0, StatusTone::AtRisk)];
    let svg = chart::status_bar("s", "statuses", &parts);
    assert!(svg.contains("0 late") && svg.contains("4 done"));
    assert_eq!(svg.matches("<rect").count(), 3, "one part and two signs of the legend");
    assert!(chart::status_bar("s", "statuses", &[]).contains("Nothing to count"));
}

#[test]
fn tones_are_read_from_the_words_of_a_status() {
    let check = |words, tone| assert_eq!(StatusTone::of_words(words), tone, "{words}");
    check("On track", StatusTone::OnTrack);
    check("not on track", StatusTone::OffTrack);
    check("Not started", StatusTone::Neutral);
    check("overdue", StatusTone::OffTrack);
    check("completed", StatusTone::Done);
    check("not completed", StatusTone::Neutral);
    check("not achieved", StatusTone::OffTrack);
    check("at risk", StatusTone::AtRisk);
    check("", StatusTone::Neutral);
}

fn any_value() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => -1e6..1e6_f64,
        1 => prop::num::f64::ANY,
        1 => Just(f64::NAN),
        1 => Just(f64::INFINITY),
        1 => Just(100.0),
    ]
}

fn any_point() -> impl Strategy<Value = Point> {
    use PointType::{CommonCause, Concern, Improvement, NeutralHigh, NeutralLow};
    let kinds = [CommonCause, Improvement, Concern, NeutralHigh, NeutralLow];
    let limits = (any_value(), any_value(), any_value());
    (any_value(), limits, prop::sample::select(kinds.to_vec()))
        .prop_map(|(value, limits, kind)| point(value, limits, kind))
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    prop_oneof![
        8 => (0_u64..20_000).prop_map(|days| day("1990-01-01") + Days::new(days)),
        1 => Just(NaiveDate::MIN),
        1 => Just(NaiveDate::MAX),
    ]
}

proptest! {
    #[test]
    fn any_judgement_is_drawn(
        points in prop::collection::vec(any_point(), 0..40),
        dates in prop::collection::vec(any_day(), 0..40),
        unit in prop::sample::select(vec!["", "%", "£m", "days"]),
        target in prop::option::of(any_value()),
        decimals in 0_usize..20,
    ) {
        let (variation, assurance) = (Variation::None, Assurance::None);
        let judgement = Judgement { points, variation, assurance };
        let spark = chart::sparkline("x", "any", &judgement);
        let unit = unit.to_owned();
        let svg = chart::spc(&SpcChart { judgement, dates, unit, target, decimals, ..sample::chart("x", 1) });
        for svg in [spark, svg] {
            elements(&svg);
            prop_assert!(!svg.contains("NaN") && !svg.contains("inf"), "{}", svg);
        }
    }

    #[test]
    fn any_timeline_is_drawn(
        days in prop::collection::vec((prop::option::of(any_day()), prop::option::of(any_day())), 0..12),
        (from, to, today) in (any_day(), any_day(), any_day()),
        label in ".{0,80}",
    ) {
        let bars = days.into_iter().map(|(earliest, latest)| TimelineBar {
            label: label.clone(),
            earliest,
            latest,
            status: "on track".to_owned(),
            overdue: earliest.is_none(),
        });
        let bars = bars.collect();
        let svg = chart::timeline(&Timeline { from, to, today, bars, ..sample::timeline("t") });
        elements(&svg);
        prop_assert!(!svg.contains("NaN"), "{}", svg);
    }
}
