//! The functions that definitions may use beside those of SQL, and the ones that cut time into keys.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, AsArray, Date32Array, Float64Array, Int64Array};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Date32Type, TimeUnit, TimestampMicrosecondType};
use datafusion::common::{Result, plan_err};
use datafusion::execution::FunctionRegistry;
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

/// Microseconds of a minute.
const MINUTE_US: f64 = 60_000_000.0;

/// What a function works out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Work {
    /// `days_between(from, to)`: calendar days, whole; below zero where `to` is earlier.
    DaysBetween,
    /// `minutes_between(from, to)`: minutes with their fraction.
    MinutesBetween,
    /// `month_start(day)`: the first day of its month.
    MonthStart,
}

/// One of our functions; it is unknown where one of its days is.
#[derive(Debug, PartialEq, Eq, Hash)]
struct TimeFunction {
    work: Work,
    signature: Signature,
}

impl TimeFunction {
    fn new(work: Work) -> Self {
        let arguments = if work == Work::MonthStart { 1 } else { 2 };
        Self { work, signature: Signature::any(arguments, Volatility::Immutable) }
    }
}

impl ScalarUDFImpl for TimeFunction {
    fn name(&self) -> &'static str {
        match self.work {
            Work::DaysBetween => "days_between",
            Work::MinutesBetween => "minutes_between",
            Work::MonthStart => "month_start",
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, arguments: &[DataType]) -> Result<DataType> {
        for kind in arguments {
            if !matches!(kind, DataType::Date32 | DataType::Timestamp(_, None) | DataType::Null) {
                return plan_err!("{} takes columns of type day or time, not {kind}", self.name());
            }
        }
        Ok(match self.work {
            Work::DaysBetween => DataType::Int64,
            Work::MinutesBetween => DataType::Float64,
            Work::MonthStart => DataType::Date32,
        })
    }

    fn invoke_with_args(&self, arguments: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arrays = ColumnarValue::values_to_arrays(&arguments.args)?;
        let answer: ArrayRef = match self.work {
            Work::DaysBetween => {
                let (from, to) = (days(&arrays[0])?, days(&arrays[1])?);
                let (from, to) = (from.as_primitive::<Date32Type>(), to.as_primitive());
                Arc::new(between(from, to, |from, to: i32| i64::from(to) - i64::from(from)))
            }
            Work::MinutesBetween => {
                let (from, to) = (moments(&arrays[0])?, moments(&arrays[1])?);
                let from = from.as_primitive::<TimestampMicrosecondType>();
                let to = to.as_primitive::<TimestampMicrosecondType>();
                let minutes = datafusion::arrow::compute::binary::<_, _, _, _>(
                    from,
                    to,
                    #[expect(clippy::cast_precision_loss, reason = "spans far below 2^53")]
                    |from: i64, to: i64| (to - from) as f64 / MINUTE_US,
                )?;
                Arc::new(minutes as Float64Array)
            }
            Work::MonthStart => {
                let day = days(&arrays[0])?;
                let day = day.as_primitive::<Date32Type>();
                Arc::new(day.unary::<_, Date32Type>(month_start) as Date32Array)
            }
        };
        Ok(ColumnarValue::Array(answer))
    }
}

fn between(from: &Date32Array, to: &Date32Array, span: impl Fn(i32, i32) -> i64) -> Int64Array {
    from.iter().zip(to.iter()).map(|(from, to)| Some(span(from?, to?))).collect()
}

fn days(array: &ArrayRef) -> Result<ArrayRef> {
    Ok(cast(array, &DataType::Date32)?)
}

fn moments(array: &ArrayRef) -> Result<ArrayRef> {
    Ok(cast(array, &DataType::Timestamp(TimeUnit::Microsecond, None))?)
}

/// The first day of the month of a day; both are days since 1970-01-01.
///
/// Howard Hinnant's `civil_from_days`, which needs no table and no branch on leap years:
/// <https://howardhinnant.github.io/date_algorithms.html>.
fn month_start(day: i32) -> i32 {
    /// Days from 0000-03-01 to 1970-01-01.
    const SHIFT: i32 = 719_468;
    /// Days of 400 years.
    const ERA: i32 = 146_097;
    let shifted = day + SHIFT;
    let day_of_era = shifted.rem_euclid(ERA);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    // Months counted from March, so that the odd one comes last.
    let month = (5 * day_of_year + 2) / 153;
    let day_of_month = day_of_year - (153 * month + 2) / 5;
    day - day_of_month
}

fn functions() -> [Arc<ScalarUDF>; 3] {
    [Work::DaysBetween, Work::MinutesBetween, Work::MonthStart]
        .map(|work| Arc::new(ScalarUDF::from(TimeFunction::new(work))))
}

/// The function that gives the first day of a month.
pub(crate) fn month_start_function() -> Arc<ScalarUDF> {
    Arc::new(ScalarUDF::from(TimeFunction::new(Work::MonthStart)))
}

/// Makes our functions known to a session: to one machine's, or to each of a cluster's.
///
/// # Errors
///
/// Returns an error when the session takes no functions.
pub fn register_functions(session: &mut dyn FunctionRegistry) -> Result<()> {
    for function in functions() {
        session.register_udf(function)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use chrono::{Datelike as _, NaiveDate};

    use super::*;

    #[test]
    fn every_day_of_five_centuries_has_the_first_of_its_month() {
        let epoch = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();
        for number in -100_000..100_000 {
            let day = epoch + chrono::TimeDelta::days(i64::from(number));
            let first = day.with_day(1).unwrap();
            let expected = (first - epoch).num_days();
            assert_eq!(i64::from(month_start(number)), expected, "{day}");
        }
    }
}
