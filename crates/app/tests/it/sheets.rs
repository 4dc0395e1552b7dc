//! Plans taken out as files, and an edited spreadsheet brought back.

use axum::http::StatusCode;
use bellwether_app::exports::store::{Format, Which, export};
use bellwether_app::shell::clock::AsAt;
use bellwether_report::xlsx::heading;

use crate::district::{District, LEAD, MANAGER};
use crate::visitor::Visitor;
use crate::workbook::edit;

fn id(district: &District, which: &str) -> i64 {
    district.fill(which).parse().expect("an id")
}

async fn workbook(district: &District) -> Vec<u8> {
    let plan = Which::One(id(district, "{plan}"));
    let (app, scope) = (&district.home.app, district.home.system());
    let written = export(app, &scope, plan, Format::Xlsx, AsAt(app.today())).await;
    written.expect("a workbook").bytes
}

/// What a page carries on in a hidden field.
fn carried(page: &str, field: &str) -> String {
    let value = page.split(&format!("name=\"{field}\" value=\"")).nth(1).expect(field);
    let value = value.split('"').next().expect("its end");
    [("&#34;", "\""), ("&#39;", "'"), ("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&")]
        .iter()
        .fold(value.to_owned(), |text, (escaped, plain)| text.replace(escaped, plain))
}

async fn send(visitor: &Visitor, district: &District, bytes: &[u8]) -> String {
    let path = district.fill("/plans/{plan}/sheet");
    let shown = visitor.upload(&path, &[], Some(("plan.xlsx", bytes))).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text);
    shown.text
}

/// Posts what a preview shows, with choices.
async fn post(
    visitor: &Visitor,
    district: &District,
    preview: &str,
    choices: &[(&str, &str)],
) -> crate::visitor::Answer {
    let rows = carried(preview, "rows");
    let mut fields = vec![("file", "plan.xlsx"), ("sha256", "00ff"), ("rows", rows.as_str())];
    fields.extend(choices);
    visitor.post(&district.fill("/plans/{plan}/sheet/apply"), &fields).await
}

#[tokio::test]
async fn a_spreadsheet_goes_out_is_edited_and_comes_back_once() {
    let district = District::new().await;
    let manager = district.visitor(MANAGER).await;
    let (one, other) = (id(&district, "{commitment}"), id(&district, "{own}"));
    let edited = edit(
        &workbook(&district).await,
        &[
            (one, heading::STATUS, "At risk"),
            (one, heading::NEW_NOTE, "The <builders> are late & costly"),
            (one, heading::DUE_BY, "2019-06-30"),
            (other, heading::PROGRESS, "30"),
        ],
    );
    let preview = send(&manager, &district, &edited).await;
    for part in ["Updates ready to post</a> (2)", "At risk", "30 Jun 2019", "30 % done"] {
        assert!(preview.contains(part), "{part} is missing: {preview}");
    }
    let posted = post(&manager, &district, &preview, &[]).await;
    assert_eq!(posted.status, StatusCode::SEE_OTHER, "{}", posted.text);
    assert!(posted.header("location").ends_with("/sheet?posted=2"));
    let page = manager.get(&district.fill("/commitments/{commitment}")).await.text;
    assert!(page.contains("builders") && page.contains("30 June 2019"), "{page}");
    let again = send(&manager, &district, &edited).await;
    assert!(again.contains("Nothing in it is new"), "{again}");
    let audit = manager.get("/audit?text=spreadsheet&verify=yes").await.text;
    assert!(audit.contains("brought back a spreadsheet"), "{audit}");
    assert!(audit.contains("The chain is whole"));
}

#[tokio::test]
async fn what_changed_on_both_sides_is_chosen_and_nothing_is_posted_before() {
    let district = District::new().await;
    let manager = district.visitor(MANAGER).await;
    let commitment = id(&district, "{commitment}");
    let out = workbook(&district).await;
    let update = [("status", "on_track"), ("note", "Begun here"), ("seen", "0")];
    let path = district.fill("/commitments/{commitment}/updates");
    assert_eq!(manager.post(&path, &update).await.status, StatusCode::SEE_OTHER);
    let edited = edit(
        &out,
        &[
            (commitment, heading::STATUS, "Off track"),
            (commitment, heading::NEW_NOTE, "Stopped, as the sheet says"),
        ],
    );
    let preview = send(&manager, &district, &edited).await;
    assert!(preview.contains("Changed on both sides</a> (1)"), "{preview}");
    assert!(preview.contains("Begun here") && preview.contains("Stopped, as the sheet says"));
    let unchosen = post(&manager, &district, &preview, &[]).await;
    assert_eq!(unchosen.status, StatusCode::UNPROCESSABLE_ENTITY);
    let field = format!("choice-{commitment}");
    let here = carried(&preview, &field);
    let stale = here.replace("here@u", "sheet@u9");
    let stale = post(&manager, &district, &preview, &[(&field, &stale)]).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY, "chosen before seeing the latest");
    let kept = post(&manager, &district, &preview, &[(&field, &here)]).await;
    assert!(kept.header("location").ends_with("posted=0"));
    let sheet = here.replace("here@", "sheet@");
    let taken = post(&manager, &district, &preview, &[(&field, &sheet)]).await;
    assert!(taken.header("location").ends_with("posted=1"), "{}", taken.text);
    let page = manager.get(&district.fill("/commitments/{commitment}")).await.text;
    assert!(page.contains("Stopped, as the sheet says") && page.contains("Begun here"));
}

