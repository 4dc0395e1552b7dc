//! Due days that come again: the next one is the due day until the series ends.

use bellwether_calendar::{Context, FinancialYear, Precision, TimeUnit, Timescale, read_timescale};
use chrono::NaiveDate;
use sea_orm::sea_query::Query;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QuerySelect as _,
};

use super::changes::{self, Cause, NewDue, timescales_of};
use super::store::CommitmentRow;
use crate::db::entities::{commitment, commitment_timescale, plan};
use crate::shell::audit::Actor;

/// A series of due days, as a document's words give it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// The days, first to last.
    pub days: Vec<NaiveDate>,
    /// Which of the commitment's timescales it is.
    position: usize,
}

/// Most days of a series that are worth showing: ten years of months.
const MOST_DAYS: usize = 120;

/// The due days that the timescales of a commitment give, within what they say themselves or the
/// year of the plan; none for what comes more often than monthly, which goes on rather than falls
/// due.
#[must_use]
pub fn series(
    timescales: &[Timescale],
    plan_year: Option<&str>,
    taken_in: NaiveDate,
) -> Option<Series> {
    let year = plan_year.and_then(|year| year.parse::<FinancialYear>().ok());
    let context = Context { plan_year: year, as_of: Some(taken_in), ..Context::default() };
    timescales.iter().enumerate().find_map(|(position, timescale)| {
        let read = read_timescale(&timescale.as_written, &context);
        let recurrence = read.recurrence.filter(|it| it.unit == TimeUnit::Month)?;
        let first = read.earliest.or(year.map(FinancialYear::first_day)).unwrap_or(taken_in);
        let last = read.latest.or(year.map(FinancialYear::last_day))?;
        let days: Vec<NaiveDate> = recurrence.within(first, last).take(MOST_DAYS).collect();
        (!days.is_empty()).then_some(Series { days, position })
    })
}

impl Series {
    /// The first of its days later than `day`.
    #[must_use]
    pub fn after(&self, day: NaiveDate) -> Option<NaiveDate> {
        self.days.iter().copied().find(|due| *due > day)
    }

    /// The timescales with the series due by one of its days.
    fn due_by(&self, timescales: &[Timescale], day: NaiveDate) -> Vec<Timescale> {
        let mut timescales = timescales.to_vec();
        if let Some(timescale) = timescales.get_mut(self.position) {
            timescale.earliest = None;
            timescale.latest = Some(day);
            timescale.precision = Precision::Day;
        }
        timescales
    }
}

/// The due dates of a commitment once the occurrence it is due by is achieved; none where it is no
/// series, or where that was the last.
pub(super) async fn after_this_one(
    tx: &impl ConnectionTrait,
    row: &CommitmentRow,
    plan_year: Option<&str>,
) -> Result<Option<Vec<Timescale>>, DbErr> {
    let Some(due) = row.due_latest else { return Ok(None) };
    let timescales = timescales_of(tx, row.id).await?;
    let next = series(&timescales, plan_year, due)
        .and_then(|series| Some(series.due_by(&timescales, series.after(due)?)));
    Ok(next)
}

/// Makes the first day of each series of a plan that is still to come its due day; commitments
/// that have one already keep it.
///
/// # Errors
///
/// Returns an error when the database refuses a row.
pub async fn begin(tx: &impl ConnectionTrait, actor: &Actor, plan_id: i64) -> Result<(), DbErr> {
    let plan_year: Option<Option<String>> = plan::Entity::find_by_id(plan_id)
        .select_only()
        .column(plan::Column::PlanYear)
        .into_tuple()
        .one(tx)
        .await?;
    let today = actor.at.date_naive();
    let undated = Query::select()
        .column((commitment::Entity, commitment::Column::Id))
        .from(commitment::Entity)
        .and_where(commitment::Column::PlanId.eq(plan_id))
        .and_where(commitment::Column::DueLatest.is_null())
        .to_owned();
    let recurring: Vec<i64> = commitment_timescale::Entity::find()
        .select_only()
        .column(commitment_timescale::Column::CommitmentId)
        .filter(commitment_timescale::Column::CommitmentId.in_subquery(undated))
        .filter(commitment_timescale::Column::Precision.eq("ongoing"))
        .into_tuple()
        .all(tx)
        .await?;
    for id in recurring {
        let timescales = timescales_of(tx, id).await?;
        let plan_year = plan_year.as_ref().and_then(Option::as_deref);
        let Some(series) = series(&timescales, plan_year, today) else { continue };
        let yesterday = today.pred_opt().unwrap_or(today);
        let Some(first) = series.after(yesterday) else { continue };
        let timescales = series.due_by(&timescales, first);
        let next = NewDue { timescales: &timescales, next_of_series: true };
        changes::set_due(tx, actor, id, next, Cause::Import, None).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(written: &str, taken_in: &str, expected: &str) {
        let taken_in: NaiveDate = taken_in.parse().unwrap();
        let timescale = read_timescale(written, &Context::default());
        let found = series(&[timescale], Some("2018/19"), taken_in);
        let days = found.map(|series| series.days).unwrap_or_default();
        let days: Vec<String> = days.iter().map(ToString::to_string).collect();
        assert_eq!(days.join(" "), expected, "{written}");
    }

    #[test]
    fn a_series_has_its_days_within_the_year_of_the_plan() {
        check("quarterly", "2018-04-03", "2018-06-30 2018-09-30 2018-12-31 2019-03-31");
        check("every 3-4 months", "2018-04-03", "2018-07-31 2018-11-30 2019-03-31");
        check("annually", "2018-04-03", "2019-03-31");
        check("weekly", "2018-04-03", "");
        check("ongoing", "2018-04-03", "");
        check("Mar 19", "2018-04-03", "");
    }

    #[test]
    fn the_next_day_is_the_first_one_later() {
        let timescale = read_timescale("quarterly", &Context::default());
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let series = series(&[timescale], Some("2018/19"), day("2018-04-03")).unwrap();
        assert_eq!(series.after(day("2018-06-29")), Some(day("2018-06-30")));
        assert_eq!(series.after(day("2018-06-30")), Some(day("2018-09-30")));
        assert_eq!(series.after(day("2019-03-31")), None);
    }
}
