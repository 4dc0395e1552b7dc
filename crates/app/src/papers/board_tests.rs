//! Tests of the board's paper as at a day, on the database that the environment asks for.

use std::path::Path;

use chrono::NaiveDate;

use super::*;
use crate::commitments::rules::Status;
use crate::commitments::updates::{NewUpdate, post_update};
use crate::flows::{LoadOptions, load_observations, load_targets};
use crate::indicators::catalogue;
use crate::plans::import::{ImportOptions, import};
use crate::shell::clock::Clock;
use crate::shell::scope::Role;
use crate::testing::{Place, TestHome};

/// An action plan in the form of the real ones: a key to leads, and tab-separated rows.
const PLAN: &str = "\
Larkmere Action Plan 2018/19

Key to Leads:

CFO\tChief Finance Officer\tDUC\tDirector of Urgent Care
HPI\tHead of Performance and Information

Action\tLead\tTimescale\tProgress/Milestones
1. Urgent Care 1.1 Open an urgent treatment centre\tDUC\tDec 18\tCapital works complete
1.2 Agree the winter plan with all partners\tDUC\tby end Mar 19\tFirst draft July 18
";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The installation as it stood on a day.
fn on(home: &TestHome, text: &str) -> (App, Scope) {
    let app = home.app.with_clock(Clock::noon(day(text)));
    let scope = Scope::system(app.today());
    (app, scope)
}

async fn load(home: &TestHome, on_day: &str, rows: &str) {
    let (app, scope) = on(home, on_day);
    let text = format!("organisation,indicator,period,value\n{rows}");
    let options = LoadOptions::default();
    let report = load_observations(&app, &scope, "f.csv", text.as_bytes(), options).await.unwrap();
    assert!(report.faults.is_empty(), "{:?}", report.faults.first());
}

async fn update(home: &TestHome, on_day: &str, reference: &str, status: Status, note: &str) {
    let (app, scope) = on(home, on_day);
    let com = home.id("COM").await;
    let rows = commitments::list(&app.ledger, &scope, Some(com), AsAt(scope.today)).await.unwrap();
    let row = rows.iter().find(|row| row.reference == reference).unwrap();
    let note = note.to_owned();
    let update =
        NewUpdate { status, note, seen_update_id: row.latest_update_id, ..NewUpdate::default() };
    post_update(&app, &scope, row.id, update).await.unwrap();
}

/// A commissioner with a plan, a target, sixteen months of figures, a correction and two updates.
async fn home() -> TestHome {
    let home = TestHome::new().await.unwrap();
    home.organisations(&[Place::new("COM", "commissioner"), Place::new("OTH", "commissioner")])
        .await
        .unwrap();
    let (app, scope) = on(&home, "2018-04-03");
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../catalogue/indicators");
    let definitions = catalogue::read_folder(Path::new(folder)).unwrap();
    catalogue::import(&app, &scope, &definitions).await.unwrap();
    let options = ImportOptions::default();
    import(&app, &scope, "COM", "plan.txt", PLAN.as_bytes(), options).await.unwrap();
    let targets = "indicator,organisation,kind,value,from_day,to_day,assessed\n\
                   AE4,,national,95,2016-04-01,,yes\n";
    let options = LoadOptions::default();
    load_targets(&app, &scope, "t.csv", targets.as_bytes(), options).await.unwrap();
    let values = [96, 97, 96, 95, 96, 97, 96, 95, 97, 96, 96, 95, 97, 96];
    let months = (8..=12).map(|month| (2017, month)).chain((1..=9).map(|month| (2018, month)));
    let rows = months
        .zip(values)
        .map(|((year, month), value)| format!("COM,AE4,{year}-{month:02},{value}\n"));
    let rows: String = rows.collect();
    load(&home, "2018-10-12", &rows).await;
    load(&home, "2018-11-12", "COM,AE4,2018-10,94.5\n").await;
    load(&home, "2018-12-13", "COM,AE4,2018-11,94\n").await;
    load(&home, "2019-01-11", "COM,AE4,2018-12,80\n").await;
    // The corrected figure would not have needed the board.
    load(&home, "2019-02-10", "COM,AE4,2018-12,96\nCOM,AE4,2019-01,96\n").await;
    update(&home, "2018-12-20", "1.1", Status::AtRisk, "The builders are late").await;
    update(&home, "2019-02-01", "1.1", Status::Achieved, "Opened on 30 January").await;
    home
}

