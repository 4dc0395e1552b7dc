//! Decides what the dates and words of a timescale mean together.

use chrono::{Datelike, Days as ChronoDays, Months, NaiveDate};

use super::calendar::{self, Edge, Part, YearName};
use super::cluster::{Cluster, Days, Shape, clusters};
use super::item::{Item, Length, Mark};
use super::lexicon::Unit;
use super::rule::Rule;
use super::{Context, Precision};

/// What a timescale means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) earliest: Option<NaiveDate>,
    pub(super) latest: Option<NaiveDate>,
    pub(super) precision: Precision,
    pub(super) rule: Rule,
    /// A year was taken from the context.
    pub(super) year_inferred: bool,
}

impl Reading {
    fn new(
        (earliest, latest): (Option<NaiveDate>, Option<NaiveDate>),
        precision: Precision,
        rule: Rule,
    ) -> Self {
        Self { earliest, latest, precision, rule, year_inferred: false }
    }

    fn without_days(precision: Precision, rule: Rule) -> Self {
        Self::new((None, None), precision, rule)
    }
}

/// Reads the items of a timescale; `None` when they mean nothing certain.
pub(super) fn read(items: &[Item], context: &Context) -> Option<Reading> {
    let clusters = clusters(items);
    if clusters.iter().any(|cluster| cluster.is_doubtful(items)) {
        return None;
    }
    let reading = read_clusters(items, &clusters, context)?;
    let in_order = reading.earliest.zip(reading.latest).is_none_or(|(first, last)| first <= last);
    Some(if in_order { reading } else { Reading { rule: Rule::OutOfOrder, ..reading } })
}

fn read_clusters(items: &[Item], clusters: &[Cluster], context: &Context) -> Option<Reading> {
    let recurs = recurrence_of_its_own(items);
    match clusters {
        [] => without_dates(items, context),
        clusters if recurs && clusters.iter().all(Cluster::lacks_every_year) => {
            Some(Reading::without_days(Precision::Ongoing, Rule::Recurrence))
        }
        [cluster] => {
            let reading = one_cluster(items, cluster, context)?;
            let year_inferred = cluster.lacks_every_year();
            Some(Reading {
                year_inferred,
                ..if recurs { recurring(cluster, reading) } else { reading }
            })
        }
        clusters => {
            let reading = several(clusters, context)?;
            let year_inferred = clusters.iter().any(Cluster::lacks_every_year);
            Some(Reading { year_inferred, ..reading })
        }
    }
}

/// Whether something recurs, rather than being called quarterly: "an annual report by June 08".
fn recurrence_of_its_own(items: &[Item]) -> bool {
    items
        .iter()
        .enumerate()
        .any(|(place, item)| *item == Item::Recurrence && items.get(place + 1) != Some(&Item::Word))
}

/// Something that recurs from a date on, or up to one.
fn recurring(cluster: &Cluster, reading: Reading) -> Reading {
    let days = match reading.rule {
        Rule::Deadline => (None, reading.latest),
        Rule::Due => (reading.latest.and_then(|_| cluster_start(reading)), None),
        _ => (reading.earliest, reading.latest),
    };
    let dates_one_of_them = reading.rule == Rule::Due && !cluster.before.is_empty();
    if dates_one_of_them || matches!(reading.rule, Rule::Past | Rule::OutOfOrder) {
        return reading;
    }
    Reading::new(days, Precision::Ongoing, Rule::Recurrence)
}

/// The first day of what is due by a day, month or week.
fn cluster_start(reading: Reading) -> Option<NaiveDate> {
    let latest = reading.latest?;
    match reading.precision {
        Precision::Month => latest.with_day(1),
        Precision::Week => latest.checked_sub_days(ChronoDays::new(6)),
        _ => Some(latest),
    }
}

fn one_cluster(items: &[Item], cluster: &Cluster, context: &Context) -> Option<Reading> {
    let days = cluster.days(context)?;
    let away = items.iter().enumerate().any(|(place, item)| {
        *item == Item::Mark(Mark::Ongoing) && !(cluster.from..cluster.to).contains(&place)
    });
    let bound = cluster.is_after(Mark::Ongoing) || cluster.after.contains(&Mark::Ongoing);
    if away && !bound && !cluster.is_deadline() && !cluster.is_start() {
        // "Ongoing (review in March 09)": the date is of something else.
        return Some(Reading::without_days(Precision::Ongoing, Rule::Ongoing));
    }
    if let Some(reading) = counted(items, cluster, days) {
        return Some(reading);
    }
    Some(meaning(cluster, days, context))
}

