//! Groups the dates of a timescale that belong together, and finds the days of each group.

use super::calendar::{Part, Point, Search, Stretch, YearName};
use super::item::{Item, Join, Mark};
use super::{Context, Precision};

/// Dates with nothing but a dash, a slash, "and" or "to" between them.
#[derive(Debug)]
pub(super) struct Cluster {
    pub(super) points: Vec<Point>,
    joins: Vec<Join>,
    /// Where it stands among the items.
    pub(super) from: usize,
    pub(super) to: usize,
    /// The marks right before it and right after it.
    pub(super) before: Vec<Mark>,
    pub(super) after: Vec<Mark>,
}

/// How the dates of a cluster hang together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Single,
    /// From the first to the last.
    Span,
    /// Parts that share a year ("Aug/Sept 03", "Quarters 2 and 3"): a span as exact as its parts.
    Parts,
    /// Dates of their own.
    List,
}

/// The days of a cluster.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    pub(super) first: Stretch,
    /// The stretch that ends last.
    pub(super) last: Stretch,
    pub(super) shape: Shape,
}

/// All clusters of a timescale.
pub(super) fn clusters(items: &[Item]) -> Vec<Cluster> {
    let mut clusters = Vec::new();
    let mut at = 0;
    while at < items.len() {
        let Item::Point(first) = items[at] else {
            at += 1;
            continue;
        };
        let (mut points, mut joins, from) = (vec![first], Vec::new(), at);
        at += 1;
        while let Some((join, point, next)) = next_point(&items[at..]) {
            joins.push(join);
            points.push(point);
            at += next;
        }
        let (before, after) = (marks_before(items, from), marks_after(items, at));
        clusters.push(Cluster { points, joins, from, to: at, before, after });
    }
    clusters
}

/// The next date of the same cluster, what joins it, and how many items on it ends.
fn next_point(items: &[Item]) -> Option<(Join, Point, usize)> {
    let joins = items
        .iter()
        .take_while(|item| matches!(item, Item::Join(_) | Item::Mark(Mark::Until | Mark::Through)))
        .count();
    let Some(Item::Point(point)) = items.get(joins) else { return None };
    let join = match (joins, items.first()?) {
        // Dates side by side are a list, as in "2021 2019".
        (0, _) => Join::Comma,
        (1 | 2, Item::Join(join)) => *join,
        (1, Item::Mark(_)) => Join::To,
        _ => return None,
    };
    // "2008 - to March 2009" is one span.
    let to = items[..joins].iter().any(|item| matches!(item, Item::Mark(_) | Item::Join(Join::To)));
    Some((if to { Join::To } else { join }, *point, joins + 1))
}

fn marks_before(items: &[Item], from: usize) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut place = from;
    while let Some(previous) = place.checked_sub(1) {
        match items[previous] {
            Item::Mark(mark) => marks.push(mark),
            // "To March 09" without a beginning is until then.
            Item::Join(Join::To) => marks.push(Mark::Until),
            Item::Join(_) if previous > 0 && matches!(items[previous - 1], Item::Mark(_)) => {}
            _ => break,
        }
        place = previous;
    }
    marks
}

fn marks_after(items: &[Item], to: usize) -> Vec<Mark> {
    let mut marks = Vec::new();
    for item in &items[to..] {
        match item {
            Item::Mark(mark @ (Mark::Onwards | Mark::Ongoing | Mark::AtLatest)) => {
                marks.push(*mark);
            }
            Item::Join(_) | Item::Stop | Item::Recurrence => {}
            _ => break,
        }
    }
    marks
}

impl Cluster {
    pub(super) fn is_after(&self, mark: Mark) -> bool {
        self.before.contains(&mark)
    }

    /// Whether one of its dates takes its year from the context.
    pub(super) fn lacks_every_year(&self) -> bool {
        self.points.iter().all(Point::lacks_year)
    }

    /// Whether something before or after it asks for it as a deadline.
    pub(super) fn is_deadline(&self) -> bool {
        const DEADLINE: [Mark; 3] = [Mark::By, Mark::Until, Mark::Complete];
        DEADLINE.iter().any(|mark| self.is_after(*mark)) || self.after.contains(&Mark::AtLatest)
    }

    /// Whether its dates are stretches to work in rather than days to be ready by.
    pub(super) fn is_period(&self) -> bool {
        self.points.iter().all(|point| {
            matches!(
                point.part,
                Part::Year
                    | Part::Half(_)
                    | Part::Quarter(_)
                    | Part::FirstMonths(_)
                    | Part::LastMonths(_)
                    | Part::Season(_)
            )
        })
    }

