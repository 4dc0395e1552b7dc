//! Two published snapshots put together; the counts were taken from the files by other means.

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

const HEAD: &str = "NAT_CODE,COUNTRY,REGION_ODS_CODE,REGION_NAME,STP_ODS_CODE,STP_NAME,CCG_ODS_CODE,CCG_NAME,PCN_ODS_CODE,PCN_NAME,PRACTICE_CODE,PRACTICE_NAME\n";

/// A snapshot of practices given as `commissioner network practice`.
fn snapshot(on: &str, rows: &[&str]) -> Snapshot {
    let mut text = HEAD.to_owned();
    for row in rows {
        let words: Vec<&str> = row.split(' ').collect();
        let [commissioner, network, practice] = words[..] else { panic!("{row}") };
        text += "ENG,England,Y1,North,QQ,System,";
        text += &[commissioner, "The ", commissioner, network, "N", practice, "The ", practice]
            .join(",")
            .replace("The ,", "The ");
        text += "\n";
    }
    Snapshot::read(text.as_bytes(), day(on)).unwrap()
}

fn words(derived: &Derived) -> (Vec<String>, Vec<String>, Vec<String>) {
    let day = |day: Option<NaiveDate>| day.map_or("-".to_owned(), |day| day.to_string());
    let closed = derived.bodies.iter().filter(|body| body.closed_on.is_some());
    let links = derived.links.iter().filter(|link| link.tree == "commissioning");
    (
        closed.map(|body| format!("{} {}", body.code, day(body.closed_on))).collect(),
        links.map(|l| format!("{}>{} {} {}", l.parent, l.child, l.from, day(l.to))).collect(),
        derived
            .successors
            .iter()
            .map(|found| format!("{} {} {}", found.from, found.change.word(), found.to))
            .collect(),
    )
}

#[test]
fn what_changed_between_snapshots_is_dated_on_the_later_one() {
    let before = snapshot("2020-03-31", &["C1 U P1", "C1 U P2", "C2 N1 P3", "C3 N1 P4"]);
    let after = snapshot("2024-03-31", &["C9 U P1", "C9 N1 P3", "C9 N1 P4", "C9 U P5"]);
    // Given in the wrong order on purpose.
    let (closed, links, successors) = words(&derive(vec![after, before]));
    assert_eq!(closed, ["C1 2024-03-30", "C2 2024-03-30", "C3 2024-03-30", "P2 2024-03-30"]);
    assert_eq!(successors, ["C1 merged_into C9", "C2 merged_into C9", "C3 merged_into C9"]);
    assert!(links.contains(&"C1>P1 2020-03-31 2024-03-30".to_owned()), "{links:?}");
    assert!(links.contains(&"C9>P1 2024-03-31 -".to_owned()), "{links:?}");
    assert!(links.contains(&"ENG>Y1 2020-03-31 -".to_owned()), "{links:?}");
}

#[test]
fn a_body_alone_in_a_new_one_was_renamed_and_one_between_several_was_split() {
    let before = snapshot("2020-03-31", &["C1 N1 P1", "C1 N1 P2", "C2 N2 P3", "C2 N2 P4"]);
    let after = snapshot("2024-03-31", &["C8 N1 P1", "C8 N1 P2", "C3 N3 P3", "C4 N4 P4"]);
    let (_, _, successors) = words(&derive(vec![before, after]));
    assert_eq!(
        successors,
        [
            "C1 renamed C8",
            "C2 split_into C3",
            "C2 split_into C4",
            "N2 split_into N3",
            "N2 split_into N4"
        ]
    );
}

#[test]
fn what_is_no_snapshot_is_refused() {
    let refusal = |text: &str| Snapshot::read(text.as_bytes(), day("2020-03-31")).unwrap_err();
    assert!(refusal("a,b\n1,2\n").to_string().contains("there is no column NAT_CODE"));
    let no_code = format!("{HEAD}ENG,England,Y1,North,QQ,System,,None,U,N,P1,One\n");
    assert_eq!(refusal(&no_code).to_string(), "row 2: it has no code of a commissioner");
    let twice = format!("{HEAD}ENG,England,Y1,North,QQ,System,C1,One,U,N,Y1,One\n");
    assert_eq!(refusal(&twice).to_string(), "row 2: Y1 is the code of a region and of a practice");
}

#[test]
fn the_published_structures_of_2020_and_2024_add_up() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/qof_structures");
    let read = |name: &str, on: &str| {
        let bytes = std::fs::read(format!("{folder}/{name}")).ok()?;
        Some(Snapshot::read(&bytes, day(on)).unwrap())
    };
    let before = read("structures_2019_2020.csv", "2020-03-31");
    let after = read("structures_2023_2024.csv", "2024-03-31");
    let (Some(before), Some(after)) = (before, after) else {
        eprintln!("skipped: the open data are not there");
        return;
    };
    let derived = derive(vec![before, after]);
    assert_eq!(derived.bodies.len(), 8_279);
    let closed = |kind: &str| {
        let closed = derived.bodies.iter().filter(|body| body.closed_on.is_some());
        closed.filter(|body| body.kind == kind).count()
    };
    assert_eq!((closed("practice"), closed("commissioner"), closed("locality")), (472, 38, 71));
    assert_eq!(derived.bodies.iter().filter(|body| body.opened_on.is_some()).count(), 124);
    assert_eq!(derived.links.len(), 15_571);
    assert_eq!(derived.links.iter().filter(|link| link.to.is_some()).count(), 2_936);
    let kind = |code: &str| derived.bodies.iter().find(|body| body.code == code).unwrap().kind;
    let count = |level: &str, change: Change| {
        let of_change = derived.successors.iter().filter(|found| found.change == change);
        of_change.filter(|found| kind(&found.from) == level).count()
    };
    assert_eq!(count("commissioner", Change::MergedInto), 37);
    assert_eq!(count("commissioner", Change::SplitInto), 2);
    assert_eq!(count("locality", Change::MergedInto), 27);
    assert_eq!(count("locality", Change::Renamed), 5);
    assert_eq!(count("locality", Change::SplitInto), 88);
}
