//! Documents received, reviewed row by row, and become plans, on either database.

use std::sync::Arc;

use bellwether_calendar::Context;
use sea_orm::{EntityTrait as _, PaginatorTrait as _};

use super::accept::{Seen, accept_clean, accept_rows};
use super::keeping::ChosenPosts;
use super::rules::{Item, Show};
use super::shaping::{CommitmentEdit, Split, split_points};
use super::store::{DraftId, Received, RowFilter};
use super::{changes, store, undo, whole};
use crate::commitments::rules::Status;
use crate::commitments::updates::{NewUpdate, post_update};
use crate::db::entities::{commitment, draft_row, lead, plan};
use crate::plans::import::tests::{ACTION_PLAN, home};
use crate::plans::import::{ImportOptions, Take, import, take};
use crate::shell::audit;
use crate::shell::errors::AppError;
use crate::shell::scope::{Role, Scope, Visible};
use crate::testing::TestHome;

async fn received(test: &TestHome) -> DraftId {
    let (scope, bytes) = (test.system(), ACTION_PLAN.as_bytes());
    let options = ImportOptions::default();
    let received =
        store::receive(&test.app, &scope, "COM", "plan.txt", bytes, options, None).await.unwrap();
    match received {
        Received::New(id) => id,
        other => panic!("{other:?} is not new"),
    }
}

async fn rows(test: &TestHome, id: DraftId, show: Show) -> Vec<draft_row::Model> {
    let filter = RowFilter { show, ..RowFilter::default() };
    store::all_rows(test.app.ledger.connection(), id.0, &filter).await.unwrap()
}

async fn row(test: &TestHome, id: DraftId, reference: &str) -> draft_row::Model {
    let of = |row: &draft_row::Model| match store::current(row).unwrap() {
        Item::Commitment(row) => row.reference == reference,
        _ => false,
    };
    rows(test, id, Show::All).await.into_iter().find(of).unwrap()
}

fn seen(row: &draft_row::Model) -> Seen {
    Seen { id: row.id, revision: Some(row.revision) }
}

fn commitment_of(row: &draft_row::Model) -> bellwether_plan::draft::Commitment {
    match store::current(row).unwrap() {
        Item::Commitment(row) => row,
        other => panic!("{other:?} is no commitment"),
    }
}

/// Position, state and reference of every row, in order.
async fn shown(test: &TestHome, id: DraftId) -> Vec<String> {
    let rows = rows(test, id, Show::All).await;
    let line = |row: &draft_row::Model| {
        let commitment = commitment_of(row);
        format!("{} {} {}", row.state, commitment.reference, commitment.text)
    };
    rows.iter().map(line).collect()
}

async fn commitments(test: &TestHome) -> u64 {
    commitment::Entity::find().count(test.app.ledger.connection()).await.unwrap()
}

fn refused<T>(result: Result<T, AppError>, words: &str) {
    match result {
        Err(AppError::Invalid(message)) => assert!(message.contains(words), "{message}"),
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("nothing was refused; expected '{words}'"),
    }
}

#[tokio::test]
async fn nothing_enters_the_plan_unseen_and_the_first_row_accepted_makes_it() {
    let test = home().await;
    let id = received(&test).await;
    let connection = test.app.ledger.connection();
    assert_eq!(rows(&test, id, Show::Waiting).await.len(), 5);
    assert_eq!(plan::Entity::find().count(connection).await.unwrap(), 0);
    let scope = test.system();
    let second = row(&test, id, "2.1").await;
    let accepted = accept_rows(&test.app, &scope, id, &[seen(&second)]).await.unwrap();
    assert_eq!((accepted.rows, accepted.new_posts.len()), (1, 1));
    let first = row(&test, id, "1.2").await;
    accept_rows(&test.app, &scope, id, &[first.id.into()]).await.unwrap();
    assert_eq!(plan::Entity::find().count(connection).await.unwrap(), 1);
    let plan_id = accepted.plan_id.unwrap();
    let mut kept = commitment::Entity::find().all(connection).await.unwrap();
    kept.sort_by_key(|row| row.position);
    let whole: Vec<&str> = kept
        .iter()
        .filter(|row| row.parent_id.is_none())
        .map(|row| row.reference.as_str())
        .collect();
    assert_eq!(whole, ["1.2", "2.1"], "in the order of the document, whenever accepted");
    assert!(kept.iter().all(|row| row.plan_id == plan_id));
    let progress = store::progress(connection, id.0).await.unwrap();
    assert_eq!((progress.waiting, progress.accepted), (3, 2));
    assert!(audit::verify(&test.app.ledger).await.unwrap() >= 4);
}

