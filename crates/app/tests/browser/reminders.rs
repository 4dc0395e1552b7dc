//! What is asked of whom, one message, and how a plan asks.

use crate::chrome::Chrome;
use crate::larkmere::Larkmere;

/// From the list of what is wanted to the settings of a plan.
pub(crate) async fn updates_asked(chrome: &Chrome, larkmere: &Larkmere) {
    chrome.open("/reminders").await;
    let text = chrome.text().await;
    assert!(text.contains("Updates wanted") && text.contains("Late"), "{text}");
    chrome.inspect("reminders").await;
    chrome.follow("#messages + table a").await;
    assert!(chrome.text().await.contains("Dear "), "{}", chrome.text().await);
    chrome.inspect("reminder-message").await;
    let plan = larkmere.plan_called("Group Action Plan").await;
    chrome.open(&format!("/plans/{plan}")).await;
    chrome.follow(&format!("a[href='/plans/{plan}/reminders']")).await;
    assert!(chrome.text().await.contains("Contributors get a copy."));
    chrome.inspect("reminder-settings").await;
    chrome.refill("days_before", "soon").await;
    chrome.follow("form[action$=reminders] button").await;
    assert!(chrome.text().await.contains("is no number of days"));
    chrome.inspect("reminder-settings-refused").await;
    chrome.refill("days_before", "21, 7").await;
    chrome.click("label[for=contributors]").await;
    chrome.follow("form[action$=reminders] button").await;
    let text = chrome.text().await;
    assert!(text.contains("Reminders are set.") && text.contains("21 and 7 days before"), "{text}");
    assert!(!text.contains("Contributors get a copy."), "{text}");
    chrome.open("/signals?about=unanswered").await;
    assert!(chrome.text().await.contains("has not come"), "{}", chrome.text().await);
    chrome.inspect("signals-unanswered").await;
}
