//! When things happen: season, weekday, bank holiday, growth and days that are busy for no reason.

use chrono::Datelike as _;

use crate::draw::{Draw, Subject};
use crate::span::Span;
use crate::whole::{at, counted, real};

/// How often things of one kind happen on each day, against an average day of the first year.
#[derive(Debug, Clone)]
pub(crate) struct Rhythm {
    /// Years' worth of happening before each day.
    before: Vec<f64>,
}

/// What makes one day busier than another.
struct Shape {
    /// Monday to Sunday.
    weekdays: [f64; 7],
    /// January to December.
    months: [f64; 12],
    /// On bank holidays.
    holiday: f64,
    /// A year.
    growth: f64,
    /// Spread of the logarithm of a day's own effect.
    noise: f64,
}

impl Rhythm {
    fn new(span: &Span, draw: &mut Draw, shape: &Shape) -> Self {
        let week = shape.weekdays.iter().sum::<f64>() / 7.0;
        let year = shape.months.iter().sum::<f64>() / 12.0;
        let mut sum = 0.0;
        let mut before = vec![0.0];
        for day in 0..span.length() {
            let weekday = span.weekday(day);
            let holiday = weekday < 5 && !span.is_worked(day);
            let month = at(counted(span.date(day).month0() as usize));
            let years = f64::from(day - span.from) / 365.25;
            sum += shape.weekdays[weekday] / week
                * (shape.months[month] / year)
                * if holiday { shape.holiday } else { 1.0 }
                * (1.0 + shape.growth * years)
                * draw.log_normal(1.0, shape.noise)
                / 365.25;
            before.push(sum);
        }
        Self { before }
    }

    /// Years' worth from the first to the last day, both among them.
    pub(crate) fn years(&self, first: i32, last: i32) -> f64 {
        let until = at(last + 1).min(self.before.len() - 1);
        (self.before[until] - self.before[at(first).min(until)]).max(0.0)
    }

    /// A day from the first to the last, likelier the busier it is.
    pub(crate) fn day(&self, draw: &mut Draw, first: i32, last: i32) -> i32 {
        let until = at(last + 1).min(self.before.len() - 1);
        let (low, high) = (self.before[at(first).min(until)], self.before[until]);
        let drawn = draw.spread(low, high);
        let day = self.before.partition_point(|sum| *sum <= drawn);
        (counted(day) - 1).clamp(first, last)
    }
}

/// The rhythms of a district.
#[derive(Debug)]
pub(crate) struct Rhythms {
    /// Attendances of grown-ups.
    pub adults: Rhythm,
    /// Attendances of children.
    pub children: Rhythm,
    /// Emergency admissions that do not come by A&E.
    pub emergencies: Rhythm,
    /// Referrals.
    pub referrals: Rhythm,
    /// Planned work of hospitals.
    pub planned: Rhythm,
    /// What knows no season.
    pub steady: Rhythm,
    /// How hard pressed each hospital trust is on each day, about 0.
    pressure: Vec<Vec<f64>>,
}

impl Rhythms {
    /// The rhythms under a seed.
    pub(crate) fn new(seed: u64, span: &Span, trusts: usize) -> Self {
        let draw = |index| Draw::new(seed, Subject::Days, index);
        let pressure =
            (0..trusts).map(|trust| pressure(span, &mut draw(100 + trust as u64))).collect();
        Self {
            adults: Rhythm::new(span, &mut draw(1), &ADULTS),
            children: Rhythm::new(span, &mut draw(2), &CHILDREN),
            emergencies: Rhythm::new(span, &mut draw(3), &EMERGENCIES),
            referrals: Rhythm::new(span, &mut draw(4), &REFERRED),
            planned: Rhythm::new(span, &mut draw(5), &PLANNED_WORK),
            steady: Rhythm::new(span, &mut draw(6), &STEADY),
            pressure,
        }
    }

    /// How hard pressed a trust is on a day, about 0 with a spread of 1.
    pub(crate) fn pressure(&self, trust: usize, day: i32) -> f64 {
        self.pressure.get(trust).and_then(|days| days.get(at(day))).copied().unwrap_or(0.0)
    }
}

/// Pressure lingers from day to day and is higher in winter, in some winters more than in others.
fn pressure(span: &Span, draw: &mut Draw) -> Vec<f64> {
    let mut lingering = draw.normal();
    let mut winter = 1.0;
    (0..span.length())
        .map(|day| {
            let date = span.date(day);
            if date.month() == 9 && date.day() == 1 {
                winter = draw.spread(0.6, 1.5);
            }
            lingering = 0.8 * lingering + 0.6 * draw.normal();
            let season =
                libm::cos(std::f64::consts::TAU * (f64::from(date.ordinal()) - 15.0) / 365.25);
            0.8 * lingering + 0.9 * winter * season
        })
        .collect()
}

