//! Forms: refused without their token, and what each one does.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::district::{District, LEAD, MANAGER, VIEWER};

#[tokio::test]
async fn a_form_without_the_token_of_its_own_session_changes_nothing() {
    let district = District::new().await;
    let manager = district.visitor(MANAGER).await;
    let stranger = district.visitor(VIEWER).await.token().await;
    let path = district.fill("/commitments/{commitment}/updates");
    for token in ["", "00", stranger.as_str()] {
        let form = [("status", "on_track"), ("note", "sneaked in"), ("csrf", token)];
        let answer = manager.post_as_is(&path, &form).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{token}");
    }
    let page = manager.get(&district.fill("/commitments/{commitment}")).await.text;
    assert!(!page.contains("sneaked in"));
}

#[tokio::test]
async fn a_form_sent_from_another_site_is_refused_even_with_the_token() {
    let district = District::new().await;
    let manager = district.visitor(MANAGER).await;
    let token = manager.token().await;
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://elsewhere.example")]
    {
        let request = Request::post("/sign-out")
            .header("content-type", "application/x-www-form-urlencoded")
            .header(name, value);
        let answer = manager.send(request, Body::from(format!("csrf={token}"))).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}");
    }
    assert_eq!(manager.get("/").await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_update_is_posted_shown_and_not_overruled_by_whoever_had_not_seen_it() {
    let district = District::new().await;
    let manager = district.visitor(MANAGER).await;
    let page = district.fill("/commitments/{commitment}");
    let path = format!("{page}/updates");
    let first = [("status", "at_risk"), ("note", "The builders are late"), ("seen", "0")];
    let posted = manager.post(&path, &first).await;
    assert_eq!(posted.header("location"), format!("{page}?done=yes"));
    let shown = manager.get(&page).await.text;
    assert!(shown.contains("The builders are late") && shown.contains("At risk"), "{shown}");
    let second = [("status", "achieved"), ("note", "All done"), ("seen", "0")];
    let conflict = manager.post(&path, &second).await;
    assert_eq!(conflict.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(conflict.text.contains("changed while you were editing"), "{}", conflict.text);
    assert!(conflict.text.contains("All done"), "what was typed is kept");
    let seen = conflict.text.split("name=\"seen\" value=\"").nth(1).expect("the field");
    let seen = seen.split('"').next().expect("its value");
    let again = [("status", "achieved"), ("note", "All done"), ("seen", seen)];
    assert_eq!(manager.post(&path, &again).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_lead_posts_on_the_own_commitment_only() {
    let district = District::new().await;
    let lead = district.visitor(LEAD).await;
    let form = [("status", "on_track"), ("note", "Begun"), ("seen", "0")];
    let own = lead.post(&district.fill("/commitments/{own}/updates"), &form).await;
    assert_eq!(own.status, StatusCode::SEE_OTHER);
    let other = lead.post(&district.fill("/commitments/{commitment}/updates"), &form).await;
    assert_eq!(other.status, StatusCode::FORBIDDEN);
    let page = lead.get(&district.fill("/commitments/{commitment}")).await.text;
    assert!(!page.contains("Post update"));
}

#[tokio::test]
async fn a_file_with_faults_is_refused_whole_and_each_fault_is_named() {
    let district = District::new().await;
    let manager = district.visitor(MANAGER).await;
    let file = "organisation,indicator,period,numerator,denominator\n\
                NM1,AE4,2019-01,90,100\n\
                NM1,AE4,2018-12,ninety,100\n\
                XXX,AE4,2018-11,90,100\n";
    let answer = manager.upload("/figures/load", &[], Some(("figures.csv", file.as_bytes()))).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for part in ["nothing was taken", "ninety", "XXX", "numerator", "organisation"] {
        assert!(answer.text.contains(part), "{part} is missing: {}", answer.text);
    }
    let fields = [("take_good_rows", "yes")];
    let answer =
        manager.upload("/figures/load", &fields, Some(("figures.csv", file.as_bytes()))).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.text.contains("2 rejected"), "{}", answer.text);
    let rows = [("file_name", "figures.csv"), ("rows", "rejected_row\n3\n")];
    let kept = manager.post("/figures/rejected.csv", &rows).await;
    assert!(kept.header("content-disposition").contains("figures.rejected.csv"));
    assert_eq!(kept.text, "rejected_row\n3\n");
}

#[tokio::test]
async fn a_file_larger_than_any_is_refused_and_the_server_goes_on() {
    let district = District::new().await;
    let manager = district.visitor(MANAGER).await;
    let noise = vec![b'x'; 20 << 20];
    let answer = manager.upload("/figures/load", &[], Some(("noise.csv", &noise))).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.text.contains("too large"), "{}", answer.text);
    assert_eq!(manager.get("/").await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_account_is_made_closed_and_opened_again() {
    let district = District::new().await;
    let administrator = district.visitor(crate::district::ADMINISTRATOR).await;
    let new = [
        ("name", "Grace"),
        ("email", "grace@example.org"),
        ("role", "viewer"),
        ("organisation", "NM1"),
        ("password", crate::visitor::PASSWORD),
    ];
    assert_eq!(administrator.post("/users", &new).await.status, StatusCode::SEE_OTHER);
    let grace = district.visitor("grace@example.org").await;
    let close = [("email", "grace@example.org"), ("closed", "yes")];
    assert_eq!(administrator.post("/users/close", &close).await.status, StatusCode::SEE_OTHER);
    assert_eq!(grace.get("/").await.status, StatusCode::SEE_OTHER);
    let audit = administrator.get("/audit?text=account&verify=yes").await.text;
    assert!(
        audit.contains("closed the account") && audit.contains("The chain is whole"),
        "{audit}"
    );
}
