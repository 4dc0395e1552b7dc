//! What anybody may read, and that it is no more than was published.

use axum::http::StatusCode;

use crate::district::{District, LEAD, MANAGER, PEOPLE};
use crate::visitor::Visitor;

async fn publish(manager: &Visitor, district: &District, fields: &[(&str, &str)]) {
    let saved = manager.post(&district.fill("/plans/{plan}/publication"), fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
}

async fn text_of(district: &District, manager: &Visitor, commitment: &str) -> String {
    let page = manager.get(&district.fill("/plans/{plan}/publication")).await.text;
    let label = district.fill(&format!("for=\"leave-{commitment}\">"));
    let text = page.split(&label).nth(1).expect("it is listed");
    text.split('<').next().expect("its end").trim().to_owned()
}

#[tokio::test]
async fn what_is_not_public_looks_like_what_does_not_exist() {
    let district = District::new().await;
    let (nobody, manager) = (district.anybody(), district.visitor(MANAGER).await);
    let plan = district.fill("/public/plans/{plan}");
    let missing = nobody.get("/public/plans/999999").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    assert_eq!(nobody.get(&plan).await.text, missing.text);
    assert!(nobody.get("/public").await.text.contains("No plan is public"));
    publish(&manager, &district, &[("public", "yes")]).await;
    assert_eq!(nobody.get(&plan).await.status, StatusCode::OK);
    assert!(nobody.get("/public").await.text.contains(&plan));
    for day in ["2019-02-14", "2019-02-16", "yesterday"] {
        let other = nobody.get(&format!("{plan}?as_at={day}")).await;
        assert_eq!(other.status, StatusCode::NOT_FOUND, "{day}");
    }
    publish(&manager, &district, &[("public", "no")]).await;
    assert_eq!(nobody.get(&plan).await.text, missing.text);
}

#[tokio::test]
async fn the_public_reads_promises_posts_and_statuses_and_neither_names_nor_notes() {
    let district = District::new().await;
    let (nobody, manager) = (district.anybody(), district.visitor(MANAGER).await);
    let update = [("status", "at_risk"), ("note", "Secret of the house"), ("seen", "0")];
    manager.post(&district.fill("/commitments/{commitment}/updates"), &update).await;
    publish(&manager, &district, &[("public", "yes")]).await;
    let page = nobody.get(&district.fill("/public/plans/{plan}")).await;
    assert_eq!(page.header("cache-control"), "public, max-age=300");
    assert_eq!(page.header("set-cookie"), "");
    for part in
        ["What was promised", "Director of Urgent Care", "At risk", "Reported on 15 Feb 2019"]
    {
        assert!(page.text.contains(part), "{part} is missing: {}", page.text);
    }
    for hidden in ["Ada Byron", "Secret of the house", "/commitments/", "href=\"/plans"] {
        assert!(!page.text.contains(hidden), "{hidden} is shown");
    }
    let lead = district.visitor(LEAD).await;
    let same = lead.get(&district.fill("/public/plans/{plan}")).await;
    assert_eq!(same.text, page.text, "the same to somebody signed in, so that it can be kept");
    publish(&manager, &district, &[("public", "yes"), ("notes", "yes")]).await;
    let page = nobody.get(&district.fill("/public/plans/{plan}")).await.text;
    assert!(page.contains("Secret of the house"));
    for (email, ..) in PEOPLE {
        let page = district.visitor(email).await.get(&district.fill("/public/plans/{plan}")).await;
        assert_eq!(page.status, StatusCode::OK, "{email}");
    }
}

#[tokio::test]
async fn a_commitment_left_out_is_neither_shown_nor_counted() {
    let district = District::new().await;
    let (nobody, manager) = (district.anybody(), district.visitor(MANAGER).await);
    let text = text_of(&district, &manager, "{commitment}").await;
    let words = text.split_once(' ').map_or(text.as_str(), |(_, words)| words);
    publish(&manager, &district, &[("public", "yes")]).await;
    let path = district.fill("/public/plans/{plan}");
    let all = nobody.get(&path).await.text;
    assert!(all.contains(words), "{words}: {all}");
    let field = district.fill("leave-{commitment}");
    publish(&manager, &district, &[("public", "yes"), (&field, "out")]).await;
    let fewer = nobody.get(&path).await.text;
    assert!(!fewer.contains(words), "{words}");
    let total = |page: &str| {
        let of = page.split("Of ").nth(1).and_then(|rest| rest.split(' ').next());
        of.and_then(|count| count.parse::<usize>().ok()).expect("a sum")
    };
    assert_eq!(total(&fewer) + 1, total(&all));
    let foreign = [("public", "yes"), ("leave-999999", "out")];
    let refused = manager.post(&district.fill("/plans/{plan}/publication"), &foreign).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let audit = manager.get("/audit?text=published&verify=yes").await.text;
    assert!(audit.contains("published") && audit.contains("The chain is whole"));
}
