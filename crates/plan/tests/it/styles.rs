//! One small plan in every style that an action table arrives in, and in other words than the real ones.

use bellwether_plan::draft::Commitment;
use bellwether_plan::{Document, ReadOptions, read};

fn document(text: &str) -> Document {
    read("plan.txt", text.as_bytes(), &ReadOptions::default()).unwrap()
}

fn line(found: &Commitment) -> String {
    let leads: Vec<&str> = found
        .leads
        .iter()
        .map(|lead| lead.expanded.as_ref().unwrap_or(&lead.as_written).as_str())
        .collect();
    let dates: Vec<&str> = found.timescales.iter().map(|date| date.as_written.as_str()).collect();
    let steps: Vec<String> = found
        .milestones
        .iter()
        .map(|step| format!("{}@{}", step.text, step.as_written.as_deref().unwrap_or("?")))
        .collect();
    let parts = [
        found.reference.clone(),
        found.section.clone().unwrap_or_default(),
        found.text.clone(),
        leads.join("+"),
        dates.join("+"),
        found.status.clone().unwrap_or_default(),
        steps.join("+"),
    ];
    format!("{}{}", parts.join("|"), if found.uncertain.is_some() { "|uncertain" } else { "" })
}

fn check(text: &str, expected: &[&str]) {
    let got: Vec<String> = document(text).commitments.iter().map(line).collect();
    assert_eq!(got, expected);
}

const KEY: &str = "Key: CE = Chief Executive; DoN = Director of Nursing\n\n";

#[test]
fn a_markdown_table_with_other_headings_is_read() {
    check(
        &format!(
            "# Fenmarsh action plan 2011/12\n\n{KEY}## Safe care\n\n\
             | Objective | Action | Owner | By when | Status |\n|---|---|:-:|---|---|\n\
             | Fewer falls | **1.1** Train ward staff | DoN | Sept 2011 | In progress |\n\
             | | 1.2 Audit each ward | CE & DoN | by end of 2011/12 | |\n\n\
             ## Access\n\n\
             | Objective | Action | Owner | By when | Status |\n|---|---|---|---|---|\n\
             | Shorter waits | 2.1 Open at weekends | Head of Access | Q3 2011/12 | Not started |\n"
        ),
        &[
            "1.1|Safe care|Train ward staff|Director of Nursing|Sept 2011|In progress|",
            "1.2|Safe care|Audit each ward|Chief Executive+Director of Nursing|by end of 2011/12||",
            "2.1|Access|Open at weekends|Head of Access|Q3 2011/12|Not started|",
        ],
    );
}

#[test]
fn a_column_of_references_and_heading_rows_are_read() {
    check(
        "Ref | What we will do | Who | When | Measure of success\n\
         1 | SAFETY | | | \n\
         1a | Buy two scanners | Ann Brown | June 2012 | Two in use\n\
         1b | Train users | Ann Brown/Carol Green | July 2012 | All trained\n",
        &[
            "1a|SAFETY|Buy two scanners|Ann Brown|June 2012||",
            "1b|SAFETY|Train users|Ann Brown+Carol Green|July 2012||",
        ],
    );
}

#[test]
fn one_cell_a_line_is_read_with_and_without_tabs() {
    check(
        "Plan for wards\n\n\tTask\n\tResponsible officer\n\tDeadline\n\n\tOpen ward 3\n\tHead of Estates\n\t1 May 2012\n\n\
         \tHire staff\n\nfor nights\n\t\n\tOngoing\n\n\n",
        &[
            "|Plan for wards|Open ward 3|Head of Estates|1 May 2012||",
            "|Plan for wards|Hire staff for nights||Ongoing||",
        ],
    );
    check(
        "Task\nResponsible officer\nDeadline\n\nOpen ward 3\nHead of Estates\n1 May 2012\n\nHire staff\nDoN\nOngoing\n",
        &["||Open ward 3|Head of Estates|1 May 2012||", "||Hire staff|DoN|Ongoing||"],
    );
}

