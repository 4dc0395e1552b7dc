//! A document sent in is reviewed row by row, by more than one person.

use axum::http::StatusCode;

use crate::district::{ADMINISTRATOR, District, MANAGER};
use crate::visitor::Visitor;

/// The value of a hidden field, behind the words that mark its form.
fn field(page: &str, mark: &str, name: &str) -> String {
    let form = page.split(mark).nth(1).expect("the form");
    let value = form.split(&format!("name=\"{name}\" value=\"")).nth(1).expect("the field");
    value.split('"').next().expect("its end").to_owned()
}

async fn send(manager: &Visitor, name: &str, text: &str) -> String {
    let fields = [("organisation", "NM1"), ("plan_year", "")];
    let sent = manager.upload("/plans/import", &fields, Some((name, text.as_bytes()))).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    sent.header("location").to_owned()
}

#[tokio::test]
async fn a_document_waits_for_its_review_and_the_same_file_leads_to_it() {
    let district = District::new().await;
    let manager = district.visitor(MANAGER).await;
    let known = send(&manager, "again.txt", &district.plan_text).await;
    let shown = manager.get(&known).await;
    assert!(shown.text.contains("had been received before"), "{}", shown.text);
    let text = district.plan_text.replace("2018/19", "2020/21");
    let place = send(&manager, "new.txt", &text).await;
    let shown = manager.get(&place).await.text;
    for part in ["Nothing of it is part of a plan", "next edition", "Line", "Accept the"] {
        assert!(shown.contains(part), "{part} is missing: {shown}");
    }
    assert!(manager.get("/drafts").await.text.contains("new.txt"));
}

#[tokio::test]
async fn two_who_review_at_once_do_not_overrule_each_other() {
    let district = District::new().await;
    let (one, other) = (district.visitor(MANAGER).await, district.visitor(ADMINISTRATOR).await);
    let (page, row) =
        (district.fill("/drafts/{draft}"), district.fill("/drafts/{draft}/rows/{row}"));
    let shown = one.get(&page).await.text;
    let revision = field(&shown, &format!("action=\"{row}?"), "revision");
    let edit = other.get(&format!("{row}/edit")).await.text;
    let form = [
        ("revision", field(&edit, &format!("action=\"{row}/edit?"), "revision")),
        ("text", "Hold a daily meeting".to_owned()),
        ("due-0", "Dec 19".to_owned()),
        ("do", "save".to_owned()),
    ];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let saved = other.post(&format!("{row}/edit"), &form).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let stale = [("do", "accept"), ("revision", revision.as_str())];
    let refused = one.post(&row, &stale).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("by somebody else"), "{}", refused.text);
    assert!(refused.text.contains("Hold a daily meeting") && refused.text.contains("31 Dec 2019"));
    let revision = field(&refused.text, &format!("action=\"{row}?"), "revision");
    let again = [("do", "accept"), ("revision", revision.as_str())];
    let accepted = one.post(&format!("{row}?show=waiting"), &again).await;
    assert_eq!(accepted.status, StatusCode::SEE_OTHER);
    assert!(accepted.header("location").contains("done=accepted"));
    let shown = one.get(accepted.header("location").split('#').next().unwrap_or_default()).await;
    assert!(shown.text.contains("Accepted: ") && shown.text.contains("the plan</a> already"));
}

#[tokio::test]
async fn a_document_that_cannot_be_read_says_why_beside_the_form() {
    let district = District::new().await;
    let manager = district.visitor(MANAGER).await;
    let fields = [("organisation", "NM1"), ("plan_year", "2018/19")];
    let large = vec![b'x'; (20 << 20) + 1];
    for (name, bytes, expected) in [
        ("large.txt", large.as_slice(), "large.txt is larger than 20 MB"),
        ("empty.txt", b" ".as_slice(), "empty.txt holds no text"),
        ("cake.txt", b"Thank you for the cake".as_slice(), "check that it is a plan"),
    ] {
        let answer = manager.upload("/plans/import", &fields, Some((name, bytes))).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        for part in ["There is a problem", expected] {
            assert!(answer.text.contains(part), "{name}: {part} is missing: {}", answer.text);
        }
    }
    let none = manager.upload("/plans/import", &fields, None).await;
    assert!(none.text.contains("Choose the document"), "{}", none.text);
}
