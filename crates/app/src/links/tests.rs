//! Links and dependencies on either database: due days follow, and what is late warns.

use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};

use super::dependencies::{self, NewDependency};
use super::rules::{Kind, unit_of};
use super::store::{self, End};
use crate::commitments::rules::Status;
use crate::commitments::store::{self as commitments, CommitmentView};
use crate::commitments::updates::{NewUpdate, post_update};
use crate::db::entities::{commitment, signal};
use crate::escalation;
use crate::plans::import::tests::{home, import_on};
use crate::plans::import::{ImportOptions, import};
use crate::shell::clock::{AsAt, Clock};
use crate::shell::scope::{Role, Scope};
use crate::testing::TestHome;

async fn id_of(test: &TestHome, reference: &str) -> i64 {
    let wanted = commitment::Column::Reference.eq(reference);
    let found = commitment::Entity::find().filter(wanted).one(test.app.ledger.connection()).await;
    found.unwrap().unwrap().id
}

async fn view(test: &TestHome, id: i64, day: &str) -> CommitmentView {
    let as_at = AsAt(day.parse().unwrap());
    commitments::find(&test.app.ledger, &test.system(), id, as_at).await.unwrap()
}

async fn post(test: &TestHome, day: &str, id: i64, status: Status, due: &str) {
    let app = test.app.with_clock(Clock::noon(day.parse().unwrap()));
    let seen_update_id = view(test, id, day).await.row.latest_update_id;
    let (note, due) = ("as it is".to_owned(), due.to_owned());
    let new = NewUpdate { status, note, seen_update_id, progress: None, due };
    post_update(&app, &Scope::system(app.today()), id, new).await.unwrap();
}

fn wait(on: &str, kind: Kind, length: Option<(u32, &str)>) -> NewDependency {
    let length = length.map(|(amount, unit)| (amount, unit_of(unit).unwrap()));
    NewDependency { on: on.to_owned(), kind, length, as_written: None }
}

async fn tie(
    test: &TestHome,
    day: &str,
    reference: &str,
    new: NewDependency,
) -> Result<(), String> {
    let app = test.app.with_clock(Clock::noon(day.parse().unwrap()));
    let (scope, id) = (Scope::system(app.today()), id_of(test, reference).await);
    dependencies::add(&app, &scope, id, &new).await.map_err(|error| error.to_string())
}

#[tokio::test]
async fn a_due_day_follows_the_other_one_and_its_achievement_and_that_of_others_follows_it() {
    let test = home().await;
    import_on(&test, "2018-04-03").await;
    let month = Some((1, "month"));
    tie(&test, "2018-05-01", "1.3", wait("2.1", Kind::Within, month)).await.unwrap();
    tie(&test, "2018-05-01", "1.2", wait("1.3", Kind::After, Some((2, "week")))).await.unwrap();
    let (first, third, second) =
        (id_of(&test, "2.1").await, id_of(&test, "1.3").await, id_of(&test, "1.2").await);
    let check = async |day: &str, third_due: Option<&str>, second_due: &str| {
        let due = view(&test, third, day).await.row.due_latest;
        assert_eq!(due.map(|due| due.to_string()).as_deref(), third_due, "1.3 on {day}");
        let due = view(&test, second, day).await.row.due_latest.unwrap();
        assert_eq!(due.to_string(), second_due, "1.2 on {day}");
    };
    check("2018-04-30", None, "2018-09-30").await;
    check("2018-05-01", Some("2019-04-30"), "2019-05-14").await;
    post(&test, "2018-06-01", first, Status::OnTrack, "31 May 2019").await;
    check("2018-05-31", Some("2019-04-30"), "2019-05-14").await;
    check("2018-06-01", Some("2019-06-30"), "2019-07-14").await;
    post(&test, "2018-07-10", first, Status::Achieved, "").await;
    check("2018-07-10", Some("2018-08-10"), "2018-08-24").await;
    post(&test, "2018-07-11", first, Status::OffTrack, "").await;
    check("2018-07-11", Some("2019-06-30"), "2019-07-14").await;
    let made = view(&test, third, "2018-07-11").await.changes;
    assert!(made.iter().all(|change| change.cause == "rule"), "{made:#?}");
    assert_eq!(
        made[0].reason.as_deref(),
        Some("within 1 month of 2.1, which is due on 31 May 2019")
    );
}

#[tokio::test]
async fn nothing_is_made_to_wait_for_itself_or_for_what_is_not_there() {
    let test = home().await;
    import_on(&test, "2018-04-03").await;
    let day = "2018-05-01";
    tie(&test, day, "1.2", wait("1.1", Kind::After, None)).await.unwrap();
    let check = async |reference: &str, on: &str, expected: &str| {
        let refused = tie(&test, day, reference, wait(on, Kind::After, None)).await.unwrap_err();
        assert!(refused.contains(expected), "{refused}");
    };
    check("1.1", "1.2", "wait for itself").await;
    check("1.1", "1.1", "wait for itself").await;
    check("1.1", "9.9", "has the reference '9.9'").await;
    check("1.1", "", "Name the other commitment").await;
}

