//! Signals raised, kept, closed and raised again, on either database.

use super::*;
use crate::commitments::rules::Status;
use crate::commitments::updates::{NewUpdate, post_update};
use crate::plans::import::tests::{home, import_on};
use crate::plans::store as plans;
use crate::shell::clock::Clock;
use crate::shell::scope::{Role, Visible};
use crate::testing::TestHome;

async fn evaluate_on(test: &TestHome, day: &str) -> (usize, usize, usize) {
    let app = test.app.with_clock(Clock::noon(day.parse().unwrap()));
    let report = evaluate(&app, &Scope::system(app.today())).await.unwrap();
    (report.raised, report.kept, report.closed)
}

async fn shown(test: &TestHome) -> Vec<String> {
    let open = open(&test.app.ledger, &test.system()).await.unwrap();
    let line = |row: SignalRow| {
        format!("{} {} {} [{}] {}", row.since, row.rule, row.title, row.lead, row.rung)
    };
    open.into_iter().map(line).collect()
}

async fn post(test: &TestHome, day: &str, title: &str, status: Status) {
    let app = test.app.with_clock(Clock::noon(day.parse().unwrap()));
    let scope = Scope::system(app.today());
    let rows = commitments::list(&app.ledger, &scope, None, AsAt(scope.today)).await.unwrap();
    let row = rows.into_iter().find(|row| row.reference == title).unwrap();
    let new = NewUpdate {
        status,
        note: "as it is".to_owned(),
        seen_update_id: row.latest_update_id,
        ..NewUpdate::default()
    };
    post_update(&app, &scope, row.id, new).await.unwrap();
}

#[tokio::test]
async fn facts_raise_keep_close_and_raise_again() {
    let test = home().await;
    import_on(&test, "2018-04-03").await;
    assert_eq!(evaluate_on(&test, "2018-05-02").await, (0, 0, 0));
    assert_eq!(evaluate_on(&test, "2018-05-31").await, (4, 0, 0), "silence about what has a day");
    post(&test, "2018-05-31", "1.1", Status::OnTrack).await;
    assert_eq!(evaluate_on(&test, "2018-06-01").await, (1, 3, 1), "late now, and not silent");
    assert_eq!(evaluate_on(&test, "2018-06-01").await, (0, 4, 0), "nothing new");
    let finance = "Head of Performance and Information";
    assert_eq!(
        shown(&test).await[3],
        format!(
            "2018-06-01 commitment_overdue 1.1 Hold a weekly performance meeting [{finance}] lead"
        )
    );
    post(&test, "2018-06-02", "1.1", Status::Achieved).await;
    assert_eq!(evaluate_on(&test, "2018-06-02").await, (0, 3, 1), "done at last");
    post(&test, "2018-06-03", "1.1", Status::OffTrack).await;
    assert_eq!(evaluate_on(&test, "2018-06-03").await, (1, 3, 0), "not done after all");
    let kept = signal::Entity::find().all(test.app.ledger.connection()).await.unwrap();
    let closed = kept.iter().filter(|signal| signal.closed_at.is_some()).count();
    assert_eq!((kept.len(), closed), (6, 2), "what was closed stays written down");
}

#[tokio::test]
async fn signals_are_for_those_who_run_the_place() {
    let test = home().await;
    import_on(&test, "2018-04-03").await;
    evaluate_on(&test, "2018-05-31").await;
    let commissioner = test.id("COM").await;
    let check = async |within: Vec<i64>, expected: usize| {
        let within = Visible::Only(std::sync::Arc::new(within.into_iter().collect()));
        let scope = Scope { role: Role::Viewer, visible: Visible::All, within, ..test.system() };
        assert_eq!(open(&test.app.ledger, &scope).await.unwrap().len(), expected);
        let refused = evaluate(&test.app, &scope).await;
        assert!(matches!(refused, Err(AppError::Forbidden(_))));
    };
    check(vec![commissioner], 4).await;
    check(vec![test.id("OTH").await], 0).await;
}

#[tokio::test]
async fn a_late_step_is_for_the_lead_of_the_whole_and_closed_with_it() {
    let test = home().await;
    import_on(&test, "2018-04-03").await;
    let late =
        "2018-08-01 milestone_overdue 2.2 First draft July 18 [Director of Urgent Care] lead";
    let check = async |day: &str, status: Status, expected: bool| {
        post(&test, day, "2.2", status).await;
        evaluate_on(&test, day).await;
        let shown = shown(&test).await;
        assert_eq!(shown.iter().any(|line| line == late), expected, "{day}: {shown:#?}");
        let undated = shown.iter().find(|line| line.contains("Capital works complete"));
        assert_eq!(undated, None, "a step without a day is told by the whole");
    };
    check("2018-07-31", Status::OnTrack, false).await;
    check("2018-08-01", Status::OnTrack, true).await;
    check("2018-08-02", Status::Achieved, false).await;
    check("2018-08-03", Status::OffTrack, true).await;
    check("2018-08-04", Status::Cancelled, false).await;
    check("2018-08-05", Status::OffTrack, true).await;
    check("2018-08-06", Status::NotAchieved, false).await;
    check("2018-12-31", Status::NotAchieved, false).await;
}

#[tokio::test]
async fn commitments_overdue_are_as_many_signals_as_plans_count_and_milestones_are_apart() {
    let test = home().await;
    import_on(&test, "2018-04-03").await;
    let check = async |day: &str, commitments: usize, milestones: usize| {
        evaluate_on(&test, day).await;
        let as_at = AsAt(day.parse().unwrap());
        let plans = plans::list(&test.app.ledger, &test.system(), as_at).await.unwrap();
        let counted: usize = plans.iter().map(|plan| plan.overdue).sum();
        let open = open(&test.app.ledger, &test.system()).await.unwrap();
        let raised = |rule| open.iter().filter(|signal| signal.rule == rule).count();
        assert_eq!((counted, raised(rules::OVERDUE)), (commitments, commitments), "{day}");
        assert_eq!(raised(rules::MILESTONE_OVERDUE), milestones, "{day}");
    };
    check("2018-05-31", 0, 0).await;
    check("2018-06-01", 1, 0).await;
    check("2018-07-01", 1, 1).await;
    check("2018-08-01", 1, 2).await;
    check("2018-10-01", 2, 1).await;
    check("2019-03-01", 3, 0).await;
}
