//! Sample data for drafts.

use super::pages::{
    CommitmentForm, CommitmentView, DraftLine, DraftPage, DraftsPage, DueField, DueLine, EditPage,
    LeadChoice, LeadField, LeadLine, LeadsPage, Numbers, PlainField, PlanName, PointView, Refusal,
    RowView, SaidView, ShareField, SourceView, SplitPage, StepField, StepLine,
};
use super::shaping::{Correction, Field};
use crate::plans::pages::FindingLine;
use crate::shell::components::{Choice, Pagination};
use crate::shell::layout::Layout;
use crate::shell::samples::problem;
use crate::shell::templates_tests::Sample;

fn draft_line(id: i64) -> DraftLine {
    DraftLine {
        id,
        title: "Operational plan & more".to_owned(),
        organisation: "Northmere".to_owned(),
        year: Some("2018/19".to_owned()),
        file_name: "plan.docx".to_owned(),
        received: "3 April 2018".to_owned(),
        received_by: "Ada".to_owned(),
        waiting: 3,
        total: 9,
        ended: Some("The review was finished on 4 April 2018.".to_owned()),
        plan_id: Some(1),
    }
}

impl Sample for DraftsPage {
    fn samples() -> Vec<Self> {
        let page = |waiting, ended| Self { layout: Layout::sample("Plans"), waiting, ended };
        vec![page(Vec::new(), Vec::new()), page(vec![draft_line(1)], vec![draft_line(2)])]
    }
}

fn due() -> DueLine {
    DueLine { as_written: "Q3".to_owned(), read_as: "1 Oct 2018 to 31 Dec 2018".to_owned() }
}

fn field(key: &str) -> Field {
    Field { key: key.to_owned(), label: "Risk".to_owned(), value: "Posts stay empty".to_owned() }
}

fn row(id: i64, waits: bool) -> RowView {
    RowView {
        id,
        revision: 2,
        kind: "Commitment",
        name: "1.2".to_owned(),
        text: "Agree the winter plan <with> partners".to_owned(),
        section: "Urgent care".to_owned(),
        commitment: Some(CommitmentView {
            leads: vec![LeadLine { as_written: "DUC".to_owned(), post: "new post".to_owned() }],
            due: vec![due()],
            steps: vec![
                StepLine { text: "first draft".to_owned(), due: Some(due()) },
                StepLine { text: "second draft".to_owned(), due: None },
            ],
            outcome: Some("fewer delays".to_owned()),
            reported: Some("begun".to_owned()),
        }),
        fields: Vec::new(),
        uncertain: Some("two dates share this row".to_owned()),
        findings: vec![FindingLine {
            severity: "Warning".to_owned(),
            line: Some(12),
            message: "no lead is named".to_owned(),
        }],
        corrections: vec![Correction {
            label: "Due".to_owned(),
            read_as: String::new(),
            corrected_to: "Q3".to_owned(),
        }],
        source: SourceView {
            place: "Lines 1 to 2 of the document".to_owned(),
            first: vec![(1, "1.2\tAgree".to_owned())],
            rest: vec![(2, "Q3".to_owned())],
        },
        waits,
        decided: (!waits).then(|| "Accepted by Ada.".to_owned()),
        href: (!waits).then(|| "/commitments/1".to_owned()),
        may_undo: !waits,
    }
}

fn plain_row(id: i64) -> RowView {
    RowView { commitment: None, kind: "Risk", fields: vec![field("risk")], ..row(id, true) }
}

fn empty() -> DraftPage {
    DraftPage {
        layout: Layout::sample("Operational plan"),
        refusal: None,
        said: None,
        id: 1,
        organisation: "Northmere".to_owned(),
        year: None,
        file_name: "plan.docx".to_owned(),
        received: "3 April 2018".to_owned(),
        received_by: "Ada".to_owned(),
        is_open: true,
        ended: None,
        numbers: Numbers::default(),
        plan: None,
        edition_of: None,
        suggested: None,
        about_the_whole: Vec::new(),
        shows: Vec::new(),
        kinds: Vec::new(),
        sections: Vec::new(),
        query: "show=waiting".to_owned(),
        rows: Vec::new(),
        found: 0,
        waiting_here: 0,
        seen: String::new(),
        pages: Pagination::default(),
    }
}

