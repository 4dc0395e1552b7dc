//! Pledge tables in several layouts.

use crate::{ReadOptions, read};

/// A line for each commitment: reference, section, text, leads, dates, whether uncertain.
fn check(text: &str, expected: &[&str]) {
    let document = read("plan.txt", text.as_bytes(), &ReadOptions::default()).unwrap();
    let got: Vec<String> = document
        .commitments
        .iter()
        .map(|found| {
            let leads: Vec<&str> =
                found.leads.iter().map(|lead| lead.as_written.as_str()).collect();
            let dates: Vec<&str> =
                found.timescales.iter().map(|date| date.as_written.as_str()).collect();
            format!(
                "{}: {} | {} | {} | {} | {}{}",
                found.source.line_from,
                if found.reference.is_empty() { "-" } else { &found.reference },
                found.section.as_deref().unwrap_or("-"),
                found.text,
                leads.join("; "),
                dates.join("; "),
                if found.uncertain.is_some() { " | uncertain" } else { "" }
            )
        })
        .collect();
    assert_eq!(got, expected);
}

#[test]
fn as_many_dates_as_actions_pair_in_order() {
    check(
        "Promises\n\n\tPledge\n\tOutcome expected\n\tKey actions\n\tBy when\n\tLead executive\n\n\
         \tPledge 1\n\nShorter waits\n\n\tWaits fall\n\tHire staff\n\nOpen at weekends\n\n\
         \tMay 08\n\nJune 08\n\n\tAnn Other\n\nDirector of Nursing\n\n\n\
         \tPledge 2:\n\nSafer care\n\n\tFewer falls\n\tTrain:\n\n- nurses\n\n- porters\n\n\
         \tMay 08\n\nJune 08\n\n\tBo Third (manager – Cy Fourth)\n",
        &[
            "9: Pledge 1 | Promises | Shorter waits | Ann Other | ",
            "14: - | Pledge 1: Shorter waits | Hire staff | Ann Other | May 08",
            "16: - | Pledge 1: Shorter waits | Open at weekends | Ann Other | June 08",
            "27: Pledge 2 | Promises | Safer care | Bo Third (manager – Cy Fourth) | ",
            "34: - | Pledge 2: Safer care | nurses | Bo Third (manager – Cy Fourth) | May 08",
            "36: - | Pledge 2: Safer care | porters | Bo Third (manager – Cy Fourth) | June 08",
        ],
    );
}

#[test]
fn other_counts_leave_the_dates_with_the_pledge() {
    check(
        "# Promises\n\n| Priority | Tasks | Timescale | Owner |\n|--|--|--|--|\n\
         | Quick answers | Staff the lines<br>Write back<br>Publish results | May 08<br>Ongoing | DoN |\n\
         | Clean wards | Clean nightly<br>Inspect | May 08<br>June 08 | DoN |\n",
        &[
            "5: - | Promises | Quick answers | DoN | May 08; Ongoing | uncertain",
            "5: - | Quick answers | Staff the lines | DoN |  | uncertain",
            "5: - | Quick answers | Write back | DoN |  | uncertain",
            "5: - | Quick answers | Publish results | DoN |  | uncertain",
            "6: - | Promises | Clean wards | DoN | ",
            "6: - | Clean wards | Clean nightly | DoN | May 08",
            "6: - | Clean wards | Inspect | DoN | June 08",
        ],
    );
}

#[test]
fn headings_introductions_and_notes_are_no_actions() {
    check(
        "\tPledge\n\tActions\n\tDates\n\tLead\n\n\
         \tPledge 1\n\nBetter care\n\n\
         \tHeart Disease\n\nAgree the pathway to deliver\n\n20% fewer admissions\n\n\
         Single line: \n\nset it up\n\nStroke\n\nOpen the unit\n\nNote: subject to funds\n\n\
         \tMay 08\n\nJune 08\n\nJuly 08\n\tDoN\n",
        &[
            "6: Pledge 1 | - | Better care | DoN | ",
            "12: - | Pledge 1: Better care | Agree the pathway to deliver 20% fewer admissions | DoN | May 08",
            "16: - | Pledge 1: Better care | Single line: set it up | DoN | June 08",
            "22: - | Pledge 1: Better care | Open the unit | DoN | July 08",
        ],
    );
}

#[test]
fn rows_of_one_action_and_one_date_are_another_shape() {
    let text = "Objective\tTask\tLead\tDate\nSafety\tTrain staff\tDoN\tMay 08\n";
    let document = read("plan.txt", text.as_bytes(), &ReadOptions::default()).unwrap();
    assert!(document.commitments.iter().all(|found| found.text != "Safety"));
}