#[tokio::test]
async fn who_has_not_seen_the_latest_change_overrules_nobody() {
    let test = home().await;
    let id = received(&test).await;
    let scope = test.system();
    let stale = row(&test, id, "1.1").await;
    let mut edit = CommitmentEdit::of(&commitment_of(&stale));
    edit.text = "Hold a monthly performance meeting".to_owned();
    let item = Item::Commitment(edit.apply(&commitment_of(&stale), &[], &Context::default()));
    let none = ChosenPosts::default();
    changes::edit(&test.app, &scope, id, seen(&stale), &item, &none).await.unwrap();
    let words = "changed by command line while you were looking";
    refused(changes::discard(&test.app, &scope, id, seen(&stale), "no").await, words);
    refused(changes::edit(&test.app, &scope, id, seen(&stale), &item, &none).await, words);
    let passed = accept_rows(&test.app, &scope, id, &[seen(&stale)]).await.unwrap();
    assert_eq!((passed.rows, passed.passed_over, passed.plan_id), (0, 1, None));
    let now = row(&test, id, "1.1").await;
    assert!(now.is_corrected && now.read != now.current);
    assert_eq!(accept_rows(&test.app, &scope, id, &[seen(&now)]).await.unwrap().rows, 1);
    let twice = row(&test, id, "1.1").await;
    refused(changes::discard(&test.app, &scope, id, seen(&twice), "no").await, "accepted already");
}

#[tokio::test]
async fn every_change_is_undone_the_latest_first() {
    let test = home().await;
    let id = received(&test).await;
    let (app, scope) = (&test.app, test.system());
    let before = shown(&test, id).await;
    let first = row(&test, id, "1.1").await;
    changes::merge_with_next(app, &scope, id, seen(&first)).await.unwrap();
    let merged = row(&test, id, "1.1").await;
    let both = commitment_of(&merged).text;
    assert!(both.contains("weekly") && both.contains("data set"), "{both}");
    assert_eq!(rows(&test, id, Show::Waiting).await.len(), 4);
    accept_rows(app, &scope, id, &[seen(&merged)]).await.unwrap();
    assert!(commitments(&test).await > 0);
    for _ in 0..2 {
        let latest = row(&test, id, "1.1").await;
        undo::undo(app, &scope, id, seen(&latest)).await.unwrap();
    }
    assert_eq!(shown(&test, id).await, before);
    assert_eq!(commitments(&test).await, 0, "it is out of the plan again");
    let latest = row(&test, id, "1.1").await;
    refused(undo::undo(app, &scope, id, seen(&latest)).await, "nothing to undo");
}

#[tokio::test]
async fn a_split_row_stands_before_the_next_and_its_halves_are_decided_apart() {
    let test = home().await;
    let id = received(&test).await;
    let (app, scope) = (&test.app, test.system());
    let whole = row(&test, id, "2.2").await;
    let mut edit = CommitmentEdit::of(&commitment_of(&whole));
    edit.text = "Agree the winter plan. Publish the winter plan".to_owned();
    let item = Item::Commitment(edit.apply(&commitment_of(&whole), &[], &Context::default()));
    changes::edit(app, &scope, id, seen(&whole), &item, &ChosenPosts::default()).await.unwrap();
    let whole = row(&test, id, "2.2").await;
    let at = split_points(&commitment_of(&whole).text)[0];
    let how = Split { at, reference: "2.3".to_owned(), ..Split::default() };
    refused(
        changes::split(app, &scope, id, seen(&whole), &Split { at: 1, ..how.clone() }).await,
        "where the second row begins",
    );
    changes::split(app, &scope, id, seen(&whole), &how).await.unwrap();
    let references: Vec<String> = shown(&test, id).await.into_iter().skip(3).collect();
    assert_eq!(
        references,
        [
            "waiting 2.1 Open an urgent treatment centre",
            "waiting 2.2 Agree the winter plan.",
            "waiting 2.3 Publish the winter plan",
        ]
    );
    let second = row(&test, id, "2.3").await;
    changes::discard(app, &scope, id, seen(&second), "said twice").await.unwrap();
    let first = row(&test, id, "2.2").await;
    refused(undo::undo(app, &scope, id, seen(&first)).await, "other row of this split");
    let second = row(&test, id, "2.3").await;
    undo::undo(app, &scope, id, seen(&second)).await.unwrap();
    undo::undo(app, &scope, id, seen(&row(&test, id, "2.2").await)).await.unwrap();
    assert_eq!(commitment_of(&row(&test, id, "2.2").await).text, edit.text);
    assert_eq!(rows(&test, id, Show::Waiting).await.len(), 5);
}

