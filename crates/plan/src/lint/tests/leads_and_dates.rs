//! Cases of the rules about leads, people, dates, milestones and status.

use super::{Case, check, rows};

#[test]
fn rules_about_leads_and_dates() {
    check(CASES);
}

/// The key of a plan and twelve rows led by its codes.
macro_rules! keyed {
    ($($row:literal),+ $(,)?) => {
        concat!(
            "# Plan 2018/19\n\nKey to leads\n\nDoF = Director of Finance\nDPC = Director of Primary Care\nN&Q = Director of Nursing and Quality\n\n",
            "| Ref | Action | Lead | Timescale | Milestones |\n|---|---|---|---|---|\n",
            "| 1.1 | Open Ash | DoF | May 2018 | |\n| 1.2 | Open Birch | DPC | May 2018 | |\n| 1.3 | Open Cedar | DPC | May 2018 | |\n",
            "| 1.4 | Open Elm | DPC | May 2018 | |\n| 1.5 | Open Fir | DoF | May 2018 | |\n| 1.6 | Open Oak | DoF | May 2018 | |\n",
            "| 1.7 | Open Yew | DPC | May 2018 | |\n| 1.8 | Open Ivy | DoF | May 2018 | |\n| 1.9 | Open Rose | DoF | May 2018 | |\n",
            "| 1.10 | Open Lime | DPC | May 2018 | |\n",
            $($row, "\n"),+
        )
    };
}

/// Promises in running text.
macro_rules! promises {
    ($($subject:literal),+ $(,)?) => {
        concat!("Business Plan 2018/19\n\n", $("In the first year ", $subject, " will open one more clinic in the town.\n\n"),+)
    };
}

