//! What goes wrong and who says so: incidents and complaints.

use crate::dataset::Dataset;
use crate::district::{COMMISSIONER, District, Service};
use crate::draw::{Draw, Subject};
use crate::tally::{Lists, Tally};
use crate::whole::{counted, nearest};
use crate::world::Sink;

/// Incidents for each thing that a provider does (NHS Improvement, *Organisation patient safety
/// incident reports*, 2018-19: 1.9 million in England).
const INCIDENTS: f64 = 0.011;
/// Infections a year for a million people by kind (Public Health England, *Annual epidemiological
/// commentary*, 2018-19).
const INFECTIONS: [(&str, f64); 4] =
    [("e_coli", 770.0), ("c_difficile", 220.0), ("mssa", 215.0), ("mrsa", 14.5)];
/// Written complaints for each thing that a provider does, and a month for a thousand patients of
/// a practice (NHS Digital, *Data on Written Complaints 2018-19*).
const COMPLAINTS: f64 = 0.00085;
const PRACTICE_COMPLAINTS: f64 = 0.13;
/// Incidents that a practice reports a month, for a thousand patients.
const PRACTICE_INCIDENTS: f64 = 0.05;

const KINDS: [(&str, f64); 9] = [
    ("fall", 0.17),
    ("medication", 0.13),
    ("pressure_ulcer", 0.12),
    ("treatment", 0.20),
    ("access", 0.14),
    ("information", 0.08),
    ("violence", 0.07),
    ("equipment", 0.04),
    ("other", 0.05),
];
const HARMS: [(&str, f64); 5] =
    [("none", 0.735), ("low", 0.230), ("moderate", 0.030), ("severe", 0.0033), ("death", 0.0017)];
const SUBJECTS: [(&str, f64); 6] = [
    ("clinical_care", 0.34),
    ("access", 0.20),
    ("attitude", 0.15),
    ("communication", 0.18),
    ("environment", 0.05),
    ("other", 0.08),
];

/// Who reports: code, sender, practice or none.
struct Body<'a> {
    code: &'a str,
    sender: usize,
    practice: &'a str,
    serial: u64,
    draw: Draw,
}

/// Writes incidents and complaints of every organisation.
pub(crate) fn write(sink: &mut Sink<'_>, tally: &Tally, lists: &Lists) {
    let world = sink.world;
    let trusts = f64::from(counted(world.district.trusts));
    let stream =
        |number: usize| Draw::new(world.seed, Subject::Organisation, 3_000_000 + number as u64);
    for (number, provider) in world.district.providers.iter().enumerate() {
        let sender = District::sender(number);
        let draw = stream(number);
        let mut body = Body { code: &provider.code, sender, practice: "", serial: 0, draw };
        for index in 0..world.span.months.len() {
            // Community and ambulance trusts do much that no dataset here counts.
            let people: i32 =
                (0..world.district.practices.len()).map(|one| lists.month(one, index).all()).sum();
            let did = match provider.service {
                Service::Hospitals | Service::UrgentCare => {
                    f64::from(tally.activity(number, index))
                }
                Service::Community => 0.04 * f64::from(people),
                Service::Ambulance => 0.012 * f64::from(people),
            };
            month(sink, &mut body, index, (did * INCIDENTS, did * COMPLAINTS));
            if provider.service == Service::Hospitals {
                infections(sink, &mut body, index, f64::from(people) / trusts);
            }
        }
    }
    for (number, practice) in world.district.practices.iter().enumerate() {
        let (code, draw) = (practice.code.as_str(), stream(1_000 + number));
        let mut body = Body { code, sender: 0, practice: code, serial: 0, draw };
        for index in 0..world.span.months.len() {
            let thousands = f64::from(lists.month(number, index).all()) / 1_000.0;
            let rates = (thousands * PRACTICE_INCIDENTS, thousands * PRACTICE_COMPLAINTS);
            month(sink, &mut body, index, rates);
        }
    }
}

