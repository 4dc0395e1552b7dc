//! Tampering with the chain, one way at a time.

use sea_orm::ConnectionTrait as _;
use serde_json::json;

use super::*;
use crate::db::testing::TestLedger;

async fn chain_of_five() -> TestLedger {
    let test = TestLedger::new().await.unwrap();
    for number in 1..=5_i64 {
        let at = "2019-02-15T10:00:00.123456Z".parse().unwrap();
        let actor = Actor { name: "Ada".to_owned(), user_id: Some(1), at };
        let subject = Subject::new("plan", number);
        test.ledger
            .write(async |tx| record(tx, &actor, "imported", subject, json!({"n": number})).await)
            .await
            .unwrap();
    }
    test
}

async fn check(tampering: &[&str], expected: Result<u64, (i64, &str)>) {
    let test = chain_of_five().await;
    for statement in tampering {
        test.ledger.connection().execute_unprepared(statement).await.unwrap();
    }
    let found = match verify(&test.ledger).await {
        Ok(entries) => Ok(entries),
        Err(VerifyError::Broken(link)) => Err((link.sequence, link.reason)),
        Err(error) => panic!("{error}"),
    };
    assert_eq!(found, expected.map_err(|(sequence, reason)| (sequence, reason.to_owned())));
}

#[tokio::test]
async fn an_untouched_chain_holds() {
    check(&[], Ok(5)).await;
}

#[tokio::test]
async fn a_changed_entry_is_named() {
    let changed = "it was changed after it was written";
    check(&["UPDATE audit_entry SET detail = '{}' WHERE id = 3"], Err((3, changed))).await;
    check(&["UPDATE audit_entry SET actor = 'Eve' WHERE id = 1"], Err((1, changed))).await;
    check(&["UPDATE audit_entry SET subject_id = NULL WHERE id = 5"], Err((5, changed))).await;
}

#[tokio::test]
async fn a_deleted_entry_is_named() {
    check(&["DELETE FROM audit_entry WHERE id = 2"], Err((2, "it is missing"))).await;
    let renumbered =
        ["DELETE FROM audit_entry WHERE id = 2", "UPDATE audit_entry SET id = id - 1 WHERE id = 3"];
    check(&renumbered, Err((2, "it does not carry the hash of the entry before"))).await;
}

#[tokio::test]
async fn swapped_entries_are_named() {
    let swap = [
        "UPDATE audit_entry SET id = 99 WHERE id = 2",
        "UPDATE audit_entry SET id = 2 WHERE id = 3",
        "UPDATE audit_entry SET id = 3 WHERE id = 99",
    ];
    check(&swap, Err((2, "it does not carry the hash of the entry before"))).await;
}

#[tokio::test]
async fn a_chain_cut_short_is_told_by_the_anchor() {
    let missing = "it is missing, though the anchor remembers 5 entries";
    check(&["DELETE FROM audit_entry WHERE id > 3"], Err((4, missing))).await;
    check(&["DELETE FROM audit_entry"], Err((1, missing))).await;
}

#[tokio::test]
async fn a_chain_written_anew_is_told_by_the_anchor() {
    let test = chain_of_five().await;
    test.ledger
        .connection()
        .execute_unprepared("DELETE FROM audit_entry WHERE id = 5")
        .await
        .unwrap();
    let at = "2019-02-16T10:00:00Z".parse().unwrap();
    let actor = Actor { name: "Eve".to_owned(), user_id: None, at };
    record(test.ledger.connection(), &actor, "imported", Subject::new("plan", 5), json!({}))
        .await
        .unwrap();
    let error = verify(&test.ledger).await.unwrap_err().to_string();
    assert_eq!(
        error,
        "the audit chain is broken at entry 5: it is not the entry that the anchor remembers"
    );
}
