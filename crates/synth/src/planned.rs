//! Planned care: referrals, the pathways that they start, and outpatient appointments.

use crate::codes::{SPECIALTIES, age_class};
use crate::dataset::Dataset;
use crate::district::{District, Service};
use crate::draw::{Draw, shifted};
use crate::life::{Due, Serials, What};
use crate::people::{self, Person};
use crate::rates::{CONDITIONS, REFERRALS, REFERRALS_BY_QUINTILE, band};
use crate::rhythm;
use crate::row::Row;
use crate::whole::{at, nearest};
use crate::world::{Sink, World};

/// Eighteen weeks, in days.
const EIGHTEEN_WEEKS: i32 = 126;
/// Follow-up appointments after a first one (NHS Digital, *Hospital Outpatient Activity 2018-19*:
/// about 2.1).
const FOLLOW_UPS: f64 = 2.0;
/// How long before its day an appointment is known at most, in days.
const BOOKED_AHEAD: i32 = 42;

/// A referral and what follows from it.
#[derive(Debug)]
struct Referral {
    id: u64,
    pathway: u64,
    specialty: usize,
    provider: usize,
    received: i32,
    source: &'static str,
    priority: &'static str,
    electronic: bool,
    rejected: bool,
    seen: Option<i32>,
    stop: i32,
    reason: &'static str,
    decided: Option<i32>,
}

/// One outpatient appointment.
#[derive(Debug)]
struct Appointment<'a> {
    id: u64,
    specialty: usize,
    provider: usize,
    day: i32,
    booked: i32,
    referral: Option<&'a Referral>,
    first: bool,
    kept: bool,
}

/// All planned care of a person from the first to the last day; stays are put among what is due.
pub(crate) fn care(
    sink: &mut Sink<'_>,
    draw: &mut Draw,
    person: &Person,
    (first, last): (i32, i32),
    (serials, due): (&mut Serials, &mut Vec<Due>),
) {
    let world = sink.world;
    let middle = first.midpoint(last);
    let rate = REFERRALS[band(person.age(middle))]
        * REFERRALS_BY_QUINTILE[at(person.quintile - 1)]
        * (0.5 + 0.5 * person.frailty);
    for _ in 0..draw.poisson(rate * world.rhythms.referrals.years(first, last)) {
        let day = world.rhythms.referrals.day(draw, first, last);
        let referral = refer(world, draw, person, day, serials);
        write_referral(sink, person, &referral);
        if referral.rejected {
            continue;
        }
        write_pathway(sink, person, &referral);
        appointments(sink, draw, person, &referral, serials);
        if referral.reason == "admitted" {
            let minute = referral.stop * 1440 + 450 + 15 * draw.below(20);
            let what = What::Planned(referral.specialty, referral.provider, true);
            due.push(Due { minute, what });
        }
    }
    clinics(sink, draw, person, (first, last), serials);
}

/// The specialty to which somebody of an age is referred.
pub(crate) fn specialty(draw: &mut Draw, person: &Person, age: i32) -> usize {
    let class = age_class(age);
    let weights: [f64; SPECIALTIES.len()] = std::array::from_fn(|index| {
        let specialty = &SPECIALTIES[index];
        let lean = if person.woman { specialty.women } else { 1.0 };
        // Where nearly all are women, men are not referred at all.
        let lean = if specialty.women > 10.0 { lean - 1.0 } else { 60.0 * lean };
        specialty.weights[class] * lean
    });
    draw.weighted(&weights)
}

