//! A document is sent in, reviewed with the keyboard, and becomes a plan.

use crate::chrome::Chrome;
use crate::larkmere::Larkmere;

const DOCUMENT: &str = "\
Larkmere Frailty Plan 2019/20

Key to Leads:

CFO\tChief Finance Officer\tDUC\tDirector of Urgent Care
FNG\tFrailty Network Group

Action\tLead\tTimescale\tProgress/Milestones
1. Frailty 1.1 Open a frailty unit at the front door\tDUC\tSep 19\tUnit staffed
1.2 Name a frailty lead in every practice\tFNG\t<p>Jun 19</p> <p>Sep 19</p>\t<p>Leads named</p> <p>Leads trained</p>
1.3 Review medicines. Report falls to the board\tDUC/CFO\twhenever\tFirst report
1.4 Hold a weekly meeting of the network\tFNG\tOngoing\tStanding item
";

/// Nothing but keys from the first row to the end of the review.
pub(crate) async fn journey(chrome: &Chrome, larkmere: &Larkmere) {
    chrome.open("/plans/import").await;
    chrome.inspect("import").await;
    chrome.choose_file("file", &larkmere.file("cake.txt", "Thank you for the cake.\n")).await;
    chrome.submit().await;
    assert!(chrome.text().await.contains("check that it is a plan"));
    chrome.choose_file("file", &larkmere.file("frailty.txt", DOCUMENT)).await;
    chrome.submit().await;
    let draft = chrome.path().await.split('?').next().unwrap_or_default().to_owned();
    assert!(draft.starts_with("/drafts/"), "{draft}");
    chrome.inspect("draft").await;
    chrome.press("j").await;
    chrome.press_on("a").await;
    assert!(chrome.text().await.contains("Accepted: 1.1"), "{}", chrome.text().await);
    chrome.tab_to("button[value=accept]").await;
    chrome.enter().await;
    assert!(chrome.text().await.contains("Accepted: 1.2"), "{}", chrome.text().await);
    put_right(chrome).await;
    split_and_discard(chrome).await;
    chrome.open(&format!("{draft}/leads")).await;
    assert!(chrome.text().await.contains("Frailty Network Group"));
    chrome.inspect("draft-leads").await;
    end(chrome, &draft).await;
}

async fn put_right(chrome: &Chrome) {
    chrome.press_on("e").await;
    chrome.tab_to("#due-0").await;
    chrome.press("Oct 19").await;
    chrome.follow("button[value=check]").await;
    assert!(chrome.text().await.contains("Read as by 31 Oct 2019"), "{}", chrome.text().await);
    chrome.inspect("draft-edit").await;
    chrome.follow("button[value=save]").await;
    let text = chrome.text().await;
    assert!(text.contains("read as “whenever") && text.contains("corrected to “Oct 19"), "{text}");
    chrome.inspect("draft-corrected").await;
}

async fn split_and_discard(chrome: &Chrome) {
    chrome.press_on("s").await;
    chrome.inspect("draft-split").await;
    chrome.submit().await;
    let text = chrome.text().await;
    assert!(text.contains("Split in two") && text.contains("Report falls to the board"), "{text}");
    chrome.press("x").await;
    chrome.press("said elsewhere").await;
    chrome.enter().await;
    assert!(chrome.text().await.contains("Discarded: 1.3"), "{}", chrome.text().await);
}

async fn end(chrome: &Chrome, draft: &str) {
    chrome.open(&format!("{draft}?show=discarded")).await;
    assert!(chrome.text().await.contains("said elsewhere"));
    chrome.open(draft).await;
    chrome.press("j").await;
    chrome.press_on("a").await;
    chrome.press_on("a").await;
    chrome.follow("#finish").await;
    assert!(chrome.text().await.contains("The review is finished"));
    // What has been taken in already leads to its plan.
    chrome.open("/plans/import").await;
    let word = Larkmere::example("plans/larkmere-hospitals-cancer-recovery-plan.docx");
    chrome.choose_file("file", &word).await;
    chrome.submit().await;
    assert!(chrome.text().await.contains("one-stop prostate clinics"), "{}", chrome.text().await);
    chrome.inspect("plan-word").await;
    chrome.open("/drafts").await;
    chrome.inspect("drafts").await;
}
