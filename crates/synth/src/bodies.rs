//! What organisations report of themselves each month: lists, staff, and the situation of each day.

use chrono::Datelike as _;

use crate::dataset::Dataset;
use crate::district::{COMMISSIONER, District, Service};
use crate::draw::{Draw, Subject, mean};
use crate::prescribing::first_of_month;
use crate::rates::BANDS;
use crate::row::DayText as _;
use crate::tally::{Lists, SiteDay, Tally};
use crate::whole::{at, counted, nearest};
use crate::world::Sink;

/// Share of beds in use over a month (NHS England, *Bed availability and occupancy*, 2018-19:
/// 92 % of general and acute beds by day and night).
const OCCUPANCY: f64 = 0.92;

/// Writes the list of each practice by month, sex and age band.
pub(crate) fn list_sizes(sink: &mut Sink<'_>, lists: &Lists) {
    let world = sink.world;
    for (number, practice) in world.district.practices.iter().enumerate() {
        for (index, month) in world.span.months.iter().enumerate() {
            let counts = lists.month(number, index).patients;
            for (sex, bands) in ["female", "male"].into_iter().zip(counts) {
                for (band, patients) in bands.into_iter().enumerate() {
                    let Some(mut row) = sink.row(Dataset::ListSizes, 0, index) else { return };
                    let from = counted(band) * 5;
                    row.text(&practice.code)
                        .text(COMMISSIONER)
                        .bytes(&first_of_month(&world.span.day_text(month.first)))
                        .text(sex)
                        .whole(from)
                        .whole(if band + 1 == BANDS { 120 } else { from + 4 })
                        .whole(patients)
                        .end();
                }
            }
        }
    }
}

/// Staff of a trust that serves 250,000 people, and of a practice of 8,400 patients, in full-time
/// equivalents (NHS Digital, *NHS Workforce Statistics* and *General Practice Workforce*, 2018).
const TRUST_STAFF: [(&str, f64); 6] = [
    ("medical", 520.0),
    ("nursing", 1_420.0),
    ("allied_health", 330.0),
    ("scientific", 170.0),
    ("support", 1_480.0),
    ("management", 170.0),
];
const PRACTICE_STAFF: [(&str, f64); 3] =
    [("general_practice", 4.3), ("nursing", 2.3), ("support", 9.2)];

/// Writes the staff of every organisation by month and group.
pub(crate) fn staffing(sink: &mut Sink<'_>, lists: &Lists) {
    let world = sink.world;
    let months = world.span.months.len();
    let people = |index: usize| -> i32 {
        (0..world.district.practices.len()).map(|one| lists.month(one, index).all()).sum()
    };
    let each = f64::from(people(0)) / f64::from(counted(world.district.trusts)) / 250_000.0;
    for (number, provider) in world.district.providers.iter().enumerate() {
        let size = match provider.service {
            Service::Hospitals => each,
            Service::Community => 0.45 * each * f64::from(counted(world.district.trusts)),
            Service::UrgentCare => 0.03 * each,
            Service::Ambulance => 0.10 * each * f64::from(counted(world.district.trusts)),
        };
        let sender = District::sender(number);
        for group in TRUST_STAFF {
            staff(sink, (&provider.code, sender, number), group, size, months);
        }
    }
    for (number, practice) in world.district.practices.iter().enumerate() {
        let size = f64::from(practice.list) / 8_400.0;
        for group in PRACTICE_STAFF {
            staff(sink, (&practice.code, 0, 100 + number), group, size, months);
        }
    }
}

fn staff(
    sink: &mut Sink<'_>,
    (code, sender, number): (&str, usize, usize),
    (group, usual): (&str, f64),
    size: f64,
    months: usize,
) {
    let world = sink.world;
    let letter = u64::from(group.as_bytes()[0]) * 256 + u64::from(group.as_bytes()[1]);
    let stream = 2_000_000_000 + number as u64 * 65_536 + letter;
    let mut draw = Draw::new(world.seed, Subject::Organisation, stream);
    let established = usual * size * draw.spread(0.9, 1.1);
    let mut in_post = established * draw.spread(0.88, 0.98);
    let usual_sickness = draw.spread(0.030, 0.050);
    for index in 0..months {
        let month = &world.span.months[index];
        let winter = matches!(month.start.month(), 11 | 12 | 1 | 2);
        let starters = draw.poisson(in_post * 0.0125);
        let leavers = draw.poisson(in_post * 0.0118);
        let moved = in_post + f64::from(starters - leavers);
        // Recruitment keeps the staff near what is established.
        in_post = moved.clamp(0.80 * established, 1.02 * established);
        let available = in_post * f64::from(month.days());
        let sickness = usual_sickness * if winter { 1.15 } else { 0.96 } * draw.spread(0.9, 1.1);
        let Some(mut row) = sink.row(Dataset::Staffing, sender, index) else { return };
        row.text(code)
            .bytes(&first_of_month(&world.span.day_text(month.first)))
            .text(group)
            .decimal(established)
            .decimal(in_post)
            .decimal(available)
            .decimal(available * sickness)
            .whole(starters)
            .whole(leavers)
            .decimal((established - in_post).max(0.0) * draw.spread(0.5, 0.9))
            .whole(nearest(in_post * draw.spread(0.78, 0.92)))
            .whole(nearest(in_post * draw.spread(0.84, 0.96)))
            .end();
    }
}

/// Writes the situation of each hospital with beds, day by day.
pub(crate) fn daily_situation(sink: &mut Sink<'_>, tally: &Tally) {
    let world = sink.world;
    for (number, site) in world.district.sites.iter().enumerate() {
        let provider = &world.district.providers[site.provider];
        if provider.service != Service::Hospitals || provider.first_site != number {
            continue;
        }
        let days = running(tally.site(number));
        for (index, month) in world.span.months.iter().enumerate() {
            let month_days = &days[at(month.first)..=at(month.last)];
            let usual = mean(month_days.iter().map(|day| f64::from(day.occupied)));
            let open = nearest(usual / OCCUPANCY).max(1);
            for (day, counts) in (month.first..).zip(month_days) {
                let sender = District::sender(site.provider);
                let Some(mut row) = sink.row(Dataset::DailySituation, sender, index) else {
                    return;
                };
                row.text(&provider.code)
                    .text(&site.code)
                    .day(&world.span, day)
                    .whole(open.max(counts.occupied))
                    .whole(counts.occupied)
                    .whole(counts.waiting)
                    .whole(counts.discharges)
                    .whole(counts.before_noon)
                    .whole(counts.over_7)
                    .whole(counts.over_21)
                    .whole(counts.late_ambulances)
                    .whole(counts.ambulances)
                    .end();
            }
        }
    }
}

/// Beds of each day from their changes.
fn running(changes: &[SiteDay]) -> Vec<SiteDay> {
    let mut now = SiteDay::default();
    changes
        .iter()
        .map(|change| {
            now = SiteDay {
                occupied: now.occupied + change.occupied,
                over_7: now.over_7 + change.over_7,
                over_21: now.over_21 + change.over_21,
                ..*change
            };
            now
        })
        .collect()
}
