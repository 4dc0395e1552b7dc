//! Milestones on pages: whose steps they are, and counted apart from commitments.

use bellwether_app::escalation::store::evaluate;

use crate::district::{District, MANAGER};

/// The text between two marks; empty when either is absent.
fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let after = text.split_once(start).map_or("", |(_, after)| after);
    after.split_once(end).map_or("", |(found, _)| found)
}

#[tokio::test]
async fn a_milestone_names_its_whole_who_answers_and_where_its_day_was_read() {
    let district = District::new().await;
    let visitor = district.visitor(MANAGER).await;
    let parent = district.fill("/commitments/{commitment}");
    let page = visitor.get(&parent).await.text;
    let before = page.split_once("\">First meeting held May 18</a>").map_or("", |(text, _)| text);
    let milestone = before.rsplit_once("href=\"").map_or("", |(_, address)| address);
    assert!(milestone.starts_with("/commitments/"), "{page}");
    let page = visitor.get(milestone).await.text;
    let facts = between(&page, "<dl", "</dl>");
    for expected in [
        format!("<a href=\"{parent}\">1.1 ").as_str(),
        "Bob Cole",
        "(answers for 1.1)",
        "31 May 2018, <span class=\"as-written\">read from its text</span>",
    ] {
        assert!(facts.contains(expected), "{expected}: {facts}");
    }
    assert!(!facts.contains("Nobody is named") && !facts.contains("No date is given"), "{facts}");
}

#[tokio::test]
async fn the_home_page_counts_as_many_overdue_as_the_plan_and_milestones_apart() {
    let district = District::new().await;
    let app = &district.home.app;
    evaluate(app, &district.home.system()).await.expect("signals");
    let visitor = district.visitor(MANAGER).await;
    let home = visitor.get("/").await.text;
    let tile = |about: &str| {
        let tile = between(&home, &format!("\"/signals?about={about}\"><span"), "</span>");
        tile.split_once('>').map_or("", |(_, count)| count).to_owned()
    };
    let plan = visitor.get(&district.fill("/plans/{plan}?due=overdue")).await.text;
    let shown = between(&plan, "<p role=\"status\">", " of ");
    assert_eq!(tile("overdue"), shown);
    assert!(shown.parse::<usize>().is_ok_and(|shown| shown > 0), "{shown}");
    for about in ["overdue", "milestones"] {
        let page = visitor.get(&format!("/signals?about={about}")).await.text;
        let listed = page.matches("class=\"nhsuk-table__cell what\"").count();
        assert_eq!(tile(about), listed.to_string(), "{about}");
    }
}
