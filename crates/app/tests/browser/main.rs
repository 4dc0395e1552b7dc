//! One journey for each feature in a headless Chromium, each page looked at by axe at two widths.
//!
//! Skipped, with a message, where no chromedriver is installed.
#![expect(clippy::expect_used, reason = "a test that cannot go on should stop where it stands")]

mod chrome;
mod larkmere;
mod meetings;
mod reminders;
mod review;
mod work;
#[path = "../it/workbook.rs"]
mod workbook;

use fantoccini::Locator;
use fantoccini::key::Key;

use crate::chrome::Chrome;
use crate::larkmere::{Larkmere, PASSWORD};

const LEAD: &str = "urgent.care@larkmere.example";
const MANAGER: &str = "performance@larkmere.example";
const ADMINISTRATOR: &str = "admin@larkmere.example";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_find_their_way_with_nothing_in_it() {
    let larkmere = Larkmere::open().await;
    let Some(chrome) = Chrome::start(&larkmere.address).await else {
        eprintln!("skipped: no chromedriver is installed (make tools installs it)");
        return;
    };
    signing_in(&chrome).await;
    home_to_commitment(&chrome).await;
    plan_filtered(&chrome).await;
    plan_in_other_views(&chrome).await;
    commitment_updated_by_keyboard(&chrome).await;
    work::answered_in_one_step(&chrome).await;
    work::many_at_once(&chrome).await;
    work::tied(&chrome).await;
    indicators(&chrome).await;
    organisations(&chrome).await;
    sign_in(&chrome, MANAGER).await;
    figures_loaded(&chrome, &larkmere).await;
    next_edition_taken_over(&chrome, &larkmere).await;
    review::journey(&chrome, &larkmere).await;
    reminders::updates_asked(&chrome, &larkmere).await;
    meetings::review_held(&chrome, &larkmere).await;
    paper_chosen(&chrome).await;
    spreadsheet_brought_back(&chrome, &larkmere).await;
    calendar_made(&chrome).await;
    plan_published(&chrome).await;
    sign_in(&chrome, ADMINISTRATOR).await;
    administered(&chrome).await;
    chrome.close().await;
}

async fn signing_in(chrome: &Chrome) {
    chrome.open("/plans").await;
    chrome.inspect("sign-in").await;
    chrome.fill("email", LEAD).await;
    chrome.fill("password", "not my password").await;
    chrome.submit().await;
    assert!(chrome.text().await.contains("There is a problem"));
    chrome.inspect("sign-in-refused").await;
    sign_in(chrome, LEAD).await;
}

async fn sign_in(chrome: &Chrome, email: &str) {
    chrome.client.delete_all_cookies().await.expect("signed out");
    chrome.open("/sign-in").await;
    chrome.fill("email", email).await;
    chrome.fill("password", PASSWORD).await;
    chrome.submit().await;
    assert_eq!(chrome.path().await, "/");
}

async fn home_to_commitment(chrome: &Chrome) {
    let text = chrome.text().await;
    for part in ["What needs attention today", "For you to answer", "The district at a glance"] {
        assert!(text.contains(part), "{part} is missing: {text}");
    }
    chrome.inspect("home").await;
    chrome.follow(".mine a").await;
    chrome.open("/signals?about=overdue").await;
    chrome.inspect("signals").await;
}

async fn plan_filtered(chrome: &Chrome) {
    chrome.open("/plans").await;
    chrome.inspect("plans").await;
    chrome.follow(".nhsuk-card__heading a").await;
    chrome.inspect("plan").await;
    chrome.click("#due option[value=overdue]").await;
    chrome.follow(".filters button").await;
    assert!(chrome.path().await.contains("due=overdue"), "{}", chrome.path().await);
    let shown = chrome.text().await;
    assert!(shown.contains("overdue") && shown.contains("Show all"), "{shown}");
    chrome.inspect("plan-filtered").await;
}

