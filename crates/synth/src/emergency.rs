//! Attendances at A&E: when, how ill, how long until they leave, and who stays.

use chrono::Datelike as _;

use crate::codes::{AE_RESOURCE_GROUPS, PRESENTATIONS, Presentation, age_class};
use crate::dataset::Dataset;
use crate::district::{District, Service};
use crate::draw::{Draw, shifted};
use crate::people::{self, Person};
use crate::rates::{ADMITTED, band};
use crate::row::Row;
use crate::surveys;
use crate::whole::{at, counted, nearest};
use crate::world::{Sink, World};

/// Four hours, in minutes.
const FOUR_HOURS: i32 = 240;
/// Odds of leaving a major department within four hours, before all that moves them: England,
/// 2015/16 to 2018/19, about 86 in a hundred.
const WITHIN_FOUR_HOURS: f64 = 0.885;

/// One visit to a department.
#[derive(Debug)]
struct Attendance {
    id: u64,
    trust: usize,
    provider: usize,
    site: usize,
    department: i32,
    arrived: i32,
    ambulance: bool,
    acuity: i32,
    presentation: &'static Presentation,
    assessed: Option<i32>,
    treated: Option<i32>,
    decided: Option<i32>,
    concluded: i32,
    departed: i32,
    destination: &'static str,
}

/// What leads from a department to a ward.
#[derive(Debug)]
pub(crate) struct Admission {
    pub attendance: u64,
    pub trust: usize,
    pub minute: i32,
    pub presentation: &'static Presentation,
}

/// What somebody of an age comes with on a day.
pub(crate) fn presentation(world: &World, draw: &mut Draw, age: i32, day: i32) -> &'static P {
    let class = age_class(age);
    let winter = matches!(world.span.date(day).month(), 12 | 1 | 2);
    let weights: [f64; PRESENTATIONS.len()] = std::array::from_fn(|index| {
        let presentation = &PRESENTATIONS[index];
        presentation.weights[class] * if winter { presentation.winter } else { 1.0 }
    });
    &PRESENTATIONS[draw.weighted(&weights)]
}

type P = Presentation;

/// Somebody comes to A&E; says whether they stay.
pub(crate) fn attend(
    sink: &mut Sink<'_>,
    draw: &mut Draw,
    person: &Person,
    id: u64,
    arrived: i32,
    certain: bool,
) -> Option<Admission> {
    let world = sink.world;
    let day = arrived / 1440;
    let age = person.age(day);
    let trust = people::trust(world, draw, person);
    let (provider, site, department) = door(world, draw, trust, age, certain);
    let major = department == 1;
    let ambulance = major && draw.chance(if certain { 0.8 } else { by_ambulance(age) });
    let acuity = acuity(draw, major, ambulance);
    let presentation = presentation(world, draw, age, day);
    let stays = certain || (major && draw.chance(admitted(age, acuity, ambulance, presentation)));
    let left = !stays && !ambulance && acuity >= 3 && draw.chance(0.03);
    let minutes = if major {
        major_minutes(world, draw, (trust, arrived), stays)
    } else {
        minor_minutes(draw)
    };
    let mut attendance = Attendance {
        id,
        trust,
        provider,
        site,
        department,
        arrived,
        ambulance,
        acuity,
        presentation,
        assessed: None,
        treated: None,
        decided: None,
        concluded: arrived + minutes,
        departed: arrived + minutes,
        destination: if stays { "admitted" } else { destination(draw) },
    };
    if left {
        attendance.destination = "left_before_treatment";
        attendance.assessed = Some(arrived + 2 + draw.below(minutes.clamp(1, 30)))
            .filter(|assessed| *assessed <= attendance.departed && draw.chance(0.7));
    } else {
        course(draw, &mut attendance, minutes);
    }
    count(sink, draw, &attendance);
    write(sink, draw, person, &attendance);
    let left_on = attendance.departed / 1440;
    surveys::after_attendance(sink, draw, person, provider, (id, left_on, minutes));
    let minute = attendance.departed;
    stays.then_some(Admission { attendance: id, trust, minute, presentation })
}

