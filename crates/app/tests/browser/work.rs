//! My work and the sheet, with the keys alone.

use fantoccini::key::Key;

use crate::chrome::Chrome;

/// Answers a row in one step.
pub(crate) async fn answered_in_one_step(chrome: &Chrome) {
    chrome.open("/work").await;
    chrome.inspect("work").await;
    chrome.tab_to(".answer select").await;
    chrome.press(&Key::Tab.to_string()).await;
    chrome.press("Two rooms are open").await;
    chrome.enter().await;
    let text = chrome.text().await;
    assert!(text.contains("is posted") && text.contains("Two rooms are open"), "{text}");
}

/// Moves through the sheet, pastes a block, looks at a row's detail and saves once.
pub(crate) async fn many_at_once(chrome: &Chrome) {
    chrome.open("/work/grid").await;
    chrome.tab_to("td input[name^=progress]").await;
    chrome.press(&Key::Down.to_string()).await;
    let second = "[...document.querySelectorAll('td input[name^=progress]')].indexOf(document.activeElement)";
    assert_eq!(chrome.value(second).await, 1);
    chrome.press(&Key::Up.to_string()).await;
    let pasted = "(() => { const data = new DataTransfer();
        data.setData('text/plain', '40\\t31 May 2020\\tthe builder is late\\n60\\t30 June 2020\\t\"said \"\"no\"\"\"\\n');
        document.activeElement.dispatchEvent(new ClipboardEvent('paste',
          { clipboardData: data, bubbles: true, cancelable: true }));
        return [...document.querySelectorAll('td input[name^=note]')].slice(0, 2)
          .map(cell => cell.value).join('|') })()";
    assert_eq!(chrome.value(pasted).await, "the builder is late|said \"no\"");
    let unfolded = "(() => { document.activeElement.dispatchEvent(new KeyboardEvent('keydown',
        { key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true }));
        return document.querySelectorAll('.row-detail[open]').length })()";
    assert_eq!(chrome.value(unfolded).await, 1);
    chrome.inspect("grid").await;
    chrome.follow("form[data-grid] button[type=submit]").await;
    let text = chrome.text().await;
    assert!(text.contains("2 updates are posted"), "{text}");
    chrome.open("/work/grid").await;
    chrome.click("td select option[value=cancelled]").await;
    chrome.follow("form[data-grid] button[type=submit]").await;
    assert!(chrome.text().await.contains("Say why"), "{}", chrome.text().await);
    chrome.inspect("grid-refused").await;
}

/// The forms that hand a commitment on, let it wait and link it.
pub(crate) async fn tied(chrome: &Chrome) {
    let own = chrome.own_commitment().await;
    chrome.open(&own).await;
    chrome.open_details().await;
    chrome.fill("on", "/commitments/1").await;
    chrome.follow("#waits form:last-of-type button").await;
    let text = chrome.text().await;
    assert!(text.contains("It now waits for the other one"), "{text}");
    chrome.open_details().await;
    chrome.inspect("commitment-tied").await;
}
