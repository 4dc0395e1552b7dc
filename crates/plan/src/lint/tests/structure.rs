//! Cases of the rules about numbering, duplicates, tables, parts, pointers, counts and money.

use super::{Case, check, rows};

#[test]
fn rules_about_structure() {
    check(CASES);
}

/// A table of indicators with codes, leads and remarks.
macro_rules! indicators {
    ($($row:literal),+ $(,)?) => {
        concat!(
            "# Plan 2018/19\n\n| Area | Indicator | Ind No | Lead | Compliance |\n|---|---|---|---|---|\n",
            $($row, "\n"),+
        )
    };
}

pub(super) const CASES: &[Case] = &[
    (
        "reference-duplicate",
        rows!(
            "| 1.1 | Open Ash | Jane Smith | May 18 | |",
            "| 1.1 | Open Elm | Jane Smith | May 18 | |"
        ),
        rows!(
            "| 1.1 | Open Ash | Jane Smith | May 18 | |",
            "| 1.2 | Open Elm | Jane Smith | May 18 | |"
        ),
    ),
    (
        "reference-gap",
        rows!(
            "| 1.1 | Open Ash | Jane Smith | May 18 | |",
            "| 1.3 | Open Elm | Jane Smith | May 18 | |"
        ),
        rows!(
            "| 1.1 | Open Ash | Jane Smith | May 18 | |",
            "| 1.2 | Open Elm | Jane Smith | May 18 | |"
        ),
    ),
    (
        "section-number-duplicate",
        "2.1 Waits\n\nThey are long.\n\n2.1 Beds\n\nThey are few.\n",
        "2.1 Waits\n\nThey are long.\n\n2.2 Beds\n\nThey are few.\n",
    ),
    (
        "label-duplicate",
        "a) Level 2: We manage it\n\nb) Level 2: We advise on it\n",
        "a) Level 2: We manage it\n\nb) Level 3: We advise on it\n",
    ),
    (
        "code-gap",
        indicators!(
            "| Care | Waits at one | VSA01 | Jane Smith | Good |",
            "| Care | Waits at two | VSA02 | Jane Smith | Good |",
            "| Care | Waits at four | VSA04 | Jane Smith | Good |",
            "| Care | Waits at five | VSA05 | Jane Smith | Good |"
        ),
        indicators!(
            "| Care | Waits at one | VSA01 | Jane Smith | Good |",
            "| Care | Waits at two | VSA12 | Jane Smith | Good |",
            "| Care | Waits at four | VSA34 | Jane Smith | Good |",
            "| Care | Waits at five | VSA55 | Jane Smith | Good |"
        ),
    ),
    (
        "code-order",
        indicators!(
            "| Care | Waits at one | VSA04 | Jane Smith | Good |",
            "| Care | Waits at two | VSA01 | Jane Smith | Good |",
            "| Care | Waits at four | VSA02 | Jane Smith | Good |",
            "| Care | Waits at five | VSA03 | Jane Smith | Good |"
        ),
        indicators!(
            "| Care | Waits at one | VSA01 | Jane Smith | Good |",
            "| Care | Waits at two | VSA02 | Jane Smith | Good |",
            "| Care | Waits at four | VSA03 | Jane Smith | Good |",
            "| Care | Waits at five | VSA04 | Jane Smith | Good |"
        ),
    ),
    (
        "code-spelling",
        "See NI123 for smoking.\n\nSee NI 51 for children.\n",
        "See NI 123 for smoking.\n\nSee NI 51 for children.\n",
    ),
    (
        "number-differs",
        "7) New teams and organisation\n\nThe teams are new.\n\n| Area | Risk | Contingency |\n|---|---|---|\n| 5. New teams and organisation | Nobody applies | Hire interim managers from the agency |\n",
        "5) New teams and organisation\n\nThe teams are new.\n\n| Area | Risk | Contingency |\n|---|---|---|\n| 5. New teams and organisation | Nobody applies | Hire interim managers from the agency |\n",
    ),
    ("list-marks-mixed", "- 1) Waits\n\nText.\n\n2) Beds\n", "1) Waits\n\nText.\n\n2) Beds\n"),
    (
        "action-duplicate",
        rows!(
            "| 1.1 | Review the contract with every provider of care homes | Jane Smith | May 18 | |",
            "| 1.2 | Review the contract with every provider of care homes | Jane Smith | May 18 | |"
        ),
        rows!(
            "| 1.1 | Review the contract with every provider of care homes | Jane Smith | May 18 | |"
        ),
    ),
    (
        "action-alike",
        rows!(
            "| 1.1 | Identify other sources of patient information that can be used in the report | Jane Smith | May 18 | |",
            "| 1.2 | Identify other sources of patient information and add them to the analysis | Jane Smith | May 18 | |"
        ),
        rows!(
            "| 1.1 | Develop and start to implement a plan for older people | Jane Smith | May 18 | |",
            "| 1.2 | Develop and start to implement a strategy for children | Jane Smith | May 18 | |"
        ),
    ),
    (
        "title-duplicate",
        rows!(
            "| 1.1 | Risk assessment | Jane Smith | May 18 | |",
            "| 2.1 | Risk assessment | Jane Smith | May 18 | |"
        ),
        rows!(
            "| 1.1 | Risk assessment of Ash | Jane Smith | May 18 | |",
            "| 2.1 | Risk assessment of Elm | Jane Smith | May 18 | |"
        ),
    ),
    (
        "section-duplicate",
        indicators!(
            "| Health improvement | Waits at one | VSA01 | Jane Smith | Good |",
            "| | Waits at two | VSA02 | Jane Smith | Good |",
            "| Health improvement | Waits at four | VSB01 | Jane Smith | Good |",
            "| | Waits at five | VSB02 | Jane Smith | Good |"
        ),
        indicators!(
            "| Health improvement | Waits at one | VSA01 | Jane Smith | Good |",
            "| | Waits at two | VSA02 | Jane Smith | Good |",
            "| Access to services | Waits at four | VSB01 | Jane Smith | Good |",
            "| | Waits at five | VSB02 | Jane Smith | Good |"
        ),
    ),
    (
        "heading-in-row",
        "Action\tLead\tTimescale\n1. Performance 1.1 Set up a group\tJane Smith\tMay 18\n1.2 Meet\tJane Smith\tMay 18\n",
        "Action\tLead\tTimescale\n1. Performance\t\t\n1.1 Set up a group\tJane Smith\tMay 18\n1.2 Meet\tJane Smith\tMay 18\n",
    ),
    (
        "row-shifted",
        "Action\tLead\tTimescale\n1. Performance\tJane Smith\tMay 18\n1.1 Set up a group\t\t\n1.2 Meet\tJane Smith\tMay 18\n",
        "Action\tLead\tTimescale\n1. Performance\t\t\n1.1 Set up a group\tJane Smith\tMay 18\n1.2 Meet\tJane Smith\tMay 18\n",
    ),
    ("row-over-page", PAGES, WHOLE),
    ("row-cut", PAGES, WHOLE),
    (
        "cell-run-on",
        rows!("| 1.1 | Open Ash | Jane Smith | Dec 18 Jan 19 | Plan it. Build it. |"),
        rows!("| 1.1 | Open Ash | Jane Smith | Dec 18<br>Jan 19 | Plan it.<br>Build it. |"),
    ),
    ("markup-left", "Due <p>Nov 18</p> at last.\n", "Waits of < 18 weeks & costs > 10.\n"),
    ("page-heading-repeated", PAGES, WHOLE),
    (
        "column-heading-missing",
        "\tLead\tTimescale\nOpen Ash\tJane Smith\tMay 18\nOpen Elm\tJane Smith\tMay 18\n",
        "Action\tLead\tTimescale\nOpen Ash\tJane Smith\tMay 18\nOpen Elm\tJane Smith\tMay 18\n",
    ),
    (
        "first-cell-blank",
        "Issue\tAction\tLead\tTimescale\nAccess\tOpen a clinic\tJane Smith\tMay 18\n\tTrain more nurses\tJane Smith\tMay 18\n",
        "Issue\tAction\tLead\tTimescale\nAccess\tOpen a clinic\tJane Smith\tMay 18\nAccess\tTrain more nurses\tJane Smith\tMay 18\n",
    ),
    (
        "no-value-signs",
        indicators!(
            "| Care | Waits | - | Jane Smith | Good |",
            "| Care | Beds | N/A | Jane Smith | Good |"
        ),
        indicators!(
            "| Care | Waits | - | Jane Smith | Good |",
            "| Care | Beds | - | Jane Smith | Good |"
        ),
    ),
    (
        "note-missing",
        indicators!(
            "| Care | Waits one | VSA01 | Jane Smith | Good |",
            "| Care | Waits two | VSA02 | Jane Smith | Good |",
            "| Care | Waits three | VSA03 | Jane Smith | Good |",
            "| Care | Waits four | VSA04 | Jane Smith | Good |",
            "| Care | Waits five | VSA05 | Jane Smith | Good |",
            "| Care | Waits six | VSA06 | Jane Smith | |"
        ),
        indicators!(
            "| Care | Waits one | VSA01 | Jane Smith | Good |",
            "| Care | Waits two | VSA02 | Jane Smith | |"
        ),
    ),
    (
        "part-missing",
        "The costs stand in Appendix C.\n",
        "The costs stand in Appendix C.\n\nAppendix C\n\nThey are low.\n",
    ),
    (
        "part-promised",
        "5.3. Agreement with practices\n\nThis will specify the resources to be given. Practices will sign it. It is annual. It is binding.\n",
        "5.3. Agreement with practices\n\nPractices give one clinical lead each.\n",
    ),
    (
        "part-of-another",
        "Appendix B\n\nAction Plan 2018/19\n",
        "Action Plan 2018/19\n\nThe costs stand in Appendix B.\n\nAppendix B\n\nThey are low.\n",
    ),
    ("figure-missing", HOLE, FILLED),
    (
        "contents-differ",
        "Plan\n\n1. Waits\t3\n2. Beds in hospital\t4\n3. Money matters\t5\n\n1. Waits\n\nText.\n\n2. Beds\n\nText.\n\n3. Money matters\n\nText.\n",
        "Plan\n\n1. Waits\t3\n2. Beds in hospital\t4\n3. Money matters\t5\n\n1. Waits\n\nText.\n\n2. Beds in hospital\n\nText.\n\n3. Money matters\n\nText.\n",
    ),
    (
        "next-section-unclear",
        "2. Start\n\nThe next section is about waits.\n\nThe next section is about beds.\n",
        "2. Start\n\nThe next section is about waits.\n\n3. Waits\n\nThe next section is about beds.\n",
    ),
    (
        "reference-wrong-part",
        "2.1. Our objectives\n\nFour objectives count.\n\n2.2. Our people\n\nMany work here.\n\n2.3. Times\n\nThe objectives defined in section 2.2 bind us.\n",
        "2.1. Our objectives\n\nFour objectives count.\n\n2.2. Our people\n\nMany work here.\n\n2.3. Times\n\nThe objectives defined in section 2.1 bind us.\n",
    ),
    (
        "as-above",
        rows!("| 1.1 | Open Ash | Jane Smith | May 18 | As above |"),
        rows!("| 1.1 | Open Ash | Jane Smith | May 18 | Pay as above the line |"),
    ),
    (
        "cross-reference",
        "Pledge 1: care (see pledge 2)\n\nPledge 2: speed (see pledge 1)\n",
        "Pledge 1: care\n\nPledge 2: speed (see the leaflet)\n",
    ),
    (
        "cross-reference-dangling",
        "Pledge 1: care (see pledge 7)\n\nPledge 2: speed\n",
        "Pledge 1: care (see pledge 2)\n\nPledge 2: speed\n",
    ),
    (
        "other-document",
        "The budget goes to the Board under separate cover.\n",
        "The budget stands in chapter two.\n",
    ),
    (
        "both-unnamed",
        rows!("| 1.1 | Go through both surveys | Jane Smith | May 18 | |"),
        rows!(
            "| 1.1 | Send one survey to patients and one to staff, and compare both surveys | Jane Smith | May 18 | |"
        ),
    ),
    (
        "footnote-missing",
        "We will help 140,000* smokers.\n",
        "We will help 140,000* smokers.\n\n* In the whole region.\n",
    ),
    (
        "decision-asked-twice",
        "The Board is asked to note the paper.\n\nThe Board is asked to agree the plan.\n",
        "The Board is asked to note the paper.\n",
    ),
    (
        "count-differs",
        "We have six main priorities.\n\nThe seven key priorities are dear.\n",
        "We have six main priorities.\n\nThe six key priorities are dear.\n",
    ),
    (
        "count-against-list",
        "We have three priorities:\n\n1) Waits\n2) Beds\n3) Staff\n4) Money\n",
        "We have three priorities:\n\n1) Waits\n2) Beds\n3) Staff\n",
    ),
    (
        "sum-holds",
        "We get £15.9 million, of which £9.6 million is spent, leaving £6.3 million.\n",
        "We get £15.9 million and owe £9.6 million and £6.3 million.\n",
    ),
    (
        "sum-fails",
        "We get £15.9 million, of which £9.6 million is spent, leaving £5.3 million.\n",
        "We get £15.9 million, of which £9.6 million is spent, leaving £6.3 million.\n",
    ),
    (
        "money-differs",
        "| Waits in hospitals | £120,583 |\n|---|---|\n| Beds in hospitals | £50,000 |\n\n2.1. Beds in hospitals\n\nWe will save £20,000.\n",
        "| Waits in hospitals | £120,583 |\n|---|---|\n| Beds in hospitals | £50,000 |\n\n2.1. Beds in hospitals\n\nWe will save £50,000.\n",
    ),
];

