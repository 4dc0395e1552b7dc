//! A month's paper of a made-up commissioner.

use bellwether_report::board::{
    BoardPaper, IndicatorException, MatrixRow, OverdueByLead, OverdueRow, RiskRow,
};
use bellwether_stats::spc::{Assurance, Variation};

use super::{chart, constant, counts, day, statuses};

const INDICATORS: [(&str, &str, &str, &str, &str); 25] = [
    ("VSA01", "MRSA infections", "Director of Nursing", "4", "3"),
    ("VSA03", "C. difficile infections (all ages)", "Director of Nursing", "31", "36"),
    (
        "VSA04",
        "Patients treated within 18 weeks, admitted",
        "Director of Commissioning",
        "91.4%",
        "90%",
    ),
    (
        "VSA05",
        "Patients treated within 18 weeks, not admitted",
        "Director of Commissioning",
        "95.2%",
        "95%",
    ),
    ("VSA06", "A&E: patients seen within four hours", "Chief Operating Officer", "93.1%", "98%"),
    ("VSA08", "Breast symptom two-week wait", "Cancer Lead", "88.0%", "93%"),
    ("VSA11", "Cancer treated within 31 days of the decision", "Cancer Lead", "97.9%", "96%"),
    ("VSA13", "Cancer treated within 62 days of urgent referral", "Cancer Lead", "81.7%", "85%"),
    (
        "VSA14",
        "Stroke patients spending nine tenths of their time on a stroke unit",
        "Stroke Network Manager",
        "54.3%",
        "60%",
    ),
    ("VSB01", "All-age all-cause mortality, men", "Director of Public Health", "702.4", "690.0"),
    ("VSB05", "Four-week smoking quitters", "Director of Public Health", "1,204", "1,350"),
    ("VSB06", "Women seen by a midwife within 12 weeks", "Head of Maternity", "86.5%", "85%"),
    ("VSB08", "Teenage conceptions per 1,000", "Director of Public Health", "41.2", "38.0"),
    ("VSB09", "Children in Reception who are obese", "Director of Public Health", "10.1%", "9.8%"),
    ("VSB10", "Immunisation: MMR at two years", "Director of Public Health", "84.9%", "90%"),
    ("VSB11", "Infants breastfed at six to eight weeks", "Head of Maternity", "43.0%", "45%"),
    ("VSB13", "Chlamydia screening, 15 to 24", "Director of Public Health", "9.8%", "17%"),
    ("VSB14", "Drug users in effective treatment", "Joint Commissioning Manager", "1,088", "1,060"),
    ("VSC10", "Delayed transfers of care", "Chief Operating Officer", "27", "20"),
    (
        "VSC11",
        "People with a long-term condition who feel supported",
        "Long-term Conditions Lead",
        "not due",
        "75%",
    ),
    ("VSC15", "Deaths at home", "End-of-life Lead", "19.4%", "22%"),
    ("LOC01", "Emergency admissions", "Chief Operating Officer", "14,306", "–"),
    (
        "LOC02",
        "Ambulance response to category A within eight minutes",
        "Chief Operating Officer",
        "76.2%",
        "75%",
    ),
    ("LOC03", "Generic prescribing", "Head of Medicines Management", "83.6%", "82%"),
    ("LOC04", "Data returns received on time", "Performance Manager", "missing", "100%"),
];

/// The paper.
pub(crate) fn paper() -> BoardPaper {
    BoardPaper {
        organisation: "Northmere Primary Care Trust".to_owned(),
        as_at: day("2009-03-31"),
        status_counts: statuses().into_iter().map(|(label, count, _)| (label, count)).collect(),
        changes: [
            "Four-hour performance fell for the seventh month running, from 94.2% to 93.1%.",
            "Nine commitments were finished, among them the primary care centre beside A&E.",
            "Five commitments became overdue; two that were overdue in February are now done.",
            "MMR immunisation at two years rose above its upper limit for the first time.",
        ]
        .map(str::to_owned)
        .to_vec(),
        attention: [
            "A&E: the four-hour target will not be met this year without more beds for older people; the Board is asked to approve the recovery plan.",
            "The falls pathway (1.2) is overdue by 182 days and has had no update since November.",
            "Chlamydia screening reaches little more than half of its target; the contract lets us withhold £120,000.",
        ]
        .map(str::to_owned)
        .to_vec(),
        matrix: matrix(),
        exceptions: exceptions(),
        overdue: overdue(),
        risks: risks(),
    }
}

/// A short paper, since the layout is slow without optimisation.
pub(crate) fn short_paper() -> BoardPaper {
    let mut short = paper();
    short.matrix.truncate(6);
    short.exceptions.truncate(2);
    short.overdue.truncate(1);
    short.risks.truncate(2);
    short
}

/// A paper with very long words and texts wherever there are any.
pub(crate) fn long_paper() -> BoardPaper {
    let mut paper = short_paper();
    let long = "An update that says a great deal about very little, again and again. ".repeat(60);
    let word = "Donaudampfschifffahrtsgesellschaftskapitän".repeat(12);
    paper.organisation.clone_from(&word);
    paper.matrix[0].title.clone_from(&long);
    paper.matrix[1].code.clone_from(&word);
    paper.matrix[2].value.clone_from(&word);
    paper.exceptions[0].commentary.clone_from(&long);
    paper.exceptions[1].title.clone_from(&long);
    paper.overdue[0].lead.clone_from(&word);
    paper.overdue[0].commitments[0].text.clone_from(&long);
    paper.risks[0].contingency.clone_from(&long);
    paper.attention.push(word);
    paper.changes.push(long);
    paper
}

