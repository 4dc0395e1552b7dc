//! One place on a list over the years: who holds it, and everything that happens to them in order.

use crate::draw::{Draw, Subject};
use crate::emergency;
use crate::inpatient::{self, Reason, Stay};
use crate::people::{self, Ages, Coming, Person};
use crate::planned;
use crate::rates::{
    ATTENDANCES, ATTENDANCES_BY_QUINTILE, CANCER, DIRECT_EMERGENCIES, EMERGENCIES_BY_QUINTILE,
    PLANNED, band,
};
use crate::rhythm::{self, Rhythm};
use crate::surveys;
use crate::whole::{at, nearest};
use crate::world::Sink;

/// Share of deaths that come after an emergency admission (Public Health England, *Statistical
/// commentary: end of life care profiles*, 2018: 46 % of deaths in hospital).
const DEATHS_IN_HOSPITAL: f64 = 0.46;
/// Share of emergency stays after which somebody comes back within thirty days, before frailty.
const COMES_BACK: f64 = 0.105;
/// Numbers for one place: as many events as nobody has.
const SERIALS_PER_PLACE: u64 = 1 << 14;

/// Numbers of events, unlike any other of the district.
#[derive(Debug)]
pub(crate) struct Serials(u64);

impl Serials {
    /// The next one.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 += 1;
        self.0
    }
}

/// What is to happen to somebody at a minute, unless they are in hospital then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Due {
    pub minute: i32,
    pub what: What,
}

/// What is to happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum What {
    /// Coming to A&E; `true` for those who are sure to stay.
    Attendance(bool),
    /// An emergency admission that does not come by A&E.
    Direct,
    /// A birth.
    Maternity,
    /// A planned stay in a specialty at a trust; `true` where it ends a pathway.
    Planned(usize, usize, bool),
}

/// Everything that happens on one place of a practice's list.
pub(crate) fn live(sink: &mut Sink<'_>, practice: usize, place: u64, ages: &Ages, growth: bool) {
    let world = sink.world;
    let mut draw = Draw::new(world.seed, Subject::Place, place);
    let mut serials = Serials(place * SERIALS_PER_PLACE);
    let mut coming = if growth {
        Coming::On(draw.between(world.span.from + 1, world.span.to.max(world.span.from + 1)))
    } else {
        Coming::Before
    };
    for ordinal in 0.. {
        if matches!(coming, Coming::On(day) if day > world.span.to) {
            break;
        }
        let person = people::person(world, &mut draw, (practice, place, ordinal), ages, coming);
        people::register(sink, &person);
        happen(sink, &mut draw, &person, &mut serials);
        coming = Coming::On(people::next_comes(&mut draw, person.to));
    }
}

/// Everything that happens to one person.
fn happen(sink: &mut Sink<'_>, draw: &mut Draw, person: &Person, serials: &mut Serials) {
    let span = &sink.world.span;
    let first = person.from.max(0);
    let last = person.to.min(span.to);
    if last < first {
        return;
    }
    let mut due = Vec::new();
    unplanned(sink, draw, person, (first, last), &mut due);
    planned::care(sink, draw, person, (first, last), (serials, &mut due));
    surveys::about_practice(sink, draw, person, serials);
    // The last is the next to come.
    due.sort_unstable_by(|a, b| b.cmp(a));
    let mut free = i32::MIN;
    let mut left: Option<i32> = None;
    while let Some(next) = due.pop() {
        if next.minute < free || next.minute / 1440 > last {
            continue;
        }
        let stay = begin(sink, draw, person, serials, next);
        let Some(mut stay) = stay else { continue };
        stay.days_since_discharge = left.map(|day| stay.admitted / 1440 - day);
        let discharged = inpatient::run(sink, draw, person, &stay);
        free = discharged;
        left = Some(discharged / 1440);
        let back = matches!(next.what, What::Attendance(_) | What::Direct)
            && draw.chance((COMES_BACK * (0.55 + 0.45 * person.frailty)).min(0.6));
        if back {
            let minute = discharged + 360 + nearest(draw.exponential(9.5 * 1440.0)).min(28 * 1440);
            let again = Due { minute, what: What::Attendance(true) };
            let position = due.partition_point(|due| due > &again);
            due.insert(position, again);
        }
    }
}

/// What nobody plans.
fn unplanned(
    sink: &Sink<'_>,
    draw: &mut Draw,
    person: &Person,
    (first, last): (i32, i32),
    due: &mut Vec<Due>,
) {
    let rhythms = &sink.world.rhythms;
    let middle = first.midpoint(last);
    let (age, quintile) = (person.age(middle), at(person.quintile - 1));
    let band = band(age);
    let mut add = |draw: &mut Draw, rhythm: &Rhythm, rate: f64, what: What| {
        for _ in 0..draw.poisson(rate * rhythm.years(first, last)) {
            let day = rhythm.day(draw, first, last);
            let of_day = match what {
                What::Attendance(_) => rhythm::arrival_minute(draw, age),
                What::Direct => draw.between(600, 1_260),
                What::Maternity => draw.below(1_440),
                What::Planned(..) => 450 + 15 * draw.below(20),
            };
            due.push(Due { minute: day * 1440 + of_day, what });
        }
    };
    let attending = if age < 16 { &rhythms.children } else { &rhythms.adults };
    let rate = ATTENDANCES[band] * ATTENDANCES_BY_QUINTILE[quintile] * person.frailty;
    add(draw, attending, rate, What::Attendance(false));
    let rate = DIRECT_EMERGENCIES[band] * EMERGENCIES_BY_QUINTILE[quintile] * person.frailty;
    add(draw, &rhythms.emergencies, rate, What::Direct);
    let rate = people::maternities(person, middle);
    add(draw, &rhythms.steady, rate, What::Maternity);
    let often = if person.has(CANCER) { 6.0 } else { 0.8 };
    let rate = PLANNED[band] * often * (0.6 + 0.4 * person.frailty);
    let trust = people::trust(sink.world, draw, person);
    let specialty = planned::specialty(draw, person, age);
    add(draw, &rhythms.planned, rate, What::Planned(specialty, trust, false));
    if person.died && person.to <= sink.world.span.to && draw.chance(DEATHS_IN_HOSPITAL) {
        let day = (person.to - nearest(draw.exponential(6.0))).clamp(first, person.to);
        due.push(Due { minute: day * 1440 + draw.below(1_200), what: What::Attendance(true) });
    }
}

/// The stay that comes of what is due, if one does.
fn begin(
    sink: &mut Sink<'_>,
    draw: &mut Draw,
    person: &Person,
    serials: &mut Serials,
    due: Due,
) -> Option<Stay> {
    let world = sink.world;
    let day = due.minute / 1440;
    let stay = match due.what {
        What::Attendance(certain) => {
            let id = serials.next();
            let admission = emergency::attend(sink, draw, person, id, due.minute, certain)?;
            let reason = Reason::Emergency(Some(admission.attendance), admission.presentation);
            Stay::new(reason, admission.trust, admission.minute)
        }
        What::Direct => {
            let trust = people::trust(world, draw, person);
            let presentation = emergency::presentation(world, draw, person.age(day), day);
            Stay::new(Reason::Emergency(None, presentation), trust, due.minute)
        }
        What::Maternity => {
            let trust = people::trust(world, draw, person);
            Stay::new(Reason::Maternity, trust, due.minute)
        }
        What::Planned(specialty, trust, ends_pathway) => {
            Stay::new(Reason::Planned(specialty, ends_pathway), trust, due.minute)
        }
    };
    Some(Stay { id: serials.next(), ..stay })
}
