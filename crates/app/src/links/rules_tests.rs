//! Due days that follow, circles refused, and warnings that travel.

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Reads `3 after 2`, `3 within 1 month of 2` and `3 before 2 by 6 week`.
fn dependency(text: &str) -> Dependency {
    let words: Vec<&str> = text.split(' ').collect();
    let number = |word: &str| word.parse::<i64>().unwrap();
    let length = |amount: &str, unit: &str| Some((amount.parse().unwrap(), unit_of(unit).unwrap()));
    let (kind, on, length) = match words[..] {
        [_, "within", amount, unit, "of", on] => (Kind::Within, on, length(amount, unit)),
        [_, kind, on, "by", amount, unit] => {
            (Kind::from_word(kind).unwrap(), on, length(amount, unit))
        }
        [_, kind, on] => (Kind::from_word(kind).unwrap(), on, None),
        _ => panic!("{text}"),
    };
    let (commitment_id, on_id) = (number(words[0]), number(on));
    Dependency { id: 0, commitment_id, on_id, kind, length, as_written: None }
}

#[test]
fn a_due_day_follows_the_day_of_the_other() {
    let check = |lines: &[(&str, &str)], expected: Option<&str>| {
        let kept: Vec<Dependency> = lines.iter().map(|(line, _)| dependency(line)).collect();
        let days = lines.iter().map(|(_, other)| day(other));
        let dependencies: Vec<(&Dependency, NaiveDate)> = kept.iter().zip(days).collect();
        let found = due_of(&dependencies, &WorkingDays::weekdays());
        assert_eq!(found, expected.map(day), "{lines:?}");
    };
    check(&[], None);
    check(&[("3 within 1 month of 2", "2003-11-17")], Some("2003-12-17"));
    check(&[("3 after 2 by 28 week", "2008-04-01")], Some("2008-10-14"));
    check(&[("3 before 2 by 6 week", "2009-06-04")], Some("2009-04-23"));
    check(&[("3 within 10 working_day of 2", "2019-02-15")], Some("2019-03-01"));
    check(&[("3 after 2", "2019-02-15")], None);
    let two = [("3 within 1 month of 2", "2019-01-31"), ("3 after 4 by 2 week", "2019-03-01")];
    check(&two, Some("2019-03-15"));
    let three = [two[0], two[1], ("3 before 5 by 1 day", "2019-03-10")];
    check(&three, Some("2019-03-09"));
}

#[test]
fn a_dependency_is_said_in_words() {
    for (text, expected) in [
        ("3 within 1 month of 2", "within 1 month of"),
        ("3 after 2 by 12 week", "12 weeks after"),
        ("3 within 10 working_day of 2", "within 10 working days of"),
        ("3 before 2", "before"),
        ("3 within 2", "no later than"),
    ] {
        assert_eq!(dependency(text).words(), expected);
    }
}

#[test]
fn nothing_waits_for_itself_however_long_the_way() {
    let check = |kept: &[&str], new: &str, expected: bool| {
        let kept: Vec<Dependency> = kept.iter().map(|text| dependency(text)).collect();
        assert_eq!(closes_circle(&kept, &dependency(new)), expected, "{kept:?} and {new}");
    };
    check(&[], "1 after 2", false);
    check(&[], "1 after 1", true);
    check(&["1 after 2"], "2 after 1", true);
    check(&["1 after 2"], "1 before 2", true);
    check(&["1 after 2"], "2 before 1", false);
    check(&["1 after 2 by 1 week"], "2 before 1 by 1 week", true);
    check(&["1 after 2", "2 after 3", "3 after 4"], "4 after 1", true);
    check(&["1 after 2", "2 after 3", "3 after 4"], "1 after 4", false);
}

#[test]
fn the_day_counted_from_is_the_due_day_until_it_is_achieved() {
    let (said, due) = (Some(day("2019-01-10")), Some(day("2018-12-31")));
    for (status, expected) in [
        (Status::NotStarted, due),
        (Status::OffTrack, due),
        (Status::Achieved, said),
        (Status::NotAchieved, None),
        (Status::Cancelled, None),
    ] {
        assert_eq!(anchor_day(status, said, due), expected, "{status}");
    }
}

#[test]
fn what_is_late_warns_whatever_waits_for_it() {
    let check = |lines: &[&str], late: &[(i64, i64)], closed: &[i64], expected: &[&str]| {
        let dependencies: Vec<Dependency> = lines.iter().map(|text| dependency(text)).collect();
        let standing = |id: i64| Standing {
            closed: closed.contains(&id),
            late_days: late.iter().find(|(other, _)| *other == id).map(|(_, days)| *days),
        };
        let standings = (1..6).map(|id| (id, standing(id))).collect();
        let found: Vec<String> = waits(&dependencies, &standings)
            .into_iter()
            .map(|(id, wait)| {
                let way = if wait.direct { "" } else { " through others" };
                format!("{id} for {}, {} days{way}", wait.on_id, wait.days)
            })
            .collect();
        assert_eq!(found, expected, "{lines:?} {late:?} {closed:?}");
    };
    check(&["2 after 1"], &[], &[], &[]);
    check(&["2 after 1"], &[(1, 40)], &[], &["2 for 1, 40 days"]);
    check(&["2 after 1"], &[(1, 40)], &[2], &[]);
    check(&["1 before 2 by 1 week"], &[(1, 40)], &[], &["2 for 1, 40 days"]);
    check(&["1 before 2 by 1 week"], &[(2, 40)], &[], &[]);
    let chain = ["2 after 1", "3 within 1 month of 2"];
    check(&chain, &[(1, 40)], &[], &["2 for 1, 40 days", "3 for 1, 40 days through others"]);
    check(
        &chain,
        &[(1, 40), (2, 5)],
        &[],
        &["2 for 1, 40 days", "3 for 1, 40 days through others"],
    );
    check(&chain, &[(1, 40)], &[2], &[]);
    check(&["3 after 1", "3 after 2"], &[(1, 5), (2, 9)], &[], &["3 for 2, 9 days"]);
}