#[test]
fn marked_dates_and_steps_pair_only_when_their_counts_agree() {
    let row = |dates: &str, steps: &str| {
        format!(
            "Action\tLead\tTimescale\tMilestones\n1. Plan wards\tCE\t{dates}\t{steps}\n2. Go\tCE\tMay 08\t\n"
        )
    };
    check(
        &row("<p>May 08</p><p>June 08</p>", "<p>Draft it</p><p>Agree it</p>"),
        &["1||Plan wards|CE|May 08+June 08||Draft it@May 08+Agree it@June 08", "2||Go|CE|May 08||"],
    );
    check(
        &row("<p>May 08</p><p>June 08</p>", "<p>Draft it</p><p>Agree it</p><p>Print it</p>"),
        &[
            "1||Plan wards|CE|May 08+June 08||Draft it@?+Agree it@?+Print it@?|uncertain",
            "2||Go|CE|May 08||",
        ],
    );
}

#[test]
fn a_lead_left_blank_under_the_same_objective_is_doubtful() {
    check(
        "| Issue | Action | Lead | When |\n|---|---|---|---|\n\
         | Falls | Audit each ward | Ward manager | May 08 |\n\
         | | Train all staff | | June 08 |\n\
         | Waits | Open at weekends | | July 08 |\n",
        &[
            "||Audit each ward|Ward manager|May 08||",
            "||Train all staff||June 08|||uncertain",
            "||Open at weekends||July 08||",
        ],
    );
}

#[test]
fn what_is_reported_tells_the_status() {
    let of = |progress: &str| {
        let text = format!(
            "Action\tLead\tTimescale\tProgress\n1. Plan wards\tCE\tMay 08\t{progress}\n2. Go\tCE\tMay 08\t\n"
        );
        document(&text).commitments[0].status.clone()
    };
    let check = |progress: &str, expected: Option<&str>| {
        assert_eq!(of(progress).as_deref(), expected, "{progress}");
    };
    check("Plan agreed by the Board", Some("achieved"));
    check("Staff are currently being recruited", Some("in progress"));
    check("Draft agreed. Final version to be written", Some("in progress"));
    check("Recruitment on hold until the budget is known", Some("on hold"));
    check("Completed", Some("Completed"));
    check("Meeting to be held on 11th June", None);
    check("See appendix", None);
}

#[test]
fn lines_with_labels_are_read_as_actions() {
    check(
        &format!(
            "{KEY}Safe care\n\n\
             Action: 1.1 Train ward staff in\nlifting and handling\nLead: DoN\nBy when: Sept 2011\n\
             Progress: Staff are currently being recruited\n\n\
             **Action:** Audit each ward\n**Owner:** CE & DoN\n**Deadline:** by end of 2011/12\n\n\
             Action: Open at weekends. Lead: Head of Access; Due date: June 2012\n\n\
             Action: this is needed by all of us.\n"
        ),
        &[
            "1.1|Safe care|Train ward staff in lifting and handling|Director of Nursing|Sept 2011|in progress|",
            "|Safe care|Audit each ward|Chief Executive+Director of Nursing|by end of 2011/12||",
            "|Safe care|Open at weekends.|Head of Access|June 2012||",
        ],
    );
}

#[test]
fn rows_over_a_page_break_stay_with_their_action() {
    let heading = "\n**Ward plan**\n\nAction\tLead\tTimescale\tMilestones\n";
    check(
        &format!(
            "{heading}1. Access 1.1 Open wards\tCE\tMay 08\tHire staff\n\t\tJune 08\tTrain staff\n{heading}\
             \t\tJuly 08\tOpen doors\n{heading}2. Safety\t\t\t\n2.1 Wash hands\tDoN\tOngoing\tAudit monthly\n"
        ),
        &[
            "1.1|1. Access|Open wards|CE|May 08+June 08+July 08||Hire staff@May 08+Train staff@June 08+Open doors@July 08|uncertain",
            "2.1|2. Safety|Wash hands|DoN|Ongoing||Audit monthly@monthly",
        ],
    );
}