/// What one group of dates means by the words around it.
fn meaning(cluster: &Cluster, days: Days, context: &Context) -> Reading {
    let (first, last) = (days.first.first, days.last.last);
    let precision = days.precision();
    let after = |mark| cluster.is_after(mark);
    let reading = |earliest, latest, rule| Reading::new((earliest, latest), precision, rule);
    if !days.in_order() {
        return Reading::new((Some(first), Some(last)), precision, Rule::OutOfOrder);
    }
    if after(Mark::Until) && after(Mark::AtLeast) {
        return reading(None, None, Rule::OpenEnded);
    }
    if after(Mark::NotBefore) || cluster.after.contains(&Mark::Onwards) {
        return reading(Some(first), None, Rule::OpenEnded);
    }
    if after(Mark::Before) {
        let ends = days.last.precision != Precision::Day && has_edge(cluster, Edge::End);
        let latest = if ends { Some(last) } else { first.pred_opt() };
        return reading(None, latest, Rule::Deadline);
    }
    if cluster.is_deadline() {
        return reading(None, Some(middle_of(cluster, days)), Rule::Deadline);
    }
    // "Ongoing 2018-2022" ends with the span, "Oct 03 - Mar 04 ongoing" does not.
    let goes_on =
        after(Mark::Ongoing) && days.shape != Shape::Span || cluster.after.contains(&Mark::Ongoing);
    if goes_on || after(Mark::From) && days.shape != Shape::Span {
        return reading(Some(first), None, Rule::OpenEnded);
    }
    if after(Mark::After) {
        return reading(last.succ_opt(), None, Rule::OpenEnded);
    }
    if happened(cluster, days, context) {
        return reading(Some(first), Some(last), Rule::Past);
    }
    if days.shape == Shape::List && !cluster.is_period() {
        return reading(None, Some(last), Rule::SeveralDates);
    }
    let at_edge =
        cluster.points.iter().any(|point| matches!(point.edge, Some(Edge::End | Edge::Start)));
    if at_edge && days.shape != Shape::Span {
        return reading(None, Some(last), Rule::Deadline);
    }
    if days.shape == Shape::Single && is_year_under_way(cluster) && after(Mark::Within) {
        return reading(None, Some(last), Rule::Deadline);
    }
    plain(cluster, days)
}

/// Dates that no word qualifies: a day, week or month is due by its end, a period is the time for
/// it.
fn plain(cluster: &Cluster, days: Days) -> Reading {
    let (first, last) = (days.first.first, days.last.last);
    let precision = days.precision();
    let rule = match days.shape {
        Shape::Span | Shape::Parts => Rule::Span,
        Shape::List => Rule::SeveralDates,
        Shape::Single => rule_of(cluster),
    };
    let throughout = cluster.is_after(Mark::During) || cluster.is_after(Mark::Through);
    let due = rule == Rule::Due && !(throughout && precision != Precision::Day);
    let rule = if rule == Rule::Due && !due { Rule::Span } else { rule };
    Reading::new((Some(first).filter(|_| !due), Some(last)), precision, rule)
}

fn rule_of(cluster: &Cluster) -> Rule {
    let Some(point) = cluster.points.first() else { return Rule::Due };
    if matches!(point.edge, Some(Edge::Early | Edge::Middle | Edge::Late)) && cluster.is_period() {
        return Rule::PartOfPeriod;
    }
    match (point.part, point.year) {
        (Part::Year, YearName::Numbered(_)) => Rule::PlanYear,
        (Part::Year, YearName::Calendar(_)) => Rule::CalendarYear,
        (Part::Year, _) => Rule::FinancialYear,
        (Part::Half(_) | Part::FirstMonths(_) | Part::LastMonths(_), _) => Rule::Half,
        (Part::Quarter(_), _) => Rule::Quarter,
        (Part::Season(_), _) => Rule::Season,
        _ => Rule::Due,
    }
}

fn has_edge(cluster: &Cluster, edge: Edge) -> bool {
    cluster.points.last().is_some_and(|point| point.edge == Some(edge))
}

fn is_year_under_way(cluster: &Cluster) -> bool {
    let said = cluster.points.first().map(|point| (point.part, point.year));
    matches!(said, Some((Part::Year, YearName::OfPlan(0) | YearName::Current(0))))
}

/// "By mid 2008" asks for it at the middle, not at the end of the middle part.
fn middle_of(cluster: &Cluster, days: Days) -> NaiveDate {
    let last = days.last;
    let middle = match cluster.points.last() {
        Some(point) if point.edge == Some(Edge::Middle) => match point.part {
            Part::Year => {
                last.first.checked_add_months(Months::new(3)).and_then(|day| day.pred_opt())
            }
            Part::Month(_) => last.first.with_day(15),
            _ => None,
        },
        _ => None,
    };
    middle.unwrap_or(last.last)
}