async fn paper(home: &TestHome, as_at: &str) -> BoardPaper {
    let com = home.id("COM").await;
    board(&home.app, &home.system(), com, AsAt(day(as_at))).await.unwrap()
}

#[tokio::test]
async fn a_paper_says_what_was_known_at_the_end_of_its_day() {
    let home = home().await;
    let paper = paper(&home, "2019-01-15").await;
    assert_eq!(paper.organisation, "COM");
    assert_eq!(paper.status_counts, [("not started".to_owned(), 1), ("at risk".to_owned(), 1)]);
    assert_eq!(
        paper.changes,
        [
            "1.1 Open an urgent treatment centre: at risk, was not started.",
            "1.1 Open an urgent treatment centre: overdue since 1 January 2019.",
            "A&E: seen within four hours: now “Concern: significantly low or falling”, before \
             “Ordinary variation: no significant change”.",
        ]
    );
    assert_eq!(
        paper.attention,
        [
            "A&E: seen within four hours is getting worse and fails its target; Director of Urgent Care answers.",
            "One commitment is overdue: 1.1 Open an urgent treatment centre (15 days; Director of Urgent Care answers).",
        ]
    );
    let row = &paper.matrix[0];
    assert_eq!(
        (row.period.as_str(), row.value.as_str(), row.target.as_str()),
        ("December 2018", "80.0%", "95.0%")
    );
    let exception = &paper.exceptions[0];
    assert_eq!(exception.since, Some(day("2018-10-01")));
    assert_eq!(exception.chart.dates.len(), exception.chart.judgement.points.len());
    assert!(exception.commentary.contains("it was 80.0%, 15.0 percentage points short"));
    let overdue = &paper.overdue[0];
    assert_eq!(overdue.lead, "Director of Urgent Care");
    assert_eq!(overdue.commitments[0].days_overdue, 15);
    assert_eq!(
        overdue.commitments[0].latest_update.as_deref(),
        Some("At risk: The builders are late")
    );
}

#[tokio::test]
async fn what_came_later_does_not_show_in_an_earlier_paper() {
    let home = home().await;
    let later = paper(&home, "2019-02-15").await;
    assert_eq!(later.status_counts, [("not started".to_owned(), 1), ("achieved".to_owned(), 1)]);
    assert!(later.exceptions.is_empty() && later.overdue.is_empty(), "{:?}", later.attention);
    assert_eq!(later.matrix[0].value, "96.0%");

    // The very paper that was drawn on the day, before anything came later.
    let (app, scope) = on(&home, "2018-12-31");
    let com = home.id("COM").await;
    let then = board(&app, &scope, com, AsAt(scope.today)).await.unwrap();
    let again = paper(&home, "2018-12-31").await;
    assert_eq!(format!("{again:?}"), format!("{then:?}"));
    assert_eq!(again.matrix[0].value, "94.0%");
    assert_eq!(again.matrix[0].period, "November 2018");

    let first = paper(&home, "2018-04-03").await;
    assert_eq!(first.changes, ["“Larkmere Action Plan 2018/19” was taken in, with 2 commitments."]);
    assert!(first.matrix.is_empty());
}

#[tokio::test]
async fn a_paper_is_refused_for_a_day_to_come_a_viewer_and_what_may_not_be_seen() {
    let home = home().await;
    let com = home.id("COM").await;
    let refused = board(&home.app, &home.system(), com, AsAt(day("2019-02-16"))).await;
    assert_eq!(
        refused.unwrap_err().to_string(),
        "the paper cannot be drawn as at 2019-02-16, which is to come; give a day up to 2019-02-15"
    );
    let viewer = Scope { role: Role::Viewer, ..home.system() };
    let refused = board(&home.app, &viewer, com, AsAt(viewer.today)).await;
    assert!(matches!(refused, Err(AppError::Forbidden(_))));
    let other = home.id("OTH").await;
    let visibility = home.app.visibility.of(&home.app.ledger, other, viewer.today).await.unwrap();
    let other = Scope { visible: visibility.visible.clone(), ..home.system() };
    let hidden = board(&home.app, &other, com, AsAt(other.today)).await;
    assert!(matches!(hidden, Err(AppError::NotFound)));
}

#[tokio::test]
async fn the_paper_is_laid_out_as_pdf() {
    let home = home().await;
    let paper = paper(&home, "2019-01-15").await;
    let pdf = bellwether_report::board::pdf(&paper).unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
}
