//! Sample data for indicators.

use super::pages::{
    DomainRows, Figures, IconCount, IndicatorPage, IndicatorsPage, LinkedCommitment, MatrixLine,
    PeerLine, PeriodLine, RiskBeside,
};
use crate::escalation::samples::line;
use crate::shell::components::{Choice, Markup};
use crate::shell::layout::Layout;
use crate::shell::templates_tests::Sample;

fn picture() -> Markup {
    Markup("<svg aria-hidden=\"true\"></svg>".to_owned())
}

/// Icons with what they mean.
pub(crate) fn icons() -> Vec<IconCount> {
    vec![IconCount { icon: picture(), word: "getting worse", count: 3 }]
}

/// A row of the matrix.
pub(crate) fn matrix_line() -> MatrixLine {
    MatrixLine {
        href: "/indicators/AE4?organisation=NM1".to_owned(),
        title: "Seen within four hours".to_owned(),
        variation: picture(),
        assurance: picture(),
        sparkline: picture(),
        latest: "84.1%".to_owned(),
        target: "95.0%".to_owned(),
        period: "January 2019".to_owned(),
        lag: "known 12 days after its end".to_owned(),
        lead: "Director of Operations".to_owned(),
        signals: 1,
    }
}

impl Sample for IndicatorsPage {
    fn samples() -> Vec<Self> {
        let page = |domains: Vec<DomainRows>, total| Self {
            layout: Layout::sample("Indicators"),
            organisation: "Northmere".to_owned(),
            organisations: Choice::list([("NM1", "Northmere")], Some("NM1")),
            shows: Choice::list([("", "All")], Some("")),
            icons: icons(),
            shown: domains.len(),
            domains,
            total,
        };
        let domain = DomainRows { title: "Urgent care".to_owned(), rows: vec![matrix_line()] };
        vec![page(Vec::new(), 0), page(Vec::new(), 4), page(vec![domain], 4)]
    }
}

fn figures(has_parts: bool) -> Figures {
    Figures {
        variation: picture(),
        assurance: picture(),
        sentence: "Getting worse since October, and it will not reach its target.".to_owned(),
        chart: picture(),
        facts: vec![("Latest", "84.1%".to_owned())],
        has_parts,
        rows: vec![PeriodLine {
            period: "January 2019".to_owned(),
            days: "1 to 31 January 2019".to_owned(),
            sign: None,
            value: "84.1%".to_owned(),
            numerator: "841".to_owned(),
            denominator: "1,000".to_owned(),
            mean: "90.0".to_owned(),
            limits: "85.0 to 95.0".to_owned(),
            reads_as: "concern",
            known_from: "12 Feb 2019".to_owned(),
            revisions: vec!["83.9% until 14 Feb 2019".to_owned()],
        }],
        place: Some("7th of 12".to_owned()),
    }
}

fn empty() -> IndicatorPage {
    IndicatorPage {
        layout: Layout::sample("Seen within four hours"),
        code: "AE4".to_owned(),
        organisation: "Northmere".to_owned(),
        organisation_code: "NM1".to_owned(),
        organisations: Choice::list([("NM1", "Northmere")], Some("NM1")),
        numerator_label: "Seen".to_owned(),
        denominator_label: "Attended".to_owned(),
        figures: None,
        signals: Vec::new(),
        peers: Vec::new(),
        definition: vec![("Definition", "…".to_owned())],
        links: Vec::new(),
        risks: Vec::new(),
    }
}

impl Sample for IndicatorPage {
    fn samples() -> Vec<Self> {
        let peer = PeerLine {
            place: 1,
            name: "Southmere".to_owned(),
            href: "/indicators/AE4?organisation=SM1".to_owned(),
            value: "96.0%".to_owned(),
            here: true,
        };
        let link = LinkedCommitment {
            href: "/commitments/3".to_owned(),
            title: "1.3 Open a second unit".to_owned(),
            plan: "Operational plan".to_owned(),
        };
        let full = Self {
            figures: Some(figures(true)),
            signals: vec![line()],
            peers: vec![peer],
            links: vec![link],
            risks: vec![RiskBeside {
                href: "/plans/1#risks".to_owned(),
                risk: "Workforce: posts stay empty".to_owned(),
                contingency: "Agency".to_owned(),
                through: "1.3".to_owned(),
            }],
            ..empty()
        };
        vec![empty(), Self { figures: Some(figures(false)), ..empty() }, full]
    }
}