impl Sample for DraftPage {
    fn samples() -> Vec<Self> {
        let plan = || Some(PlanName { id: 1, title: "Operational plan".to_owned() });
        let choices = || Choice::list([("", "Any"), ("a", "A"), ("b", "B")], Some("a"));
        let full = Self {
            refusal: Some(Refusal {
                message: "Look again.".to_owned(),
                target: "row-1".to_owned(),
            }),
            said: Some(SaidView { text: "Accepted: 1.1".to_owned(), undo: Some((9, 1)) }),
            year: Some("2018/19".to_owned()),
            numbers: Numbers { waiting: 2, clean: 1, accepted: 1, discarded: 0, total: 3 },
            plan: plan(),
            suggested: plan(),
            about_the_whole: row(1, true).findings,
            shows: choices(),
            kinds: choices(),
            sections: choices(),
            rows: vec![row(1, true), row(2, false), plain_row(3)],
            found: 3,
            waiting_here: 2,
            seen: "1:2 3:2".to_owned(),
            pages: Pagination { page: 1, pages: 2, address: "/drafts/1?page=".to_owned() },
            ..empty()
        };
        let ended = Self {
            is_open: false,
            ended: Some("The review was finished.".to_owned()),
            edition_of: plan(),
            rows: vec![row(2, false)],
            ..empty()
        };
        vec![empty(), full, ended]
    }
}

impl Sample for EditPage {
    fn samples() -> Vec<Self> {
        let form = CommitmentForm {
            reference: "1.2".to_owned(),
            section: "Urgent care".to_owned(),
            text: "Agree".to_owned(),
            outcome: String::new(),
            leads: vec![LeadField {
                index: 0,
                number: 1,
                as_written: "DUC".to_owned(),
                posts: Choice::list([("", "found"), ("1", "Ada")], Some("1")),
            }],
            due: vec![DueField {
                index: 0,
                number: 1,
                as_written: "Q3".to_owned(),
                read_as: "autumn".to_owned(),
            }],
            steps: vec![StepField {
                index: 0,
                number: 1,
                text: "draft".to_owned(),
                date: "Jul".to_owned(),
                read_as: "July".to_owned(),
            }],
            settled: true,
        };
        let page = |row, commitment, fields| Self {
            layout: Layout::sample("Edit 1.2"),
            problems: vec![problem("row")],
            draft_id: 1,
            row,
            query: String::new(),
            commitment,
            fields,
        };
        let long = PlainField { id: "part-1".to_owned(), field: field("risk"), rows: 4 };
        let short = PlainField { id: "part-0".to_owned(), field: field("area"), rows: 1 };
        vec![
            page(row(1, true), Some(form), Vec::new()),
            page(plain_row(1), None, vec![short, long]),
        ]
    }
}

impl Sample for SplitPage {
    fn samples() -> Vec<Self> {
        let page = |points, shares| Self {
            layout: Layout::sample("Split 1.2"),
            problems: vec![problem("at")],
            draft_id: 1,
            row: row(1, true),
            query: String::new(),
            points,
            shares,
            reference: String::new(),
        };
        let point =
            PointView { at: 4, first: "Open".to_owned(), second: "Agree".to_owned(), chosen: true };
        let share = ShareField {
            name: "due-0".to_owned(),
            text: "Due".to_owned(),
            choices: Choice::list([("both", "both")], Some("both")),
        };
        vec![page(Vec::new(), Vec::new()), page(vec![point], vec![share])]
    }
}

impl Sample for LeadsPage {
    fn samples() -> Vec<Self> {
        let page = |leads| Self {
            layout: Layout::sample("Match leads to posts"),
            problems: Vec::new(),
            draft_id: 1,
            is_open: true,
            leads,
        };
        let lead = LeadChoice {
            index: 0,
            as_written: "DUC".to_owned(),
            title: "Director of Urgent Care".to_owned(),
            rows: 3,
            posts: Choice::list([("", "found")], Some("")),
        };
        vec![page(Vec::new()), page(vec![lead])]
    }
}
