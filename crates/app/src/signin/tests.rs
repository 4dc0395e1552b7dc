//! Signing in, sessions and what they may see, on either database.

use chrono::TimeDelta;

use super::*;
use crate::organisations::store as organisations;
use crate::shell::clock::Clock;
use crate::signin::accounts::{self, NewUser};
use crate::testing::{Place, TestHome};

const PASSWORD: &str = "correct horse battery";

fn account(email: &str, role: Role, organisation: &str) -> NewUser {
    NewUser {
        email: email.to_owned(),
        name: "Ada".to_owned(),
        role,
        organisation: organisation.to_owned(),
        lead: None,
        password: PASSWORD.to_owned(),
    }
}

/// A region over two commissioners, one of them over a practice; a trust whose figures are
/// published; and another region's practice.
async fn district() -> TestHome {
    let test = TestHome::new().await.unwrap();
    test.organisations(&[
        Place::new("REG", "region").over(&["COM", "OTH"]),
        Place::new("COM", "commissioner").over(&["PRA"]),
        Place::new("OTH", "commissioner"),
        Place::new("PRA", "practice"),
        Place::new("TRU", "provider").published(),
        Place::new("FAR", "practice"),
    ])
    .await
    .unwrap();
    test
}

async fn sign_in_as(app: &App, email: &str) -> SignedIn {
    let token = sign_in(app, email, PASSWORD, None).await.unwrap();
    session(app, &token).await.unwrap().unwrap()
}

#[tokio::test]
async fn each_sees_the_own_organisation_those_below_and_what_is_published() {
    let test = district().await;
    let app = &test.app;
    let check = async |role: Role, organisation: &str, expected: &str| {
        let email = format!("{role}.{organisation}@example.org");
        accounts::create_user(app, &test.system(), account(&email, role, organisation))
            .await
            .unwrap();
        let scope = sign_in_as(app, &email).await.scope;
        let seen = organisations::list(&app.ledger, &scope).await.unwrap();
        let mut codes: Vec<String> = seen.into_iter().map(|seen| seen.code).collect();
        codes.sort();
        assert_eq!(codes.join(" "), expected, "{email}");
    };
    check(Role::Administrator, "PRA", "COM FAR OTH PRA REG TRU").await;
    check(Role::PerformanceManager, "REG", "COM OTH PRA REG TRU").await;
    check(Role::Lead, "COM", "COM PRA TRU").await;
    check(Role::Viewer, "FAR", "FAR TRU").await;
}

#[tokio::test]
async fn what_may_not_be_seen_is_not_found() {
    let test = district().await;
    let app = &test.app;
    let new = account("pra@example.org", Role::Viewer, "PRA");
    accounts::create_user(app, &test.system(), new).await.unwrap();
    let scope = sign_in_as(app, "pra@example.org").await.scope;
    for code in ["FAR", "COM", "NONE"] {
        let found = organisations::find(&app.ledger, &scope, code).await;
        assert!(matches!(found, Err(AppError::NotFound)), "{code}");
    }
    assert_eq!(organisations::find(&app.ledger, &scope, "pra").await.unwrap().code, "PRA");
}

#[tokio::test]
async fn a_tree_that_changes_is_seen_at_the_next_request() {
    let test = district().await;
    let app = &test.app;
    let new = account("oth@example.org", Role::Viewer, "OTH");
    accounts::create_user(app, &test.system(), new).await.unwrap();
    let token = sign_in(app, "oth@example.org", PASSWORD, None).await.unwrap();
    let far = test.id("FAR").await;
    assert!(!session(app, &token).await.unwrap().unwrap().scope.sees(far));
    test.organisations(&[Place::new("OTH", "commissioner").over(&["FAR"])]).await.unwrap();
    assert!(session(app, &token).await.unwrap().unwrap().scope.sees(far));
}

