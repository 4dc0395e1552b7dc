//! Returns, for indicators that no dataset here carries, and what other places report for comparison.

use bellwether_calendar::{Period, PeriodKind, WorkingDays};
use chrono::{Datelike as _, NaiveDate};

use crate::dataset::Dataset;
use crate::district::{COMMISSIONER, COUNTRY, District, PEERS, REGION, Service};
use crate::draw::{Draw, Subject, shifted};
use crate::rates::{DEMENTIA, DIABETES};
use crate::tally::{ListMonth, Lists};
use crate::whole::{counted, nearest};
use crate::world::{Sink, World};

/// Who sends a return.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sender {
    Commissioner,
    Practices,
    Providers(Service),
}

/// What the denominator of one period counts.
#[derive(Debug, Clone, Copy)]
enum Of {
    /// So many for a thousand people on the lists.
    Thousand(f64),
    /// So many for each woman from 50 to 69.
    Women(f64),
    /// So many for each person from 40 to 74.
    Middle(f64),
    /// So many for each person with a condition.
    Condition(usize, f64),
    /// So many for each child from 5 to 9.
    Children(f64),
}

/// What is sent.
#[derive(Debug, Clone, Copy)]
enum Sends {
    /// A share of the denominator.
    Share(f64),
    /// A sum over the denominator, with its mean.
    Sum(f64),
    /// A denominator that is an estimate: the count is this share of it.
    Estimated(f64),
    /// A number alone: as many as the denominator would be.
    Number,
}

use Of::{Children, Condition, Middle, Thousand, Women};
use PeriodKind::{CalendarYear, FinancialYear, Month, Quarter};
use Sender::{Commissioner, Practices, Providers};
use Sends::{Estimated, Number, Share, Sum};
use Service::{Ambulance, Community, Hospitals};

