//! One's own work on either database: what comes to whom, seen, handed on, and saved together.

use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};

use super::store::{Part, mine, post_all, sheet};
use crate::commitments::delegation::{Handing, acknowledge, hand_on};
use crate::commitments::rules::Status;
use crate::commitments::updates::NewUpdate;
use crate::db::entities::{commitment, lead};
use crate::plans::import::tests::{home, import_on};
use crate::shell::clock::Clock;
use crate::shell::errors::AppError;
use crate::shell::scope::{Role, Scope};
use crate::testing::TestHome;

async fn post_of(test: &TestHome, code: &str) -> i64 {
    let wanted = lead::Column::Code.eq(code);
    let found = lead::Entity::find().filter(wanted).one(test.app.ledger.connection()).await;
    found.unwrap().unwrap().id
}

async fn id_of(test: &TestHome, reference: &str) -> i64 {
    let wanted = commitment::Column::Reference.eq(reference);
    let found = commitment::Entity::find().filter(wanted).one(test.app.ledger.connection()).await;
    found.unwrap().unwrap().id
}

async fn holder(test: &TestHome, code: &str) -> Scope {
    Scope { role: Role::Lead, lead_ids: vec![post_of(test, code).await], ..test.system() }
}

async fn shown(test: &TestHome, scope: &Scope) -> Vec<String> {
    let mine = mine(&test.app.ledger, scope).await.unwrap();
    let line = |it: super::store::Mine| {
        let unseen = if it.unseen { ", new" } else { "" };
        let seen = if it.seen_by.is_some() { ", seen" } else { "" };
        format!("{} {:?}{unseen}{seen}", it.row.reference, it.part)
    };
    mine.into_iter().map(line).collect()
}

#[tokio::test]
async fn work_is_handed_on_seen_by_the_other_and_shown_to_both() {
    let test = home().await;
    import_on(&test, "2018-04-03").await;
    let (performance, finance) = (holder(&test, "HPI").await, holder(&test, "CFO").await);
    assert_eq!(
        shown(&test, &performance).await,
        ["1.1 Owes, new", "1.2 Owes, new", "1.3 Owes, new"]
    );
    assert_eq!(shown(&test, &finance).await, ["1.2 Helps, new"]);
    let id = id_of(&test, "1.1").await;
    let to = Handing::Accountable(post_of(&test, "CFO").await);
    let refused = hand_on(&test.app, &finance, id, to, "").await;
    assert!(matches!(refused, Err(AppError::Forbidden(_))), "it is not theirs to hand on");
    hand_on(&test.app, &performance, id, to, "on leave").await.unwrap();
    let expected = ["1.1 Delegated", "1.2 Owes, new", "1.3 Owes, new"];
    assert_eq!(shown(&test, &performance).await, expected);
    assert_eq!(shown(&test, &finance).await, ["1.1 Owes, new", "1.2 Helps, new"]);
    assert_eq!(acknowledge(&test.app, &finance, &[id]).await.unwrap(), 1);
    assert_eq!(acknowledge(&test.app, &finance, &[id]).await.unwrap(), 0, "once is enough");
    assert!(acknowledge(&test.app, &performance, &[id]).await.is_err(), "it is no longer theirs");
    assert_eq!(shown(&test, &finance).await, ["1.1 Owes, seen", "1.2 Helps, new"]);
    assert_eq!(shown(&test, &performance).await[0], "1.1 Delegated, seen");
}

#[tokio::test]
async fn helpers_come_and_go_and_the_accountable_one_stays() {
    let test = home().await;
    import_on(&test, "2018-04-03").await;
    let (scope, id) = (test.system(), id_of(&test, "1.1").await);
    let (finance, urgent) = (post_of(&test, "CFO").await, post_of(&test, "DUC").await);
    let check = async |handing: Handing, expected: Option<&str>| {
        let done = hand_on(&test.app, &scope, id, handing, "").await;
        assert_eq!(done.is_ok(), expected.is_some(), "{handing:?}: {done:?}");
        let Some(expected) = expected else { return };
        let as_at = crate::shell::clock::AsAt(scope.today);
        let view = crate::commitments::store::find(&test.app.ledger, &scope, id, as_at).await;
        let leads = view.unwrap().row.leads;
        let shown: Vec<String> = leads
            .iter()
            .map(|lead| format!("{}{}", if lead.accountable { "*" } else { "" }, lead.shown))
            .collect();
        assert_eq!(shown.join(", "), expected, "{handing:?}");
    };
    let (hpi, cfo, duc) =
        ("Head of Performance and Information", "Chief Finance Officer", "Director of Urgent Care");
    check(Handing::Helps(finance), Some(&format!("*{hpi}, {cfo}"))).await;
    check(Handing::Helps(finance), None).await;
    check(Handing::Accountable(urgent), Some(&format!("*{duc}, {cfo}"))).await;
    check(Handing::Accountable(finance), Some(&format!("*{cfo}"))).await;
    check(Handing::HelpsNoLonger(urgent), None).await;
    check(Handing::Accountable(999_999), None).await;
}

#[tokio::test]
async fn of_many_updates_at_once_the_good_are_kept_and_the_others_say_why() {
    let test = home().await;
    let plan = import_on(&test, "2018-04-03").await.plan_id;
    let app = test.app.with_clock(Clock::noon("2018-06-01".parse().unwrap()));
    let scope = Scope::system(app.today());
    let first = sheet(&app.ledger, &scope, Some(plan), 1).await.unwrap();
    let references: Vec<&str> = first.rows.iter().map(|row| row.reference.as_str()).collect();
    assert!(references.contains(&"2.2") && first.total == first.rows.len(), "{references:?}");
    let ids = [id_of(&test, "1.1").await, id_of(&test, "1.2").await, id_of(&test, "2.1").await];
    let new = |status, note: &str, seen_update_id, due: &str| NewUpdate {
        status,
        note: note.to_owned(),
        seen_update_id,
        progress: Some(50),
        due: due.to_owned(),
    };
    let posted = post_all(
        &app,
        &scope,
        &[
            (ids[0], new(Status::OnTrack, "", None, "")),
            (ids[1], new(Status::AtRisk, "", None, "")),
            (ids[2], new(Status::OnTrack, "later", Some(77), "")),
            (ids[2], new(Status::OnTrack, "the builder is late", None, "end of May 2019")),
            (999_999, new(Status::OnTrack, "", None, "")),
        ],
    )
    .await
    .unwrap();
    let found: Vec<&str> = posted
        .iter()
        .map(|(_, result)| result.as_ref().map_or_else(|why| &why[..17], |()| "posted"))
        .collect();
    let expected =
        ["posted", "Say why it is wor", "This commitment c", "posted", "This commitment i"];
    assert_eq!(found, expected);
    let own = holder(&test, "DUC").await;
    let refused = sheet(&app.ledger, &own, Some(plan), 1).await;
    assert!(matches!(refused, Err(AppError::Forbidden(_))));
    let own = sheet(&app.ledger, &own, None, 1).await.unwrap();
    let dues: Vec<String> = own
        .rows
        .iter()
        .map(|row| format!("{} {:?} {:?}", row.reference, row.due_latest.unwrap(), row.progress))
        .collect();
    assert_eq!(dues, ["2.2 2019-02-28 None", "2.1 2019-05-31 Some(50)"]);
}

#[test]
fn parts_of_ones_work_stand_in_order() {
    assert!(Part::Owes < Part::Helps && Part::Helps < Part::Delegated);
}