#[tokio::test]
async fn what_has_been_built_on_stays_in_the_plan() {
    let test = home().await;
    let id = received(&test).await;
    let (app, scope) = (&test.app, test.system());
    let first = row(&test, id, "1.1").await;
    accept_rows(app, &scope, id, &[seen(&first)]).await.unwrap();
    let first = row(&test, id, "1.1").await;
    let note = "The first meeting was held.".to_owned();
    let update = NewUpdate { status: Status::OnTrack, note, ..NewUpdate::default() };
    post_update(app, &scope, first.entity_id.unwrap(), update).await.unwrap();
    refused(undo::undo(app, &scope, id, seen(&first)).await, "part of the plan by now");
    assert_eq!(row(&test, id, "1.1").await.state, "accepted");
}

#[tokio::test]
async fn a_post_chosen_once_answers_for_every_row_but_one_that_says_otherwise() {
    let test = home().await;
    let posts = "organisation,code,title,person,from_day\n\
                 COM,PM,Programme Manager,Ada Hale,2018-04-01\n\
                 COM,CE,Chief Executive,Bo Lund,2018-04-01\n\
                 OTH,XX,Elsewhere,Cy Moss,2018-04-01\n";
    let (app, scope) = (&test.app, test.system());
    crate::organisations::post_file::leads(app, &scope, "p.csv", posts.as_bytes()).await.unwrap();
    let all = lead::Entity::find().all(app.ledger.connection()).await.unwrap();
    let post = |code: &str| all.iter().find(|post| post.code == code).unwrap().id;
    let id = received(&test).await;
    let elsewhere = [("HPI".to_owned(), Some(post("XX")))];
    refused(whole::assign_posts(app, &scope, id, &elsewhere).await, "plan's organisation");
    let chosen = [("HPI".to_owned(), Some(post("PM"))), ("DUC".to_owned(), Some(0))];
    whole::assign_posts(app, &scope, id, &chosen).await.unwrap();
    let own = row(&test, id, "1.3").await;
    let mut posts = ChosenPosts::default();
    posts.choose("HPI", Some(post("CE")));
    let item = store::current(&own).unwrap();
    changes::edit(app, &scope, id, seen(&own), &item, &posts).await.unwrap();
    let all_rows: Vec<Seen> =
        rows(&test, id, Show::Waiting).await.iter().map(|row| row.id.into()).collect();
    let accepted = accept_rows(app, &scope, id, &all_rows).await.unwrap();
    assert_eq!(accepted.new_posts, ["Chief Finance Officer"], "only what nobody had chosen");
    let (ledger, today) = (&app.ledger, crate::shell::clock::AsAt(scope.today));
    let kept = crate::commitments::store::list(ledger, &scope, None, today).await.unwrap();
    let first = |reference: &str| {
        let row = kept.iter().find(|row| row.reference == reference).unwrap();
        row.leads[0].lead_id
    };
    assert_eq!(first("1.1"), Some(post("PM")));
    assert_eq!(first("1.3"), Some(post("CE")));
    assert_eq!(first("2.1"), None);
}

#[tokio::test]
async fn a_review_ends_when_no_row_waits_or_somebody_says_why() {
    let test = home().await;
    let (app, scope) = (&test.app, test.system());
    let id = received(&test).await;
    accept_rows(app, &scope, id, &[seen(&row(&test, id, "1.1").await)]).await.unwrap();
    refused(whole::finish(app, &scope, id, None).await, "Rows still wait (4)");
    whole::finish(app, &scope, id, Some("superseded")).await.unwrap();
    let draft = store::find(app.ledger.connection(), &scope, id).await.unwrap();
    assert_eq!((draft.state.as_str(), draft.reason.as_deref()), ("finished", Some("superseded")));
    assert_eq!(rows(&test, id, Show::Discarded).await.len(), 4);
    let late = row(&test, id, "1.1").await;
    refused(undo::undo(app, &scope, id, seen(&late)).await, "has ended");
    let again = store::receive(
        app,
        &scope,
        "COM",
        "again.txt",
        ACTION_PLAN.as_bytes(),
        ImportOptions::default(),
        None,
    );
    assert_eq!(again.await.unwrap(), Received::Draft(id), "it says where the file is");
}

#[tokio::test]
async fn a_document_discarded_whole_leaves_no_plan_and_may_come_again() {
    let test = home().await;
    let (app, scope) = (&test.app, test.system());
    let id = received(&test).await;
    whole::finish(app, &scope, id, Some("the wrong file")).await.unwrap();
    let draft = store::find(app.ledger.connection(), &scope, id).await.unwrap();
    assert_eq!((draft.state.as_str(), draft.made_plan_id), ("discarded", None));
    assert!(received(&test).await > id);
}