const ADULTS: Shape = Shape {
    weekdays: [1.10, 1.01, 0.98, 0.97, 0.97, 0.97, 1.00],
    months: [0.97, 0.97, 1.00, 0.99, 1.03, 1.03, 1.04, 1.00, 1.00, 1.00, 0.99, 0.98],
    holiday: 1.02,
    growth: 0.025,
    noise: 0.04,
};
const CHILDREN: Shape = Shape {
    weekdays: [1.08, 0.97, 0.95, 0.95, 0.94, 1.02, 1.09],
    months: [0.98, 1.01, 1.08, 0.98, 1.04, 1.03, 0.97, 0.78, 0.98, 1.03, 1.10, 1.02],
    holiday: 1.05,
    growth: 0.03,
    noise: 0.05,
};
const EMERGENCIES: Shape = Shape {
    weekdays: [1.14, 1.10, 1.08, 1.07, 1.10, 0.76, 0.75],
    months: [1.04, 1.01, 1.01, 0.98, 0.99, 0.99, 0.99, 0.96, 0.98, 1.00, 1.01, 1.04],
    holiday: 0.75,
    growth: 0.02,
    noise: 0.04,
};
const REFERRED: Shape = Shape {
    weekdays: [1.42, 1.40, 1.36, 1.34, 1.30, 0.12, 0.06],
    months: [1.03, 0.98, 1.05, 0.96, 1.00, 1.03, 1.02, 0.95, 1.00, 1.06, 1.05, 0.87],
    holiday: 0.06,
    growth: 0.02,
    noise: 0.05,
};
const PLANNED_WORK: Shape = Shape {
    weekdays: [1.32, 1.38, 1.38, 1.35, 1.22, 0.25, 0.10],
    months: [0.99, 0.97, 1.05, 0.96, 1.00, 1.03, 1.03, 0.97, 1.01, 1.07, 1.08, 0.84],
    holiday: 0.05,
    growth: 0.02,
    noise: 0.03,
};
const STEADY: Shape =
    Shape { weekdays: [1.0; 7], months: [1.0; 12], holiday: 1.0, growth: 0.0, noise: 0.0 };

/// Arrivals at A&E by hour of the day, of grown-ups (NHS Digital, *Hospital Accident and Emergency
/// Activity 2018-19*: fewest about five in the morning, most from ten to noon).
const ADULT_HOURS: [f64; 24] = [
    2.4, 1.9, 1.6, 1.4, 1.3, 1.4, 1.7, 2.6, 4.4, 6.1, 6.9, 6.8, 6.3, 6.0, 5.8, 5.6, 5.5, 5.5, 5.4,
    5.1, 4.7, 4.2, 3.7, 3.0,
];
/// The same of children, who come after school and nursery.
const CHILD_HOURS: [f64; 24] = [
    1.6, 1.2, 1.0, 0.9, 0.8, 0.8, 1.0, 1.9, 3.8, 5.4, 5.8, 5.6, 5.2, 5.2, 5.3, 6.0, 7.2, 7.8, 7.9,
    7.4, 6.2, 4.7, 3.5, 2.4,
];
/// Discharges from wards by hour: about a fifth before noon.
const DISCHARGE_HOURS: [f64; 24] = [
    0.3, 0.1, 0.1, 0.1, 0.1, 0.1, 0.2, 0.7, 2.0, 3.5, 5.5, 7.2, 8.2, 9.5, 11.0, 11.5, 11.5, 10.5,
    8.0, 5.2, 2.8, 1.3, 0.7, 0.4,
];

/// A minute of the day at which somebody of an age arrives at A&E.
pub(crate) fn arrival_minute(draw: &mut Draw, age: i32) -> i32 {
    let hours = if age < 16 { &CHILD_HOURS } else { &ADULT_HOURS };
    counted(draw.weighted(hours)) * 60 + draw.below(60)
}

/// A minute of the day at which somebody leaves a ward.
pub(crate) fn discharge_minute(draw: &mut Draw) -> i32 {
    counted(draw.weighted(&DISCHARGE_HOURS)) * 60 + draw.below(60)
}

/// A minute of a clinic day, from 08:30 to 17:00, on the ten minutes.
pub(crate) fn clinic_minute(draw: &mut Draw) -> i32 {
    510 + 10 * draw.below(51)
}

/// Years from the first to the last day of a span.
pub(crate) fn years(span: &Span) -> f64 {
    real(at(span.to - span.from + 1)) / 365.25
}
