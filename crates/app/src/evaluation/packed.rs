//! A series of figures in few bytes: entries one after the other, each saying what became known.

use bellwether_calendar::{Period, PeriodKind};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

/// What became known of one period at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// First day of the period.
    pub first_day: NaiveDate,
    /// Numerator and denominator; none where nothing is left of what was known.
    pub counts: Option<(f64, Option<f64>)>,
    /// Since when, to the second.
    pub known_from: DateTime<Utc>,
    /// The evaluation that found it.
    pub load_id: i64,
}

/// Bytes that are no series.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a packed series ends in the middle of an entry")]
pub struct PackedError;

const HAS_COUNTS: u8 = 1;
const HAS_DENOMINATOR: u8 = 2;
const NUMERATOR_IS_WHOLE: u8 = 4;
const DENOMINATOR_IS_WHOLE: u8 = 8;

/// Whole numbers up to this are kept as such: beyond it not every one is a number of 64 bits.
const LARGEST_WHOLE: f64 = 9_007_199_254_740_992.0;

/// Adds entries to the end of a series, which may be empty.
///
/// # Errors
///
/// Returns an error when what is there already is no series.
pub fn append(series: &mut Vec<u8>, entries: &[Entry]) -> Result<(), PackedError> {
    // Each entry is written as the difference from the one before it.
    let mut before = read(series)?.last().map_or_else(Before::default, Before::of);
    for entry in entries {
        let mut flags = 0;
        if let Some((numerator, denominator)) = entry.counts {
            flags |= HAS_COUNTS;
            flags |= if whole(numerator).is_some() { NUMERATOR_IS_WHOLE } else { 0 };
            if let Some(denominator) = denominator {
                flags |= HAS_DENOMINATOR;
                flags |= if whole(denominator).is_some() { DENOMINATOR_IS_WHOLE } else { 0 };
            }
        }
        series.push(flags);
        let after = Before::of(entry);
        write_whole(series, after.day - before.day);
        write_whole(series, after.second - before.second);
        write_whole(series, after.load_id - before.load_id);
        if let Some((numerator, denominator)) = entry.counts {
            write_number(series, numerator);
            if let Some(denominator) = denominator {
                write_number(series, denominator);
            }
        }
        before = after;
    }
    Ok(())
}

/// Reads every entry, in the order in which they were added.
///
/// # Errors
///
/// Returns an error when the bytes end in the middle of an entry.
pub fn read(series: &[u8]) -> Result<Vec<Entry>, PackedError> {
    let mut rest = series;
    let mut entries = Vec::new();
    let mut at = Before::default();
    while let Some((&flags, after)) = rest.split_first() {
        rest = after;
        at.day += read_whole(&mut rest)?;
        at.second += read_whole(&mut rest)?;
        at.load_id += read_whole(&mut rest)?;
        let counts = if flags & HAS_COUNTS == 0 {
            None
        } else {
            let numerator = read_number(&mut rest, flags & NUMERATOR_IS_WHOLE != 0)?;
            let denominator = (flags & HAS_DENOMINATOR != 0)
                .then(|| read_number(&mut rest, flags & DENOMINATOR_IS_WHOLE != 0))
                .transpose()?;
            Some((numerator, denominator))
        };
        let first_day = NaiveDate::default().checked_add_signed(TimeDelta::days(at.day));
        entries.push(Entry {
            first_day: first_day.ok_or(PackedError)?,
            counts,
            known_from: DateTime::from_timestamp(at.second, 0).ok_or(PackedError)?,
            load_id: at.load_id,
        });
    }
    Ok(entries)
}

/// What held at a moment: the last entry of each period known by then, in the order of periods.
#[must_use]
pub fn as_at(entries: &[Entry], moment: DateTime<Utc>) -> Vec<&Entry> {
    let mut latest = std::collections::BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.known_from <= moment) {
        latest.insert(entry.first_day, entry);
    }
    latest.into_values().filter(|entry| entry.counts.is_some()).collect()
}

/// The period of an entry in a series of periods of one length.
#[must_use]
pub fn period(kind: PeriodKind, entry: &Entry) -> Period {
    Period::containing(kind, entry.first_day)
}