    /// Whether it is said to begin rather than to be due.
    pub(super) fn is_start(&self) -> bool {
        [Mark::From, Mark::NotBefore, Mark::After].iter().any(|mark| self.is_after(*mark))
            || self.after.contains(&Mark::Onwards)
    }

    /// Whether a number that nothing explains follows a date without its year: it may be one.
    pub(super) fn is_doubtful(&self, items: &[Item]) -> bool {
        self.points.last().is_some_and(Point::lacks_year)
            && items.get(self.to) == Some(&Item::Number)
    }

    fn shape(&self) -> Shape {
        if self.points.len() == 1 {
            return Shape::Single;
        }
        let dashed = self.joins.iter().all(|join| matches!(join, Join::Dash | Join::To));
        if dashed || self.is_after(Mark::Between) {
            return Shape::Span;
        }
        // Days are not worked in from the first to the last, as months are: each is a date.
        let days = self.points.iter().all(|point| matches!(point.part, Part::Day(..)));
        if days {
            return Shape::List;
        }
        let earlier = &self.points[..self.points.len() - 1];
        if earlier.iter().any(Point::lacks_year) { Shape::Parts } else { Shape::List }
    }

    /// The days of its dates; `None` when one of them does not exist or needs a context that is
    /// not given.
    pub(super) fn days(&self, context: &Context) -> Option<Days> {
        let stretches = self.stretches(context)?;
        let last = *stretches.iter().max_by_key(|stretch| stretch.last)?;
        let (first, end) = (*stretches.first()?, *stretches.last()?);
        Some(match self.shape() {
            // Written the wrong way round, a span keeps its order.
            shape @ Shape::Span => Days { first, last: end, shape },
            shape => {
                let first = *stretches.iter().min_by_key(|stretch| stretch.first)?;
                Days { first, last, shape }
            }
        })
    }

    /// Each date's days. A year said once holds for its neighbours: backwards for those before it
    /// ("Dec-Feb 04"), forwards for those after it.
    fn stretches(&self, context: &Context) -> Option<Vec<Stretch>> {
        let mut found: Vec<Option<Stretch>> = self
            .points
            .iter()
            .map(|point| if point.lacks_year() { None } else { point.stretch(context) })
            .collect();
        let unreadable =
            |(point, stretch): (&Point, &Option<Stretch>)| !point.lacks_year() && stretch.is_none();
        if self.points.iter().zip(&found).any(unreadable) {
            return None;
        }
        if found.iter().all(Option::is_none) {
            let first = self.points.first()?;
            found[0] = Some(first.stretch_in_context(context, self.search())?);
        }
        for place in (0..found.len().saturating_sub(1)).rev() {
            if let (None, Some(next)) = (found[place], found[place + 1]) {
                found[place] = self.before(place, next, context);
            }
        }
        for place in 1..found.len() {
            if let (Some(previous), None) = (found[place - 1], found[place]) {
                found[place] = self.points[place].stretch_from(previous.first, context);
            }
        }
        found.into_iter().collect()
    }

    /// A date without a year before one that has it.
    fn before(&self, place: usize, next: Stretch, context: &Context) -> Option<Stretch> {
        let point = self.points[place];
        let year = self.points[place + 1].year;
        let of_same_kind = matches!(point.part, Part::Quarter(_) | Part::Half(_));
        if of_same_kind && matches!(year, YearName::Financial(_)) {
            let named = Point { year, ..point }.stretch(context)?;
            if named.first <= next.first {
                return Some(named);
            }
        }
        point.stretch_until(next.first, context)
    }

    /// Where a year that nobody says is looked for.
    fn search(&self) -> Search {
        let edge = self.points.iter().any(|point| point.edge.is_some());
        let prose = edge || self.is_deadline() || self.is_after(Mark::Before);
        if prose {
            Search::Deadline
        } else if [Mark::In, Mark::On, Mark::From].iter().any(|mark| self.is_after(*mark)) {
            Search::Nearby
        } else {
            Search::PlanYear
        }
    }
}

impl Days {
    /// How exact the whole is.
    pub(super) fn precision(&self) -> Precision {
        match self.shape {
            Shape::Span => Precision::Range,
            _ => self.last.precision,
        }
    }

    /// Whether the dates are in order.
    pub(super) fn in_order(&self) -> bool {
        self.first.first <= self.last.last
    }
}