/// The action plan with the plans inside it, as pledges, objectives and quarters, and the editions of
/// the recovery plan.
async fn plan_in_other_views(chrome: &Chrome) {
    chrome.open("/plans").await;
    let script = "return [...document.querySelectorAll('.nhsuk-card__heading a')]
        .find(link => link.textContent.includes(arguments[0])).getAttribute('href')";
    let find = async |title: &str| {
        let wanted = vec![serde_json::Value::from(title)];
        let found = chrome.client.execute(script, wanted).await.expect(title);
        found.as_str().unwrap_or_default().to_owned()
    };
    let (action_plan, recovery) = (find("Group Action Plan").await, find("recovery plan").await);
    chrome.open(&action_plan).await;
    let text = chrome.text().await;
    assert!(text.contains("Plans inside this plan") && text.contains("Abbey Lane"), "{text}");
    chrome.inspect("plan-tree").await;
    for (view, expected) in [
        ("objectives", "An objective is reached when"),
        ("quarters", "2018/19"),
        ("pledges", "Key action"),
    ] {
        chrome.open(&format!("{action_plan}/{view}")).await;
        chrome.inspect(&format!("plan-{view}")).await;
        assert!(chrome.text().await.contains(expected), "{view}");
    }
    chrome.open(&format!("{recovery}/editions")).await;
    chrome.inspect("editions").await;
    let text = chrome.text().await;
    assert!(text.contains("Re-dated") && text.contains("Left out"), "{text}");
    chrome.open(&recovery).await;
    assert!(chrome.text().await.contains("No longer in the plan"));
}

/// A third edition of the recovery plan, compared and taken over by group.
async fn next_edition_taken_over(chrome: &Chrome, larkmere: &Larkmere) {
    let second = Larkmere::example("plans/larkmere-action-plan-2018-19.txt");
    let text = std::fs::read_to_string(second).expect("the action plan");
    let next = text.replace("weekly performance meeting", "fortnightly performance meeting");
    chrome.open("/plans").await;
    let script = "return [...document.querySelectorAll('.nhsuk-card__heading a')]
        .find(link => link.textContent.includes('Group Action Plan')).getAttribute('href')";
    let plan = chrome.client.execute(script, Vec::new()).await.expect("the action plan");
    let plan = plan.as_str().unwrap_or_default().to_owned();
    chrome.open(&format!("{plan}/place")).await;
    chrome.inspect("place").await;
    chrome.open(&format!("{plan}/editions")).await;
    chrome.choose_file("file", &larkmere.file("action-plan-2.txt", &next)).await;
    chrome.follow(".update button").await;
    chrome.wait_for(".changes").await;
    let text = chrome.text().await;
    assert!(text.contains("fortnightly"), "{text}");
    chrome.inspect("edition-changes").await;
    let changes = chrome.path().await;
    chrome.open(changes.trim_end_matches("/changes")).await;
    chrome.follow(&format!("a[href='{changes}']")).await;
    chrome.wait_for(".changes").await;
    chrome.follow("button[value=group]").await;
    assert!(chrome.text().await.contains("1 taken over"), "{}", chrome.text().await);
}

/// Everything with keys alone: from the skip link to the status, the note and the button.
async fn commitment_updated_by_keyboard(chrome: &Chrome) {
    let own = chrome.own_commitment().await;
    chrome.open(&own).await;
    chrome.press_tab().await;
    chrome.press(&Key::Enter.to_string()).await;
    chrome.tab_to("input[name=status]").await;
    chrome.press(&Key::Down.to_string()).await;
    chrome.press(&Key::Down.to_string()).await;
    chrome.tab_to("textarea[name=note]").await;
    chrome.press("The second site opened on Monday.").await;
    chrome.tab_to(".update button").await;
    chrome.enter().await;
    chrome.wait_for(".nhsuk-notification-banner").await;
    let text = chrome.text().await;
    assert!(text.contains("The second site opened on Monday."), "{text}");
    chrome.inspect("commitment").await;
}

async fn indicators(chrome: &Chrome) {
    chrome.open("/indicators").await;
    chrome.inspect("indicators").await;
    chrome.open("/indicators?show=attention&organisation=ZLH").await;
    chrome.inspect("indicators-attention").await;
    chrome.open("/indicators/AE4?organisation=ZLH").await;
    chrome.open_details().await;
    assert!(chrome.text().await.contains("Numerator"));
    chrome.inspect("indicator").await;
}

