//! People: who they are, when they come onto a list and leave it, and what they live with.

use chrono::Datelike as _;

use crate::district::COMMISSIONER;
use crate::draw::Draw;
use crate::rates::{
    BANDS, CONDITIONS, DEATHS, ETHNIC_GROUPS, ETHNIC_SHARES, MATERNITIES, POPULATION, band,
};
use crate::row::Row;
use crate::whole::{at, counted, nearest};
use crate::world::{Sink, World};

/// Share of those who come onto a list who are newborn; the others move in.
const NEWBORN_SHARE: f64 = 0.15;
/// Years on a list already at the first day, on average.
const YEARS_BEFORE: f64 = 9.0;
/// Days until a place that somebody has left is taken again, on average.
const DAYS_VACANT: f64 = 15.0;
/// The shape of how much one person differs from the next in need of care: the smaller, the more
/// falls on repeat attenders.
const FRAILTY_SHAPE: f64 = 0.9;
/// Above this nobody's need goes.
const MOST_FRAIL: f64 = 14.0;

/// A person while on the list of a practice.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub pseudonym: u64,
    /// Day of birth, counted as the span counts.
    pub born: i32,
    pub woman: bool,
    /// Place in [`ETHNIC_GROUPS`].
    pub ethnic_group: usize,
    pub area: i32,
    pub quintile: i32,
    pub practice: usize,
    /// First and last day on the list; the last may lie beyond the span.
    pub from: i32,
    pub to: i32,
    pub died: bool,
    /// One bit for each of [`CONDITIONS`].
    pub conditions: u16,
    /// Need of emergency care against others of the same age.
    pub frailty: f64,
}

impl Person {
    /// Age on a day, in whole years.
    pub(crate) fn age(&self, day: i32) -> i32 {
        ((day - self.born) * 4 / 1461).clamp(0, 110)
    }

    /// Whether they live with the condition of a number.
    pub(crate) fn has(&self, condition: usize) -> bool {
        self.conditions >> condition & 1 == 1
    }

    /// The last columns of every dataset of patients.
    pub(crate) fn write(&self, row: &mut Row<'_>, world: &World, day: i32) {
        row.pseudonym(self.pseudonym).whole(self.age(day)).text(self.sex());
        row.text(ETHNIC_GROUPS[self.ethnic_group]).text(&world.area(self.area).code);
        row.whole(self.quintile).text(&world.practice(self.practice).code).text(COMMISSIONER).end();
    }

    /// Their sex as the datasets write it.
    pub(crate) fn sex(&self) -> &'static str {
        if self.woman { "female" } else { "male" }
    }
}

/// How somebody comes onto a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coming {
    /// Was there before.
    Before,
    /// On a day, by moving in or being born.
    On(i32),
}

/// The weights of ages of a practice's people, women and men, for those who are there and for
/// those who move in.
#[derive(Debug)]
pub(crate) struct Ages {
    there: [f64; 2 * BANDS],
    movers: [f64; 2 * BANDS],
}

impl Ages {
    /// The ages of a practice.
    pub(crate) fn of(world: &World, practice: usize) -> Self {
        let youth = world.practice(practice).youth;
        let mut there = [0.0; 2 * BANDS];
        let mut movers = [0.0; 2 * BANDS];
        for (index, people) in POPULATION.iter().flatten().enumerate() {
            let band = index % BANDS;
            let lean = match band {
                4..=7 => 1.0,
                0..=3 => 0.3,
                13.. => -1.0,
                _ => -0.2,
            };
            there[index] = people * libm::exp(youth * lean);
            movers[index] = there[index] * leaving(counted(band) * 5);
        }
        Self { there, movers }
    }
}

/// The share of an age that moves away in a year, and moves in from elsewhere.
fn leaving(age: i32) -> f64 {
    match age {
        18..=24 => 0.16,
        25..=34 => 0.12,
        0..=4 | 35..=44 => 0.06,
        45..=64 => 0.03,
        65.. => 0.02,
        _ => 0.04,
    }
}

/// Makes the person who comes onto a place.
pub(crate) fn person(
    world: &World,
    draw: &mut Draw,
    place: (usize, u64, u64),
    ages: &Ages,
    coming: Coming,
) -> Person {
    let (practice, number, ordinal) = place;
    let newborn = coming != Coming::Before && draw.chance(NEWBORN_SHARE);
    let index = draw.weighted(if coming == Coming::Before { &ages.there } else { &ages.movers });
    let mut age_days = draw.below(1826) + counted(index % BANDS) * 1826;
    if index % BANDS == BANDS - 1 {
        age_days = 32_872 + nearest(draw.exponential(900.0)).min(5_400);
    }
    let on = match coming {
        Coming::Before => world.span.from,
        Coming::On(day) => day,
    };
    let born = if newborn { on } else { on - age_days.max(1) };
    let from = match coming {
        Coming::Before => {
            let back = nearest(draw.exponential(YEARS_BEFORE * 365.25));
            (world.span.from - 1 - back).max(born)
        }
        Coming::On(day) => day,
    };
    let (first, last) = world.practice(practice).areas;
    let area = first + triangular(draw, last - first);
    let mut person = Person {
        pseudonym: world.pseudonym(number, ordinal),
        born,
        woman: index < BANDS,
        ethnic_group: ethnic_group(draw, world.area(area).diversity),
        area,
        quintile: world.area(area).quintile,
        practice,
        from,
        to: 0,
        died: false,
        conditions: 0,
        frailty: 1.0,
    };
    let age = person.age(on);
    live_with(&mut person, draw, age);
    leave(&mut person, draw, on, age);
    person
}