fn refer(
    world: &World,
    draw: &mut Draw,
    person: &Person,
    day: i32,
    serials: &mut Serials,
) -> Referral {
    let number = specialty(draw, person, person.age(day));
    let specialty = &SPECIALTIES[number];
    let weights = [0.65, 0.03, 0.14, 0.05, 0.05, 0.05, 0.03];
    let source =
        ["general_practice", "dentist", "consultant", "ae", "optometrist", "self", "other"]
            [draw.weighted(&weights)];
    let from_practice = source == "general_practice";
    let priority = if from_practice && draw.chance(specialty.two_week_wait * 1.4) {
        "two_week_wait"
    } else if draw.chance(0.11) {
        "urgent"
    } else {
        "routine"
    };
    let usual = usual_electronic(world, person, day);
    let share = world.planted.electronic(person.practice, day, usual);
    let provider = if specialty.code == "840" {
        world.district.provider_of(Service::Community)
    } else {
        people::trust(world, draw, person)
    };
    let mut referral = Referral {
        id: serials.next(),
        pathway: serials.next(),
        specialty: number,
        provider,
        received: day * 1440 + draw.between(480, 1_110),
        source,
        priority,
        electronic: from_practice && draw.chance(share),
        rejected: draw.chance(0.035),
        seen: None,
        stop: day,
        reason: "not_admitted",
        decided: None,
    };
    if !referral.rejected {
        pathway(world, draw, person, &mut referral);
    }
    referral
}

/// Electronic referrals grew from about half to nearly all of those of practices from 2015 to
/// 2018 (NHS Digital, *e-Referral Service utilisation*).
fn usual_electronic(world: &World, person: &Person, day: i32) -> f64 {
    let years = f64::from(day - world.span.from) / 365.25;
    let share = (0.55 + 0.11 * years).clamp(0.30, 0.95);
    shifted(share, world.practice(person.practice).quality)
}

/// The clock: when somebody is first seen, and when and how it stops.
fn pathway(world: &World, draw: &mut Draw, person: &Person, referral: &mut Referral) {
    let specialty = &SPECIALTIES[referral.specialty];
    let start = referral.received / 1440;
    let admitted = draw.chance(specialty.admitted);
    let others = [0.80, 0.09, 0.07, 0.04];
    let other =
        ["not_admitted", "active_monitoring", "not_to_treat", "declined"][draw.weighted(&others)];
    referral.reason = if admitted { "admitted" } else { other };
    let wait = wait(world, draw, referral, admitted);
    referral.stop = world.span.next_worked(start + wait);
    let seen = if referral.priority == "two_week_wait" {
        if draw.chance(0.935) { draw.between(3, 14) } else { draw.between(15, 32) }
    } else if admitted {
        nearest(f64::from(wait) * draw.spread(0.25, 0.6))
    } else {
        nearest(f64::from(wait) * draw.spread(0.45, 1.15)).min(wait)
    };
    // Seen on a working day, which may not lie after the stop.
    referral.seen = Some(world.span.next_worked(start + seen).min(referral.stop.max(start)));
    if admitted {
        let seen = referral.seen.unwrap_or(start);
        referral.decided = Some(draw.between(seen, seen.midpoint(referral.stop)));
    }
    if person.to < referral.stop {
        referral.stop = person.to.max(start);
        referral.reason = if person.died { "died" } else { "declined" };
        referral.seen = referral.seen.filter(|seen| *seen <= person.to);
        referral.decided = referral.decided.filter(|day| *day <= person.to);
    }
}

/// Days from referral to the stop of the clock. Some who would wait a little longer than eighteen
/// weeks are treated just before, and hardly anybody waits a year.
fn wait(world: &World, draw: &mut Draw, referral: &Referral, admitted: bool) -> i32 {
    let specialty = &SPECIALTIES[referral.specialty];
    let day = referral.received / 1440;
    let years = f64::from(day - world.span.from) / 365.25;
    let quality = world.district.providers[referral.provider].quality;
    let longer = libm::exp(-0.5 * quality) * (1.0 + 0.025 * years).max(0.5);
    let (median, sigma) = match (referral.priority, admitted) {
        ("two_week_wait", true) => (44.0, 0.35),
        ("two_week_wait", false) => (26.0, 0.5),
        ("urgent", true) => (34.0, 0.6),
        ("urgent", false) => (20.0, 0.7),
        (_, true) => (74.0, 0.75),
        (_, false) => (40.0, 0.85),
    };
    let drawn = draw.log_normal(median * specialty.wait * longer, sigma);
    let drawn = if drawn > 280.0 { 280.0 + (drawn - 280.0) * 0.22 } else { drawn };
    let days = nearest(drawn).max(1);
    let just_over = (EIGHTEEN_WEEKS..EIGHTEEN_WEEKS + 26).contains(&days);
    if just_over && draw.chance(0.4) { draw.between(100, EIGHTEEN_WEEKS - 1) } else { days }
}