/// A table over four pages, one row of which is cut in the middle of its sentence.
const PAGES: &str = concat!(
    "Ashby Plan\n(from the review)\n\nAction\tLead\tTimescale\tMilestones\n",
    "1.1 Open Ash\tJane Smith\tMay 18\tFind the site\n\t\tJune 18\tNeeds assessment in major areas of service\n\n",
    "Ashby Plan\n(from the review)\n\n",
    "\t\tJuly 18\t(older people and children) completed\n\t\tJuly 18\tBuild\n1.2 Open Elm\tJane Smith\tMay 18\tFind the site\n\n",
    "Ashby Plan\n(from the review)\n\n",
    "Action\tLead\tTimescale\tMilestones\n1.3 Open Fir\tJane Smith\tMay 18\tFind the site\n1.4 Open Oak\tJane Smith\tMay 18\tFind it\n1.5 Open Yew\tJane Smith\tMay 18\tFind it\n\n",
    "Ashby Plan\n(from the review)\n\n",
    "Action\tLead\tTimescale\tMilestones\n1.6 Open Ivy\tJane Smith\tMay 18\tFind the site\n1.7 Open Rose\tJane Smith\tMay 18\tFind it\n",
);

/// The same on one page.
const WHOLE: &str = concat!(
    "Ashby Plan\n(from the review)\n\nAction\tLead\tTimescale\tMilestones\n",
    "1.1 Open Ash\tJane Smith\tMay 18\tFind the site\n\t\tJune 18\tNeeds assessment (older people) completed\n",
    "1.2 Open Elm\tJane Smith\tMay 18\tFind the site\n1.3 Open Fir\tJane Smith\tMay 18\tFind the site\n",
);

/// A caption with nothing under it.
const HOLE: &str = concat!(
    "Ashby Plan\n\nOne.\n\nTwo.\n\nThree.\n\nFour.\n\nFive.\n\nSix.\n\nSeven.\n\nEight.\n\nNine.\n\nTen.\n\n",
    "THE PLANNING PROCESS\n\n\n\n\nAs this diagram shows, we go on.\n\nEleven.\n",
);

/// A caption with its figures.
const FILLED: &str = concat!(
    "Ashby Plan\n\nOne.\n\nTwo.\n\nThree.\n\nFour.\n\nFive.\n\nSix.\n\nSeven.\n\nEight.\n\nNine.\n\nTen.\n\n",
    "THE PLANNING PROCESS\n\nFirst we think, then we act.\n\nEleven.\n",
);