/// A number from 0 to `range`, likeliest in the middle.
fn triangular(draw: &mut Draw, range: i32) -> i32 {
    let one = draw.below(range / 2 + 1);
    one + draw.below(range - range / 2 + 1)
}

fn ethnic_group(draw: &mut Draw, diversity: f64) -> usize {
    let mut shares = ETHNIC_SHARES;
    for share in &mut shares[1..5] {
        *share *= diversity;
    }
    draw.weighted(&shares)
}

/// Gives a person long-term conditions by age and deprivation, and the need of care that comes
/// with them.
fn live_with(person: &mut Person, draw: &mut Draw, age: i32) {
    let group = match age {
        ..18 => 0,
        18..40 => 1,
        40..60 => 2,
        60..75 => 3,
        _ => 4,
    };
    let mut need = 1.0;
    let mut usual = 1.0;
    for (number, condition) in CONDITIONS.iter().enumerate() {
        let lean = (condition.deprived - 1.0) * f64::from(3 - person.quintile) / 2.0;
        let prevalence = condition.prevalence[group] * (1.0 + lean).max(0.3);
        usual *= 1.0 + condition.prevalence[group] * (condition.emergencies - 1.0);
        if draw.chance(prevalence) {
            person.conditions |= 1 << number;
            need *= condition.emergencies;
        }
    }
    person.frailty = (draw.gamma(FRAILTY_SHAPE) * need / usual).min(MOST_FRAIL);
}

/// Sets the day on which a person leaves the list, from `on` at an age.
fn leave(person: &mut Person, draw: &mut Draw, on: i32, age: i32) {
    let band = band(age);
    let death = DEATHS[band] * (0.5 + 0.5 * person.frailty.min(4.0));
    let years_to_death = draw.exponential(1.0 / death);
    let years_to_move = draw.exponential(1.0 / leaving(age));
    person.died = years_to_death < years_to_move;
    let years = years_to_death.min(years_to_move).min(60.0);
    person.to = on + nearest(years * 365.25);
}

/// The day on which the next person comes onto the place of one who leaves.
pub(crate) fn next_comes(draw: &mut Draw, left: i32) -> i32 {
    left + 1 + nearest(draw.exponential(DAYS_VACANT))
}

/// The line of a person in `persons.csv`.
pub(crate) const PERSONS_HEADER: &str = "patient,birth_year,sex,ethnic_group,lsoa,\
     deprivation_quintile,practice,registered_from,registered_to,conditions";

/// Writes a person down and counts the months on the list.
pub(crate) fn register(sink: &mut Sink<'_>, person: &Person) {
    let world = sink.world;
    let span = &world.span;
    let mut row = Row::new(&mut sink.persons);
    row.pseudonym(person.pseudonym).whole(span.date(person.born).year()).text(person.sex());
    row.text(ETHNIC_GROUPS[person.ethnic_group]).text(&world.area(person.area).code);
    row.whole(person.quintile).text(&world.practice(person.practice).code).day(span, person.from);
    row.perhaps(Some(person.to).filter(|day| *day <= span.to), |row, day| row.day(span, day));
    let mut names = String::new();
    for (number, condition) in CONDITIONS.iter().enumerate() {
        if person.has(number) {
            if !names.is_empty() {
                names.push(';');
            }
            names.push_str(condition.name);
        }
    }
    row.text(&names).end();
    let sex = usize::from(!person.woman);
    for (number, month) in span.months.iter().enumerate() {
        let counts = sink.list.month_mut(0, number);
        if (month.first..=month.last).contains(&person.born) {
            counts.births += 1;
        }
        if person.from > month.first || person.to < month.first {
            continue;
        }
        counts.patients[sex][band(person.age(month.first))] += 1;
        for (condition, count) in counts.conditions.iter_mut().enumerate() {
            *count += i32::from(person.has(condition));
        }
    }
}

/// Maternities a year of a person on a day.
pub(crate) fn maternities(person: &Person, day: i32) -> f64 {
    if person.woman { MATERNITIES[band(person.age(day))] } else { 0.0 }
}

/// The hospital trust that a person goes to: usually the nearest.
pub(crate) fn trust(world: &World, draw: &mut Draw, person: &Person) -> usize {
    let hospitals = world.area(person.area).hospitals;
    hospitals[at(i32::from(draw.chance(0.17)))]
}