fn write_referral(sink: &mut Sink<'_>, person: &Person, referral: &Referral) {
    let world = sink.world;
    let day = referral.received / 1440;
    let sender = District::sender(referral.provider);
    let sent = sink.sendings(day, Some(referral.seen.unwrap_or(day)));
    for (month, known) in sent.into_iter().flatten() {
        let Some(mut row) = sink.row(Dataset::Referrals, sender, month) else { return };
        row.serial(b'F', referral.id)
            .text(&world.district.providers[referral.provider].code)
            .time(&world.span, referral.received)
            .text(referral.source)
            .text(referral.priority)
            .text(SPECIALTIES[referral.specialty].code)
            .yes_no(referral.electronic)
            .perhaps(referral.seen.filter(|seen| *seen <= known), |row, seen| {
                row.day(&world.span, seen)
            })
            .yes_no(referral.rejected);
        person.write(&mut row, world, day);
    }
}

fn write_pathway(sink: &mut Sink<'_>, person: &Person, referral: &Referral) {
    let world = sink.world;
    let span = &world.span;
    let day = referral.received / 1440;
    let sender = District::sender(referral.provider);
    for (month, known) in sink.sendings(day, Some(referral.stop)).into_iter().flatten() {
        let Some(mut row) = sink.row(Dataset::RttPathways, sender, month) else { return };
        let stopped = referral.stop <= known;
        let decided = referral.decided.filter(|decided| *decided <= known);
        let planned = decided.filter(|_| referral.reason == "admitted").map(|_| referral.stop);
        row.serial(b'W', referral.pathway)
            .text(&world.district.providers[referral.provider].code)
            .day(span, day)
            .perhaps(Some(referral.stop).filter(|_| stopped), |row, stop| row.day(span, stop))
            .text(SPECIALTIES[referral.specialty].code)
            .text(referral.priority)
            .text(if stopped { referral.reason } else { "" })
            .perhaps(decided, |row, decided| row.day(span, decided))
            .perhaps(planned, |row, planned| row.day(span, planned))
            .serial(b'F', referral.id);
        person.write(&mut row, world, day);
    }
}

/// The first appointment, perhaps one that was missed before it, and follow-ups.
fn appointments(
    sink: &mut Sink<'_>,
    draw: &mut Draw,
    person: &Person,
    referral: &Referral,
    serials: &mut Serials,
) {
    let Some(seen) = referral.seen else { return };
    let start = referral.received / 1440;
    let mut appointment = Appointment {
        id: 0,
        specialty: referral.specialty,
        provider: referral.provider,
        day: seen,
        booked: draw.between(start, start.midpoint(seen)),
        referral: Some(referral),
        first: true,
        kept: true,
    };
    if draw.chance(0.13) && seen - start > 10 {
        appointment.day = draw.between(start.midpoint(seen), seen - 4);
        appointment.kept = false;
        appointment.id = serials.next();
        write_appointment(sink, draw, person, &appointment);
        appointment.booked = appointment.day;
        appointment.day = seen;
        appointment.kept = true;
    }
    appointment.id = serials.next();
    write_appointment(sink, draw, person, &appointment);
    appointment.first = false;
    for _ in 0..draw.poisson(FOLLOW_UPS) {
        let next = appointment.day + 7 + nearest(draw.log_normal(70.0, 0.6));
        appointment.booked = appointment.day;
        appointment.day = sink.world.span.next_worked(next);
        appointment.kept = !draw.chance(0.16);
        appointment.id = serials.next();
        if appointment.day > person.to {
            return;
        }
        write_appointment(sink, draw, person, &appointment);
    }
}

