//! How far along a commitment should be by a day, how far it is, and whether it is time to say so.

use chrono::{Days, NaiveDate};

use super::rules::Status;

/// The share of the time from `earliest` to `latest` that has passed by a day, 0 to 100, rounded
/// down; none while one of them is not known. All of it on the last day.
#[must_use]
pub fn expected_progress(
    earliest: Option<NaiveDate>,
    latest: Option<NaiveDate>,
    today: NaiveDate,
) -> Option<u8> {
    let (first, last) = (earliest?, latest?);
    if today >= last {
        return Some(100);
    }
    let (passed, whole) = ((today - first).num_days(), (last - first).num_days());
    if passed <= 0 || whole <= 0 {
        return Some(0);
    }
    u8::try_from(passed * 100 / whole).ok()
}

/// A step on the way, as far as progress needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The last day on which it is due.
    pub due: Option<NaiveDate>,
    /// How it stands.
    pub status: Status,
}

/// What a progress was computed from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The time that has passed.
    Time,
    /// Its milestones with a date.
    Milestones,
    /// An update that says so.
    Update,
    /// Its status: what is achieved is done.
    Status,
}

/// Progress, 0 to 100, and what it was computed from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// 0 to 100.
    pub percent: u8,
    /// From what.
    pub basis: Basis,
}

/// Fewest milestones with a date that say more about the way than the time does.
const ENOUGH_MILESTONES: usize = 2;

/// How far along a commitment should be by a day: the share of its dated milestones whose last day
/// has come, where two or more have a date; otherwise the share of its time that has passed.
#[must_use]
pub fn expected(
    span: (Option<NaiveDate>, Option<NaiveDate>),
    steps: &[Step],
    today: NaiveDate,
) -> Option<Progress> {
    let dated: Vec<NaiveDate> = steps.iter().filter_map(|step| step.due).collect();
    if dated.len() >= ENOUGH_MILESTONES {
        let come = dated.iter().filter(|due| **due <= today).count();
        return Some(Progress { percent: share(come, dated.len()), basis: Basis::Milestones });
    }
    let percent = expected_progress(span.0, span.1, today)?;
    Some(Progress { percent, basis: Basis::Time })
}

/// How far along a commitment is: all of it once achieved, otherwise what the updates last said,
/// otherwise the share of its dated milestones that are achieved, where two or more have a date.
#[must_use]
pub fn actual(status: Status, said: Option<u8>, steps: &[Step]) -> Option<Progress> {
    if status == Status::Achieved {
        return Some(Progress { percent: 100, basis: Basis::Status });
    }
    if let Some(percent) = said {
        return Some(Progress { percent, basis: Basis::Update });
    }
    let dated: Vec<&Step> = steps.iter().filter(|step| step.due.is_some()).collect();
    if dated.len() < ENOUGH_MILESTONES {
        return None;
    }
    let done = dated.iter().filter(|step| step.status == Status::Achieved).count();
    Some(Progress { percent: share(done, dated.len()), basis: Basis::Milestones })
}

fn share(some: usize, all: usize) -> u8 {
    u8::try_from(some * 100 / all.max(1)).unwrap_or(100)
}

/// Reads a progress as people write it: `40`, `40%` or `40 per cent`.
///
/// # Errors
///
/// Returns a sentence for whoever wrote it.
pub fn read_progress(text: &str) -> Result<Option<u8>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let number = text.trim_end_matches("per cent").trim_end_matches('%').trim();
    match number.parse::<u8>() {
        Ok(percent) if percent <= 100 => Ok(Some(percent)),
        _ => Err(format!("'{text}' is no progress; write a whole number from 0 to 100.")),
    }
}

/// Why a commitment asks for an update.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ask {
    /// Its last day is past, and nothing was said lately.
    Overdue,
    /// It is due within two weeks, and nothing was said lately.
    DueSoon,
    /// Nobody ever reported on it, and the time for a first report is over.
    NeverUpdated,
    /// Nothing was said for a quarter.
    Silent,
}

/// Days before the due day in which to say how it stands, and for which an update is new enough.
const LATELY: u64 = 14;
/// Days after which a first report should be there.
const FIRST_REPORT: u64 = 30;
/// Days after which a report is old: the longest quarter.
const QUARTER: u64 = 92;