#[tokio::test]
async fn wrong_password_unknown_account_and_closed_account_hear_the_same() {
    let test = district().await;
    let app = &test.app;
    for email in ["ada@example.org", "closed@example.org"] {
        accounts::create_user(app, &test.system(), account(email, Role::Lead, "COM"))
            .await
            .unwrap();
    }
    let open = sign_in(app, "closed@example.org", PASSWORD, None).await.unwrap();
    accounts::set_disabled(app, &test.system(), "closed@example.org", true).await.unwrap();
    assert!(session(app, &open).await.unwrap().is_none(), "its session ends at once");
    for (email, password) in [
        ("ada@example.org", "not the password"),
        ("nobody@example.org", PASSWORD),
        ("closed@example.org", PASSWORD),
    ] {
        let refused = sign_in(app, email, password, None).await.unwrap_err();
        assert!(matches!(refused, SignInError::Wrong), "{email}: {refused}");
    }
    sign_in(app, " ADA@example.org ", PASSWORD, None).await.unwrap();
}

#[tokio::test]
async fn a_session_ends_by_idling_by_age_and_by_signing_out() {
    let test = district().await;
    let app = &test.app;
    let new = account("ada@example.org", Role::Lead, "COM");
    accounts::create_user(app, &test.system(), new).await.unwrap();
    let token = sign_in(app, "ada@example.org", PASSWORD, None).await.unwrap();
    let start = app.clock.now();
    let at = |minutes| app.with_clock(Clock::fixed(start + TimeDelta::minutes(minutes)));
    assert!(session(&at(59), &token).await.unwrap().is_some());
    assert!(session(&at(110), &token).await.unwrap().is_some(), "use keeps it alive");
    assert!(session(&at(171), &token).await.unwrap().is_none(), "idle for an hour");
    for minutes in (150..=700).step_by(50) {
        assert!(session(&at(minutes), &token).await.unwrap().is_some(), "{minutes}");
    }
    assert!(session(&at(719), &token).await.unwrap().is_some());
    assert!(session(&at(720), &token).await.unwrap().is_none(), "twelve hours old");
    let signed_in = sign_in_as(app, "ada@example.org").await;
    let token = sign_in(app, "ada@example.org", PASSWORD, None).await.unwrap();
    sign_out(app, &signed_in).await.unwrap();
    assert!(session(app, &token).await.unwrap().is_some(), "the other session goes on");
    assert!(session(app, &SessionToken("0".repeat(64))).await.unwrap().is_none());
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions() {
    let test = district().await;
    let app = &test.app;
    let new = account("ada@example.org", Role::Lead, "COM");
    accounts::create_user(app, &test.system(), new).await.unwrap();
    let other = sign_in(app, "ada@example.org", PASSWORD, None).await.unwrap();
    let own = sign_in(app, "ada@example.org", PASSWORD, None).await.unwrap();
    let signed_in = session(app, &own).await.unwrap().unwrap();
    let change = async |current: &str, new: &str| {
        accounts::change_password(app, &signed_in.scope, signed_in.session_id, current, new).await
    };
    assert!(matches!(change("wrong", "another long phrase").await, Err(AppError::Invalid(_))));
    assert!(matches!(change(PASSWORD, "short").await, Err(AppError::Invalid(_))));
    change(PASSWORD, "another long phrase").await.unwrap();
    assert!(session(app, &other).await.unwrap().is_none());
    assert!(session(app, &own).await.unwrap().is_some());
    sign_in(app, "ada@example.org", "another long phrase", None).await.unwrap();
}

#[tokio::test]
async fn only_administrators_make_accounts_and_nothing_secret_is_kept() {
    let test = district().await;
    let app = &test.app;
    let new = account("pm@example.org", Role::PerformanceManager, "COM");
    accounts::create_user(app, &test.system(), new).await.unwrap();
    let again = account("PM@example.org", Role::Viewer, "COM");
    let refused = accounts::create_user(app, &test.system(), again).await.unwrap_err();
    assert_eq!(refused.to_string(), "pm@example.org has an account already.");
    let token = sign_in(app, "pm@example.org", PASSWORD, None).await.unwrap();
    let manager = session(app, &token).await.unwrap().unwrap().scope;
    let refused = accounts::create_user(app, &manager, account("x@y", Role::Viewer, "COM")).await;
    assert!(matches!(refused, Err(AppError::Forbidden(_))));
    let kept = session::Entity::find().all(app.ledger.connection()).await.unwrap();
    assert!(kept.iter().all(|row| row.token_hash != token.0));
    let users = user::Entity::find().all(app.ledger.connection()).await.unwrap();
    assert!(users.iter().all(|row| row.password_hash.starts_with("$argon2id$")));
}