/// Clinics for the sake of long-term conditions.
fn clinics(
    sink: &mut Sink<'_>,
    draw: &mut Draw,
    person: &Person,
    (first, last): (i32, i32),
    serials: &mut Serials,
) {
    let rate: f64 = (CONDITIONS.iter().enumerate())
        .filter(|(number, _)| person.has(*number))
        .map(|(_, condition)| condition.clinics)
        .sum();
    let world = sink.world;
    let age = person.age(first.midpoint(last));
    for _ in 0..draw.poisson(rate * world.rhythms.planned.years(first, last)) {
        let day = world.span.next_worked(world.rhythms.planned.day(draw, first, last));
        let appointment = Appointment {
            id: serials.next(),
            specialty: specialty(draw, person, age),
            provider: people::trust(world, draw, person),
            day,
            booked: day - draw.between(14, 180),
            referral: None,
            first: false,
            kept: !draw.chance(0.15),
        };
        write_appointment(sink, draw, person, &appointment);
    }
}

/// Share of appointments not kept that were simply missed, by deprivation quintile; the others
/// were called off by either side.
const MISSED: [f64; 5] = [0.56, 0.50, 0.45, 0.41, 0.38];

fn write_appointment(
    sink: &mut Sink<'_>,
    draw: &mut Draw,
    person: &Person,
    appointment: &Appointment<'_>,
) {
    let world = sink.world;
    let minute = appointment.day * 1440 + rhythm::clinic_minute(draw);
    let missed = MISSED[at(person.quintile - 1)];
    let attendance = if appointment.kept {
        "attended"
    } else {
        let weights = [missed, (1.0 - missed) * 0.55, (1.0 - missed) * 0.45];
        ["did_not_attend", "cancelled_by_patient", "cancelled_by_provider"][draw.weighted(&weights)]
    };
    let outcome = ["discharged", "another_appointment", "added_to_list", "other"]
        [draw.weighted(&[0.28, 0.58, 0.08, 0.06])];
    let medium = if appointment.first || draw.chance(0.93) { "face_to_face" } else { "telephone" };
    let span = &world.span;
    let ahead = appointment.day > span.to;
    if ahead && (appointment.booked > span.to || appointment.day > span.to + BOOKED_AHEAD) {
        return;
    }
    let day = appointment.day.min(span.to);
    let [Some((month, _)), _] = sink.sendings(day, Some(day)) else { return };
    let sender = District::sender(appointment.provider);
    sink.tally.did(appointment.provider, month);
    let Some(mut row) = sink.row(Dataset::OutpatientAppointments, sender, month) else { return };
    let specialty = &SPECIALTIES[appointment.specialty];
    let kept = appointment.kept && !ahead;
    row.serial(b'O', appointment.id)
        .text(&world.district.providers[appointment.provider].code)
        .time(span, minute)
        .day(span, appointment.booked)
        .perhaps(appointment.referral, |row, referral| row.serial(b'F', referral.id))
        .text(specialty.code)
        .text(if appointment.first { "first" } else { "follow_up" })
        .text(medium)
        .text(if ahead { "booked" } else { attendance })
        .text(if kept { outcome } else { "" })
        .yes_no(appointment.first && appointment.referral.is_some_and(|one| one.electronic))
        .perhaps(
            Some(specialty.prices[if appointment.first { 1 } else { 2 }]).filter(|_| kept),
            Row::whole,
        );
    person.write(&mut row, world, appointment.day);
}
