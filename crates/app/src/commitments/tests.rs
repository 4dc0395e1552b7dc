//! Updates: the only way a status changes, on either database.

use super::*;
use crate::commitments::store::CommitmentView;
use crate::commitments::updates::{NewUpdate, post_update};
use crate::plans::import::tests::{home, import_on};
use crate::shell::clock::Clock;
use crate::shell::scope::{Role, Visible};
use crate::testing::TestHome;

async fn id_of(test: &TestHome, reference: &str) -> i64 {
    let wanted = commitment::Column::Reference.eq(reference);
    let found = commitment::Entity::find().filter(wanted).one(test.app.ledger.connection()).await;
    found.unwrap().unwrap().id
}

fn update(status: Status, note: &str, seen_update_id: Option<i64>) -> NewUpdate {
    NewUpdate { status, note: note.to_owned(), seen_update_id, ..NewUpdate::default() }
}

async fn view(test: &TestHome, id: i64, day: &str) -> CommitmentView {
    let as_at = AsAt(day.parse().unwrap());
    store::find(&test.app.ledger, &test.system(), id, as_at).await.unwrap()
}

#[tokio::test]
async fn a_status_changes_by_updates_alone_and_is_seen_as_at_any_day() {
    let test = home().await;
    import_on(&test, "2018-04-03").await;
    let id = id_of(&test, "2.1").await;
    let mut seen = None;
    for (day, status, note) in [
        ("2018-06-01", Status::OnTrack, ""),
        ("2018-09-01", Status::AtRisk, "The builder is late."),
        ("2019-02-15", Status::Achieved, "Opened."),
    ] {
        let app = test.app.with_clock(Clock::noon(day.parse().unwrap()));
        let scope = Scope::system(app.today());
        post_update(&app, &scope, id, update(status, note, seen)).await.unwrap();
        seen = view(&test, id, day).await.row.latest_update_id;
    }
    let check = async |day: &str, status: Status, updates: usize| {
        let view = view(&test, id, day).await;
        assert_eq!((view.row.status, view.updates.len()), (status, updates), "{day}");
    };
    check("2018-05-31", Status::NotStarted, 0).await;
    check("2018-06-01", Status::OnTrack, 1).await;
    check("2018-12-31", Status::AtRisk, 2).await;
    check("2019-02-15", Status::Achieved, 3).await;
    let view = view(&test, id, "2018-12-31").await;
    assert_eq!(view.row.latest_note.as_deref(), Some("The builder is late."));
    assert!(view.source_lines[0].1.contains("Open an urgent treatment centre"));
    assert_eq!(audit::verify(&test.app.ledger).await.unwrap(), 8);
}

#[tokio::test]
async fn an_update_written_before_seeing_the_newest_is_refused() {
    let test = home().await;
    import_on(&test, "2018-04-03").await;
    let id = id_of(&test, "1.1").await;
    let scope = test.system();
    post_update(&test.app, &scope, id, update(Status::OnTrack, "", None)).await.unwrap();
    let late = post_update(&test.app, &scope, id, update(Status::Achieved, "", None)).await;
    let late = late.unwrap_err().to_string();
    assert!(late.starts_with("This commitment changed while you were editing"), "{late}");
    let seen = view(&test, id, "2019-02-15").await.row.latest_update_id;
    post_update(&test.app, &scope, id, update(Status::Achieved, "", seen)).await.unwrap();
    assert_eq!(view(&test, id, "2019-02-15").await.updates.len(), 2);
}

