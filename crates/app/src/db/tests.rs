//! What both databases must do alike.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _,
};

use super::entities::{audit_entry, load};
use super::testing::TestLedger;
use super::*;
use crate::shell::audit::{self, Actor, Subject};
use crate::shell::errors::AppError;

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn load_made_at(made_at: DateTime<Utc>) -> load::ActiveModel {
    load::ActiveModel {
        kind: Set("observations".to_owned()),
        file_name: Set("a.csv".to_owned()),
        file_sha256: Set(String::new()),
        rows_taken: Set(0),
        rows_rejected: Set(0),
        made_by: Set(None),
        made_at: Set(made_at),
        ..Default::default()
    }
}

#[tokio::test]
async fn the_schema_is_built_from_empty_and_built_again_without_change() {
    let test = TestLedger::new().await.unwrap();
    let (applied, pending) = test.ledger.migrations().await.unwrap();
    assert_eq!((applied > 0, pending), (true, 0));
    let again = Ledger::open(&test.address, None).await.unwrap();
    assert_eq!(again.migrations().await.unwrap(), (applied, 0));
}

#[tokio::test]
async fn instants_come_back_exact_and_in_order_whatever_their_fraction() {
    let test = TestLedger::new().await.unwrap();
    let start = instant("2019-02-15T10:00:00Z");
    let steps = [0, 1, 999, 1_000, 1_500, 500_000, 999_999, 1_000_000, 86_400_000_000];
    let instants: Vec<_> =
        steps.iter().map(|step| start + TimeDelta::microseconds(*step)).collect();
    for instant in instants.iter().rev() {
        let row = load_made_at(*instant);
        test.ledger
            .write(async |tx| load::Entity::insert(row).exec(tx).await.map(|_| ()))
            .await
            .unwrap();
    }
    let kept = load::Entity::find()
        .order_by_asc(load::Column::MadeAt)
        .all(test.ledger.connection())
        .await
        .unwrap();
    assert_eq!(kept.iter().map(|row| row.made_at).collect::<Vec<_>>(), instants);
    for (position, instant) in instants.iter().enumerate() {
        let before = load::Entity::find()
            .filter(load::Column::MadeAt.lt(*instant))
            .count(test.ledger.connection())
            .await
            .unwrap();
        assert_eq!(before, position as u64, "{instant}");
    }
}

#[tokio::test]
async fn what_fails_leaves_nothing_behind() {
    let test = TestLedger::new().await.unwrap();
    let failed: Result<(), AppError> = test
        .ledger
        .write(async |tx| {
            load::Entity::insert(load_made_at(instant("2019-02-15T10:00:00Z"))).exec(tx).await?;
            Err(AppError::Invalid("no".to_owned()))
        })
        .await;
    assert!(failed.is_err());
    assert_eq!(load::Entity::find().count(test.ledger.connection()).await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn eight_writers_at_once_lose_nothing_and_keep_one_chain() {
    let test = TestLedger::new().await.unwrap();
    let at = instant("2019-02-15T10:00:00Z");
    // A second opening stands for another process: it does not share the writer's turn.
    let other =
        Ledger::open(&test.address, test.ledger.anchor().map(Path::to_owned)).await.unwrap();
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..8_i64 {
        let ledger = if writer % 2 == 0 { test.ledger.clone() } else { other.clone() };
        writers.spawn(async move {
            let actor = Actor { name: format!("writer {writer}"), user_id: None, at };
            for _ in 0..50 {
                let actor = actor.clone();
                ledger
                    .write(async |tx| {
                        load::Entity::insert(load_made_at(actor.at)).exec(tx).await?;
                        let subject = Subject { kind: "load", id: None };
                        audit::record(tx, &actor, "loaded", subject, serde_json::json!({})).await
                    })
                    .await?;
            }
            Ok::<(), DbErr>(())
        });
    }
    while let Some(writer) = writers.join_next().await {
        writer.unwrap().unwrap();
    }
    assert_eq!(load::Entity::find().count(test.ledger.connection()).await.unwrap(), 400);
    assert_eq!(audit_entry::Entity::find().count(test.ledger.connection()).await.unwrap(), 400);
    assert_eq!(audit::verify(&test.ledger).await.unwrap(), 400);
}

#[test]
fn addresses_are_read_and_shown_without_their_password() {
    let check = |input: &str, expected: Option<&str>| {
        let shown = LedgerAddress::parse(input).ok().map(|address| address.to_string());
        assert_eq!(shown.as_deref(), expected, "{input}");
    };
    check("postgres://me:secret@db:5432/bellwether", Some("postgres://db:5432/bellwether"));
    check("postgres://db/bellwether", Some("postgres://db/bellwether"));
    check("sqlite:/tmp/a.sqlite", Some("/tmp/a.sqlite"));
    check("mysql://db/bellwether", None);
    check("sqlite:", None);
}