#[tokio::test]
async fn what_is_late_warns_what_waits_for_it_once_and_until_it_is_done() {
    let test = home().await;
    import_on(&test, "2018-04-03").await;
    tie(&test, "2018-05-01", "2.1", wait("1.1", Kind::After, None)).await.unwrap();
    tie(&test, "2018-05-01", "2.2", wait("2.1", Kind::After, None)).await.unwrap();
    let (late, straight, through) =
        (id_of(&test, "1.1").await, id_of(&test, "2.1").await, id_of(&test, "2.2").await);
    let check = async |day: &str, id: i64, expected: Option<(i64, bool)>| {
        let found = view(&test, id, day).await.around.late;
        assert_eq!(found.map(|late| (late.days, late.direct)), expected, "{id} on {day}");
    };
    check("2018-05-31", straight, None).await;
    check("2018-06-10", straight, Some((10, true))).await;
    check("2018-06-10", through, Some((10, false))).await;
    let app = test.app.with_clock(Clock::noon("2018-06-10".parse().unwrap()));
    let evaluate = async || {
        escalation::store::evaluate(&app, &Scope::system(app.today())).await.unwrap();
        let open = signal::Entity::find()
            .filter(signal::Column::ClosedAt.is_null())
            .filter(signal::Column::SubjectId.is_in([late, straight, through]))
            .all(app.ledger.connection())
            .await
            .unwrap();
        let mut open: Vec<(i64, String)> =
            open.into_iter().map(|signal| (signal.subject_id, signal.rule)).collect();
        open.sort();
        open
    };
    let expected = [
        (late, escalation::rules::OVERDUE),
        (straight, escalation::rules::WAITS),
        (through, escalation::rules::NEVER_UPDATED),
    ];
    assert_eq!(evaluate().await, expected.map(|(id, rule)| (id, rule.to_owned())));
    post(&test, "2018-06-10", late, Status::Achieved, "").await;
    let expected = [straight, through].map(|id| (id, "commitment_never_updated".to_owned()));
    assert_eq!(evaluate().await, expected);
}

#[tokio::test]
async fn links_are_read_from_both_ends_made_and_ended_by_those_who_may() {
    let test = home().await;
    import_on(&test, "2018-04-03").await;
    let (one, other) = (id_of(&test, "1.1").await, id_of(&test, "2.1").await);
    let (app, scope) = (&test.app, test.system());
    let named = End::Commitment("2.1".to_owned());
    let viewer = Scope { role: Role::Viewer, ..test.system() };
    assert!(store::add(app, &viewer, one, &named).await.is_err());
    store::add(app, &scope, one, &named).await.unwrap();
    assert!(store::add(app, &scope, one, &named).await.is_err(), "it is there already");
    let today = AsAt(scope.today);
    let links = async |id, as_at| {
        let found = store::of_commitment(&app.ledger, &scope, id, as_at).await.unwrap();
        found.commitments.into_iter().map(|link| (link.id, link.outgoing)).collect::<Vec<_>>()
    };
    assert_eq!(links(one, today).await, [(other, true)]);
    assert_eq!(links(other, today).await, [(one, false)]);
    assert_eq!(links(one, AsAt("2019-02-14".parse().unwrap())).await, []);
    let found = store::of_commitment(&app.ledger, &scope, other, today).await.unwrap();
    let link_id = found.commitments[0].link_id;
    store::remove(app, &scope, other, link_id).await.unwrap();
    assert_eq!(links(one, today).await, []);
    assert!(store::remove(app, &scope, other, link_id).await.is_err(), "it has ended");
}

const REFERRING: &str = "\
Larkmere Action Plan 2018/19

Action\tLead\tTimescale\tProgress/Milestones
1. Staff 1.1 Appoint two nurses\tHPI\tMay 18\tPosts advertised
1.2 Train the nurses (see 1.1)\tHPI\tJun 18\tAs above
2. Review 2.1 Report to every board on progress, see 1.2 and 9.9\tHPI\tquarterly\tFirst report
";

#[tokio::test]
async fn cross_references_become_links_and_series_begin_when_a_document_is_taken_in() {
    let test = home().await;
    let app = test.app.with_clock(Clock::noon("2018-04-03".parse().unwrap()));
    let (scope, options) = (test.system(), ImportOptions::default());
    import(&app, &scope, "COM", "r.txt", REFERRING.as_bytes(), options).await.unwrap();
    let linked = async |reference: &str| {
        let view = view(&test, id_of(&test, reference).await, "2018-04-03").await;
        let links = view.links.commitments.into_iter();
        links.filter(|link| link.outgoing).map(|link| link.code).collect::<Vec<_>>()
    };
    assert_eq!(linked("1.2").await, ["1.1"]);
    assert_eq!(linked("2.1").await, ["1.2"]);
    let id = id_of(&test, "2.1").await;
    let due = async |day: &str| view(&test, id, day).await.row.due_latest.unwrap().to_string();
    assert_eq!(due("2018-04-03").await, "2018-06-30");
    post(&test, "2018-06-28", id, Status::Achieved, "").await;
    assert_eq!(due("2018-06-28").await, "2018-09-30");
    let row = view(&test, id, "2018-06-28").await.row;
    assert_eq!((row.status, row.moved), (Status::OnTrack, None), "the promise has not moved");
    for day in ["2018-09-30", "2018-12-30", "2019-02-01"] {
        post(&test, day, id, Status::Achieved, "").await;
    }
    let row = view(&test, id, "2019-02-15").await.row;
    assert_eq!((row.status, row.overdue_days), (Status::Achieved, None), "that was the last");
}
