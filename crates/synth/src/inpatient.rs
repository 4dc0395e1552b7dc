//! Stays in hospital: spells, the episodes they are made of, and days spent waiting to leave.

use crate::codes::{Presentation, SPECIALTIES};
use crate::dataset::Dataset;
use crate::district::District;
use crate::draw::Draw;
use crate::people::Person;
use crate::rates::{NIGHTS, band};
use crate::rhythm;
use crate::row::Row;
use crate::surveys;
use crate::whole::{at, counted, nearest};
use crate::world::Sink;

/// Why somebody is admitted.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Reason {
    /// An emergency, with the attendance it came from.
    Emergency(Option<u64>, &'static Presentation),
    /// A birth.
    Maternity,
    /// Planned, in a specialty; `true` at the end of a pathway.
    Planned(usize, bool),
}

/// A stay that begins.
#[derive(Debug)]
pub(crate) struct Stay {
    pub id: u64,
    pub reason: Reason,
    pub trust: usize,
    pub admitted: i32,
    pub days_since_discharge: Option<i32>,
}

impl Stay {
    /// A stay that has no number yet.
    pub(crate) fn new(reason: Reason, trust: usize, admitted: i32) -> Self {
        Self { id: 0, reason, trust, admitted, days_since_discharge: None }
    }
}

/// How a stay goes.
#[derive(Debug)]
struct Course {
    site: usize,
    method: &'static str,
    class: &'static str,
    specialty: &'static str,
    source: &'static str,
    destination: &'static str,
    icd: &'static str,
    procedure: &'static str,
    sensitive: bool,
    resource_group: &'static str,
    price: i32,
    discharged: i32,
    critical_care_days: i32,
    /// First day of waiting to leave, and how many.
    delay: Option<(i32, i32)>,
}

/// Runs a stay to its end and writes it down; gives the minute of discharge.
pub(crate) fn run(sink: &mut Sink<'_>, draw: &mut Draw, person: &Person, stay: &Stay) -> i32 {
    let course = course(sink, draw, person, stay);
    count(sink, stay, &course);
    write_spell(sink, person, stay, &course);
    write_episodes(sink, draw, person, stay, &course);
    write_delay(sink, draw, person, stay, &course);
    if course.destination != "died" && course.class == "ordinary" {
        let left = (stay.id, course.discharged / 1440);
        surveys::after_stay(sink, draw, person, stay.trust, left);
    }
    course.discharged
}

fn course(sink: &Sink<'_>, draw: &mut Draw, person: &Person, stay: &Stay) -> Course {
    let mut course = match stay.reason {
        Reason::Emergency(attendance, presentation) => {
            emergency(sink, draw, person, stay, (attendance, presentation))
        }
        Reason::Maternity => maternity(draw, stay),
        Reason::Planned(specialty, ends_pathway) => planned(draw, stay, specialty, ends_pathway),
    };
    let first_site = sink.world.district.providers[stay.trust].first_site;
    course.site += first_site;
    if person.died && course.discharged / 1440 >= person.to {
        course.discharged =
            (person.to * 1440 + draw.below(1_440)).max(stay.admitted + 30 + draw.below(300));
        course.destination = "died";
        course.delay = course.delay.filter(|(first, days)| first + days <= person.to);
    }
    course
}

fn emergency(
    sink: &Sink<'_>,
    draw: &mut Draw,
    person: &Person,
    stay: &Stay,
    (attendance, presentation): (Option<u64>, &Presentation),
) -> Course {
    let day = stay.admitted / 1440;
    let age = person.age(day);
    let same_day = match age {
        ..16 => 0.50,
        16..65 => 0.37,
        _ => 0.20,
    };
    let nights = if draw.chance(same_day) {
        0
    } else {
        nearest(draw.log_normal(NIGHTS[band(age)], 0.95)).clamp(1, 150)
    };
    let delayed = age >= 65 && nights >= 4 && draw.chance(0.12);
    let delay = if delayed { 1 + nearest(draw.exponential(7.0)).min(60) } else { 0 };
    let recoded = sink.world.planted.recoded(stay.trust, day);
    let behind = presentation.behind.filter(|_| draw.chance(recoded));
    let care_home = if age >= 75 { 0.07 } else { 0.004 };
    let direct = ["emergency_gp", "emergency_other"][usize::from(draw.chance(0.3))];
    Course {
        site: 0,
        method: if attendance.is_some() { "emergency_ae" } else { direct },
        class: "ordinary",
        specialty: specialty_of(presentation.specialty, age),
        source: if draw.chance(care_home) { "care_home" } else { "home" },
        destination: destination(draw, care_home + if delayed { 0.25 } else { 0.0 }),
        icd: behind.unwrap_or(presentation.icd),
        procedure: if nights > 2 && draw.chance(0.2) { "X401" } else { "" },
        sensitive: presentation.sensitive || behind.is_some(),
        resource_group: presentation.resource_group,
        price: 58_000 + 31_000 * nights.min(30),
        discharged: discharge(draw, stay.admitted, nights + delay),
        critical_care_days: if nights >= 3 && draw.chance(0.04) {
            draw.between(1, nights)
        } else {
            0
        },
        delay: delayed.then_some((day + nights, delay)),
    }
}