#[tokio::test]
async fn an_import_takes_as_much_as_it_is_told_to_and_goes_on_where_it_stopped() {
    let test = home().await;
    let (app, scope) = (&test.app, test.system());
    let bytes = ACTION_PLAN.as_bytes();
    let options = ImportOptions::default();
    let run = |how| take(app, &scope, "COM", "plan.txt", bytes, options, how);
    let nothing = run(Take::Nothing).await.unwrap();
    assert_eq!((nothing.plan_id, nothing.waiting, nothing.commitments), (0, 5, 0));
    assert!(!nothing.already_there && run(Take::Nothing).await.unwrap().already_there);
    let id = DraftId(nothing.draft_id.unwrap());
    let clean = rows(&test, id, Show::Clean).await.len();
    let taken = run(Take::Clean).await.unwrap();
    assert_eq!((taken.commitments, taken.waiting), (clean, 5 - clean));
    assert_eq!(accept_clean(app, &scope, id).await.is_ok(), taken.waiting > 0);
    let all = run(Take::Everything).await.unwrap();
    assert_eq!((all.commitments, all.waiting), (5, 0));
    assert_eq!(store::find(app.ledger.connection(), &scope, id).await.unwrap().state, "finished");
}

#[tokio::test]
async fn the_next_edition_is_told_by_its_title_and_kept_apart_until_somebody_says_so() {
    let test = home().await;
    let (app, scope) = (&test.app, test.system());
    let options = ImportOptions::default();
    let bytes = ACTION_PLAN.as_bytes();
    let plan_id = import(app, &scope, "COM", "plan.txt", bytes, options).await.unwrap().plan_id;
    let next = ACTION_PLAN.replace("weekly", "daily").replace("2018/19", "2019/20");
    let received =
        store::receive(app, &scope, "COM", "next.txt", next.as_bytes(), options, None).await;
    let id = received.unwrap().draft().unwrap();
    let head = async || store::find(app.ledger.connection(), &scope, id).await.unwrap();
    assert_eq!(head().await.suggested_plan_id, Some(plan_id));
    whole::set_edition(app, &scope, id, None).await.unwrap();
    assert_eq!((head().await.suggested_plan_id, head().await.plan_id), (None, None));
    whole::set_edition(app, &scope, id, Some(plan_id)).await.unwrap();
    assert_eq!(head().await.plan_id, Some(plan_id));
    let missing = whole::set_edition(app, &scope, id, Some(plan_id + 99)).await;
    assert!(matches!(missing, Err(AppError::NotFound)));
}

#[tokio::test]
async fn a_draft_is_there_for_its_reviewers_alone() {
    let test = home().await;
    let id = received(&test).await;
    let only = |code_id: i64| Visible::Only(Arc::new([code_id].into()));
    let (own, other) = (test.id("COM").await, test.id("OTH").await);
    let check = async |role: Role, visible: Visible, within: Visible, expected: &str| {
        let scope = Scope { role, visible, within, ..test.system() };
        let found = match store::find(test.app.ledger.connection(), &scope, id).await {
            Ok(_) => "found",
            Err(AppError::NotFound) => "hidden",
            Err(AppError::Forbidden(_)) => "forbidden",
            Err(_) => "broken",
        };
        assert_eq!(found, expected, "{role:?}");
        let listed = store::list(&test.app.ledger, &scope).await.map_or(0, |all| all.len());
        assert_eq!(listed, usize::from(expected == "found"));
        let accepted = accept_clean(&test.app, &scope, id).await;
        assert_eq!(accepted.is_ok(), expected == "found");
    };
    let manager = Role::PerformanceManager;
    check(manager, only(other), only(other), "hidden").await;
    check(manager, only(own), only(other), "hidden").await;
    check(Role::Viewer, only(own), only(own), "forbidden").await;
    check(manager, only(own), only(own), "found").await;
}

#[tokio::test]
async fn two_thousand_rows_are_received_shown_and_accepted() {
    let test = home().await;
    let mut document = String::from("Great Plan 2018/19\n\nAction\tLead\tTimescale\tProgress\n");
    for number in 0..2_000 {
        let (section, item) = (number / 50 + 1, number % 50 + 1);
        let row = format!("{section}.{item} Improve pathway {number}\tHPI\tMar 19\tBegun\n");
        document.push_str(&row);
    }
    let (app, scope, options) = (&test.app, test.system(), ImportOptions::default());
    let received =
        store::receive(app, &scope, "COM", "great.txt", document.as_bytes(), options, None).await;
    let id = received.unwrap().draft().unwrap();
    let started = std::time::Instant::now();
    let filter = RowFilter::default();
    let (page, found) = store::rows(app.ledger.connection(), id.0, &filter, 20).await.unwrap();
    eprintln!("page 20 of {found} rows in {:?}", started.elapsed());
    assert_eq!((page.len() as u64, found), (store::PAGE_LENGTH, 2_000));
    let seen: Vec<Seen> = page.iter().map(seen).collect();
    let accepted = accept_rows(app, &scope, id, &seen).await.unwrap();
    assert_eq!((accepted.rows, accepted.new_posts.len()), (50, 1));
    let (_, found) = store::rows(app.ledger.connection(), id.0, &filter, 1).await.unwrap();
    assert_eq!(found, 1_950);
}