#[tokio::test]
async fn rows_that_cannot_be_taken_in_say_why() {
    let district = District::new().await;
    let manager = district.visitor(MANAGER).await;
    let (one, own) = (id(&district, "{commitment}"), id(&district, "{own}"));
    let out = workbook(&district).await;
    let check = async |visitor: &Visitor, changes: &[(i64, &str, &str)], expected: &str| {
        let preview = send(visitor, &district, &edit(&out, changes)).await;
        assert!(preview.contains(expected), "{changes:?}: {preview}");
    };
    check(&manager, &[(one, heading::STATUS, "Off track")], "Say why it is worse").await;
    check(&manager, &[(one, heading::STATUS, "Green")], "is no status").await;
    check(&manager, &[(one, heading::DUE_BY, "some day")], "is no day").await;
    check(&manager, &[(one, heading::PROGRESS, "half")], "is no progress").await;
    check(&manager, &[(one, heading::VERSION, "lost")], "Write the plan out again").await;
    check(&manager, &[(one, heading::ID, "424242")], "no commitment with the id").await;
    check(&manager, &[(one, heading::ID, &own.to_string())], "twice").await;
    let lead = district.visitor(LEAD).await;
    let note = [(one, heading::NEW_NOTE, "Not mine")];
    check(&lead, &note, "Only its leads and performance managers").await;
    check(&lead, &[(own, heading::NEW_NOTE, "Mine")], "Updates ready to post</a> (1)").await;
}

#[tokio::test]
async fn what_is_no_spreadsheet_of_ours_is_refused_with_what_to_do() {
    let district = District::new().await;
    let manager = district.visitor(MANAGER).await;
    let path = district.fill("/plans/{plan}/sheet");
    for (name, bytes) in [("plan.xlsx", &b"no workbook"[..]), ("plan.xlsx", b"PK\x03\x04 cut off")]
    {
        let refused = manager.upload(&path, &[], Some((name, bytes))).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("There is a problem"), "{}", refused.text);
    }
    assert_eq!(manager.upload(&path, &[], None).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn every_format_is_downloaded_under_a_name_of_its_own() {
    let district = District::new().await;
    let manager = district.visitor(MANAGER).await;
    for (format, kind) in [
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("csv", "text/csv; charset=utf-8"),
        ("json", "application/json"),
        ("ics", "text/calendar; charset=utf-8"),
    ] {
        for path in [format!("/plans/{{plan}}/export/{format}"), format!("/plans/export/{format}")]
        {
            let file = manager.get(&district.fill(&path)).await;
            assert_eq!((file.status, file.header("content-type")), (StatusCode::OK, kind));
            let name = file.header("content-disposition");
            assert!(name.ends_with(&format!("-2019-02-15.{format}\"")), "{name}");
        }
    }
    let unknown = manager.get(&district.fill("/plans/{plan}/export/pdf")).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    let before = manager.get(&district.fill("/plans/{plan}/export/csv?as_at=2018-01-01")).await;
    assert_eq!(before.status, StatusCode::NOT_FOUND, "the plan was not there yet");
}

#[tokio::test]
async fn the_csv_and_the_json_hold_every_commitment_as_it_stood() {
    let district = District::new().await;
    let manager = district.visitor(MANAGER).await;
    let update = [("status", "at_risk"), ("note", "=1+1 is late"), ("seen", "0")];
    manager.post(&district.fill("/commitments/{commitment}/updates"), &update).await;
    let csv = manager.get(&district.fill("/plans/{plan}/export/csv")).await.text;
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    let json = manager.get(&district.fill("/plans/{plan}/export/json")).await.text;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let commitments = json["documents"][0]["commitments"].as_array().expect("a list");
    let steps: usize =
        commitments.iter().map(|one| one["milestones"].as_array().map_or(0, Vec::len)).sum();
    assert_eq!(rows.len(), commitments.len() + steps);
    assert!(rows.len() > 20);
    let own = commitments.iter().find(|one| one["id"] == id(&district, "{commitment}"));
    let own = own.expect("the commitment");
    assert_eq!(own["standing"]["status"], "at_risk");
    assert_eq!(own["updates"][0]["note"], "=1+1 is late");
    assert!(csv.contains("'=1+1 is late"), "a spreadsheet would reckon with it");
    let earlier = manager.get(&district.fill("/plans/{plan}/export/json?as_at=2019-02-14")).await;
    assert!(!earlier.text.contains("=1+1 is late"), "it was not known yet");
}