/// A paper that has nothing to say.
pub(crate) fn empty_paper() -> BoardPaper {
    BoardPaper {
        organisation: "Northmere Primary Care Trust".to_owned(),
        as_at: day("2009-03-31"),
        status_counts: Vec::new(),
        changes: Vec::new(),
        attention: Vec::new(),
        matrix: Vec::new(),
        exceptions: Vec::new(),
        overdue: Vec::new(),
        risks: Vec::new(),
    }
}

fn matrix() -> Vec<MatrixRow> {
    use Variation::{
        CommonCause, ConcernHigh, ConcernLow, ImprovementHigh, ImprovementLow, NeutralHigh,
    };
    let variations = [
        CommonCause,
        ImprovementLow,
        CommonCause,
        ConcernLow,
        ImprovementHigh,
        CommonCause,
        ConcernHigh,
    ];
    let assurances = [Assurance::HitOrMiss, Assurance::Pass, Assurance::Fail];
    let row =
        |(index, (code, title, lead, value, target)): (usize, &(&str, &str, &str, &str, &str))| {
            let judged = !matches!(*value, "not due" | "missing");
            let local = *code == "LOC01";
            let variation = if local { NeutralHigh } else { variations[index % variations.len()] };
            let assurance =
                if local { Assurance::None } else { assurances[index % assurances.len()] };
            MatrixRow {
                code: (*code).to_owned(),
                title: (*title).to_owned(),
                lead: (*lead).to_owned(),
                period: if code.starts_with("VSB") { "2008/09 Q3" } else { "March 2009" }
                    .to_owned(),
                value: (*value).to_owned(),
                target: (*target).to_owned(),
                variation: if judged { variation } else { Variation::None },
                assurance: if judged { assurance } else { Assurance::None },
            }
        };
    INDICATORS.iter().enumerate().map(row).collect()
}

fn exceptions() -> Vec<IndicatorException> {
    let words = "The last four months are below the lower process limit, which was set after the new \
                 triage began in June 2007. Bed occupancy has been above 95% since November. The trust \
                 opens 24 beds in May.";
    let long = format!("{words} {}", "The recovery plan names eleven actions, of which six are done; the others wait for the council's decision on funding. ".repeat(6));
    let charts = [
        chart("x-0", 3),
        counts("x-1"),
        chart("x-2", 5),
        chart("x-3", 8),
        constant("x-4"),
        chart("x-5", 13),
    ];
    let named = [4, 21, 5, 7, 16, 18];
    charts
        .into_iter()
        .zip(named)
        .enumerate()
        .map(|(index, (chart, named))| {
            let (code, title, lead, ..) = INDICATORS[named];
            IndicatorException {
                code: code.to_owned(),
                title: title.to_owned(),
                lead: lead.to_owned(),
                chart,
                commentary: if index == 2 { long.clone() } else { words.to_owned() },
                since: (index != 4).then(|| day("2008-12-01")),
            }
        })
        .collect()
}

fn overdue() -> Vec<OverdueByLead> {
    let leads = [
        ("Director of Commissioning", 6),
        ("Chief Operating Officer", 5),
        ("Director of Public Health", 4),
        ("Director of Nursing", 3),
        ("Head of Medicines Management", 2),
    ];
    let texts = [
        "Agree one pathway for falls with the ambulance service, both acute trusts and the council",
        "Let the out-of-hours contract",
        "Community matrons in post in every locality, each with a caseload of fifty",
        "Publish waiting times of every clinic weekly, on the web and in libraries",
    ];
    let row = |index: usize| OverdueRow {
        plan: if index.is_multiple_of(3) {
            "Action plan 2008/09"
        } else {
            "Operational plan 2008/09"
        }
        .to_owned(),
        reference: format!("{}.{}", 1 + index / 4, 1 + index % 4),
        text: texts[index % texts.len()].to_owned(),
        due: ["Sep 08", "by end of Q3", "31 October 2008", "Dec-Feb 09"][index % 4].to_owned(),
        days_overdue: 182 - 9 * i64::try_from(index).unwrap_or_default(),
        latest_update: (!index.is_multiple_of(4)).then(|| {
            "At risk, 14 January: the council has not yet agreed its share of the cost".to_owned()
        }),
    };
    let mut next = 0;
    let mut take = |count: usize| {
        let rows = (next..next + count).map(row).collect();
        next += count;
        rows
    };
    leads
        .map(|(lead, count)| OverdueByLead { lead: lead.to_owned(), commitments: take(count) })
        .to_vec()
}

fn risks() -> Vec<RiskRow> {
    let rows = [
        (
            "Finance",
            "Acute activity exceeds the contract by more than 3%",
            "Invoke the activity-planning clause; release the reserve of £1.2m",
        ),
        (
            "Workforce",
            "Community matron posts stay vacant",
            "Joint recruitment with the acute trust; bank staff until June",
        ),
        (
            "Information",
            "Practice extracts are late or incomplete",
            "Withhold the data-quality payment; visit each late practice",
        ),
        (
            "Estates",
            "The new health centre opens late",
            "Extend the lease of the old building by six months",
        ),
        (
            "Pandemic",
            "Influenza closes planned-care capacity for weeks at a time",
            "Mutual aid agreed with the neighbouring trusts; private capacity on call",
        ),
        (
            "Partnership",
            "The council withdraws from the joint falls service",
            "Continue with health staff alone and a smaller service",
        ),
        (
            "Prescribing",
            "New drugs cost more than planned",
            "Area prescribing committee meets monthly; risk share with practices",
        ),
        (
            "Reputation",
            "Targets missed in the year of the review",
            "Monthly public report with reasons and recovery plans",
        ),
    ];
    rows.map(|(area, risk, contingency)| RiskRow {
        plan: "Business plan 2008/09".to_owned(),
        area: area.to_owned(),
        risk: risk.to_owned(),
        contingency: contingency.to_owned(),
    })
    .to_vec()
}