pub(super) const CASES: &[Case] = &[
    (
        "lead-missing",
        rows!(
            "| 1.1 | Open a clinic | | May 2018 | |",
            "| 1.2 | Train staff | Jane Smith | May 2018 | |"
        ),
        rows!("| 1.1 | Open a clinic | Jane Smith | May 2018 | |"),
    ),
    (
        "nobody-answers",
        promises!(
            "the trust",
            "the trust",
            "the trust",
            "the trust",
            "the trust",
            "the trust",
            "the trust",
            "the trust",
            "the trust",
            "the trust",
            "the trust"
        ),
        promises!("the trust", "the trust"),
    ),
    (
        "lead-not-in-key",
        keyed!("| 1.11 | Open Palm | DFo | May 2018 | |"),
        keyed!("| 1.11 | Open Palm | N&Q | May 2018 | |"),
    ),
    (
        "lead-is-a-body",
        rows!("| 1.1 | Open a clinic | Clinical Board | May 2018 | |"),
        rows!("| 1.1 | Open a clinic | Chair of the Clinical Board | May 2018 | |"),
    ),
    (
        "lead-joint",
        keyed!("| 1.11 | Open Palm | DoF/DPC | May 2018 | |"),
        keyed!("| 1.11 | Open Palm | DoF | May 2018 | |"),
    ),
    (
        "lead-separators",
        keyed!(
            "| 1.11 | Open Palm | DoF/DPC | May 2018 | |",
            "| 1.12 | Open Reed | DoF & DPC | May 2018 | |"
        ),
        keyed!("| 1.11 | Open Palm | DoF/DPC | May 2018 | |"),
    ),
    (
        "lead-load",
        keyed!(
            "| 2.1 | Buy Ash | DoF | May 2018 | |",
            "| 2.2 | Buy Elm | DoF | May 2018 | |",
            "| 2.3 | Buy Fir | DoF | May 2018 | |",
            "| 2.4 | Buy Oak | DoF | May 2018 | |",
            "| 2.5 | Buy Yew | DoF | May 2018 | |",
            "| 2.6 | Buy Ivy | DoF | May 2018 | |",
            "| 2.7 | Buy Rose | DoF | May 2018 | |",
            "| 2.8 | Buy Lime | DoF | May 2018 | |",
            "| 2.9 | Buy Palm | DoF | May 2018 | |",
            "| 2.10 | Buy Reed | DoF | May 2018 | |",
            "| 2.11 | Buy Moss | N&Q | May 2018 | |"
        ),
        keyed!("| 2.1 | Buy Ash | N&Q | May 2018 | |"),
    ),
    (
        "lead-without-title",
        rows!("| 1.1 | Open a clinic | Jane Smith | May 2018 | |"),
        rows!("| 1.1 | Open a clinic | Director of Finance | May 2018 | |"),
    ),
    (
        "person-several-titles",
        "Jane Smith, Director of Finance, opened the day.\n\nJane Smith, Director of Estates, closed it.\n",
        "Jane Smith, Director of Finance, opened the day.\n\nJane Smith, Director of Finance, closed it.\n",
    ),
    (
        "person-several-spellings",
        "Directors: M W Jones and A C Brown\n\nMembers: Mr M Jones, Dr A C Brown\n",
        "Directors: M W Jones and A C Brown\n\nMembers: Mr M W Jones, Dr A C Brown\n",
    ),
    ("person-first-name", "Susan will draw up the list.\n", "Susan Brown will draw up the list.\n"),
    ("telephone-number", "Ask Jane Smith on 01707 361310.\n", "We saw 01707 patients in 2018.\n"),
    (
        "timescale-missing",
        rows!(
            "| 1.1 | Open a clinic | Jane Smith | | |",
            "| 1.2 | Train staff | Jane Smith | May 2018 | |"
        ),
        rows!("| 1.1 | Open a clinic | Jane Smith | May 2018 | |"),
    ),
    (
        "timescale-unreadable",
        rows!("| 1.1 | Open a clinic | Jane Smith | Lent term | |"),
        rows!("| 1.1 | Open a clinic | Jane Smith | Q2 2018/19 | |"),
    ),
    (
        "year-slip",
        rows!(
            "| 1.1 | Open a clinic | Jane Smith | Nov 19<br>Dec 19<br>Jan 19 | Plan<br>Build<br>Open |"
        ),
        rows!(
            "| 1.1 | Open a clinic | Jane Smith | Nov 18<br>Dec 18<br>Jan 19 | Plan<br>Build<br>Open |"
        ),
    ),
    (
        "dates-out-of-order",
        rows!("| 1.1 | Open a clinic | Jane Smith | Nov 18<br>Sep 18 | Plan<br>Build |"),
        rows!("| 1.1 | Open a clinic | Jane Smith | Sep 18<br>Nov 18 | Plan<br>Build |"),
    ),
    (
        "date-after-plan-year",
        rows!(
            "| 1.1 | Open Ash | Jane Smith | May 2019 | |",
            "| 1.2 | Open Elm | Jane Smith | May 2018 | |",
            "| 1.3 | Open Fir | Jane Smith | June 2018 | |",
            "| 1.4 | Open Oak | Jane Smith | July 2018 | |"
        ),
        rows!(
            "| 1.1 | Open Ash | Jane Smith | March 2019 | |",
            "| 1.2 | Open Elm | Jane Smith | May 2018 | |"
        ),
    ),
    (
        "date-before-plan-year",
        rows!(
            "| 1.1 | Open Ash | Jane Smith | Jan 2018 | |",
            "| 1.2 | Open Elm | Jane Smith | May 2018 | |",
            "| 1.3 | Open Fir | Jane Smith | June 2018 | |",
            "| 1.4 | Open Oak | Jane Smith | July 2018 | |"
        ),
        rows!(
            "| 1.1 | Open Ash | Jane Smith | April 2018 | |",
            "| 1.2 | Open Elm | Jane Smith | May 2018 | |"
        ),
    ),
    (
        "year-impossible",
        rows!("| 1.1 | Open a clinic | Jane Smith | Dec 98 | |"),
        rows!("| 1.1 | Open a clinic | Jane Smith | Dec 18 | |"),
    ),
    (
        "ongoing-without-review",
        rows!("| 1.1 | Open a clinic | Jane Smith | Ongoing | |"),
        rows!("| 1.1 | Open a clinic | Jane Smith | Quarterly | |"),
    ),
    (
        "immediate-without-base",
        rows!("| 1.1 | Open a clinic | Jane Smith | Immediate | |"),
        rows!("| 1.1 | Open a clinic | Jane Smith | May 2018 | |"),
    ),
    (
        "month-spellings",
        "Due Sept. 2018.\n\nDue Sept 18.\n\nDue September 2018.\n",
        "Due Sept 2018.\n\nDue Oct 2018.\n\nDue Nov 2018.\n",
    ),
    (
        "year-spellings",
        "In 2018/19.\n\nIn 18/19.\n\nIn 2018-19.\n",
        "In 2018/19.\n\nIn 2017/18.\n\nIn 2016/17.\n",
    ),
    (
        "year-missing",
        "The paper is due in September.\n",
        "The paper is due in September 2018, and every year in March.\n",
    ),
    ("season-date", "It opens in the autumn of 2018.\n", "Winter pressures were severe.\n"),
    ("date-vague", "We will open it early in the year.\n", "We will open it in May 2018.\n"),
    (
        "rhythm-vague",
        "Regular reports go to the Board.\n",
        "Monthly reports go to the Board. Regular smokers are invited.\n",
    ),
    (
        "year-kinds-mixed",
        rows!(
            "| 1.1 | Open Ash | Jane Smith | By end 18 | |",
            "| 1.2 | Open Elm | Jane Smith | By end 18/19 | |"
        ),
        rows!(
            "| 1.1 | Open Ash | Jane Smith | By end 18/19 | |",
            "| 1.2 | Open Elm | Jane Smith | 2018/19 | |"
        ),
    ),
    (
        "date-double",
        rows!("| 1.1 | Open Ash | Jane Smith | Nov 18 with service start Jan 19 | |"),
        rows!("| 1.1 | Open Ash | Jane Smith | Nov 18 - Jan 19 | |"),
    ),
    (
        "action-in-date-cell",
        rows!("| 1.1 | Open Ash | Jane Smith | Appoint manager by June 18 | |"),
        rows!("| 1.1 | Open Ash | Jane Smith | By June 18 | |"),
    ),
    (
        "status-in-date-cell",
        rows!("| 1.1 | Open Ash | Jane Smith | Complete | |"),
        rows!("| 1.1 | Open Ash | Jane Smith | May 2018 | Complete |"),
    ),
    (
        "date-against-text",
        rows!("| 1.1 | Open Ash | Jane Smith | Oct 2018 | Complete Mar 2019 |"),
        rows!("| 1.1 | Open Ash | Jane Smith | Oct 2018 | Began in May 2018 |"),
    ),
    (
        "ongoing-with-end",
        rows!(
            "| 1.1 | Open Ash | Jane Smith | Ongoing | Expected to be complete by January 2019 |"
        ),
        rows!("| 1.1 | Open Ash | Jane Smith | Ongoing | Meetings are held monthly |"),
    ),
    (
        "window-too-short",
        rows!(
            "| 1.1 | Open Ash | Jane Smith | Feb 19 Apr 19 | Consult for a minimum of 12 weeks. Open. |"
        ),
        rows!(
            "| 1.1 | Open Ash | Jane Smith | Feb 19 Jul 19 | Consult for a minimum of 12 weeks. Open. |"
        ),
    ),
    (
        "date-in-progress",
        rows!("| 1.1 | Open Ash | Jane Smith | | Meeting on 11th September 2018 |"),
        rows!("| 1.1 | Open Ash | Jane Smith | Sep 2018 | Meeting on 11th September 2018 |"),
    ),
    (
        "dated-differently",
        "Our three year strategy, due for publication in October, sets it out.\n\nWe will publish the three year strategy by September 2018.\n",
        "Our three year strategy, due for publication in October, sets it out.\n\nWe will publish the three year strategy in October 2018.\n",
    ),
    (
        "milestone-dates-unpaired",
        rows!(
            "| 1.1 | Open Ash | Jane Smith | May 18<br>June 18 | Plan it<br>Build it<br>Open it |"
        ),
        rows!("| 1.1 | Open Ash | Jane Smith | May 18<br>June 18 | Plan it<br>Build it |"),
    ),
    (
        "milestone-part-dated",
        rows!(
            "| 1.1 | Open Ash | Jane Smith | May 18 | Plan it |",
            "| | | | June 18 | Build it |",
            "| | | | | Furnish it |"
        ),
        rows!("| 1.1 | Open Ash | Jane Smith | May 18 | Plan it |", "| | | | June 18 | Build it |"),
    ),
    (
        "milestones-undated",
        rows!(
            "| 1.1 | Open Ash | Jane Smith | May 18 | Plan it<br>Build it<br>Open it<br>Staff it |",
            "| 1.2 | Open Elm | Jane Smith | May 18 | Plan it<br>Build it<br>Open it<br>Staff it |",
            "| 1.3 | Open Fir | Jane Smith | May 18 | Plan it<br>Build it<br>Open it<br>Staff it |"
        ),
        rows!("| 1.1 | Open Ash | Jane Smith | May 18 | Plan it |"),
    ),
    (
        "milestone-unverifiable",
        rows!("| 1.1 | Open Ash | Jane Smith | May 18 | More staff involvement |"),
        rows!("| 1.1 | Open Ash | Jane Smith | May 18 | More staff: 20 nurses |"),
    ),
    (
        "status-column-missing",
        rows!(
            "| 1.1 | Open Ash | Jane Smith | May 18 | Completed |",
            "| 1.2 | Open Elm | Jane Smith | May 18 | Completed |",
            "| 1.3 | Open Fir | Jane Smith | May 18 | Being developed |",
            "| 1.4 | Open Oak | Jane Smith | May 18 | In progress |",
            "| 1.5 | Open Yew | Jane Smith | May 18 | Completed |"
        ),
        "# Plan 2018/19\n\n| Action | Lead | Timescale | Status |\n|---|---|---|---|\n| Open Ash | Jane Smith | May 18 | Completed |\n| Open Elm | Jane Smith | May 18 | In progress |\n",
    ),
    (
        "done-not-marked",
        rows!("| 1.1 | Open Ash | Jane Smith | May 18 | The site has been identified |"),
        rows!("| 1.1 | Open Ash | Jane Smith | May 18 | The site is to be identified |"),
    ),
    (
        "on-hold-but-due",
        rows!("| 1.1 | Open Ash | Jane Smith | May 18 | Appointment on hold |"),
        rows!("| 1.1 | Open Ash | Jane Smith | Ongoing | Appointment on hold |"),
    ),
    (
        "target-doubted",
        "It is unlikely that these targets will be achieved.\n",
        "It is likely that these targets will be achieved.\n",
    ),
];