#[tokio::test]
async fn leads_post_on_their_own_commitments_only() {
    let test = home().await;
    import_on(&test, "2018-04-03").await;
    let post = lead::Entity::find().filter(lead::Column::Code.eq("CFO"));
    let post = post.one(test.app.ledger.connection()).await.unwrap().unwrap();
    let own = Visible::Only(std::sync::Arc::new([test.id("COM").await].into()));
    let scope = |role, lead_ids, visible: &Visible| Scope {
        role,
        lead_ids,
        visible: visible.clone(),
        within: visible.clone(),
        ..test.system()
    };
    let other = Visible::Only(std::sync::Arc::new([test.id("OTH").await].into()));
    let check = async |scope: Scope, reference: &str, expected: &str| {
        let id = id_of(&test, reference).await;
        let seen = view(&test, id, "2019-02-15").await.row.latest_update_id;
        let posted =
            post_update(&test.app, &scope, id, update(Status::OnTrack, "news", seen)).await;
        let found = match posted {
            Ok(()) => "posted",
            Err(AppError::Forbidden(_)) => "forbidden",
            Err(AppError::NotFound) => "not found",
            Err(error) => panic!("{error}"),
        };
        assert_eq!(found, expected, "{:?} {reference}", scope.role);
        let view = store::find(&test.app.ledger, &scope, id, AsAt(scope.today)).await;
        assert_eq!(view.is_ok_and(|view| view.may_post), expected == "posted");
    };
    check(scope(Role::Lead, vec![post.id], &own), "1.2", "posted").await;
    check(scope(Role::Lead, vec![post.id], &own), "1.1", "forbidden").await;
    check(scope(Role::Viewer, vec![post.id], &own), "1.2", "forbidden").await;
    check(scope(Role::BoardMember, Vec::new(), &own), "1.2", "forbidden").await;
    check(scope(Role::PerformanceManager, Vec::new(), &own), "1.1", "posted").await;
    check(scope(Role::PerformanceManager, Vec::new(), &other), "1.1", "not found").await;
}

async fn first_draft(test: &TestHome) -> i64 {
    let wanted = commitment::Column::Text.eq("First draft July 18");
    let found = commitment::Entity::find().filter(wanted).one(test.app.ledger.connection()).await;
    found.unwrap().unwrap().id
}

#[tokio::test]
async fn a_milestone_that_names_nobody_is_answered_for_by_the_lead_of_the_whole() {
    let test = home().await;
    import_on(&test, "2018-04-03").await;
    let id = first_draft(&test).await;
    let check = async |code: &str, expected: bool| {
        let post = lead::Entity::find().filter(lead::Column::Code.eq(code));
        let post = post.one(test.app.ledger.connection()).await.unwrap().unwrap();
        let scope = Scope { role: Role::Lead, lead_ids: vec![post.id], ..test.system() };
        let view = store::find(&test.app.ledger, &scope, id, AsAt(scope.today)).await.unwrap();
        assert!(view.row.leads.is_empty());
        assert_eq!(view.row.accountable(), "Director of Urgent Care");
        assert_eq!(view.may_post, expected, "{code}");
        let posted = post_update(&test.app, &scope, id, update(Status::OnTrack, "", None)).await;
        assert_eq!(posted.is_ok(), expected, "{code}: {posted:?}");
    };
    check("CFO", false).await;
    check("DUC", true).await;
}

