//! A board goes through a plan: opened, decided on, closed, and its paper taken.

use crate::chrome::Chrome;
use crate::larkmere::Larkmere;

/// From the plan's page to the closed review.
pub(crate) async fn review_held(chrome: &Chrome, larkmere: &Larkmere) {
    let plan = larkmere.plan_called("Group Action Plan").await;
    chrome.open(&format!("/plans/{plan}")).await;
    chrome.follow(&format!("a[href='/plans/{plan}/meetings']")).await;
    assert!(chrome.text().await.contains("No review of this plan has been held yet"));
    chrome.inspect("meetings-none").await;
    chrome.refill("title", "").await;
    chrome.follow("form[action$=meetings] button").await;
    assert!(chrome.text().await.contains("There is a problem"));
    chrome.inspect("meetings-refused").await;
    chrome.refill("title", "Half-year review").await;
    chrome.follow("form[action$=meetings] button").await;
    let meeting = chrome.path().await;
    assert!(meeting.starts_with("/meetings/"), "{meeting}");
    assert!(chrome.text().await.contains("Where the plan stands"));
    chrome.inspect("meeting-standing").await;
    for (step, expected) in [
        ("celebrate", "Who is to be thanked"),
        ("accelerate", "Further than expected"),
        ("refocus", "What is to change"),
        ("coming", "nothing against it"),
    ] {
        chrome.open(&format!("{meeting}?step={step}")).await;
        assert!(chrome.text().await.contains(expected), "{step}");
        chrome.inspect(&format!("meeting-{step}")).await;
    }
    decided(chrome, &meeting).await;
    closed(chrome, &meeting).await;
    chrome.open(&format!("/plans/{plan}/meetings")).await;
    assert!(chrome.text().await.contains("Closed on"));
    chrome.inspect("meetings").await;
}

async fn decided(chrome: &Chrome, meeting: &str) {
    chrome.open(&format!("{meeting}?step=refocus")).await;
    chrome.open_details().await;
    chrome.inspect("meeting-deciding").await;
    chrome.follow("form[action$=decisions] button").await;
    assert!(chrome.text().await.contains("Say what is decided in words"));
    chrome.inspect("meeting-undecided").await;
    let field = chrome.value("document.querySelector('#refused textarea').id").await;
    let field = field.as_str().unwrap_or_default().to_owned();
    chrome.fill(&field, "A second builder is asked; the chair writes to the landlord.").await;
    chrome.follow("#refused form[action$=decisions] button").await;
    let text = chrome.text().await;
    for part in ["The decision is recorded as an update", "Refocus: A second builder is asked"] {
        assert!(text.contains(part), "{part} is missing: {text}");
    }
    chrome.inspect("meeting-decided").await;
}

async fn closed(chrome: &Chrome, meeting: &str) {
    chrome.open(&format!("{meeting}?step=close")).await;
    chrome.inspect("meeting-conclusion").await;
    chrome.fill("present", "Edith Lomax (chair), Nikhil Rao, Ruth Calloway").await;
    chrome
        .fill("conclusion", "On course but for urgent care, which the board looks at monthly.")
        .await;
    chrome.follow("form[action$=close] button").await;
    let text = chrome.text().await;
    assert!(text.contains("The review is closed") && text.contains("Edith Lomax"), "{text}");
    chrome.inspect("meeting-closed").await;
    let paper = chrome.fetch(&format!("{meeting}/paper.pdf")).await;
    assert!(paper.starts_with("200 application/pdf %PDF-"), "{paper}");
}
