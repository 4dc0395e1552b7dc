//! What every answer carries, whoever asks.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::district::{District, VIEWER};

#[tokio::test]
async fn every_answer_forbids_what_a_page_does_not_need() {
    let district = District::new().await;
    let visitor = district.visitor(VIEWER).await;
    for path in ["/", "/sign-in", "/no-such-page", "/health", "/audit"] {
        let answer = visitor.get(path).await;
        let policy = answer.header("content-security-policy");
        for part in ["script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
}

#[tokio::test]
async fn the_session_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    let district = District::new().await;
    let form = crate::visitor::sign_in_form(VIEWER, crate::visitor::PASSWORD);
    let answer = district.anybody().post_as_is("/sign-in", &form).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("bellwether="), "{cookie}");
    for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
}

#[tokio::test]
async fn assets_are_kept_for_a_year_at_an_address_that_changes_with_them() {
    let district = District::new().await;
    let page = district.anybody().get("/sign-in").await.text;
    let mut checked = 0;
    for part in page.split("\"/assets/").skip(1) {
        let path = format!("/assets/{}", part.split('"').next().expect("an address"));
        let answer = district.anybody().get(&path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(answer.header("cache-control").contains("immutable"), "{path}");
        let stale = path.replacen(path.split('/').nth(2).expect("a version"), "000000000000", 1);
        assert_eq!(district.anybody().get(&stale).await.status, StatusCode::NOT_FOUND, "{stale}");
        checked += 1;
    }
    assert!(checked >= 4, "{checked}");
}

#[tokio::test]
async fn pages_are_compressed_for_those_who_take_it() {
    let district = District::new().await;
    let request = Request::get("/sign-in").header("accept-encoding", "gzip");
    let answer = district.anybody().send(request, Body::empty()).await;
    assert_eq!(answer.header("content-encoding"), "gzip");
}

#[tokio::test]
async fn a_page_that_does_not_exist_says_so_in_the_dress_of_all_pages() {
    let district = District::new().await;
    let answer = district.visitor(VIEWER).await.get("/no-such-page").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(answer.text.contains("Page not found"), "{}", answer.text);
    assert!(answer.text.contains("nhsuk-header"), "{}", answer.text);
}