#[tokio::test]
async fn a_whole_that_has_come_to_its_end_closes_its_milestones() {
    let test = home().await;
    import_on(&test, "2018-04-03").await;
    let (id, whole) = (first_draft(&test).await, id_of(&test, "2.2").await);
    let check = async |day: &str, overdue: Option<i64>, due_soon: bool| {
        let found = view(&test, id, day).await;
        assert_eq!(found.row.part_of.as_ref().map(|whole| whole.id), Some(whole));
        let milestones = view(&test, whole, day).await.milestones;
        assert_eq!(
            (found.row.overdue_days, milestones[0].overdue_days),
            (overdue, overdue),
            "{day}"
        );
        let scope = Scope { today: day.parse().unwrap(), ..test.system() };
        let due = store::due_soon(&test.app.ledger, &scope, None, 30).await.unwrap();
        assert_eq!(due.iter().any(|row| row.id == id), due_soon, "{day}");
    };
    check("2018-07-20", None, true).await;
    check("2018-08-02", Some(2), false).await;
    for (day, status) in [("2018-07-21", Status::Cancelled), ("2018-08-03", Status::OffTrack)] {
        let app = test.app.with_clock(Clock::noon(day.parse().unwrap()));
        let seen = view(&test, whole, day).await.row.latest_update_id;
        let new = update(status, "As things are.", seen);
        post_update(&app, &Scope::system(app.today()), whole, new).await.unwrap();
    }
    check("2018-07-22", None, false).await;
    check("2018-08-02", None, false).await;
    check("2018-08-03", Some(3), false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_eight_who_post_at_once_none_is_lost() {
    let test = home().await;
    import_on(&test, "2018-04-03").await;
    let id = id_of(&test, "1.1").await;
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..8 {
        let (app, scope) = (test.app.clone(), test.system());
        writers.spawn(async move {
            for number in 0..50 {
                // Whoever comes second reads what the first one wrote, and tries again.
                loop {
                    let seen = store::find(&app.ledger, &scope, id, AsAt(scope.today)).await?;
                    let seen = seen.row.latest_update_id;
                    let note = format!("{writer}.{number}");
                    match post_update(&app, &scope, id, update(Status::OnTrack, &note, seen)).await
                    {
                        Ok(()) => break,
                        Err(AppError::Invalid(why)) if why.contains("while you were") => {}
                        Err(error) => return Err(error),
                    }
                }
            }
            Ok::<(), AppError>(())
        });
    }
    while let Some(writer) = writers.join_next().await {
        writer.unwrap().unwrap();
    }
    let view = view(&test, id, "2019-02-15").await;
    let notes: std::collections::BTreeSet<&str> =
        view.updates.iter().map(|update| update.note.as_str()).collect();
    assert_eq!((view.updates.len(), notes.len()), (400, 400));
    assert_eq!(audit::verify(&test.app.ledger).await.unwrap(), 405);
}

const UPDATES: &str = "\
plan,reference,made_on,lead,status,note
plan.txt,1.1,2018-08-01,HPI,achieved,All came.
plan.txt,1.1,2018-06-01,HPI,on_track,
plan.txt,2.1,2018-07-01,DUC,at_risk,The builder is late.
";

#[tokio::test]
async fn updates_made_elsewhere_come_in_by_day_and_only_once() {
    let test = home().await;
    import_on(&test, "2018-04-03").await;
    for expected in [(3, 0), (0, 3)] {
        let taken = updates(&test.app, &test.system(), "u.csv", UPDATES.as_bytes()).await.unwrap();
        assert_eq!((taken.added, taken.unchanged), expected);
    }
    let id = id_of(&test, "1.1").await;
    assert_eq!(view(&test, id, "2018-07-01").await.row.status, Status::OnTrack);
    assert_eq!(view(&test, id, "2019-02-15").await.row.status, Status::Achieved);
}

#[tokio::test]
async fn a_bad_row_of_updates_keeps_the_whole_file_out() {
    let test = home().await;
    import_on(&test, "2018-04-03").await;
    let check = async |row: &str, expected: &str| {
        let csv = format!("{UPDATES}{row}\n");
        let error = updates(&test.app, &test.system(), "u.csv", csv.as_bytes()).await.unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
        let id = id_of(&test, "2.1").await;
        assert_eq!(view(&test, id, "2019-02-15").await.updates.len(), 0, "{row}");
    };
    check("plan.txt,9.9,2018-06-01,HPI,on_track,", "reference '9.9': no commitment of the plan")
        .await;
    check("nix.txt,1.1,2018-06-01,HPI,on_track,", "plan 'nix.txt': no plan has this file").await;
    check("plan.txt,1.1,2018-06-01,HPI,green,", "status 'green': it is no status").await;
    check("plan.txt,1.2,2019-02-16,HPI,on_track,", "the day is still to come").await;
    check("plan.txt,1.2,2018-06-01,HPI,off_track,", "Say why it is worse").await;
}
