//! A review goes through a plan, and what it decides is in the commitments' history.

use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};

use super::paper::paper;
use super::rules::{Decision, Heading, half_year_of};
use super::store::{MeetingView, NewDecision, NewMeeting, close, decide, find, list, open};
use crate::App;
use crate::commitments::rules::Status;
use crate::commitments::store as commitments;
use crate::commitments::updates::{NewUpdate, post_update};
use crate::db::entities::commitment;
use crate::plans::import::tests::{home, import_on};
use crate::shell::clock::{AsAt, Clock};
use crate::shell::errors::AppError;
use crate::shell::scope::{Role, Scope, Visible};
use crate::testing::TestHome;

async fn plan() -> (TestHome, i64) {
    let test = home().await;
    let plan_id = import_on(&test, "2018-04-03").await.plan_id;
    for (day, reference, status) in [
        ("2018-09-03", "2.1", Status::OnTrack),
        ("2018-12-03", "1.3", Status::Achieved),
        ("2018-12-10", "2.1", Status::AtRisk),
        ("2018-12-11", "2.2", Status::OnTrack),
    ] {
        report(&test, day, reference, status).await;
    }
    (test, plan_id)
}

async fn id_of(test: &TestHome, reference: &str) -> i64 {
    let wanted = commitment::Column::Reference.eq(reference);
    let found = commitment::Entity::find().filter(wanted).one(test.app.ledger.connection()).await;
    found.unwrap().unwrap().id
}

fn on(test: &TestHome, day: &str) -> (App, Scope) {
    let app = test.app.with_clock(Clock::noon(day.parse().unwrap()));
    let scope = Scope::system(app.today());
    (app, scope)
}

async fn seen(test: &TestHome, id: i64) -> Option<i64> {
    let as_at = AsAt::END_OF_TIME;
    let view = commitments::find(&test.app.ledger, &test.system(), id, as_at).await;
    view.unwrap().row.latest_update_id
}

async fn report(test: &TestHome, day: &str, reference: &str, status: Status) {
    let (app, scope) = on(test, day);
    let id = id_of(test, reference).await;
    let seen_update_id = seen(test, id).await;
    let note = "As it is.".to_owned();
    let update = NewUpdate { status, note, seen_update_id, ..NewUpdate::default() };
    post_update(&app, &scope, id, update).await.unwrap();
}

fn half_year_review(day: &str) -> NewMeeting {
    let held_on = day.parse().unwrap();
    NewMeeting { title: "Half-year review".to_owned(), span: half_year_of(held_on), held_on }
}

fn under(view: &MeetingView, heading: Heading) -> Vec<String> {
    let items = view.under(heading);
    items
        .iter()
        .map(|item| format!("{}: {}", item.row.reference, item.reasons.join(", ")))
        .collect()
}

#[tokio::test]
async fn a_review_sorts_the_plan_into_what_to_celebrate_and_what_to_refocus() {
    let (test, plan_id) = plan().await;
    let (app, scope) = on(&test, "2019-01-18");
    let id = open(&app, &scope, plan_id, half_year_review("2019-01-18")).await.unwrap();
    let view = find(&app, &scope, id).await.unwrap();
    assert_eq!(under(&view, Heading::Celebrate), ["1.3: achieved"]);
    // Due at the end of May and of September, and never reported on, both steps of the latter
    // due; and what is at risk.
    assert_eq!(
        under(&view, Heading::Refocus),
        [
            "1.1: 232 days overdue, never reported on",
            "1.2: 110 days overdue, never reported on, 0% done, 100% expected",
            "2.1: at risk",
        ]
    );
    assert_eq!(under(&view, Heading::Coming), ["2.2: due 28 Feb 2019"]);
    let counted = |counts: &crate::commitments::rules::StatusCounts| {
        (counts.of(Status::OnTrack), counts.of(Status::Achieved), counts.total())
    };
    assert_eq!((counted(&view.before), counted(&view.now)), ((1, 0, 5), (1, 1, 5)));
    let titles: Vec<String> =
        list(&app, &scope, plan_id).await.unwrap().1.into_iter().map(|one| one.title).collect();
    assert_eq!(titles, ["Half-year review"]);
}

