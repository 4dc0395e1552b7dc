//! Calendars under secret addresses, read as a calendar program reads them.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use bellwether_app::commitments::updates::{NewUpdate, post_update};
use bellwether_app::signin::accounts::set_disabled;

use crate::district::{ADMINISTRATOR, District, LEAD, MANAGER, NEIGHBOUR};
use crate::visitor::Visitor;

type Entry = BTreeMap<String, String>;

/// Reads a calendar by the rules of RFC 5545: folded lines, properties with parameters, blocks.
fn read(text: &str) -> Vec<Entry> {
    assert!(text.ends_with("END:VCALENDAR\r\n"), "{text}");
    let unfolded = text.replace("\r\n ", "");
    let (mut open, mut entries) = (Vec::new(), Vec::new());
    for line in unfolded.split_terminator("\r\n") {
        assert!(!line.contains('\n'), "a line break inside of a line: {line}");
        let (key, value) = line.split_once(':').expect("a property");
        match key {
            "BEGIN" => {
                open.push(value.to_owned());
                if value == "VEVENT" {
                    entries.push(Entry::new());
                }
            }
            "END" => assert_eq!(open.pop().as_deref(), Some(value)),
            _ if open.last().is_some_and(|block| block == "VEVENT") => {
                let entry = entries.last_mut().expect("an entry");
                assert!(entry.insert(key.to_owned(), value.to_owned()).is_none(), "{key} twice");
            }
            _ => {}
        }
    }
    assert!(open.is_empty(), "{open:?} is not closed");
    for line in text.split("\r\n") {
        assert!(line.len() <= 75, "{} bytes in a line: {line}", line.len());
    }
    entries
}

/// Makes an address and returns its path.
async fn make(visitor: &Visitor, plan: &str) -> String {
    let page = visitor.post("/account/calendar", &[("plan", plan)]).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let address = page.text.split("http://bellwether.test").nth(1).expect("the address");
    let path = address.split('<').next().expect("its end").to_owned();
    assert_eq!(path.len(), "/calendar/.ics".len() + 64);
    let later = visitor.get("/account/calendar").await.text;
    assert!(!later.contains(&path), "the address is shown once");
    path
}

#[tokio::test]
async fn a_calendar_holds_each_due_day_and_keeps_an_entry_whose_day_moves() {
    let district = District::new().await;
    let manager = district.visitor(MANAGER).await;
    let plan = district.fill("{plan}");
    let path = make(&manager, &plan).await;
    let nobody = district.anybody();
    let before = nobody.get(&path).await;
    assert_eq!(before.header("content-type"), "text/calendar; charset=utf-8");
    let before = read(&before.text);
    assert!(before.len() > 20, "{}", before.len());
    let uid = |id: &str| format!("commitment-{id}-NM1@bellwether");
    let own = district.fill("{own}");
    let find = |entries: &[Entry]| {
        let same: Vec<Entry> =
            entries.iter().filter(|entry| entry["UID"] == uid(&own)).cloned().collect();
        assert_eq!(same.len(), 1);
        same[0].clone()
    };
    assert_eq!(find(&before)["SEQUENCE"], "0");
    let (app, scope) = (&district.home.app, district.home.system());
    let update = NewUpdate {
        note: "The builder is late; see \"plan\", page 2\r\nATTENDEE:mailto:x@example.org"
            .to_owned(),
        due: "30 June 2019".to_owned(),
        ..NewUpdate::default()
    };
    post_update(app, &scope, own.parse().expect("an id"), update).await.expect("an update");
    let after = read(&nobody.get(&format!("{path}?remind=7")).await.text);
    let moved = find(&after);
    assert_eq!(moved["SEQUENCE"], "1");
    assert_eq!(moved["DTSTART;VALUE=DATE"], "20190630");
    assert_eq!(after.len(), before.len());
}

#[tokio::test]
async fn a_calendar_of_ones_own_shows_what_ones_posts_answer_for() {
    let district = District::new().await;
    let lead = district.visitor(LEAD).await;
    let own = read(&district.anybody().get(&make(&lead, "").await).await.text);
    let uids: Vec<&String> = own.iter().map(|entry| &entry["UID"]).collect();
    assert!(uids.contains(&&district.fill("commitment-{own}-NM1@bellwether")));
    assert!(!uids.contains(&&district.fill("commitment-{commitment}-NM1@bellwether")));
}

#[tokio::test]
async fn an_address_ends_with_its_owner_s_word_account_or_sight() {
    let district = District::new().await;
    let (lead, nobody) = (district.visitor(LEAD).await, district.anybody());
    let unknown = nobody.get(&format!("/calendar/{}.ics", "0".repeat(64))).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    let path = make(&lead, "").await;
    let page = lead.get("/account/calendar").await.text;
    let feed = page.split("name=\"feed\" value=\"").nth(1).expect("it is listed");
    let feed = feed.split('"').next().expect("its id");
    let foreign = district.visitor(MANAGER).await;
    let refused = foreign.post("/account/calendar/end", &[("feed", feed)]).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND, "another's");
    assert_eq!(nobody.get(&path).await.status, StatusCode::OK);
    let ended = lead.post("/account/calendar/end", &[("feed", feed)]).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER);
    assert_eq!(nobody.get(&path).await.text, unknown.text, "as if it never was");
    let second = make(&lead, "").await;
    let administrator = district.visitor(ADMINISTRATOR).await;
    let (app, scope) = (&district.home.app, district.home.system());
    set_disabled(app, &scope, LEAD, true).await.expect("closed");
    assert_eq!(nobody.get(&second).await.status, StatusCode::NOT_FOUND);
    let audit = administrator.get("/audit?text=calendar").await.text;
    assert!(audit.contains("made a calendar address") && audit.contains("ended a calendar"));
    let neighbour = district.visitor(NEIGHBOUR).await;
    let hidden = neighbour.post("/account/calendar", &[("plan", &district.fill("{plan}"))]).await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
}