/// An indicator that is sent: code, who, how often, of what, what, and its change a year on the
/// logistic scale.
struct Return(&'static str, Sender, PeriodKind, Of, Sends, f64);

/// Levels about those of England in 2018 (NHS England, NHS Digital and Public Health England,
/// statistics of each indicator's name).
const RETURNS: [Return; 27] = [
    Return("AAACM", Commissioner, CalendarYear, Thousand(3.3), Number, 0.0),
    Return("AMBC1", Providers(Ambulance), Month, Thousand(0.95), Sum(7.3), -0.02),
    Return("BFEED", Commissioner, Quarter, Thousand(2.6), Share(0.47), 0.03),
    Return("BREAST", Practices, Quarter, Women(0.93), Share(0.72), -0.02),
    Return("CAN31", Providers(Hospitals), Month, Thousand(0.42), Share(0.968), -0.06),
    Return("CAN62", Providers(Hospitals), Month, Thousand(0.22), Share(0.815), -0.08),
    Return("CANOP28", Providers(Hospitals), Quarter, Thousand(0.37), Share(0.085), 0.05),
    Return("CHC28", Commissioner, Quarter, Thousand(0.21), Share(0.76), 0.08),
    Return("CHLAM", Commissioner, Quarter, Thousand(5.6), Share(0.098), 0.0),
    Return("DEM_DIAG", Practices, Month, Condition(DEMENTIA, 1.0), Estimated(0.68), 0.02),
    Return("DES", Practices, Quarter, Condition(DIABETES, 0.24), Share(0.822), 0.03),
    Return("DIAG6", Providers(Hospitals), Month, Thousand(17.5), Share(0.024), 0.15),
    Return("DRUGS", Commissioner, Quarter, Thousand(0.85), Number, 0.0),
    Return("EIP2", Providers(Community), Month, Thousand(0.022), Share(0.75), 0.04),
    Return("GPEXT", Commissioner, Month, Thousand(1_000.0), Share(0.62), 0.9),
    Return("HCHECK", Practices, Quarter, Middle(0.038), Share(0.45), -0.03),
    Return("IAPT_ACC", Commissioner, Quarter, Thousand(110.0), Share(0.044), 0.05),
    Return("IAPT_REC", Providers(Community), Month, Thousand(0.9), Share(0.515), 0.03),
    Return("INDEP", Providers(Community), Quarter, Thousand(0.75), Share(0.83), 0.02),
    Return("MATEARLY", Providers(Hospitals), Quarter, Thousand(2.8), Share(0.905), 0.01),
    Return("MMR2", Practices, Quarter, Children(0.05), Share(0.872), -0.04),
    Return("MSA", Providers(Hospitals), Month, Thousand(0.025), Number, 0.1),
    Return("OBESE6", Commissioner, FinancialYear, Thousand(10.0), Share(0.201), 0.03),
    Return("PREOP", Providers(Hospitals), Quarter, Thousand(9.5), Share(0.93), 0.02),
    Return("QUIT4", Commissioner, Quarter, Thousand(1.15), Number, -0.06),
    Return("STILL", Providers(Hospitals), Quarter, Thousand(2.75), Share(0.0042), 0.0),
    Return("STROKE", Providers(Hospitals), Quarter, Thousand(0.36), Share(0.83), 0.0),
];

/// What others report: code, level of England, by how much winter moves it, change a year.
const COMPARATORS: [(&str, f64, f64, f64); 18] = [
    ("AE4", 89.5, -3.5, -0.9),
    ("RTT18", 89.2, -0.5, -1.1),
    ("CAN62", 82.1, -1.0, -0.9),
    ("CAN2W", 94.0, -0.8, -0.6),
    ("DIAG6", 1.9, 0.5, 0.2),
    ("DTOC", 4.7, 0.1, -0.2),
    ("ERS", 60.0, 0.0, 10.5),
    ("SICK", 4.15, 0.35, 0.02),
    ("FFT_AE", 86.5, -0.6, -0.2),
    ("FFT_IP", 95.5, 0.0, 0.0),
    ("DNA", 7.6, 0.2, -0.1),
    ("OCC", 91.0, 1.3, 0.3),
    ("AMBC1", 7.4, 0.3, -0.1),
    ("AMBHO", 9.5, 4.0, 0.4),
    ("IAPT_REC", 50.5, 0.0, 0.9),
    ("DEM_DIAG", 67.4, 0.0, 0.2),
    ("EIP2", 74.5, -0.5, 0.6),
    ("READM30", 13.4, 0.2, 0.3),
];

/// Writes every return of a period that lies wholly within the span.
pub(crate) fn returns(sink: &mut Sink<'_>, lists: &Lists) {
    let world = sink.world;
    for (number, one) in RETURNS.iter().enumerate() {
        let senders: Vec<(String, usize)> = match one.1 {
            Commissioner => vec![(COMMISSIONER.to_owned(), 0)],
            Practices => {
                world.district.practices.iter().map(|practice| (practice.code.clone(), 0)).collect()
            }
            Providers(service) => (world.district.providers.iter().enumerate())
                .filter(|(_, provider)| provider.service == service)
                .map(|(at, provider)| (provider.code.clone(), District::sender(at)))
                .collect(),
        };
        for (position, (code, sender)) in senders.iter().enumerate() {
            let stream = 4_000_000 + number as u64 * 100_000 + position as u64;
            let mut draw = Draw::new(world.seed, Subject::Organisation, stream);
            let own = 0.22 * draw.normal();
            for (index, period) in periods(world, one.2) {
                let people = people(world, lists, one, position, index, senders.len());
                let body = (code.as_str(), *sender, own);
                send(sink, &mut draw, one, body, (index, period, people));
            }
        }
    }
}

/// Periods of a kind within the span, each with the month in which it ends.
fn periods(world: &World, kind: PeriodKind) -> Vec<(usize, Period)> {
    let span = &world.span;
    let (first, last) = (span.date(span.from), span.date(span.to));
    let mut period = Period::containing(kind, first);
    let mut found = Vec::new();
    while period.last_day() <= last {
        if period.first_day() >= first {
            found.push((span.month_of(day_of(world, period.last_day())), period));
        }
        period = period.next();
    }
    found
}

/// The number of a date among the days of the span.
fn day_of(world: &World, date: NaiveDate) -> i32 {
    let days = (date - world.span.date(world.span.from)).num_days();
    world.span.from + i32::try_from(days).unwrap_or(0)
}

/// The denominator that is to be expected of a sender.
fn people(
    world: &World,
    lists: &Lists,
    one: &Return,
    position: usize,
    index: usize,
    senders: usize,
) -> f64 {
    let of = |list: &ListMonth| match one.3 {
        Thousand(share) => f64::from(list.all()) * share / 1_000.0,
        Women(share) => f64::from(list.aged(0, 10, 13)) * share,
        Middle(share) => f64::from(list.aged(0, 8, 14) + list.aged(1, 8, 14)) * share,
        Condition(number, share) => f64::from(list.conditions[number]) * share,
        Children(share) => f64::from(list.aged(0, 1, 1) + list.aged(1, 1, 1)) * share,
    };
    if one.1 == Practices {
        return of(lists.month(position, index));
    }
    let all: f64 =
        (0..world.district.practices.len()).map(|practice| of(lists.month(practice, index))).sum();
    all / f64::from(counted(senders.max(1)))
}

fn send(
    sink: &mut Sink<'_>,
    draw: &mut Draw,
    one: &Return,
    (code, sender, own): (&str, usize, f64),
    (index, period, people): (usize, Period, f64),
) {
    let world = sink.world;
    let years = f64::from(day_of(world, period.first_day()) - world.span.from) / 365.25;
    let shift = own + one.5 * years + 0.06 * draw.normal();
    let count = draw.poisson(people);
    let (numerator, denominator, value) = match one.4 {
        Share(share) => {
            // Everybody is everybody; other denominators vary.
            let all = if matches!(one.3, Thousand(1_000.0)) { nearest(people) } else { count };
            (Some(draw.binomial(all, shifted(share, shift))), Some(all), None)
        }
        Sum(mean) => {
            let each = mean * libm::exp(0.3 * shift);
            (Some(nearest(f64::from(count) * each)), Some(count), None)
        }
        Estimated(share) => {
            let known = nearest(people);
            let expected = nearest(people / shifted(share, own + one.5 * years));
            (Some(known), Some(expected.max(known)), None)
        }
        Number => (None, None, Some(draw.poisson(people * libm::exp(shift)))),
    };
    let sent = WorkingDays::of_england().after(period.last_day(), 8 + draw.below(6).unsigned_abs());
    let Some(mut row) = sink.row(Dataset::Returns, sender, index) else { return };
    row.text(one.0)
        .text(code)
        .text(&period.first_day().to_string())
        .text(&period.last_day().to_string())
        .blank()
        .blank()
        .perhaps(numerator, crate::row::Row::whole)
        .perhaps(denominator, crate::row::Row::whole)
        .perhaps(value, crate::row::Row::whole)
        .text(&sent.to_string())
        .end();
}

/// Writes what England, the region and other commissioners report, month by month.
pub(crate) fn comparators(sink: &mut Sink<'_>) {
    let world = sink.world;
    let places = [(COUNTRY, "The whole country"), (REGION, "The region")].into_iter().chain(PEERS);
    for (position, (code, name)) in places.enumerate() {
        let mut draw = Draw::new(world.seed, Subject::Organisation, 5_000_000 + position as u64);
        // The larger the place, the nearer to the country's level.
        let spread = [0.0, 0.15, 0.5][position.min(2)];
        for (indicator, level, winter, drift) in COMPARATORS {
            let size = (0.06 * level.min(100.0 - level)).max(0.1);
            let own = spread * size * draw.normal();
            for (index, period) in periods(world, Month) {
                let first = period.first_day();
                let years = f64::from(day_of(world, first) - world.span.from) / 365.25;
                let cold = if matches!(first.month(), 11 | 12 | 1 | 2) { winter } else { 0.0 };
                let noise = (0.03 + 0.25 * spread) * size * draw.normal();
                let value = (level + own + cold + drift * years + noise).clamp(0.0, 99.9);
                let Some(mut row) = sink.row(Dataset::NationalComparators, 0, index) else {
                    return;
                };
                row.text(indicator)
                    .text(code)
                    .text(name)
                    .text(&first.to_string())
                    .text(&period.last_day().to_string())
                    .blank()
                    .blank()
                    .decimal(value)
                    .text("invented; levels after NHS England statistics")
                    .end();
            }
        }
    }
}