/// Whether the words tell of what has happened: a deed done, or "in" a month wholly past.
fn happened(cluster: &Cluster, days: Days, context: &Context) -> bool {
    let (first, last) = (days.first.first, days.last.last);
    let month = matches!(cluster.points.first().map(|point| point.part), Some(Part::Month(_)));
    let told = cluster.is_after(Mark::In) && month;
    match context.as_of {
        Some(as_of) => cluster.is_after(Mark::Past) && first <= as_of || told && last < as_of,
        None => cluster.is_after(Mark::Past),
    }
}

/// A length counted from a date: "within 28 days of 1 April 2008", "from Nov 03 for 6 months",
/// "over 2 years, i.e. by 2009/10".
fn counted(items: &[Item], cluster: &Cluster, days: Days) -> Option<Reading> {
    if items.contains(&Item::Mark(Mark::AtLeast)) {
        return None;
    }
    let (first, last) = (days.first.first, days.last.last);
    let length_before = items[..cluster.from].iter().rev().find_map(|item| match item {
        Item::Length(length) => Some(*length),
        _ => None,
    });
    let directly = cluster.from.checked_sub(cluster.before.len() + 1);
    let touches = directly.is_some_and(|place| matches!(items[place], Item::Length(_)));
    let range = |earliest, latest| {
        Some(Reading::new((Some(earliest), Some(latest)), Precision::Range, Rule::Counted))
    };
    let precision = days.last.precision;
    let deadline = |latest| Some(Reading::new((None, Some(latest)), precision, Rule::Counted));
    if let Some(length) = length_before {
        if touches && cluster.is_after(Mark::From) {
            return range(first, plus(first, length)?.pred_opt()?);
        }
        if touches && (cluster.is_after(Mark::After) || cluster.is_after(Mark::Of)) {
            return deadline(plus(last, length)?);
        }
        if touches && cluster.is_after(Mark::Before) {
            return deadline(minus(first, length)?);
        }
        let over = items[..cluster.from].contains(&Item::Mark(Mark::Over));
        if over && cluster.is_after(Mark::By) {
            let earliest = minus(last.succ_opt()?, length)?;
            return Some(Reading::new((Some(earliest), Some(last)), precision, Rule::Deadline));
        }
    }
    match items.get(cluster.to..cluster.to + 2)? {
        [Item::Mark(Mark::On | Mark::Over | Mark::During), Item::Length(length)]
            if cluster.is_after(Mark::From) =>
        {
            range(first, plus(first, *length)?.pred_opt()?)
        }
        _ => None,
    }
}

/// Several groups of dates with words between them.
fn several(clusters: &[Cluster], context: &Context) -> Option<Reading> {
    let days: Vec<Days> =
        clusters.iter().map(|cluster| cluster.days(context)).collect::<Option<_>>()?;
    let (cluster, first_days) = (clusters.first()?, *days.first()?);
    // "Q1 2008/09 (April to June)" says one thing twice.
    let inside = days.iter().all(|other| {
        first_days.first.first <= other.first.first && other.last.last <= first_days.last.last
    });
    let unmarked = clusters.iter().skip(1).all(|cluster| cluster.before.is_empty());
    if inside && unmarked && cluster.is_period() {
        return Some(meaning(cluster, first_days, context));
    }
    let last = days.iter().max_by_key(|days| days.last.last)?;
    // "Start April 08, complete by March 09" is a span.
    let starts = cluster.is_after(Mark::From) && clusters.iter().skip(1).any(Cluster::is_deadline);
    if starts {
        let earliest = first_days.first.first;
        return Some(Reading::new(
            (Some(earliest), Some(last.last.last)),
            Precision::Range,
            Rule::Span,
        ));
    }
    let goes_on = clusters.last().is_some_and(|cluster| cluster.after.contains(&Mark::Onwards));
    let periods =
        clusters.iter().all(Cluster::is_period) && !clusters.iter().any(Cluster::is_deadline);
    let earliest = days.iter().map(|days| days.first.first).min().filter(|_| periods || goes_on);
    let latest = Some(last.last.last).filter(|_| !goes_on);
    Some(Reading::new((earliest, latest), last.last.precision, Rule::SeveralDates))
}