/// Which department: the major one of the trust, its minor injury unit, or the walk-in centre.
fn door(
    world: &World,
    draw: &mut Draw,
    trust: usize,
    age: i32,
    certain: bool,
) -> (usize, usize, i32) {
    let major = match age {
        ..16 => 0.58,
        16..65 => 0.60,
        65..80 => 0.76,
        _ => 0.90,
    };
    let first_site = world.district.providers[trust].first_site;
    if certain || draw.chance(major) {
        (trust, first_site, 1)
    } else if draw.chance(0.48) {
        (trust, first_site + 1, 3)
    } else {
        let provider = world.district.provider_of(Service::UrgentCare);
        (provider, world.district.providers[provider].first_site, 4)
    }
}

fn by_ambulance(age: i32) -> f64 {
    match age {
        ..16 => 0.13,
        16..65 => 0.28,
        65..80 => 0.50,
        _ => 0.72,
    }
}

fn acuity(draw: &mut Draw, major: bool, ambulance: bool) -> i32 {
    let weights = match (major, ambulance) {
        (true, true) => [0.05, 0.24, 0.52, 0.17, 0.02],
        (true, false) => [0.004, 0.09, 0.45, 0.39, 0.066],
        _ => [0.0, 0.01, 0.13, 0.61, 0.25],
    };
    1 + counted(draw.weighted(&weights))
}

fn admitted(age: i32, acuity: i32, ambulance: bool, presentation: &Presentation) -> f64 {
    let by_acuity = [2.2, 1.0, 0.0, -0.9, -1.8][at(acuity - 1)];
    let by_mode = if ambulance { 0.35 } else { -0.25 };
    shifted(ADMITTED[band(age)], by_acuity + by_mode + 0.7 * presentation.severity)
}

/// Minutes in a major department. Many leave in the last half hour before four hours are over,
/// as they do wherever four hours are the standard.
fn major_minutes(world: &World, draw: &mut Draw, at_trust: (usize, i32), stays: bool) -> i32 {
    let (trust, arrived) = at_trust;
    let day = arrived / 1440;
    let pressure = world.rhythms.pressure(trust, day);
    let night = !(480..1320).contains(&(arrived % 1440));
    let shift = world.district.providers[trust].quality - 0.28 * pressure
        + world.planted.four_hour_shift(trust, day)
        + if stays { -0.95 } else { 0.35 }
        + if night { -0.12 } else { 0.0 };
    if draw.chance(shifted(WITHIN_FOUR_HOURS, shift)) {
        if draw.chance(if stays { 0.30 } else { 0.11 }) {
            return FOUR_HOURS - 1 - nearest(draw.exponential(8.0)).min(45);
        }
        let minutes = nearest(draw.log_normal(if stays { 170.0 } else { 128.0 }, 0.5)).max(8);
        return if minutes < FOUR_HOURS { minutes } else { draw.between(110, FOUR_HOURS - 2) };
    }
    let mean = 70.0 + 35.0 * pressure.clamp(0.0, 3.0) + if stays { 60.0 } else { 0.0 };
    FOUR_HOURS + 1 + nearest(draw.exponential(mean)).min(1_700)
}

fn minor_minutes(draw: &mut Draw) -> i32 {
    let minutes = nearest(draw.log_normal(72.0, 0.55)).max(6);
    if minutes > FOUR_HOURS && draw.chance(0.85) {
        draw.between(90, FOUR_HOURS - 2)
    } else {
        minutes
    }
}

fn destination(draw: &mut Draw) -> &'static str {
    let weights = [0.955, 0.012, 0.0008, 0.0322];
    ["home", "transferred", "died", "other"][draw.weighted(&weights)]
}