/// Children lie on children's wards, and the very old often with geriatricians.
fn specialty_of(usual: &'static str, age: i32) -> &'static str {
    match (usual, age) {
        ("420", 16..) => "300",
        ("300" | "320" | "340" | "430", ..16) => "420",
        ("300", 82..) => "430",
        (usual, _) => usual,
    }
}

fn destination(draw: &mut Draw, care_home: f64) -> &'static str {
    let weights = [0.965 - care_home, care_home, 0.02, 0.015];
    ["home", "care_home", "other_hospital", "other"][draw.weighted(&weights)]
}

fn discharge(draw: &mut Draw, admitted: i32, nights: i32) -> i32 {
    if nights == 0 {
        admitted + draw.between(90, 620)
    } else {
        (admitted / 1440 + nights) * 1440 + rhythm::discharge_minute(draw)
    }
}

fn maternity(draw: &mut Draw, stay: &Stay) -> Course {
    let caesarean = draw.chance(0.28);
    let nights = if caesarean { draw.between(2, 4) } else { draw.between(0, 3) };
    Course {
        site: 0,
        method: "maternity",
        class: "maternity",
        specialty: "501",
        source: "home",
        destination: "home",
        icd: if caesarean { "O821" } else { "O800" },
        procedure: if caesarean { "R182" } else { "R249" },
        sensitive: false,
        resource_group: if caesarean { "NZ50C" } else { "NZ30C" },
        price: if caesarean { 368_000 } else { 214_000 },
        discharged: discharge(draw, stay.admitted, nights),
        critical_care_days: 0,
        delay: None,
    }
}

fn planned(draw: &mut Draw, stay: &Stay, specialty: usize, ends_pathway: bool) -> Course {
    let specialty = &SPECIALTIES[specialty];
    let day_case = !ends_pathway || draw.chance(specialty.day_case);
    let nights = if day_case { 0 } else { nearest(draw.log_normal(2.0, 0.6)).clamp(1, 40) };
    let one_procedure = *draw.one_of::<&'static str>(specialty.procedures);
    let regular = !ends_pathway && draw.chance(0.12);
    let class = match (day_case, regular) {
        (true, true) => "regular_day",
        (true, false) => "day_case",
        _ => "ordinary",
    };
    let waiting = if draw.chance(0.8) { "elective_waiting_list" } else { "elective_booked" };
    let discharged = if day_case {
        stay.admitted + draw.between(150, 540)
    } else {
        discharge(draw, stay.admitted, nights)
    };
    Course {
        site: usize::from(day_case && draw.chance(0.4)),
        method: if ends_pathway { waiting } else { "elective_planned" },
        class,
        specialty: specialty.code,
        source: "home",
        destination: "home",
        icd: specialty.icd,
        procedure: one_procedure,
        sensitive: false,
        resource_group: specialty.resource_group,
        price: specialty.prices[0] + 24_000 * nights,
        discharged,
        critical_care_days: 0,
        delay: None,
    }
}

/// Counts beds at midnight, long stays and discharges of ordinary stays.
fn count(sink: &mut Sink<'_>, stay: &Stay, course: &Course) {
    let (first, last) = (stay.admitted / 1440, course.discharged / 1440);
    if sink.world.span.contains(first) {
        sink.tally.did(stay.trust, sink.world.span.month_of(first));
    }
    if course.class != "ordinary" {
        return;
    }
    let mut add = |day: i32, change: [i32; 3]| {
        if let Some(counts) = sink.tally.site_day(course.site, day) {
            counts.occupied += change[0];
            counts.over_7 += change[1];
            counts.over_21 += change[2];
        }
    };
    let over = |days: i32| i32::from(last - first > days);
    add(first, [1, 0, 0]);
    add(first + 7, [0, over(7), 0]);
    add(first + 21, [0, 0, over(21)]);
    add(last, [-1, -over(7), -over(21)]);
    if let Some(counts) = sink.tally.site_day(course.site, last) {
        counts.discharges += 1;
        counts.before_noon += i32::from(course.discharged % 1440 < 720);
    }
}