async fn organisations(chrome: &Chrome) {
    chrome.open("/organisations").await;
    chrome.inspect("organisations").await;
    chrome.open("/organisations/ZLH").await;
    assert!(chrome.text().await.contains("place among its peers"));
    chrome.inspect("organisation").await;
}

async fn figures_loaded(chrome: &Chrome, larkmere: &Larkmere) {
    chrome.open("/figures/load").await;
    chrome.inspect("load").await;
    let bad = "organisation,indicator,period,numerator,denominator\nZLH,AE4,2019-01,ninety,100\n";
    chrome.choose_file("file", &larkmere.file("bad.csv", bad)).await;
    chrome.submit().await;
    let text = chrome.text().await;
    assert!(text.contains("nothing was taken") && text.contains("ninety"), "{text}");
    chrome.inspect("load-refused").await;
}

async fn paper_chosen(chrome: &Chrome) {
    chrome.open("/papers").await;
    chrome.inspect("papers").await;
    let fetched = chrome.fetch("/papers/board.pdf?organisation=ZLK&as_at=2018-12-31").await;
    assert!(fetched.starts_with("200 application/pdf %PDF-"), "{fetched}");
}

async fn spreadsheet_brought_back(chrome: &Chrome, larkmere: &Larkmere) {
    let plan = larkmere.first_plan().await;
    let (workbook, commitment) = larkmere.edited_workbook(plan).await;
    chrome.open(&format!("/plans/{plan}/sheet")).await;
    chrome.inspect("sheet").await;
    chrome.choose_file("file", &workbook).await;
    chrome.submit().await;
    let text = chrome.text().await;
    for part in ["Updates ready to post (1)", "Changed on both sides (1)", "(1)", "Row "] {
        assert!(text.contains(part), "{part} is missing: {text}");
    }
    chrome.inspect("sheet-preview").await;
    chrome.click(&format!("label[for=choice-{commitment}-sheet]")).await;
    chrome.submit().await;
    assert!(chrome.text().await.contains("2 updates are posted"));
    chrome.inspect("sheet-posted").await;
}

async fn calendar_made(chrome: &Chrome) {
    chrome.open("/account/calendar").await;
    chrome.submit().await;
    chrome.wait_for("#fresh").await;
    chrome.inspect("calendar").await;
    let made = chrome.client.find(Locator::Id("fresh")).await.expect("the address");
    let made = made.text().await.expect("its text");
    let path = made.split_once("/calendar/").expect("a path").1;
    let fetched = chrome.fetch(&format!("/calendar/{path}")).await;
    assert!(fetched.starts_with("200 text/calendar; charset=utf-8 BEGIN"), "{fetched}");
}

/// Made public by a manager, read by somebody who is not signed in.
async fn plan_published(chrome: &Chrome) {
    chrome.open("/plans").await;
    chrome.follow(".nhsuk-card__heading a").await;
    chrome.open_details().await;
    chrome.follow("#take-away a[href$=publication]").await;
    chrome.inspect("publication").await;
    chrome.click("label[for=public]").await;
    chrome.submit().await;
    assert!(chrome.text().await.contains("The plan is public"));
    chrome.client.delete_all_cookies().await.expect("signed out");
    chrome.open("/public").await;
    chrome.inspect("public-plans").await;
    chrome.follow(".nhsuk-card__heading a").await;
    let text = chrome.text().await;
    assert!(text.contains("Is it happening?") && text.contains("are kept"), "{text}");
    chrome.inspect("public-plan").await;
}

async fn administered(chrome: &Chrome) {
    chrome.open("/users").await;
    chrome.inspect("users").await;
    chrome.open("/audit?verify=yes").await;
    assert!(chrome.text().await.contains("The chain is whole"));
    chrome.inspect("audit").await;
    chrome.open("/account/password").await;
    chrome.inspect("password").await;
    chrome.open("/no-such-page").await;
    assert!(chrome.text().await.contains("Page not found"));
    chrome.inspect("not-found").await;
}