/// Day, second and load of the entry before.
#[derive(Debug, Clone, Copy, Default)]
struct Before {
    day: i64,
    second: i64,
    load_id: i64,
}

impl Before {
    fn of(entry: &Entry) -> Self {
        Self {
            day: (entry.first_day - NaiveDate::default()).num_days(),
            second: entry.known_from.timestamp(),
            load_id: entry.load_id,
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "checked to be whole and small enough")]
fn whole(number: f64) -> Option<i64> {
    (number.fract().abs() < f64::MIN_POSITIVE && number.abs() < LARGEST_WHOLE)
        .then_some(number as i64)
}

/// Seven bits a byte, the sign in the lowest, so that small numbers of either sign are short.
#[expect(clippy::cast_sign_loss, reason = "the sign is folded into the lowest bit")]
fn write_whole(bytes: &mut Vec<u8>, number: i64) {
    let mut rest = ((number << 1) ^ (number >> 63)) as u64;
    loop {
        let low = u8::try_from(rest & 0x7f).unwrap_or_default();
        rest >>= 7;
        bytes.push(if rest == 0 { low } else { low | 0x80 });
        if rest == 0 {
            return;
        }
    }
}

#[expect(clippy::cast_possible_wrap, reason = "the sign is unfolded from the lowest bit")]
fn read_whole(bytes: &mut &[u8]) -> Result<i64, PackedError> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first().ok_or(PackedError)?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok((number >> 1) as i64 ^ -((number & 1) as i64));
        }
    }
    Err(PackedError)
}

fn write_number(bytes: &mut Vec<u8>, number: f64) {
    match whole(number) {
        Some(whole) => write_whole(bytes, whole),
        None => bytes.extend(number.to_le_bytes()),
    }
}

fn read_number(bytes: &mut &[u8], is_whole: bool) -> Result<f64, PackedError> {
    if is_whole {
        #[expect(
            clippy::cast_precision_loss,
            reason = "only those that lose nothing are written"
        )]
        return read_whole(bytes).map(|number| number as f64);
    }
    let (number, rest) = bytes.split_first_chunk().ok_or(PackedError)?;
    *bytes = rest;
    Ok(f64::from_le_bytes(*number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(day: &str, counts: Option<(f64, Option<f64>)>, known: &str, load_id: i64) -> Entry {
        let known_from = format!("{known}T12:00:00Z").parse().unwrap();
        Entry { first_day: day.parse().unwrap(), counts, known_from, load_id }
    }

    #[test]
    fn what_is_packed_comes_out_again_and_more_can_be_added() {
        let first = [
            entry("2018-04-01", Some((3.0, Some(4.0))), "2018-05-01", 7),
            entry("2018-05-01", Some((0.0, Some(0.0))), "2018-06-01", 8),
            entry("2018-03-01", Some((-2.5, None)), "2018-06-01", 8),
        ];
        let more = [
            entry("2018-04-01", Some((1e15, Some(0.1))), "2018-07-01", 6),
            entry("2018-05-01", None, "2018-07-02", 900_000),
        ];
        let mut series = Vec::new();
        append(&mut series, &first).unwrap();
        assert!(series.len() <= 40, "{} bytes", series.len());
        append(&mut series, &more).unwrap();
        assert_eq!(read(&series).unwrap(), [&first[..], &more[..]].concat());
        assert_eq!(read(&series[..series.len() - 1]), Err(PackedError));
    }

    #[test]
    fn an_earlier_day_sees_what_was_known_then() {
        let entries = [
            entry("2018-04-01", Some((3.0, None)), "2018-05-01", 1),
            entry("2018-04-01", Some((5.0, None)), "2018-06-01", 2),
            entry("2018-04-01", None, "2018-07-01", 3),
        ];
        let check = |moment: &str, expected: Option<f64>| {
            let moment = format!("{moment}T23:00:00Z").parse().unwrap();
            let known = as_at(&entries, moment);
            assert_eq!(known.first().and_then(|entry| entry.counts).map(|(n, _)| n), expected);
        };
        check("2018-04-30", None);
        check("2018-05-02", Some(3.0));
        check("2018-06-02", Some(5.0));
        check("2018-07-02", None);
    }
}
