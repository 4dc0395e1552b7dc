//! Answers to surveys: friends and family after care, and the yearly survey of patients of
//! practices.

use chrono::Datelike as _;

use crate::dataset::Dataset;
use crate::district::{COMMISSIONER, District};
use crate::draw::{Draw, Subject, shifted};
use crate::life::Serials;
use crate::people::Person;
use crate::rates::ETHNIC_GROUPS;
use crate::whole::{counted, nearest};
use crate::world::{Sink, World};

/// Share of attendances after which somebody answers (NHS England, *Friends and Family Test*,
/// 2018-19: 12 %), and of stays (24 %).
const ANSWERED_AFTER_ATTENDANCE: f64 = 0.12;
const ANSWERED_AFTER_STAY: f64 = 0.24;
/// Share of grown-ups who answer the survey of patients of practices in a year (GP Patient Survey
/// 2019: 770,000 answers).
const ANSWERED_ABOUT_PRACTICE: f64 = 0.0165;
/// Questions about a practice, with the share of good answers (GP Patient Survey 2019).
const QUESTIONS: [(&str, f64); 5] = [
    ("overall", 0.83),
    ("telephone", 0.68),
    ("seen_within_48_hours", 0.58),
    ("booked_ahead", 0.72),
    ("opening_hours", 0.65),
];

/// One answer of a person.
struct Answer {
    survey: &'static str,
    question: &'static str,
    response: u64,
    day: i32,
    positive: bool,
    weight: f64,
    /// The provider it is about; the person's practice where there is none.
    provider: Option<usize>,
}

/// Whether somebody would recommend the A&E department they have left.
pub(crate) fn after_attendance(
    sink: &mut Sink<'_>,
    draw: &mut Draw,
    person: &Person,
    provider: usize,
    (response, left, minutes): (u64, i32, i32),
) {
    if !draw.chance(ANSWERED_AFTER_ATTENDANCE) {
        return;
    }
    let long = if minutes > 240 { -1.1 } else { 0.15 };
    let share = shifted(0.87, long + sink.world.district.providers[provider].quality);
    friends_and_family(sink, draw, person, ("ae", share), (provider, left, response));
}

/// Whether somebody would recommend the ward they have left.
pub(crate) fn after_stay(
    sink: &mut Sink<'_>,
    draw: &mut Draw,
    person: &Person,
    provider: usize,
    (response, left): (u64, i32),
) {
    if draw.chance(ANSWERED_AFTER_STAY) {
        let share = shifted(0.955, sink.world.district.providers[provider].quality);
        friends_and_family(sink, draw, person, ("inpatient", share), (provider, left, response));
    }
}

fn friends_and_family(
    sink: &mut Sink<'_>,
    draw: &mut Draw,
    person: &Person,
    (question, share): (&'static str, f64),
    (provider, left, response): (usize, i32, u64),
) {
    let day = left + draw.below(12);
    let positive = draw.chance(share);
    let survey = "friends_and_family";
    let provider = Some(provider);
    let answer = Answer { survey, question, response, day, positive, weight: 1.0, provider };
    write(sink, draw, person, &answer);
}

/// What somebody says of their practice: in the first three months of a year, if they are asked
/// and answer.
pub(crate) fn about_practice(
    sink: &mut Sink<'_>,
    draw: &mut Draw,
    person: &Person,
    serials: &mut Serials,
) {
    let world = sink.world;
    let (first, last) = (world.span.from.max(person.from), world.span.to.min(person.to));
    let mut day = first;
    while day <= last {
        let date = world.span.date(day);
        let ordinal = counted(date.ordinal0() as usize);
        let next = day - ordinal + 366;
        if ordinal < 90 && draw.chance(ANSWERED_ABOUT_PRACTICE) && person.age(day) >= 16 {
            let on = (day - ordinal + draw.below(90)).clamp(day, last);
            answer_about_practice(sink, draw, person, (serials.next(), on));
        }
        day = start_of_year(world, next);
    }
}

/// The first day of the year in which a day lies.
fn start_of_year(world: &World, day: i32) -> i32 {
    day - counted(world.span.date(day).ordinal0() as usize)
}

fn answer_about_practice(
    sink: &mut Sink<'_>,
    draw: &mut Draw,
    person: &Person,
    (response, day): (u64, i32),
) {
    let older = if person.age(day) >= 65 { 0.45 } else { -0.1 };
    let quality = sink.world.practice(person.practice).quality;
    let mood = 0.8 * draw.normal();
    let weight = draw.log_normal(0.9, 0.45);
    for (question, share) in QUESTIONS {
        if draw.chance(0.04) {
            continue;
        }
        let positive = draw.chance(shifted(share, older + quality + mood));
        let survey = "gp_patient";
        let answer = Answer { survey, question, response, day, positive, weight, provider: None };
        write(sink, draw, person, &answer);
    }
}

fn write(sink: &mut Sink<'_>, draw: &mut Draw, person: &Person, answer: &Answer) {
    let world = sink.world;
    let score =
        draw.between(if answer.positive { 4 } else { 1 }, if answer.positive { 5 } else { 3 });
    if !world.span.contains(answer.day) {
        return;
    }
    let sender = answer.provider.map_or(0, District::sender);
    let month = world.span.month_of(answer.day);
    let Some(mut row) = sink.row(Dataset::SurveyResponses, sender, month) else { return };
    row.text(answer.survey)
        .serial(b'R', answer.response)
        .text(answer.question)
        .day(&world.span, answer.day)
        .whole(score)
        .yes_no(answer.positive)
        .decimal(answer.weight)
        .perhaps(answer.provider, |row, provider| {
            row.text(&world.district.providers[provider].code)
        })
        .text(&world.practice(person.practice).code)
        .text(COMMISSIONER);
    row.whole(person.age(answer.day)).text(person.sex());
    row.text(ETHNIC_GROUPS[person.ethnic_group]).whole(person.quintile).end();
}

/// Staff of a provider who answer the survey of a year.
const STAFF_ANSWERS: f64 = 180.0;

/// What staff say of their work, each October and November.
pub(crate) fn of_staff(sink: &mut Sink<'_>) {
    let world = sink.world;
    let span = &world.span;
    for (number, provider) in world.district.providers.iter().enumerate() {
        let stream = 6_000_000 + number as u64;
        let mut draw = Draw::new(world.seed, Subject::Organisation, stream);
        let mut response = 0;
        for (index, month) in span.months.iter().enumerate() {
            if !matches!(month.start.month(), 10 | 11) {
                continue;
            }
            for _ in 0..draw.poisson(STAFF_ANSWERS * f64::from(month.days()) / 61.0) {
                response += 1;
                let day = draw.between(month.first, month.last);
                let drawn = 3.6 + 1.2 * provider.quality + 0.9 * draw.normal();
                let score = nearest(drawn).clamp(1, 5);
                let sender = District::sender(number);
                let Some(mut row) = sink.row(Dataset::SurveyResponses, sender, index) else {
                    return;
                };
                row.text("staff")
                    .text(&format!("{}-{response}", provider.code))
                    .text("job_satisfaction")
                    .day(span, day)
                    .whole(score)
                    .yes_no(score >= 4)
                    .decimal(1.0)
                    .text(&provider.code)
                    .blank()
                    .text(COMMISSIONER);
                row.blank().blank().blank().blank().end();
            }
        }
    }
}
