//! Sample data for what the public sees.

use super::pages::{
    LeftOutLine, PromiseLine, PromiseSection, PublicPlanLine, PublicPlanPage, PublicPlansPage,
    PublicationPage,
};
use crate::shell::components::{Status, StatusBar};
use crate::shell::layout::Layout;
use crate::shell::samples::{bar, problem};
use crate::shell::templates_tests::Sample;

impl Sample for PublicPlansPage {
    fn samples() -> Vec<Self> {
        let page = |plans| Self { layout: Layout::outside("Public plans"), plans };
        let line = PublicPlanLine {
            id: 1,
            title: "Action plan <1>".to_owned(),
            organisation: "Northmere".to_owned(),
            year: Some("2018/19".to_owned()),
            status: bar(),
            sentence: "Of 3 promises, 1 is kept and none is late.".to_owned(),
            updated: "Last reported on 3 January 2019.".to_owned(),
        };
        vec![page(Vec::new()), page(vec![line])]
    }
}

fn promise(is_step: bool) -> PromiseLine {
    PromiseLine {
        reference: "1.2".to_owned(),
        text: "Open <two> sites".to_owned(),
        is_step,
        posts: "Director of Urgent Care".to_owned(),
        due: "30 Jun 2019".to_owned(),
        moves: vec!["Promised for 31 Mar 2019; moved on 1 Feb 2019".to_owned()],
        late: Some("46 days late".to_owned()),
        status: Status::of("at_risk"),
        updated: "Reported on 3 Jan 2019".to_owned(),
        note: Some("One is open".to_owned()),
    }
}

impl Sample for PublicPlanPage {
    fn samples() -> Vec<Self> {
        let page = |sections, earlier: Option<String>| Self {
            layout: Layout::outside("Action plan").below_public(),
            id: 1,
            organisation: "Northmere".to_owned(),
            year: None,
            status: StatusBar::default(),
            sentence: "No promise is shown.".to_owned(),
            updated: "Nothing has been reported yet.".to_owned(),
            withdrawn: earlier.iter().map(|day| ("1.2 Open".to_owned(), day.clone())).collect(),
            sections,
            as_at: "2019-02-01".to_owned(),
            first_day: "2019-01-01".to_owned(),
            last_day: "2019-02-15".to_owned(),
            earlier,
        };
        let section = PromiseSection {
            title: "Urgent care".to_owned(),
            rows: vec![promise(false), promise(true)],
        };
        vec![page(Vec::new(), None), page(vec![section], Some("1 February 2019".to_owned()))]
    }
}

impl Sample for PublicationPage {
    fn samples() -> Vec<Self> {
        let page = |since, may_publish, commitments: Vec<LeftOutLine>| Self {
            layout: Layout::sample("What the public sees"),
            problems: vec![problem("public")],
            said: Some("Saved.".to_owned()),
            plan_id: 1,
            plan_title: "Action plan".to_owned(),
            since,
            with_notes: true,
            may_publish,
            left_out: commitments.len(),
            commitments,
        };
        let line = |id| LeftOutLine {
            id,
            reference: "1.2".to_owned(),
            text: "Open two sites".to_owned(),
            left_out: id == 1,
        };
        let since = Some("since 1 February 2019, by Ada".to_owned());
        vec![page(None, false, Vec::new()), page(since, true, vec![line(1), line(2)])]
    }
}
