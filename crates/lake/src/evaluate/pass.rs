//! What one pass over a dataset must count, so that every indicator finds its counts in it.

use bellwether_calendar::PeriodKind;
use datafusion::arrow::datatypes::{DataType, IntervalMonthDayNano};
use datafusion::common::ScalarValue;
use datafusion::logical_expr::{Expr, cast, col, lit, when};

use super::functions::month_start_function;
use super::windows::Window;
use super::{EvaluateError, day_number};
use crate::dataset::{Breakdown, Dataset, OrganisationRole};
use crate::indicator::sql::{ExpressionReader, Gives};
use crate::indicator::{Definition, OpenFor, Query, Source, Stock};

/// Scale of the decimals in which fractions are added, so that the order of rows changes nothing.
pub(super) const SCALE: i8 = 6;

/// One thing that is counted or added over the rows.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Measure {
    /// Every row.
    Rows,
    /// The rows that meet a condition.
    Count(Expr),
    /// A whole number.
    Whole(Expr),
    /// A number with a fraction, as a decimal.
    Decimal(Expr),
}

/// By which day of a row it is counted.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TimeKey {
    /// The day; none where the row has none.
    pub(super) day: Expr,
    /// Whether any indicator needs single days: where none does, months are enough.
    pub(super) by_day: bool,
    /// The breakdowns of what is counted by it, by month.
    pub(super) breakdowns: Vec<usize>,
}

/// A count that is added to what is open from its day on, or taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stream {
    pub(super) key: usize,
    pub(super) measure: usize,
    pub(super) sign: i128,
}

/// Where an indicator finds its counts.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Counts {
    /// What happens in a period.
    Flow { key: usize, numerator: usize, denominator: Option<usize> },
    /// What is open at its end; `days` are the keys by which rows begin and end.
    Stock { numerator: Vec<Stream>, denominator: Option<Vec<Stream>>, days: [usize; 2] },
}

/// One indicator of the pass.
pub(super) struct Wanted<'a> {
    pub(super) definition: &'a Definition,
    pub(super) query: &'a Query,
    pub(super) window: Window,
    pub(super) counts: Counts,
}

/// One pass over a dataset.
pub(super) struct Pass<'a> {
    /// Roles and their columns.
    pub(super) roles: Vec<(OrganisationRole, String)>,
    pub(super) keys: Vec<TimeKey>,
    /// Breakdowns, and the category of a row in each.
    pub(super) breakdowns: Vec<(Breakdown, Expr)>,
    pub(super) measures: Vec<Measure>,
    pub(super) wanted: Vec<Wanted<'a>>,
    /// The event days that are needed; none where all are.
    pub(super) days: Option<(i32, i32)>,
}

