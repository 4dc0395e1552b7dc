//! Signing in and out, sessions and passwords, as a browser sees them.

use axum::http::StatusCode;
use bellwether_app::router;
use bellwether_app::shell::clock::Clock;
use chrono::TimeDelta;

use crate::district::{District, MANAGER, VIEWER};
use crate::visitor::{PASSWORD, Visitor, sign_in_form};

#[tokio::test]
async fn a_wrong_password_is_refused_in_the_words_of_an_unknown_account() {
    let district = District::new().await;
    let visitor = district.anybody();
    let check = async |email: &str, password: &str| {
        let answer = visitor.post_as_is("/sign-in", &sign_in_form(email, password)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.headers.get("set-cookie").is_none());
        answer.text.replace(email, "")
    };
    let wrong = check(VIEWER, "not the password").await;
    let unknown = check("nobody@example.org", "not the password").await;
    assert_eq!(wrong, unknown);
    assert!(wrong.contains("go together"), "{wrong}");
}

#[tokio::test]
async fn too_many_attempts_on_an_account_have_to_wait() {
    let district = District::new().await;
    let visitor = district.anybody();
    let mut last = None;
    for _ in 0..12 {
        last = Some(visitor.post_as_is("/sign-in", &sign_in_form(VIEWER, "wrong")).await);
    }
    let last = last.expect("twelve answers");
    assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(last.header("retry-after").parse::<u64>().is_ok(), "{:?}", last.headers);
    assert!(last.text.contains("Too many attempts"), "{}", last.text);
}

#[tokio::test]
async fn whoever_signs_in_goes_on_to_the_page_asked_for_and_to_no_other_site() {
    let district = District::new().await;
    let visitor = district.anybody();
    let asked = visitor.get("/plans?x=1").await;
    assert_eq!(asked.header("location"), "/sign-in?next=%2Fplans%3Fx%3D1");
    for (next, expected) in [("/plans?x=1", "/plans?x=1"), ("//elsewhere.example", "/")] {
        let form = [("email", VIEWER), ("password", PASSWORD), ("next", next)];
        let answer = visitor.post_as_is("/sign-in", &form).await;
        assert_eq!(answer.header("location"), expected);
    }
}

#[tokio::test]
async fn a_session_ends_when_signed_out_and_when_idle_for_an_hour() {
    let district = District::new().await;
    let visitor = district.visitor(VIEWER).await;
    assert_eq!(visitor.get("/").await.status, StatusCode::OK);
    let later = district
        .home
        .app
        .with_clock(Clock::fixed(district.home.app.clock.now() + TimeDelta::minutes(61)));
    let mut idle = Visitor::new(router(later));
    idle.cookie.clone_from(&visitor.cookie);
    assert_eq!(idle.get("/").await.status, StatusCode::SEE_OTHER);
    let out = visitor.post("/sign-out", &[]).await;
    assert_eq!(out.header("location"), "/sign-in");
    assert_eq!(visitor.get("/").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions_and_is_asked_for_from_then_on() {
    let district = District::new().await;
    let (here, elsewhere) = (district.visitor(MANAGER).await, district.visitor(MANAGER).await);
    let weak = [("current", PASSWORD), ("new", "short")];
    let refused = here.post("/account/password", &weak).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("12 characters"), "{}", refused.text);
    let good = [("current", PASSWORD), ("new", "another battery horse")];
    let done = here.post("/account/password", &good).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(here.get("/").await.status, StatusCode::OK);
    assert_eq!(elsewhere.get("/").await.status, StatusCode::SEE_OTHER);
    let old = district.anybody().post_as_is("/sign-in", &sign_in_form(MANAGER, PASSWORD)).await;
    assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
}
