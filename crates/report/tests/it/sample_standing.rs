//! A plan of any length, as it stood on a day.

use bellwether_report::standing::{
    CommitmentStanding, GoalStanding, IndicatorStanding, MoveStanding, PlanStanding, RiskStanding,
    SectionStanding, Standing,
};
use chrono::{Days, NaiveDate, NaiveTime};

pub(crate) const STATUSES: [&str; 7] =
    ["Not started", "On track", "At risk", "Off track", "Achieved", "Not achieved", "Cancelled"];

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap_or_default()
}

/// A plan with so many commitments in sections of 25, texts as long as such plans have them.
pub(crate) fn standing(commitments: i64) -> Standing {
    let sections =
        (0..commitments.div_euclid(25) + i64::from(commitments % 25 > 0)).map(|number| {
            let of_section = (number * 25..commitments.min(number * 25 + 25)).map(commitment);
            SectionStanding {
                title: format!("{}. Urgent & emergency care", number + 1),
                commitments: of_section.collect(),
            }
        });
    Standing {
        title: "Action plan 2018/19".to_owned(),
        as_at: day("2019-02-15"),
        made_at: day("2019-02-15").and_time(NaiveTime::MIN).and_utc(),
        statuses: STATUSES.to_vec(),
        plans: vec![PlanStanding {
            id: 1,
            title: "Action plan 2018/19".to_owned(),
            organisation: "Northmere".to_owned(),
            year: Some("2018/19".to_owned()),
            file_name: "plan.docx".to_owned(),
            counts: STATUSES.map(|status| (status, usize::from(status != "Cancelled"))).to_vec(),
            sections: sections.collect(),
            risks: vec![RiskStanding {
                area: "Workforce".to_owned(),
                risk: "Posts of nurses stay empty over the winter".to_owned(),
                contingency: "Agency staff, agreed with finance beforehand".to_owned(),
            }],
            goals: vec![GoalStanding {
                title: "Annual Health Check".to_owned(),
                period: "2018/19".to_owned(),
                value: "Good".to_owned(),
            }],
            indicators: vec![IndicatorStanding {
                code: "AE4".to_owned(),
                title: "Seen within four hours".to_owned(),
                section: "Urgent care".to_owned(),
                lead: "Director of Operations".to_owned(),
                cells: vec![("Target".to_owned(), "95%".to_owned())],
                note: "monthly".to_owned(),
            }],
        }],
    }
}

fn commitment(number: i64) -> CommitmentStanding {
    let status = STATUSES[usize::try_from(number).unwrap_or_default() % STATUSES.len()];
    let due = day("2018-06-30")
        .checked_add_days(Days::new(u64::try_from(number % 400).unwrap_or_default()));
    let moved = (number % 10 == 3).then(|| MoveStanding {
        from: Some(day("2018-03-31")),
        to: due,
        on: day("2018-12-01"),
        reason: "the builder is late".to_owned(),
    });
    CommitmentStanding {
        id: 1000 + number,
        kind: if number % 8 == 1 { "Milestone" } else { "Action" },
        reference: if number % 8 == 1 {
            String::new()
        } else {
            format!("{}.{}", number / 25, number % 25)
        },
        text: format!(
            "Agree and put into practice a pathway for people who come to the emergency department \
             more than {number} times a year, with general practice and the ambulance service"
        ),
        step_of: (number % 8 == 1).then(|| format!("{}.{}", number / 25, number % 25 - 1)),
        leads: vec!["Ada Byron, Director of Urgent Care".to_owned()],
        due_as_written: "by end Q1".to_owned(),
        due_by: due.filter(|_| number % 9 != 4),
        moves: moved.into_iter().collect(),
        overdue_days: (number % 5 == 2).then_some(46),
        status,
        progress: u8::try_from(number % 101).ok().filter(|_| number % 3 == 0),
        latest_note: (number % 2 == 0).then(|| {
            format!("The second of {number} sites opened on Monday; the third waits for its staff.")
        }),
        latest_on: (number % 2 == 0).then(|| day("2019-01-31")),
        latest_by: (number % 2 == 0).then(|| "Ada Byron".to_owned()),
        outcome: (number % 6 == 0).then(|| "Fewer people come back within a week".to_owned()),
        version: format!("{number}|{status}||"),
    }
}
