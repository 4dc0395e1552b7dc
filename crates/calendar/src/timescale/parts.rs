//! Reads parts of years and years: quarters, halves, seasons, the plan's years, lone years.

use super::Quarters;
use super::calendar::{Edge, Part, Point, YearName};
use super::cursor::Cursor;
use super::dates::{Found, listed, one};
use super::item::{Item, Join};
use super::lexicon::{self, Feast, Unit};
use crate::FinancialYear;

/// What a numbered name counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counted {
    Quarter,
    Half,
    PlanYear,
}

impl Counted {
    fn most(self) -> u32 {
        match self {
            Self::Quarter => 4,
            Self::Half => 2,
            Self::PlanYear => 20,
        }
    }

    fn point(self, number: u32, year: YearName) -> Point {
        match self {
            Self::Quarter => Point::new(Part::Quarter(number), year),
            Self::Half => Point::new(Part::Half(number), year),
            Self::PlanYear => {
                Point::new(Part::Year, YearName::Numbered(i32::try_from(number).unwrap_or(1)))
            }
        }
    }
}

impl Cursor<'_> {
    /// Anything in the calendar, with the edge of it that is meant.
    pub(super) fn calendar(&self, at: usize) -> Found {
        if let Some((edge, start)) = self.edge(at) {
            let start = self.skip_words(start, &["the", "of", "in"]);
            let (items, next) = self
                .deictic(self.back_to_article(start))
                .or_else(|| self.part(start))
                .or_else(|| {
                    if self.is_word(start, &["year"]) {
                        return Some(one(Part::Year, YearName::OfPlan(0), start + 1));
                    }
                    let (value, digits) = self.number(start)?;
                    let year =
                        digits == 2 && self.is_short_year(value) && self.word(start + 1).is_none();
                    year.then(|| {
                        Some(one(Part::Year, YearName::Calendar(self.century(value)?), start + 1))
                    })?
                })?;
            return Some((with_edge(items, edge), next));
        }
        let (items, next) = self.part(at).or_else(|| self.deictic(at))?;
        // "March 08 end", "year-end 2008/09".
        let end = next + usize::from(self.is_sign(next, &['-']));
        if self.is_word(end, &["end"]) {
            let (items, next) = match (items.as_slice(), self.said_year(end + 1)) {
                ([Item::Point(point)], Some((year, next))) if point.part == Part::Year => {
                    (vec![Item::Point(Point::new(Part::Year, year))], next)
                }
                _ => (items, end + 1),
            };
            return Some((with_edge(items, Edge::End), next));
        }
        Some((items, next))
    }

    fn back_to_article(&self, at: usize) -> usize {
        if at > 0 && self.is_word(at - 1, &["the"]) { at - 1 } else { at }
    }

    /// "End of", "beginning of", "early in", "mid-", "the latter part of".
    fn edge(&self, at: usize) -> Option<(Edge, usize)> {
        const EDGES: [(&[&str], Edge); 25] = [
            (&["end"], Edge::End),
            (&["the", "end"], Edge::End),
            (&["close", "of"], Edge::End),
            (&["close"], Edge::End),
            (&["last", "day", "of"], Edge::End),
            (&["the", "last", "day", "of"], Edge::End),
            (&["start", "of"], Edge::Start),
            (&["the", "start", "of"], Edge::Start),
            (&["beginning", "of"], Edge::Start),
            (&["the", "beginning", "of"], Edge::Start),
            (&["first", "day", "of"], Edge::Start),
            (&["the", "early", "part", "of"], Edge::Early),
            (&["early", "part", "of"], Edge::Early),
            (&["early", "in"], Edge::Early),
            (&["early"], Edge::Early),
            (&["middle", "of"], Edge::Middle),
            (&["the", "middle", "of"], Edge::Middle),
            (&["mid"], Edge::Middle),
            (&["late", "in"], Edge::Late),
            (&["late"], Edge::Late),
            (&["the", "latter", "part", "of"], Edge::Late),
            (&["latter", "part", "of"], Edge::Late),
            (&["later", "part", "of"], Edge::Late),
            (&["later", "in"], Edge::Late),
            (&["towards", "the", "end"], Edge::End),
        ];
        let (edge, next) = EDGES
            .iter()
            .filter_map(|(words, edge)| Some((*edge, self.phrase(at, words)?)))
            .max_by_key(|(_, next)| *next)?;
        Some((edge, next + usize::from(self.is_sign(next, &['-', ':']))))
    }

    /// A named part of the calendar; a year may stand before its quarter.
    fn part(&self, at: usize) -> Found {
        self.numbered(at)
            .or_else(|| self.numbered_after(at))
            .or_else(|| self.worded_part(at))
            .or_else(|| self.day_or_month(at))
            .or_else(|| self.season_or_feast(at))
            .or_else(|| self.near(at))
            .or_else(|| self.year_first(at))
    }

    /// "Q1 2008/09", "Quarters 2 and 3", "H1", "Y2", "year 1 & 4", "Qtr 3/2021".
    fn numbered(&self, at: usize) -> Found {
        let counted = match self.word(at)? {
            "q" | "qs" | "qtr" | "qtrs" | "quarter" | "quarters" => Counted::Quarter,
            "h" | "half" | "semester" => Counted::Half,
            "s" if self.glued(at + 1) => Counted::Half,
            "y" | "yr" | "yrs" | "year" | "years" => Counted::PlanYear,
            _ => return None,
        };
        let start = at + 1 + usize::from(self.is_sign(at + 1, &['.', '-']));
        if let Some((YearName::Calendar(year), next)) = self.said_year(start)
            && counted == Counted::PlanYear
        {
            return Some(one(Part::Year, YearName::Calendar(year), next));
        }
        let (first, ordinal, mut next) = self.counted(start)?;
        if ordinal || !(1..=counted.most()).contains(&first) {
            return None;
        }
        let mut numbers = vec![(None, first)];
        let name = self.word(at)?;
        while let Some((join, after)) = self.join(next) {
            // "Q1/2021" has a year; "Q1/Q2" says the name again and is no list of numbers.
            let after = if self.is_word(after, &[name]) { after + 1 } else { after };
            let Some((number, false, end)) = self.counted(after) else { break };
            let year = self.said_year(after).is_some() || self.starts_day(after);
            let digits = self.number(after).map_or(1, |(_, digits)| digits);
            if year || digits > 1 || !(1..=counted.most()).contains(&number) {
                break;
            }
            numbers.push((Some(join), number));
            next = end;
        }
        self.with_year(counted, &numbers, next)
    }

    /// "1Q 2007/8", "1st quarter", "3rd - 5th year".
    fn numbered_after(&self, at: usize) -> Found {
        let at = self.skip_words(at, &["the"]);
        let (first, mut ordinal, mut next) = self.counted(at)?;
        let mut numbers = vec![(None, first)];
        while let Some((join, after)) = self.join(next) {
            let Some((number, true, end)) = self.counted(after) else { break };
            numbers.push((Some(join), number));
            ordinal = true;
            next = end;
        }
        let name = next + usize::from(self.is_sign(next, &['-']));
        let letter = self.glued(next) && self.number(at).is_some();
        let counted = match self.word(name)? {
            "q" | "qtr" if letter || ordinal => Counted::Quarter,
            "h" if letter => Counted::Half,
            "quarter" | "quarters" if ordinal => Counted::Quarter,
            "half" if ordinal => Counted::Half,
            "year" | "years" | "yr" if ordinal => Counted::PlanYear,
            _ => return None,
        };
        if numbers.iter().any(|(_, number)| !(1..=counted.most()).contains(number)) {
            return None;
        }
        if counted == Counted::PlanYear && self.is_word(name + 1, &["of"]) {
            let plan = self.skip_words(name + 2, &["the", "this", "our"]);
            // The first year of something else starts when that does.
            return self.is_word(plan, &["plan", "strategy"]).then(|| {
                (listed(&numbers, |number| counted.point(number, YearName::Unsaid)), plan + 1)
            });
        }
        self.with_year(counted, &numbers, name + 1)
    }

    /// "The last quarter of the year", "first six months of 2008/09".
    fn worded_part(&self, at: usize) -> Found {
        let at = self.skip_words(at, &["the"]);
        let last = self.is_word(at, &["last", "final"]);
        if !last && !self.is_word(at, &["first"]) {
            return None;
        }
        match self.word(at + 1)? {
            "quarter" if last => return self.with_year(Counted::Quarter, &[(None, 4)], at + 2),
            "half" if last => return self.with_year(Counted::Half, &[(None, 2)], at + 2),
            _ => {}
        }
        let (months, _, next) =
            self.counted(at + 1).filter(|(months, ..)| (1..=12).contains(months))?;
        if self.word(next).and_then(lexicon::unit) != Some(Unit::Month) {
            return None;
        }
        let (year, next) = self.year_of_part(next + 1)?;
        Some(one(
            if last { Part::LastMonths(months) } else { Part::FirstMonths(months) },
            year,
            next,
        ))
    }

    /// Numbered parts with the year that follows them. "The last quarter of 2008" is a quarter of
    /// that calendar year even where plans count in financial ones; "Q4 2008" is not.
    fn with_year(&self, counted: Counted, numbers: &[(Option<Join>, u32)], at: usize) -> Found {
        if counted == Counted::PlanYear {
            let items = listed(numbers, |number| counted.point(number, YearName::Unsaid));
            return self.quarter_of_plan_year(numbers, at).or(Some((items, at)));
        }
        let Some((year, next)) = self.year_of_part(at) else {
            let items = listed(numbers, |number| counted.point(number, YearName::Unsaid));
            return Some((items, at));
        };
        let within = self.is_word(at, &["of"]) && self.context.quarters == Quarters::Financial;
        let items = listed(numbers, |number| match (year, counted) {
            (YearName::Calendar(year), Counted::Quarter) if within => {
                let (financial, quarter) =
                    if number == 1 { (year - 1, 4) } else { (year, number - 1) };
                let financial = FinancialYear::starting(financial);
                Point::new(Part::Quarter(quarter), YearName::Financial(financial))
            }
            (YearName::Calendar(year), Counted::Half) if within && number == 1 => {
                Point::new(Part::FirstMonths(6), YearName::Calendar(year))
            }
            (YearName::Calendar(year), Counted::Half) if within => {
                Point::new(Part::LastMonths(6), YearName::Calendar(year))
            }
            _ => counted.point(number, year),
        });
        Some((items, next))
    }

    /// "Year 1 Q2", "Y2Q3".
    fn quarter_of_plan_year(&self, numbers: &[(Option<Join>, u32)], at: usize) -> Found {
        let start = at + usize::from(self.is_sign(at, &['-', ',', '/', '(']));
        let [(None, year)] = numbers else { return None };
        if !self.is_word(start, &["q", "qtr", "quarter"]) {
            return None;
        }
        let (quarter, false, next) = self.counted(start + 1)? else { return None };
        let year = YearName::Numbered(i32::try_from(*year).ok()?);
        (1..=4).contains(&quarter).then(|| one(Part::Quarter(quarter), year, next))
    }

    /// "Summer 08", "the autumn of 2008", "winter 2008/09", "Christmas 2008", "New Year".
    fn season_or_feast(&self, at: usize) -> Found {
        let at = self.skip_words(at, &["the"]);
        let word = self.word(at)?;
        let (part, after) = if let Some(season) = lexicon::season(word) {
            (Part::Season(season), at + 1)
        } else if let Some(feast) = lexicon::feast(word) {
            (Part::Feast(feast), at + 1)
        } else {
            let feast =
                self.phrase(at, &["new", "year"]).filter(|next| self.number(*next).is_none());
            (Part::Feast(Feast::NewYear), feast?)
        };
        // The holidays of a season begin and end where schools and councils say.
        if self.is_word(after, &["holiday", "holidays", "recess", "break", "vacation"]) {
            return Some(one(Part::Impossible, YearName::Calendar(0), after + 1));
        }
        let after = self.skip_words(after, &["term", "time", "day"]);
        match self.year_of_part(after) {
            Some((YearName::Financial(year), next)) if matches!(part, Part::Season(_)) => {
                // The summer of 2008/09 is that of 2008, and its winter begins in 2008 too.
                let spring = part == Part::Season(lexicon::Season::Spring);
                Some(one(part, YearName::Calendar(year.start_year() + i32::from(spring)), next))
            }
            Some((year @ (YearName::Calendar(_) | YearName::Financial(_)), next)) => {
                Some(one(part, year, next))
            }
            _ => Some(one(part, YearName::Unsaid, after)),
        }
    }

    /// "This month", "next week", "last quarter", "today", "now".
    fn near(&self, at: usize) -> Found {
        if self.is_word(at, &["today"]) {
            return Some(one(Part::Near(Unit::Day, 0), YearName::Unsaid, at + 1));
        }
        if self.is_word(at, &["tomorrow"]) {
            return Some(one(Part::Near(Unit::Day, 1), YearName::Unsaid, at + 1));
        }
        let until = self.is_word(at + 1, &["until", "till", "up"]) || self.join(at + 1).is_some();
        if self.is_word(at, &["now"]) && until {
            return Some(one(Part::Now, YearName::Unsaid, at + 1));
        }
        let start = self.skip_words(at, &["the"]);
        let offset = match self.word(start)? {
            "this" | "current" => 0,
            "next" | "following" | "coming" => 1,
            "last" | "previous" => -1,
            _ => return None,
        };
        let unit = match self.word(start + 1)? {
            "week" => Unit::Week,
            "month" => Unit::Month,
            "quarter" => Unit::Quarter,
            _ => return None,
        };
        Some(one(Part::Near(unit, offset), YearName::Unsaid, start + 2))
    }

    fn deictic(&self, at: usize) -> Found {
        let in_year = self.is_word(at, &["in"])
            && self.is_sign(at + 1, &['-'])
            && self.is_word(at + 2, &["year"]);
        if in_year {
            return Some(one(Part::Year, YearName::OfPlan(0), at + 3));
        }
        // "Year end" and "year-end" are the plan's.
        let end = at + 1 + usize::from(self.is_sign(at + 1, &['-']));
        if self.is_word(at, &["year"]) && self.is_word(end, &["end"]) {
            return Some(one(Part::Year, YearName::OfPlan(0), at + 1));
        }
        let (year, next) = self.deictic_year(at)?;
        let year = if self.context.quarters == Quarters::Calendar {
            match year {
                YearName::Current(offset) if self.context.as_of.is_none() => {
                    YearName::OfPlan(offset)
                }
                year => year,
            }
        } else {
            year
        };
        Some(one(Part::Year, year, next))
    }

    /// A year, and its quarter or half where one follows: "2008/09", "2021", "2008/09 Q1".
    fn year_first(&self, at: usize) -> Found {
        let named = self.phrase(at, &["calendar", "year"]).unwrap_or(at);
        let (year, next) = self.said_year(named)?;
        let part = next + usize::from(self.is_sign(next, &['-', ',', ':', '/']));
        let counted = match self.word(part) {
            Some("q" | "qtr" | "quarter") => Some(Counted::Quarter),
            Some("h" | "half") => Some(Counted::Half),
            _ => None,
        };
        if let Some(counted) = counted
            && let Some((number, false, end)) = self.counted(part + 1)
            && (1..=counted.most()).contains(&number)
        {
            return Some((vec![Item::Point(counted.point(number, year))], end));
        }
        if let Some(found) = self.month_of_year(year, next) {
            return Some(found);
        }
        if let YearName::Calendar(first) = year
            && let Some((last, end)) = self.year_in_short(first, next)
        {
            let point = |year| Item::Point(Point::new(Part::Year, YearName::Calendar(year)));
            return Some((vec![point(first), Item::Join(Join::Dash), point(last)], end));
        }
        let next = self.phrase(next, &["financial", "year"]).unwrap_or(next);
        let next = self.skip_words(next, &["fy"]);
        (named != at || self.stands_as_year(at, next)).then(|| one(Part::Year, year, next))
    }

    /// The month of "2008 June", when it has no year of its own.
    fn month_of_year(&self, year: YearName, at: usize) -> Found {
        let at =
            at + usize::from(self.is_sign(at, &['-', ',']) && self.glued(at) && self.glued(at + 1));
        let (items, next) = self.word(at).and_then(|_| self.day_or_month(at))?;
        match items.as_slice() {
            [Item::Point(point)] if point.lacks_year() && matches!(point.part, Part::Month(_)) => {
                // "2008 Jan - Mar 2009" has the year of its end.
                let more = self.join(next).and_then(|(_, after)| self.day_or_month(after));
                let other_year = more.is_some_and(|(items, _)| {
                    items
                        .iter()
                        .any(|item| matches!(item, Item::Point(point) if !point.lacks_year()))
                });
                (!other_year).then(|| one(point.part, year, next))
            }
            _ => None,
        }
    }

    /// The second year of "2021-25".
    fn year_in_short(&self, first: i32, at: usize) -> Option<(i32, usize)> {
        let (value, digits) = self.number(at + 1)?;
        let last = first.div_euclid(100) * 100 + i32::try_from(value).ok()?;
        let form = self.is_sign(at, &['-', '/']) && self.glued(at + 1) && digits == 2;
        (form && (first + 2..=first + 15).contains(&last)).then_some((last, at + 2))
    }

    /// Whether four digits are a year and not a count of things: a word that is no part of a
    /// timescale may follow only after a preposition or another year.
    fn stands_as_year(&self, at: usize, next: usize) -> bool {
        const BEFORE: [&str; 23] = [
            "in",
            "by",
            "before",
            "during",
            "of",
            "from",
            "until",
            "till",
            "to",
            "for",
            "since",
            "after",
            "the",
            "and",
            "through",
            "end",
            "late",
            "early",
            "mid",
            "throughout",
            "over",
            "within",
            "than",
        ];
        let word_follows = self.word(next).is_some_and(|word| {
            !matches!(word, "and" | "or" | "to" | "end" | "then")
                && lexicon::month(word).is_none()
                && lexicon::season(word).is_none()
                && self.fixed_phrase(next).is_none()
                && self.recurrence(next).is_none()
        });
        let measure =
            self.is_sign(next, &['%']) || at > 0 && self.is_sign(at - 1, &['£', '$', '€']);
        !measure && (!word_follows || at > 0 && self.is_word(at - 1, &BEFORE))
    }
}

fn with_edge(items: Vec<Item>, edge: Edge) -> Vec<Item> {
    let last = items.len().saturating_sub(1);
    let set = |(place, item)| match item {
        Item::Point(point) if place == last => Item::Point(Point { edge: Some(edge), ..point }),
        other => other,
    };
    items.into_iter().enumerate().map(set).collect()
}