/// Whether and why a commitment asks for an update on a day: `reported` is the day of its latest
/// one, `since` the day on which it came to whoever answers for it.
#[must_use]
pub fn asks_for_update(
    due_latest: Option<NaiveDate>,
    status: Status,
    reported: Option<NaiveDate>,
    since: NaiveDate,
    today: NaiveDate,
) -> Option<Ask> {
    if status.is_final() {
        return None;
    }
    let older_than = |day: NaiveDate, days: u64| {
        day.checked_add_days(Days::new(days)).is_some_and(|limit| limit < today)
    };
    let heard = reported.is_some_and(|day| !older_than(day, LATELY));
    let ahead = due_latest.map(|due| (due - today).num_days());
    match (ahead, reported) {
        (Some(days), _) if days < 0 && !heard => Some(Ask::Overdue),
        (Some(days), _) if (0..=14).contains(&days) && !heard => Some(Ask::DueSoon),
        (_, None) if older_than(since, FIRST_REPORT) => Some(Ask::NeverUpdated),
        (_, Some(day)) if older_than(day, QUARTER) => Some(Ask::Silent),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn expected_progress_is_the_share_of_the_time_that_has_passed() {
        let check = |span: (Option<&str>, Option<&str>), today: &str, expected: Option<u8>| {
            let found = expected_progress(span.0.map(day), span.1.map(day), day(today));
            assert_eq!(found, expected, "{span:?} on {today}");
        };
        let year = (Some("2018-04-01"), Some("2019-03-31"));
        check(year, "2018-03-01", Some(0));
        check(year, "2018-04-01", Some(0));
        check(year, "2018-09-30", Some(50));
        check(year, "2019-03-30", Some(99));
        check(year, "2019-03-31", Some(100));
        check(year, "2019-06-01", Some(100));
        check((Some("2018-04-01"), Some("2018-04-01")), "2018-03-31", Some(0));
        check((Some("2018-04-01"), Some("2018-04-01")), "2018-04-01", Some(100));
        check((None, Some("2018-04-01")), "2018-04-01", None);
        check((Some("2018-04-01"), None), "2018-04-01", None);
    }

    #[test]
    fn milestones_with_dates_say_more_than_the_time() {
        let check = |steps: &[(Option<&str>, Status)], expected: &str| {
            let steps: Vec<Step> = steps
                .iter()
                .map(|(due, status)| Step { due: due.map(day), status: *status })
                .collect();
            let span = (Some(day("2018-04-01")), Some(day("2019-03-31")));
            let shown = |progress: Option<Progress>| {
                progress.map_or("none".to_owned(), |it| format!("{} {:?}", it.percent, it.basis))
            };
            let found = format!(
                "{}, {}",
                shown(expected_of(span, &steps)),
                shown(actual(Status::OnTrack, None, &steps))
            );
            assert_eq!(found, expected);
        };
        let (done, open) = (Status::Achieved, Status::NotStarted);
        check(&[], "50 Time, none");
        check(&[(Some("2018-06-30"), done)], "50 Time, none");
        check(&[(Some("2018-06-30"), done), (None, open)], "50 Time, none");
        check(
            &[(Some("2018-06-30"), open), (Some("2018-09-30"), done), (Some("2019-01-31"), open)],
            "66 Milestones, 33 Milestones",
        );
    }

    fn expected_of(
        span: (Option<NaiveDate>, Option<NaiveDate>),
        steps: &[Step],
    ) -> Option<Progress> {
        expected(span, steps, day("2018-09-30"))
    }

    #[test]
    fn what_updates_say_goes_before_milestones_and_what_is_achieved_is_done() {
        let found = actual(Status::AtRisk, Some(40), &[]);
        assert_eq!(found, Some(Progress { percent: 40, basis: Basis::Update }));
        let found = actual(Status::Achieved, Some(40), &[]);
        assert_eq!(found, Some(Progress { percent: 100, basis: Basis::Status }));
    }

    #[test]
    fn progress_is_read_as_people_write_it() {
        for (text, expected) in [
            ("", Ok(None)),
            (" 40% ", Ok(Some(40))),
            ("100", Ok(Some(100))),
            ("40 per cent", Ok(Some(40))),
            ("101", Err(())),
            ("-1", Err(())),
            ("half", Err(())),
        ] {
            assert_eq!(read_progress(text).map_err(drop), expected, "{text}");
        }
    }

    #[test]
    fn an_update_is_asked_for_when_it_is_time() {
        let check = |due: Option<&str>, reported: Option<&str>, today: &str, expected| {
            let found = asks_for_update(
                due.map(day),
                Status::OnTrack,
                reported.map(day),
                day("2018-04-03"),
                day(today),
            );
            assert_eq!(found, expected, "due {due:?}, said {reported:?}, on {today}");
        };
        check(Some("2018-12-31"), None, "2018-05-03", None);
        check(Some("2018-12-31"), None, "2018-05-04", Some(Ask::NeverUpdated));
        check(Some("2018-12-31"), Some("2018-05-01"), "2018-08-01", None);
        check(Some("2018-12-31"), Some("2018-05-01"), "2018-08-02", Some(Ask::Silent));
        check(Some("2018-12-31"), Some("2018-12-01"), "2018-12-17", Some(Ask::DueSoon));
        check(Some("2018-12-31"), Some("2018-12-10"), "2018-12-17", None);
        check(Some("2018-12-31"), Some("2018-12-30"), "2019-01-10", None);
        check(Some("2018-12-31"), Some("2018-12-30"), "2019-01-14", Some(Ask::Overdue));
        check(None, Some("2018-12-30"), "2019-01-14", None);
        let ended =
            asks_for_update(None, Status::Cancelled, None, day("2018-04-03"), day("2019-01-01"));
        assert_eq!(ended, None);
    }
}