fn month(
    sink: &mut Sink<'_>,
    body: &mut Body<'_>,
    index: usize,
    (incidents, complaints): (f64, f64),
) {
    let share = f64::from(sink.world.span.months[index].days()) / 30.44;
    // More in some months than chance alone would make of it.
    let busy = body.draw.gamma(30.0);
    for _ in 0..body.draw.poisson(incidents * busy) {
        let kind = pick(&mut body.draw, &KINDS);
        incident(sink, body, index, (kind, ""));
    }
    let complaints = if body.practice.is_empty() { complaints } else { complaints * share };
    for _ in 0..body.draw.poisson(complaints * busy) {
        complaint(sink, body, index);
    }
}

fn infections(sink: &mut Sink<'_>, body: &mut Body<'_>, index: usize, people: f64) {
    let years = f64::from(sink.world.span.months[index].days()) / 365.25;
    for (infection, rate) in INFECTIONS {
        for _ in 0..body.draw.poisson(rate * people / 1_000_000.0 * years) {
            incident(sink, body, index, ("infection", infection));
        }
    }
}

fn pick(draw: &mut Draw, words: &[(&'static str, f64)]) -> &'static str {
    let weights: Vec<f64> = words.iter().map(|(_, weight)| *weight).collect();
    words[draw.weighted(&weights)].0
}

fn incident(
    sink: &mut Sink<'_>,
    body: &mut Body<'_>,
    index: usize,
    (kind, infection): (&str, &str),
) {
    let world = sink.world;
    let span = &world.span;
    let draw = &mut body.draw;
    let month = &span.months[index];
    let occurred = draw.between(month.first, month.last);
    let reported = occurred + nearest(draw.exponential(2.5)).min(60);
    let harm = pick(draw, &HARMS);
    let serious = matches!(harm, "severe" | "death") && draw.chance(0.8);
    let open = if serious { draw.between(45, 120) } else { draw.between(3, 40) };
    let closed = reported + open;
    body.serial += 1;
    for (sent, known) in sink.sendings(occurred, Some(closed)).into_iter().flatten() {
        let Some(mut row) = sink.row(Dataset::Incidents, body.sender, sent) else { return };
        row.text(body.code)
            .serial(b'I', body.serial)
            .day(span, occurred)
            .perhaps(Some(reported).filter(|day| *day <= known), |row, day| row.day(span, day))
            .text(kind)
            .text(harm)
            .text(infection)
            .yes_no(serious)
            .perhaps(Some(closed).filter(|day| *day <= known), |row, day| row.day(span, day))
            .text(body.practice)
            .text(COMMISSIONER)
            .end();
    }
}

fn complaint(sink: &mut Sink<'_>, body: &mut Body<'_>, index: usize) {
    let world = sink.world;
    let span = &world.span;
    let draw = &mut body.draw;
    let month = &span.months[index];
    let received = draw.between(month.first, month.last);
    let acknowledged = received + draw.between(0, 5);
    let agreed = received + draw.between(25, 60);
    let answered = if draw.chance(0.72) {
        draw.between(received + 12, agreed)
    } else {
        agreed + draw.between(1, 60)
    };
    let answered = answered.max(acknowledged);
    let subject = pick(draw, &SUBJECTS);
    let upheld = draw.chance(0.37);
    body.serial += 1;
    for (sent, known) in sink.sendings(received, Some(answered)).into_iter().flatten() {
        let Some(mut row) = sink.row(Dataset::Complaints, body.sender, sent) else { return };
        let answered = Some(answered).filter(|day| *day <= known);
        row.text(body.code)
            .serial(b'C', body.serial)
            .day(span, received)
            .perhaps(Some(acknowledged).filter(|day| *day <= known), |row, day| row.day(span, day))
            .perhaps(answered, |row, day| row.day(span, day))
            .day(span, agreed)
            .text(subject)
            .perhaps(answered.map(|_| upheld), |row, upheld| row.yes_no(upheld))
            .text(body.practice)
            .text(COMMISSIONER)
            .end();
    }
}
