//! A made-up district's figures, the same every time.

pub(crate) mod paper;

use bellwether_report::chart::{SpcChart, StatusTone, Timeline, TimelineBar};
use bellwether_stats::spc::{Assurance, Flags, Judgement, Point, PointType, Variation};
use chrono::{Months, NaiveDate};

/// The day written as `2008-06-30`.
pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap_or_default()
}

/// First days of `count` months from April 2006.
pub(crate) fn months(count: u32) -> Vec<NaiveDate> {
    (0..count).map(|month| day("2006-04-01") + Months::new(month)).collect()
}

/// A point of a process with lower limit, mean and upper limit.
pub(crate) fn point(
    value: f64,
    (lower, mean, upper): (f64, f64, f64),
    point_type: PointType,
) -> Point {
    Point { value, mean, lower, upper, flags: Flags::default(), point_type }
}

/// Noise between -1 and 1 that is the same every time.
fn noise(seed: u32, index: u32) -> f64 {
    let mixed = (index + 1).wrapping_mul(seed.wrapping_mul(2) + 1).wrapping_mul(2_654_435_761);
    f64::from((mixed >> 8) % 2001) / 1000.0 - 1.0
}

/// 36 months that fall at the end, with a missing month and a new process.
pub(crate) fn falling(seed: u32, higher_is_better: bool) -> Judgement {
    use PointType::{CommonCause, Concern, Improvement};
    let (up, down) = if higher_is_better { (Improvement, Concern) } else { (Concern, Improvement) };
    let points = (0..36)
        .map(|index| {
            let limits = if index < 14 { (88.4, 92.1, 95.8) } else { (93.6, 95.9, 98.2) };
            let drop = if index > 28 { f64::from(index - 28) * 0.9 } else { 0.0 };
            let value = limits.1 + noise(seed, index) * 1.6 - drop;
            let point_type = match index {
                29.. => down,
                14..=17 => up,
                _ => CommonCause,
            };
            point(if index == 21 { f64::NAN } else { value }, limits, point_type)
        })
        .collect();
    let variation =
        if higher_is_better { Variation::ConcernLow } else { Variation::ImprovementLow };
    Judgement { points, variation, assurance: Assurance::HitOrMiss }
}

/// A percentage over 36 months.
pub(crate) fn chart(id: &str, seed: u32) -> SpcChart {
    SpcChart {
        id: id.to_owned(),
        title: "A&E: patients seen within four hours, Northmere".to_owned(),
        description: "Performance has fallen for seven months and the last four are below the \
                      lower process limit; the target of 98% was last met in October 2008."
            .to_owned(),
        unit: "%".to_owned(),
        decimals: 1,
        dates: months(36),
        judgement: falling(seed, true),
        target: Some(98.0),
    }
}

/// Large counts, neither way better.
pub(crate) fn counts(id: &str) -> SpcChart {
    let points = (0..24)
        .map(|index| {
            let value = 12_400.0 + noise(9, index) * 700.0;
            let (value, point_type) = match index {
                20.. => (value + 1_900.0, PointType::NeutralHigh),
                6 => (10_500.0, PointType::NeutralLow),
                _ => (value, PointType::CommonCause),
            };
            point(value, (11_000.0, 12_400.0, 13_800.0), point_type)
        })
        .collect();
    SpcChart {
        id: id.to_owned(),
        title: "Emergency admissions".to_owned(),
        description: "Admissions have been unusually high for four months.".to_owned(),
        unit: "admissions a month".to_owned(),
        decimals: 0,
        dates: months(24),
        judgement: Judgement {
            points,
            variation: Variation::NeutralHigh,
            assurance: Assurance::None,
        },
        target: None,
    }
}

/// Every month at the most that can be.
pub(crate) fn constant(id: &str) -> SpcChart {
    let points = vec![point(100.0, (100.0, 100.0, 100.0), PointType::CommonCause); 14];
    let judgement =
        Judgement { points, variation: Variation::CommonCause, assurance: Assurance::Pass };
    SpcChart { judgement, dates: months(14), target: Some(95.0), ..chart(id, 1) }
}

/// A plan's commitments on a calendar.
pub(crate) fn timeline(id: &str) -> Timeline {
    let rows = [
        ("Urgent care", "", "", "", false),
        ("1.1 Open the primary care centre beside A&E", "2008-04-01", "2008-06-30", "done", false),
        (
            "1.2 Agree one pathway for falls with the ambulance service, both trusts and the council",
            "2008-07-01",
            "2008-09-30",
            "overdue by 43 days",
            true,
        ),
        ("1.3 Out-of-hours contract let", "", "2008-10-31", "overdue", true),
        ("1.4 Publish waiting times weekly", "2008-10-01", "", "on track", false),
        ("Long-term conditions", "", "", "", false),
        ("2.1 Community matrons in every locality", "2008-01-01", "2009-01-31", "at risk", false),
        ("2.2 COPD register complete", "2008-12-01", "2009-06-30", "not started", false),
        ("2.3 Board seminar", "2008-11-20", "2008-11-20", "on track", false),
        ("2.4 Review of all of it", "", "", "no date given", false),
        ("2.5 Last year's leftover", "2007-11-01", "2008-02-28", "", true),
        ("2.6 Next year's", "2009-06-01", "2009-09-30", "on track", false),
    ];
    let bars = rows.map(|(label, earliest, latest, status, overdue)| TimelineBar {
        label: label.to_owned(),
        earliest: earliest.parse().ok(),
        latest: latest.parse().ok(),
        status: status.to_owned(),
        overdue,
    });
    Timeline {
        id: id.to_owned(),
        title: "Commitments of the action plan 2008/09".to_owned(),
        description: "Ten commitments, three of them overdue.".to_owned(),
        from: day("2008-04-01"),
        to: day("2009-03-31"),
        today: day("2008-11-12"),
        bars: bars.to_vec(),
    }
}

/// How many commitments stand where.
pub(crate) fn statuses() -> Vec<(String, usize, StatusTone)> {
    [
        ("done", 58),
        ("on track", 92),
        ("at risk", 17),
        ("overdue", 20),
        ("not started", 3),
        ("off course", 0),
    ]
    .map(|(words, count)| (words.to_owned(), count, StatusTone::of_words(words)))
    .to_vec()
}
