//! Sentences and lists that promise, and ordinary text that does not.

use crate::{ReadOptions, read};

/// A line for each commitment: line, reference, section, text, leads, time.
fn check(text: &str, expected: &[&str]) {
    let document = read("plan.txt", text.as_bytes(), &ReadOptions::default()).unwrap();
    let got: Vec<String> = document
        .commitments
        .iter()
        .map(|found| {
            let leads: Vec<&str> =
                found.leads.iter().map(|lead| lead.as_written.as_str()).collect();
            let times: Vec<&str> =
                found.timescales.iter().map(|time| time.as_written.as_str()).collect();
            format!(
                "{} {}| {} | {} | {}",
                found.source.line_from,
                found.reference,
                found.text,
                leads.join("; "),
                times.join("; ")
            )
        })
        .collect();
    assert_eq!(got, expected);
}

/// Each line is a document of its own and promises nothing.
fn check_none(text: &str) {
    for line in text.lines() {
        let document = read("plan.txt", line.as_bytes(), &ReadOptions::default()).unwrap();
        let found: Vec<&str> =
            document.commitments.iter().map(|found| found.text.as_str()).collect();
        assert!(found.is_empty(), "{found:?}");
    }
}

/// Each line is a document of its own and promises once.
fn check_each(text: &str) {
    for line in text.lines() {
        let document = read("plan.txt", line.as_bytes(), &ReadOptions::default()).unwrap();
        assert_eq!(document.commitments.len(), 1, "{line}");
    }
}

#[test]
fn the_future_with_a_verb_of_doing_promises() {
    check_each(
        "We will open a night sitting service.\n\
         In the spring we will also train forty porters.\n\
         The Director of Urgent Care will chair the group.\n\
         Dr Okafor and the board will agree the tariff.\n\
         A single point of access will be set up at Riverside.\n\
         Over the winter the partnership board will be reviewing every bed.\n\
         The matrons must audit every ward each month.\n\
         Fees will not be paid out until the audit has been completed by the board, and this will be reviewed in May 2012.",
    );
}

#[test]
fn verbs_of_commitment_promise_without_a_modal() {
    check_each(
        "The ambulance trust intends to train forty paramedics.\n\
         Our aim is to halve the number of falls.\n\
         It is planned to review the scheme in June 2012.\n\
         We are developing a shared record with the hospices.\n\
         The trust is committed to closing the old wards.\n\
         The board has agreed to fund two nurses.\n\
         The balance has yet to be identified by the finance team.\n\
         Progress is to be reported to the board each month.\n\
         The finance director is required to bring a plan to the board.\n\
         To recruit two nurses for each of the prisons.",
    );
}

#[test]
fn description_history_and_opinion_promise_nothing() {
    check_none(
        "Last year was difficult and waiting times rose in every hospital.\n\
         Life expectancy will remain low unless smoking falls.\n\
         Patients will often wait longer in February than in June.\n\
         If demand rises, we will open more beds.\n\
         We believe that happy staff will provide better care.\n\
         We know what we will need to do, and how we will do it.\n\
         The standard that we will apply relates to time.\n\
         The rules we will apply relate to time.\n\
         We are already working with the county council on housing.\n\
         This will allow the hospital to close a ward.\n\
         These services will include a night clinic and a day clinic.\n\
         It would be possible to open on Sundays if money were found.\n\
         Practices will send invoices for the work done.\n\
         Inflation will be about three per cent.\n\
         Recruitment remains a challenge and will continue to be so.\n\
         The trust will not meet its target this year.\n\
         Will the board agree the plan?\n\
         Nurses were asked to complete a survey in May 2011.\n\
         Option 2: The trust will close the hospital.\n\
         The government will reform the tariff.\n\
         This section will outline the money.",
    );
}

#[test]
fn items_are_tasks_where_the_line_above_leads_to_tasks() {
    check(
        "By May 2012 the partnership board will:\n\n- recruit six nurses for the prisons\n- equip four centres with video links.\n\n\
         The following bodies were asked:\n\n- Support groups for carers\n- Plan B, a charity\n",
        &[
            "3 | recruit six nurses for the prisons | partnership board | By May 2012",
            "4 | equip four centres with video links. | partnership board | By May 2012",
        ],
    );
}

#[test]
fn actions_need_no_verb_of_their_own() {
    check(
        "The key actions being taken include\n\n· More doctors on the night shift\n\n· Rotation of staff across both sites\n",
        &[
            "3 | More doctors on the night shift |  | ",
            "5 | Rotation of staff across both sites |  | ",
        ],
    );
}

#[test]
fn objects_of_a_verb_keep_it() {
    check(
        "The care group will then develop:\n\n- a set of rules for the wards\n- a clear policy on visits\n",
        &[
            "3 | The care group will then develop: a set of rules for the wards | care group | ",
            "4 | The care group will then develop: a clear policy on visits | care group | ",
        ],
    );
}

#[test]
fn an_introduction_whose_items_are_no_tasks_is_the_commitment() {
    check(
        "The hospital trust will provide the following posts:\n\n- Matron, full time\n- Two clerks\n",
        &["1 | The hospital trust will provide the following posts: | hospital trust | "],
    );
}

#[test]
fn tasks_under_objectives_are_commitments_and_those_under_a_vision_are_not() {
    check(
        "2.1. Vision\n\n2.1.1. Provide the best care there is.\n\n2.2. Objectives\n\n2.2.1. Cut falls by March 2012.\n\na) Train the staff of every ward.\n",
        &[
            "7 2.2.1| Cut falls by March 2012. |  | by March 2012",
            "9 2.2.1 a| Train the staff of every ward. |  | ",
        ],
    );
}

#[test]
fn numbered_headings_that_are_tasks_keep_the_time_of_their_introduction() {
    check(
        "We have two priorities for 2011/12:\n\n1) Improve the care of children\n\nChildren were seen late.\n\n2) Close the old wards\n\nThey leak.\n",
        &[
            "3 1| Improve the care of children |  | 2011/12",
            "7 2| Close the old wards |  | 2011/12",
        ],
    );
}

#[test]
fn announced_components_are_counted_up() {
    check(
        "The work has two components. The first is a review of the beds. Beds are few. The second is the purchase of land.\n",
        &[
            "1 | The first is a review of the beds. |  | ",
            "1 | The second is the purchase of land. |  | ",
        ],
    );
}

#[test]
fn what_others_will_do_and_what_is_expected_has_to_be_looked_at() {
    let text = "The Department of Health will publish the rules by the end of May 2012.\n\n\
                It is expected that the review will end by June 2012.\n";
    let document = read("plan.txt", text.as_bytes(), &ReadOptions::default()).unwrap();
    let doubts = document.commitments.iter().filter(|found| found.uncertain.is_some());
    assert_eq!((document.commitments.len(), doubts.count()), (2, 2));
}

#[test]
fn we_are_the_organisation() {
    let text =
        "Oakley Primary Care Trust Plan 2008/09\n\nWe will open a new surgery by May 2008.\n";
    let document = read("plan.txt", text.as_bytes(), &ReadOptions::default()).unwrap();
    let leads: Vec<_> = document.commitments.iter().flat_map(|found| &found.leads).collect();
    assert_eq!(leads[0].as_written, "Oakley Primary Care Trust");
    assert_eq!(leads[0].expanded.as_deref(), Some("Oakley Primary Care Trust"));
}