#[test]
fn findings_say_what_to_do() {
    let document = document(&format!(
        "{KEY}Action\tLead\tTimescale\n1.1 Open wards\tDNo\tMay 08\n1.1 Close wards\t\tsome day\n1.4 Wash hands\tCE\t\n"
    ));
    let got: Vec<String> = document
        .findings
        .iter()
        .map(|finding| {
            let line = finding.line.map(|line| line.to_string()).unwrap_or_default();
            format!("{line} {}: {}", finding.rule, finding.message)
        })
        .collect();
    expect_test::expect![[r#"
        4 lead-not-in-key: "DNo" is not in the key to leads; if DoN (Director of Nursing) is meant, write it so
        5 timescale-unreadable: "some day" is not read as a date; write it as 30 Sep 2008, Sep 2008, Q2 2008/09, 2008/09 or Ongoing
        5 lead-missing: no lead; name the one person who answers for it
        5 reference-duplicate: reference 1.1 is already used on line 4; give each its own
        6 timescale-missing: no timescale; give the day, month or quarter by which it is due, or Ongoing with a review date
        6 reference-gap: 1.4 follows 1.1: 1.2 to 1.3 are missing; check that no row was lost"#]].assert_eq(&got.join("\n"));
}

#[test]
fn columns_set_by_blanks_are_read_over_pages() {
    check(
        "Northmoor Air Quality Action Plan 2021/22\n\n\
         No.  Measure                       Lead         Completion   Comments\n\
         \x20                                 authority    date\n\
         1    Introduce a clean air zone    County       March 2022   Subject to\n\
         \x20    in the centre                 Council                   funding\n\
         2    Run a campaign at schools     Travel       Ongoing\n\
         \n                 Page 2 of 9\n\
         3    Install charging points       Estates      Dec 2021     Complete\n",
        &[
            "1|Northmoor Air Quality Action Plan 2021/22|Introduce a clean air zone in the centre|County Council|March 2022||",
            "2|Northmoor Air Quality Action Plan 2021/22|Run a campaign at schools|Travel|Ongoing||",
            "3|Northmoor Air Quality Action Plan 2021/22|Install charging points|Estates|Dec 2021|Complete|",
        ],
    );
}

#[test]
fn a_log_of_actions_is_read() {
    check(
        "ID,Raised,Action Required,Assigned To,Target Completion,Notes\n\
         A1,12/04/2024,\"Draft a plan, agree it\",Sam Hill,31/05/2024,Done\n\
         A2,12/04/2024,Recruit 6 champions,Ann Lee,30 June 2024,Funding not confirmed\n",
        &[
            "A1||Draft a plan, agree it|Sam Hill|31/05/2024|Done|",
            "A2||Recruit 6 champions|Ann Lee|30 June 2024||",
        ],
    );
}

#[test]
fn numbers_under_a_heading_of_their_own_are_references() {
    check(
        "Workforce Action Plan 2019/20\n\nMetric\tObjective\tActions\tLead\tBy when\n\
         1\tFair recruitment\tReview the panels\tHead of HR\tJune 2019\n\
         2\tFair process\tTrain managers\tHead of HR\tMay 2019\n",
        &[
            "1|Workforce Action Plan 2019/20|Review the panels|Head of HR|June 2019||",
            "2|Workforce Action Plan 2019/20|Train managers|Head of HR|May 2019||",
        ],
    );
}

#[test]
fn labelled_actions_stand_under_their_objective() {
    check(
        "Practice Plan 2010/11\n\nObjective 1: Improve access\nAction: Introduce triage\nLead: Practice Manager\nBy when: July 2010\n\n\
         Action: Open on Saturdays\nLead: Dr Lee\nBy when: May 2010\n",
        &[
            "|Objective 1: Improve access|Introduce triage|Practice Manager|July 2010||",
            "|Objective 1: Improve access|Open on Saturdays|Dr Lee|May 2010||",
        ],
    );
}