/// Assessment, treatment and decisions, in order and within the stay.
fn course(draw: &mut Draw, attendance: &mut Attendance, minutes: i32) {
    let mean = if attendance.ambulance { 7.0 } else { 14.0 };
    let urgent = if attendance.acuity <= 2 { 0.4 } else { 1.0 };
    let wait = if attendance.department == 1 { 58.0 } else { 34.0 };
    let until_treated =
        nearest(draw.log_normal(wait * urgent, 0.8)).clamp(0, minutes - minutes / 5);
    let until_assessed = (1 + nearest(draw.exponential(mean))).min(until_treated);
    let treated = attendance.arrived + until_treated;
    attendance.assessed = Some(attendance.arrived + until_assessed);
    attendance.treated = Some(treated);
    if attendance.destination == "admitted" {
        let beyond = f64::from((minutes - 215).max(0));
        let for_bed = nearest(beyond + draw.exponential(50.0));
        let decided = (attendance.departed - for_bed).max(treated);
        attendance.decided = Some(decided);
        attendance.concluded = decided;
    } else {
        attendance.concluded = (attendance.departed - draw.below(15)).max(treated);
    }
}

fn count(sink: &mut Sink<'_>, draw: &mut Draw, attendance: &Attendance) {
    let world = sink.world;
    let day = attendance.arrived / 1440;
    if world.span.contains(day) {
        sink.tally.did(attendance.provider, world.span.month_of(day));
    }
    if attendance.ambulance {
        let pressure = world.rhythms.pressure(attendance.trust, day);
        let late = draw.chance(shifted(0.09, 0.45 * pressure));
        if let Some(counts) = sink.tally.site_day(attendance.site, day) {
            counts.ambulances += 1;
            counts.late_ambulances += i32::from(late);
        }
    }
    let last = attendance.departed / 1440;
    let eight = last * 1440 + 480;
    let waits = attendance.decided.is_some_and(|decided| decided <= eight);
    if waits
        && eight < attendance.departed
        && let Some(counts) = sink.tally.site_day(attendance.site, last)
    {
        counts.waiting += 1;
    }
}

fn write(sink: &mut Sink<'_>, draw: &mut Draw, person: &Person, attendance: &Attendance) {
    let world = sink.world;
    let day = attendance.arrived / 1440;
    let left_on = attendance.departed / 1440;
    let source = source(draw, attendance.ambulance);
    let category = if draw.chance(0.965) { "first" } else { "unplanned_follow_up" };
    // Some fields are left empty, as they are in life.
    let (acuity_known, diagnosis_known) = (draw.chance(0.98), draw.chance(0.93));
    for (month, known) in sink.sendings(day, Some(left_on)).into_iter().flatten() {
        let sender = District::sender(attendance.provider);
        let Some(mut row) = sink.row(Dataset::AeAttendances, sender, month) else { return };
        let gone = left_on <= known;
        let span = &world.span;
        let time = |row: &mut Row<'_>, minute: Option<i32>| {
            let minute = minute.filter(|minute| minute / 1440 <= known);
            row.perhaps(minute, |row, minute| row.time(span, minute));
        };
        let (group, price) = AE_RESOURCE_GROUPS[at(attendance.acuity - 1)];
        let mode = if attendance.ambulance { "ambulance" } else { "walk_in" };
        row.serial(b'A', attendance.id)
            .text(&world.district.providers[attendance.provider].code)
            .text(&world.district.sites[attendance.site].code)
            .whole(attendance.department)
            .time(span, attendance.arrived)
            .text(mode)
            .text(category)
            .text(source);
        time(&mut row, attendance.assessed);
        time(&mut row, attendance.treated);
        time(&mut row, attendance.decided);
        time(&mut row, Some(attendance.concluded));
        time(&mut row, Some(attendance.departed));
        row.perhaps(Some(attendance.acuity).filter(|_| acuity_known), Row::whole)
            .text(attendance.presentation.complaint)
            .yes_no(attendance.presentation.injury)
            .text(if diagnosis_known { attendance.presentation.diagnosis } else { "" })
            .text(if gone { attendance.destination } else { "" })
            .text(group)
            .whole(price);
        person.write(&mut row, world, day);
    }
}

fn source(draw: &mut Draw, ambulance: bool) -> &'static str {
    if ambulance {
        return "ambulance";
    }
    let weights = [0.80, 0.13, 0.03, 0.01, 0.03];
    ["self", "general_practice", "other_provider", "police", "other"][draw.weighted(&weights)]
}