impl<'a> Pass<'a> {
    /// The pass that serves some indicators of a dataset, each within its window.
    pub(super) fn new(
        dataset: &Dataset,
        wanted: &[(&'a Definition, Window)],
    ) -> Result<Self, EvaluateError> {
        let rows = |source| EvaluateError::Rows { dataset: dataset.name.clone(), source };
        let reader = ExpressionReader::over(dataset).map_err(rows)?;
        let mut pass = Self {
            roles: Vec::new(),
            keys: Vec::new(),
            breakdowns: Vec::new(),
            measures: Vec::new(),
            wanted: Vec::new(),
            days: None,
        };
        for (definition, window) in wanted {
            let Source::Dataset(query) = &definition.source else { continue };
            let wrong = |problem: String| EvaluateError::Definition {
                indicator: definition.code.clone(),
                problem,
            };
            for role in &query.roles {
                pass.add_role(dataset, *role).map_err(wrong)?;
            }
            let filter = query.filter.as_ref().map(|sql| reader.condition(sql)).transpose();
            let parts = Parts { reader: &reader, filter: filter.map_err(wrong)? };
            let counts = match &query.stock {
                Some(stock) => pass.stock(definition, query, stock, &parts),
                None => pass.flow(dataset, definition, query, &parts),
            };
            let counts = counts.map_err(wrong)?;
            pass.add_breakdowns(dataset, query, &counts, &reader).map_err(wrong)?;
            pass.wanted.push(Wanted { definition, query, window: *window, counts });
        }
        pass.days = pass.days_needed(dataset);
        Ok(pass)
    }

    fn add_role(&mut self, dataset: &Dataset, role: OrganisationRole) -> Result<(), String> {
        if self.roles.iter().any(|(known, _)| *known == role) {
            return Ok(());
        }
        let column = dataset.organisation_column(role);
        let column = column.ok_or_else(|| format!("{} has no {}", dataset.name, role.word()))?;
        self.roles.push((role, column.to_owned()));
        Ok(())
    }

    fn flow(
        &mut self,
        dataset: &Dataset,
        definition: &Definition,
        query: &Query,
        parts: &Parts<'_>,
    ) -> Result<Counts, String> {
        let time = query.time.as_ref().unwrap_or(&dataset.event_time);
        let key = self.key(day_of_column(time), needs_days(definition));
        let numerator = self.measure(parts.measure(query.numerator.as_deref())?);
        let denominator = match definition.calculation {
            crate::indicator::Calculation::Ratio => {
                Some(self.measure(parts.measure(query.denominator.as_deref())?))
            }
            crate::indicator::Calculation::Value => None,
        };
        Ok(Counts::Flow { key, numerator, denominator })
    }

    fn stock(
        &mut self,
        definition: &Definition,
        query: &Query,
        stock: &Stock,
        parts: &Parts<'_>,
    ) -> Result<Counts, String> {
        let by_day = needs_days(definition);
        let numerator = parts.condition(query.numerator.as_deref())?;
        let streams = match stock.age {
            OpenFor::Any => self.open(stock, numerator.as_ref(), by_day),
            OpenFor::Above(days) => self.open_above(stock, numerator.as_ref(), days, by_day),
            OpenFor::Within(days) => {
                let mut streams = self.open(stock, numerator.as_ref(), by_day);
                let above = self.open_above(stock, numerator.as_ref(), days, by_day);
                streams.extend(
                    above.into_iter().map(|stream| Stream { sign: -stream.sign, ..stream }),
                );
                streams
            }
        };
        let denominator = match definition.calculation {
            crate::indicator::Calculation::Ratio => {
                let condition = parts.condition(query.denominator.as_deref())?;
                Some(self.open(stock, condition.as_ref(), by_day))
            }
            crate::indicator::Calculation::Value => None,
        };
        // Kept even where the numerator does not count by them: they say from when to when rows are.
        let days = [&stock.from, &stock.to].map(|column| self.key(day_of_column(column), by_day));
        Ok(Counts::Stock { numerator: streams, denominator, days })
    }

    /// Rows come in on the day on which they begin and go on the day on which they end.
    fn open(&mut self, stock: &Stock, condition: Option<&Expr>, by_day: bool) -> Vec<Stream> {
        let (from, to) = (day_of_column(&stock.from), day_of_column(&stock.to));
        let begun = from.clone().is_not_null();
        let ended = begun.clone().and(to.clone().is_not_null());
        let came = self.stream(from, with(condition, begun), 1, by_day);
        let went = self.stream(to, with(condition, ended), -1, by_day);
        vec![came, went]
    }

    /// The same of rows that get to be open for more than `days`: they come in that much later.
    fn open_above(
        &mut self,
        stock: &Stock,
        condition: Option<&Expr>,
        days: u16,
        by_day: bool,
    ) -> Vec<Stream> {
        let (from, to) = (day_of_column(&stock.from), day_of_column(&stock.to));
        let turn = from.clone() + interval(i32::from(days) + 1);
        let ended = from.clone().is_not_null().and(to.clone().gt_eq(turn.clone()));
        let stayed =
            from.is_not_null().and(to.clone().is_null().or(to.clone().gt_eq(turn.clone())));
        let came = self.stream(turn, with(condition, stayed), 1, by_day);
        let went = self.stream(to, with(condition, ended), -1, by_day);
        vec![came, went]
    }

    fn stream(&mut self, day: Expr, condition: Expr, sign: i128, by_day: bool) -> Stream {
        let key = self.key(day, by_day);
        Stream { key, measure: self.measure(Measure::Count(condition)), sign }
    }

    fn key(&mut self, day: Expr, by_day: bool) -> usize {
        let known = self.keys.iter().position(|key| key.day == day);
        let index = known.unwrap_or_else(|| {
            self.keys.push(TimeKey { day, by_day: false, breakdowns: Vec::new() });
            self.keys.len() - 1
        });
        self.keys[index].by_day |= by_day;
        index
    }

    fn measure(&mut self, measure: Measure) -> usize {
        let known = self.measures.iter().position(|known| *known == measure);
        known.unwrap_or_else(|| {
            self.measures.push(measure);
            self.measures.len() - 1
        })
    }

    fn add_breakdowns(
        &mut self,
        dataset: &Dataset,
        query: &Query,
        counts: &Counts,
        reader: &ExpressionReader,
    ) -> Result<(), String> {
        for breakdown in &query.breakdowns {
            let known = self.breakdowns.iter().position(|(known, _)| known == breakdown);
            let index = if let Some(index) = known {
                index
            } else {
                let column = dataset.breakdowns.iter().find(|(known, _)| known == breakdown);
                let (_, column) = column
                    .ok_or_else(|| format!("{} has no {}", dataset.name, breakdown.word()))?;
                let category = reader.category(&category_sql(*breakdown, column))?;
                self.breakdowns.push((*breakdown, category));
                self.breakdowns.len() - 1
            };
            for key in counts.keys() {
                if !self.keys[key].breakdowns.contains(&index) {
                    self.keys[key].breakdowns.push(index);
                }
            }
        }
        Ok(())
    }

    fn days_needed(&self, dataset: &Dataset) -> Option<(i32, i32)> {
        let event_day = day_of_column(&dataset.event_time);
        let mut needed: Option<(i32, i32)> = None;
        for wanted in &self.wanted {
            let (Window::Days(from, to), Counts::Flow { key, .. }) =
                (wanted.window, &wanted.counts)
            else {
                return None;
            };
            if self.keys[*key].day != event_day {
                return None;
            }
            let (from, to) = (day_number(from), day_number(to));
            needed =
                Some(needed.map_or((from, to), |(first, last)| (first.min(from), last.max(to))));
        }
        needed
    }
}

impl Counts {
    /// The time keys it is counted by.
    fn keys(&self) -> Vec<usize> {
        match self {
            Self::Flow { key, .. } => vec![*key],
            Self::Stock { numerator, denominator, days } => {
                let streams = numerator.iter().chain(denominator.iter().flatten());
                streams.map(|one| one.key).chain(*days).collect()
            }
        }
    }
}

/// Reads the parts of one indicator, each within its filter.
struct Parts<'a> {
    reader: &'a ExpressionReader,
    filter: Option<Expr>,
}

impl Parts<'_> {
    fn measure(&self, sql: Option<&str>) -> Result<Measure, String> {
        let Some(sql) = sql else {
            return Ok(self.filter.clone().map_or(Measure::Rows, Measure::Count));
        };
        let (expression, gives) = self.reader.expression(sql)?;
        Ok(match gives {
            Gives::Condition => Measure::Count(with(self.filter.as_ref(), expression)),
            Gives::Whole => Measure::Whole(self.within(cast(expression, DataType::Int64))?),
            Gives::Number => {
                let decimal = cast(expression, DataType::Decimal128(38, SCALE));
                Measure::Decimal(self.within(decimal)?)
            }
        })
    }