/// A timescale without any date.
fn without_dates(items: &[Item], context: &Context) -> Option<Reading> {
    let has = |wanted: &dyn Fn(&Item) -> bool| items.iter().any(wanted);
    let mark = |mark: Mark| items.contains(&Item::Mark(mark));
    let plain = Reading::without_days;
    let words = items.iter().filter(|item| **item == Item::Word).count();
    if has(&|item| *item == Item::Recurrence) {
        return Some(plain(Precision::Ongoing, Rule::Recurrence));
    }
    let throughout =
        !items.is_empty() && items.iter().all(|item| *item == Item::Mark(Mark::During));
    if mark(Mark::Ongoing) || throughout {
        return Some(plain(Precision::Ongoing, Rule::Ongoing));
    }
    if let Some(place) = items.iter().position(|item| matches!(item, Item::Length(_))) {
        return Some(length_alone(items, place, context));
    }
    if mark(Mark::Immediate) {
        return Some(plain(Precision::Immediate, Rule::Immediate));
    }
    if items.contains(&Item::Unset) {
        return Some(plain(Precision::None, Rule::NotSet));
    }
    if items.contains(&Item::Priority) {
        return Some(plain(Precision::None, Rule::Priority));
    }
    let event = items.iter().enumerate().any(|(place, item)| {
        let of_event = matches!(item, Item::Mark(Mark::After | Mark::Before | Mark::Next));
        of_event && place + 1 < items.len()
    });
    if event || has(&|item| matches!(item, Item::Term { .. })) {
        return Some(plain(Precision::Relative, Rule::Relative));
    }
    let status =
        has(&|item| matches!(item, Item::Status | Item::Mark(Mark::Complete | Mark::Past)));
    (status && words <= 2).then(|| plain(Precision::None, Rule::Status))
}

/// A length without a date: from the start of the plan when it says no more than that, else from
/// an event that only its readers know.
fn length_alone(items: &[Item], place: usize, context: &Context) -> Reading {
    let relative = Reading::without_days(Precision::Relative, Rule::Relative);
    let Item::Length(length) = items[place] else { return relative };
    let (before, after) = (&items[..place], &items[place + 1..]);
    let of_event = |item: &Item| {
        matches!(
            item,
            Item::Word
                | Item::Number
                | Item::Mark(
                    Mark::After
                        | Mark::Before
                        | Mark::Of
                        | Mark::From
                        | Mark::Time
                        | Mark::AtLeast
                        | Mark::On
                        | Mark::Until
                )
        )
    };
    let anchored = after.iter().any(of_event);
    let direct: Vec<Item> =
        before.iter().rev().take_while(|item| matches!(item, Item::Mark(_))).copied().collect();
    let has = |mark: Mark| direct.contains(&Item::Mark(mark));
    // "In three months" counts from the day of speaking, "in the next three months" from the plan.
    let from_speaking = has(Mark::In) && !has(Mark::Next);
    let of_other = has(Mark::Of) || has(Mark::AtLeast) || has(Mark::After);
    if anchored || from_speaking || of_other || length.indefinite {
        return relative;
    }
    from_start(items, length, context).unwrap_or(relative)
}

fn from_start(items: &[Item], length: Length, context: &Context) -> Option<Reading> {
    let start = calendar::now(context)?;
    let end = plus(start, length)?.pred_opt()?;
    let term = items.iter().find_map(|item| match item {
        Item::Term { short } => Some(*short),
        _ => None,
    });
    // A term that is not short begins when the years before it are over.
    let waits = length.least < length.most && term == Some(false);
    let first = if waits { plus(start, Length { most: length.least, ..length })? } else { start };
    let months = (end.succ_opt()?.year() - first.year()) * 12
        + i32::try_from(end.succ_opt()?.month()).ok()?
        - i32::try_from(first.month()).ok()?;
    let whole = matches!(length.unit, Unit::Month | Unit::Quarter | Unit::Year) && first.day() == 1;
    let precision = match u32::try_from(months) {
        Ok(months) if whole => calendar::precision_of_months(months),
        _ => Precision::Range,
    };
    Some(Reading::new((Some(first), Some(end)), precision, Rule::Duration))
}

fn plus(day: NaiveDate, length: Length) -> Option<NaiveDate> {
    match days_or_months(length)? {
        (0, months) => day.checked_add_months(Months::new(months)),
        (days, _) => day.checked_add_days(ChronoDays::new(days)),
    }
}

fn minus(day: NaiveDate, length: Length) -> Option<NaiveDate> {
    match days_or_months(length)? {
        (0, months) => day.checked_sub_months(Months::new(months)),
        (days, _) => day.checked_sub_days(ChronoDays::new(days)),
    }
}

/// A length as days, or as months when it has none.
fn days_or_months(length: Length) -> Option<(u64, u32)> {
    let days = |each: u32| Some((u64::from(length.most.checked_mul(each)?), 0));
    let months = |each: u32| Some((0, length.most.checked_mul(each)?));
    match length.unit {
        Unit::Day => days(1),
        Unit::Week => days(7),
        Unit::Fortnight => days(14),
        Unit::Month => months(1),
        Unit::Quarter => months(3),
        Unit::Year => months(12),
    }
}