fn write_spell(sink: &mut Sink<'_>, person: &Person, stay: &Stay, course: &Course) {
    let world = sink.world;
    let (day, last) = (stay.admitted / 1440, course.discharged / 1440);
    for (month, known) in sink.sendings(day, Some(last)).into_iter().flatten() {
        let sender = District::sender(stay.trust);
        let Some(mut row) = sink.row(Dataset::Spells, sender, month) else { return };
        let gone = last <= known;
        let ready = course.delay.map(|(first, _)| first).filter(|first| *first <= known);
        let attendance = match stay.reason {
            Reason::Emergency(attendance, _) => attendance,
            _ => None,
        };
        row.serial(b'S', stay.id)
            .text(&world.district.providers[stay.trust].code)
            .text(&world.district.sites[course.site].code)
            .time(&world.span, stay.admitted)
            .perhaps(Some(course.discharged).filter(|_| gone), |row, at| row.time(&world.span, at))
            .text(course.method)
            .text(course.class)
            .text(course.specialty)
            .text(course.source)
            .text(if gone { course.destination } else { "" })
            .text(course.icd)
            .text(course.procedure)
            .whole(course.critical_care_days.min((known - day).max(0)))
            .perhaps(ready, |row, day| row.day(&world.span, day))
            .yes_no(course.sensitive)
            .perhaps(stay.days_since_discharge, Row::whole)
            .perhaps(attendance, |row, id| row.serial(b'A', id))
            .text(if gone { course.resource_group } else { "" })
            .perhaps(Some(course.price).filter(|_| gone), Row::whole);
        person.write(&mut row, world, day);
    }
}

/// Writes one episode, or two where somebody moves to another consultant after the first day.
fn write_episodes(
    sink: &mut Sink<'_>,
    draw: &mut Draw,
    person: &Person,
    stay: &Stay,
    course: &Course,
) {
    let nights = course.discharged / 1440 - stay.admitted / 1440;
    let moved = nights >= 2 && course.class == "ordinary" && draw.chance(0.35);
    let change = (stay.admitted + 1_440).min(course.discharged);
    let ends = if moved { vec![change, course.discharged] } else { vec![course.discharged] };
    let mut started = stay.admitted;
    for (number, ended) in (1..).zip(ends) {
        let doctor = draw.below(24);
        let ward = draw.below(14);
        let also = *draw.one_of(&["", ";I10X", ";E119", ";I10X;E780", ";Z867", ";F172"]);
        write_episode(sink, person, (stay, course), number, (started, ended), (doctor, ward, also));
        started = ended;
    }
}

fn write_episode(
    sink: &mut Sink<'_>,
    person: &Person,
    (stay, course): (&Stay, &Course),
    number: i32,
    (started, ended): (i32, i32),
    (doctor, ward, also): (i32, i32, &str),
) {
    let world = sink.world;
    let day = started / 1440;
    for (month, known) in sink.sendings(day, Some(ended / 1440)).into_iter().flatten() {
        let sender = District::sender(stay.trust);
        let Some(mut row) = sink.row(Dataset::Episodes, sender, month) else { return };
        let over = ended / 1440 <= known;
        row.serial(b'S', stay.id)
            .whole(number)
            .text(&world.district.providers[stay.trust].code)
            .time(&world.span, started)
            .perhaps(Some(ended).filter(|_| over), |row, ended| row.time(&world.span, ended))
            .text(course.specialty)
            .text(&format!("C{}{doctor:02}", course.specialty))
            .text(&format!("{}-W{:02}", world.district.sites[course.site].code, ward + 1))
            .text(&format!("{}{also}", course.icd))
            .text(course.procedure)
            .text(if over { course.resource_group } else { "" });
        person.write(&mut row, world, day);
    }
}

/// Why people wait to leave, and who could change it (NHS England, *Delayed transfers of care*,
/// 2018-19).
const REASONS: [(&str, &str, f64); 9] = [
    ("care_at_home", "social_care", 0.21),
    ("further_nhs_care", "nhs", 0.19),
    ("assessment", "both", 0.15),
    ("care_home", "social_care", 0.17),
    ("patient_choice", "nhs", 0.12),
    ("public_funding", "nhs", 0.05),
    ("housing", "nhs", 0.04),
    ("equipment", "both", 0.03),
    ("disputes", "nhs", 0.02),
];

fn write_delay(
    sink: &mut Sink<'_>,
    draw: &mut Draw,
    person: &Person,
    stay: &Stay,
    course: &Course,
) {
    let Some((first, days)) = course.delay else { return };
    let weights: Vec<f64> = REASONS.iter().map(|(_, _, weight)| *weight).collect();
    let (reason, responsible, _) = REASONS[at(counted(draw.weighted(&weights)))];
    let world = sink.world;
    for day in first..first + days {
        let [Some((month, _)), _] = sink.sendings(day, Some(day)) else { continue };
        let sender = District::sender(stay.trust);
        let Some(mut row) = sink.row(Dataset::DelayedTransfers, sender, month) else { return };
        row.serial(b'S', stay.id)
            .text(&world.district.providers[stay.trust].code)
            .text(&world.district.sites[course.site].code)
            .day(&world.span, day)
            .text(reason)
            .text(responsible);
        person.write(&mut row, world, day);
    }
}