    /// A number of the rows that the filter keeps.
    fn within(&self, number: Expr) -> Result<Expr, String> {
        match &self.filter {
            None => Ok(number),
            Some(filter) => when(filter.clone(), number).end().map_err(|error| error.to_string()),
        }
    }

    fn condition(&self, sql: Option<&str>) -> Result<Option<Expr>, String> {
        match sql {
            None => Ok(self.filter.clone()),
            Some(sql) => Ok(Some(with(self.filter.as_ref(), self.reader.condition(sql)?))),
        }
    }
}

fn with(filter: Option<&Expr>, condition: Expr) -> Expr {
    match filter {
        Some(filter) => filter.clone().and(condition),
        None => condition,
    }
}

fn needs_days(definition: &Definition) -> bool {
    let short = |kind: &PeriodKind| matches!(kind, PeriodKind::Day | PeriodKind::Week);
    short(&definition.period) || definition.grains.iter().any(short)
}

/// The day of a column of days or times.
fn day_of_column(column: &str) -> Expr {
    cast(col(column), DataType::Date32)
}

/// The first day of the month of a day.
pub(super) fn month(day: Expr) -> Expr {
    month_start_function().call(vec![day])
}

fn interval(days: i32) -> Expr {
    lit(ScalarValue::IntervalMonthDayNano(Some(IntervalMonthDayNano::new(0, days, 0))))
}

/// The category of a row, as text; `not_known` where the row does not say.
pub(super) fn category_sql(breakdown: Breakdown, column: &str) -> String {
    match breakdown {
        Breakdown::AgeBand => format!(
            "CASE WHEN {column} IS NULL THEN 'not_known' WHEN {column} < 5 THEN '0-4' \
             WHEN {column} < 15 THEN '5-14' WHEN {column} < 25 THEN '15-24' \
             WHEN {column} < 45 THEN '25-44' WHEN {column} < 65 THEN '45-64' \
             WHEN {column} < 75 THEN '65-74' WHEN {column} < 85 THEN '75-84' ELSE '85+' END"
        ),
        Breakdown::Sex | Breakdown::EthnicGroup => format!("coalesce({column}, 'not_known')"),
        Breakdown::DeprivationQuintile => {
            format!("coalesce(CAST({column} AS VARCHAR), 'not_known')")
        }
    }
}