#[tokio::test]
async fn a_decision_is_an_update_and_a_closed_review_stays_as_it_was() {
    let (test, plan_id) = plan().await;
    let (app, scope) = on(&test, "2019-01-18");
    let id = open(&app, &scope, plan_id, half_year_review("2019-01-18")).await.unwrap();
    let commitment_id = id_of(&test, "2.1").await;
    let decision = |words: &str, seen_update_id| NewDecision {
        commitment_id,
        decision: Decision::Refocus,
        words: words.to_owned(),
        status: Status::OffTrack,
        due: "30 June 2019".to_owned(),
        seen_update_id,
    };
    let seen = seen(&test, commitment_id).await;
    let wordless = decide(&app, &scope, id, decision(" ", seen)).await.unwrap_err();
    assert!(wordless.to_string().contains("in words"), "{wordless}");
    decide(&app, &scope, id, decision("A second builder.", seen)).await.unwrap();
    let view = commitments::find(&app.ledger, &scope, commitment_id, AsAt(scope.today)).await;
    let view = view.unwrap();
    assert_eq!(
        view.row.latest_note.as_deref(),
        Some("Half-year review, 18 January 2019: Refocus. A second builder.")
    );
    assert_eq!(view.row.due_latest, "2019-06-30".parse().ok());
    let stale = decide(&app, &scope, id, decision("Again.", seen)).await.unwrap_err();
    assert!(stale.to_string().contains("changed while you were editing"), "{stale}");

    let silent = close(&app, &scope, id, "The board", " ").await.unwrap_err();
    assert!(silent.to_string().contains("came to"), "{silent}");
    close(&app, &scope, id, "The board", "On course but for urgent care.").await.unwrap();
    report(&test, "2019-02-01", "1.1", Status::Achieved).await;
    let (app, scope) = on(&test, "2019-02-02");
    let view = find(&app, &scope, id).await.unwrap();
    assert!(!view.may_decide && under(&view, Heading::Celebrate) == ["1.3: achieved"]);
    let written = paper(&view);
    assert_eq!(written.parts[2].rows[2].decisions, ["Refocus: A second builder."]);
    let late = decide(&app, &scope, id, decision("Late.", None)).await.unwrap_err();
    assert!(late.to_string().contains("is closed"), "{late}");
}

#[tokio::test]
async fn reviews_are_held_by_those_who_run_the_plan_and_seen_by_its_own() {
    let (test, plan_id) = plan().await;
    let (app, scope) = on(&test, "2019-01-18");
    let id = open(&app, &scope, plan_id, half_year_review("2019-01-18")).await.unwrap();
    let lead = Scope { role: Role::Lead, ..scope.clone() };
    assert!(!find(&app, &lead, id).await.unwrap().may_decide);
    let refused = open(&app, &lead, plan_id, half_year_review("2019-01-18")).await;
    assert!(matches!(refused, Err(AppError::Forbidden(_))), "{refused:?}");
    let other = Visible::Only(std::sync::Arc::new([test.id("OTH").await].into()));
    let elsewhere = Scope { visible: other.clone(), within: other, ..scope.clone() };
    let hidden = find(&app, &elsewhere, id).await.map(|view| view.plan_title);
    assert!(matches!(hidden, Err(AppError::NotFound)), "{hidden:?}");
    for (title, held_on, part) in
        [("", "2019-01-18", "a title"), ("Review", "2018-09-30", "before the time")]
    {
        let held_on = held_on.parse().unwrap();
        let new = NewMeeting { title: title.to_owned(), held_on, ..half_year_review("2019-01-18") };
        let refused = open(&app, &scope, plan_id, new).await.unwrap_err().to_string();
        assert!(refused.contains(part), "{refused}");
    }
}
