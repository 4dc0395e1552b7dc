//! A document taken apart, and titles compared.

use super::*;

fn commitment(reference: &str, line_from: usize, line_to: usize) -> Commitment {
    Commitment {
        reference: reference.to_owned(),
        source: Source { line_from, line_to },
        ..Commitment::default()
    }
}

fn finding(line: Option<usize>, reference: Option<&str>) -> Finding {
    Finding {
        rule: "a-rule".to_owned(),
        severity: Severity::Warning,
        message: "look".to_owned(),
        line,
        also_lines: Vec::new(),
        reference: reference.map(str::to_owned),
    }
}

#[test]
fn rows_stand_in_the_order_of_the_document_whatever_their_kind() {
    let risk = Risk { source: Source { line_from: 5, line_to: 6 }, ..Risk::default() };
    let document = Document {
        commitments: vec![commitment("1", 2, 3), commitment("2", 9, 9)],
        risks: vec![risk],
        ..Document::default()
    };
    let taken = take_apart(document);
    let kinds: Vec<Kind> = taken.items.iter().map(|row| row.item.kind()).collect();
    assert_eq!(kinds, [Kind::Commitment, Kind::Risk, Kind::Commitment]);
    assert!(taken.document.commitments.is_empty() && taken.document.risks.is_empty());
}

#[test]
fn a_finding_goes_to_the_row_it_is_about_and_else_to_the_whole() {
    let check = |finding: Finding, expected: Option<usize>| {
        let rows = vec![
            commitment("1.1", 2, 20),
            commitment("1.2", 4, 5),
            commitment("1.3", 30, 30),
            commitment("1.3", 31, 31),
        ];
        let document =
            Document { commitments: rows, findings: vec![finding.clone()], ..Document::default() };
        let taken = take_apart(document);
        let found = taken.items.iter().position(|row| !row.findings.is_empty());
        assert_eq!(found, expected, "{finding:?}");
        assert_eq!(taken.about_the_whole.len(), usize::from(expected.is_none()));
        assert_eq!(taken.document.findings.len(), 1, "the document keeps them all");
    };
    check(finding(Some(4), Some("1.1")), Some(0));
    check(finding(Some(4), None), Some(1));
    check(finding(Some(10), None), Some(0));
    check(finding(Some(99), Some("1.2")), Some(1));
    check(finding(None, Some("1.3")), None);
    check(finding(Some(31), Some("1.3")), Some(3));
    check(finding(None, None), None);
}

#[test]
fn a_finding_of_several_places_goes_to_each_of_them() {
    let findings = vec![Finding { also_lines: vec![4, 99], ..finding(Some(2), None) }];
    let rows = vec![commitment("1", 2, 3), commitment("2", 4, 4), commitment("3", 5, 5)];
    let taken = take_apart(Document { commitments: rows, findings, ..Document::default() });
    let found: Vec<usize> = taken.items.iter().map(|row| row.findings.len()).collect();
    assert_eq!((found, taken.about_the_whole.len()), (vec![1, 1, 0], 0));
    let own = taken.items.iter().flat_map(|row| &row.findings);
    let own: Vec<Vec<usize>> = own.map(|finding| finding.lines().collect()).collect();
    assert_eq!(own, [[2], [4]], "each row keeps the lines that are its own");
}

#[test]
fn what_is_merely_good_to_know_holds_no_row_back() {
    let check = |severities: &[Severity], expected: bool| {
        let of = |severity: &Severity| Finding { severity: *severity, ..finding(Some(2), None) };
        let findings: Vec<Finding> = severities.iter().map(of).collect();
        assert_eq!(must_be_looked_at(&findings), expected, "{severities:?}");
    };
    check(&[], false);
    check(&[Severity::Info, Severity::Info], false);
    check(&[Severity::Info, Severity::Warning], true);
    check(&[Severity::Error], true);
}

#[test]
fn a_row_comes_back_from_the_ledger_as_it_went_in() {
    let goal = Item::Goal(Goal { title: "Health check".to_owned(), ..Goal::default() });
    let json = goal.to_json().unwrap();
    let back = Item::from_json("goal", &json).unwrap();
    assert_eq!(back.to_json().unwrap(), json);
    assert!(Item::from_json("song", &json).is_err());
    assert!(Item::from_json("risk", &Value::Null).is_err());
}

#[test]
fn editions_of_one_plan_have_similar_titles() {
    let check = |first: &str, second: &str, expected: bool| {
        assert_eq!(similar_titles(first, second), expected, "{first} | {second}");
    };
    check("Larkmere Action Plan 2018/19", "Larkmere action plan 2019/20 (draft 2)", true);
    check("Operational Plan 2018/19", "The Operational Plan for 2019-20", true);
    check("Larkmere Action Plan", "Larkmere Workforce Strategy", false);
    check("2018/19", "2019/20", false);
    check("", "", false);
}
