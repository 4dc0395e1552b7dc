//! My work over HTTP: answered in one step, many at once, and each refusal in its own row.

use axum::http::StatusCode;

use crate::district::{District, LEAD, MANAGER};

#[tokio::test]
async fn a_row_of_my_work_is_answered_in_one_step_and_a_refused_answer_is_kept() {
    let district = District::new().await;
    let lead = district.visitor(LEAD).await;
    let path = district.fill("/work/{own}");
    let refused = lead.post(&path, &[("status", "off_track"), ("note", ""), ("seen", "0")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("Say why it is worse"), "{}", refused.text);
    assert!(refused.text.contains("value=\"off_track\" selected"), "what was chosen is kept");
    let form = [("status", "off_track"), ("note", "No theatre until May"), ("seen", "0")];
    let posted = lead.post(&path, &form).await;
    assert_eq!(posted.header("location"), district.fill("/work?done={own}"));
    let page = lead.get(posted.header("location")).await.text;
    assert!(page.contains("is posted: off track") && page.contains("No theatre until May"));
}

#[tokio::test]
async fn what_came_new_is_acknowledged_together() {
    let district = District::new().await;
    let lead = district.visitor(LEAD).await;
    let page = lead.get("/work").await.text;
    let ids = page.split("name=\"ids\" value=\"").nth(1).expect("what is new");
    let ids = ids.split('"').next().expect("its rows").to_owned();
    let done = lead.post("/work/acknowledge", &[("ids", &ids)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert!(!lead.get("/work").await.text.contains("name=\"ids\""), "nothing is new any more");
}

/// The fields of the first rows of a sheet, as its form would send them.
fn fields(page: &str, rows: usize) -> Vec<(String, String)> {
    let value = |name: &str| {
        let field = page.split(&format!("name=\"{name}\"")).nth(1).expect(name);
        let value = field.split("value=\"").nth(1).expect("a value");
        value.split('"').next().expect("its end").to_owned()
    };
    let ids = page.split("name=\"seen-").skip(1).take(rows);
    let ids = ids.map(|part| part.split('"').next().expect("a row").to_owned());
    let row = |id: String| {
        let names = ["seen", "was", "progress", "due", "note"].map(|name| format!("{name}-{id}"));
        let was = value(&format!("was-{id}"));
        let status = was.split('|').next().expect("a status").to_owned();
        let mut fields: Vec<(String, String)> =
            names.into_iter().map(|name| (name.clone(), value(&name))).collect();
        fields.push((format!("status-{id}"), status));
        fields
    };
    ids.flat_map(row).collect()
}

fn set(fields: &mut [(String, String)], name: &str, row: usize, value: &str) {
    let mut found = fields.iter_mut().filter(|(field, _)| field.starts_with(name));
    value.clone_into(&mut found.nth(row).expect(name).1);
}

#[tokio::test]
async fn a_sheet_keeps_the_good_rows_and_puts_the_others_back_as_they_were_entered() {
    let district = District::new().await;
    let manager = district.visitor(MANAGER).await;
    let plan = district.fill("{plan}");
    let page = manager.get(&format!("/work/grid?plan={plan}")).await.text;
    let mut form = fields(&page, 4);
    set(&mut form, "status-", 0, "on_track");
    set(&mut form, "note-", 0, "half of it is there");
    set(&mut form, "progress-", 0, "50");
    set(&mut form, "status-", 1, "at_risk");
    set(&mut form, "due-", 2, "when it is done");
    set(&mut form, "note-", 2, "nobody knows");
    form.push(("plan".to_owned(), plan.clone()));
    form.push(("page".to_owned(), "1".to_owned()));
    let sent: Vec<(&str, &str)> =
        form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let answer = manager.post("/work/grid", &sent).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for part in [
        "1 update is posted.",
        "half of it is there",
        "Say why it is worse",
        "value=\"when it is done\"",
        "value=\"nobody knows\"",
        "cannot be read as a due date",
    ] {
        assert!(answer.text.contains(part), "{part} is missing: {}", answer.text);
    }
    let again = manager.post("/work/grid", &sent).await.text;
    assert!(again.contains("changed while you were editing"), "a row saved meanwhile is not lost");
}

#[tokio::test]
async fn a_due_date_moved_by_an_update_is_shown_back_and_stays_moved_in_the_plan() {
    let district = District::new().await;
    let lead = district.visitor(LEAD).await;
    let page = district.fill("/commitments/{own}");
    let form = [
        ("status", "on_track"),
        ("note", "The builder is late"),
        ("due", "end of June 2020"),
        ("progress", "40"),
        ("seen", "0"),
    ];
    let posted = lead.post(&format!("{page}/updates"), &form).await;
    assert_eq!(posted.header("location"), format!("{page}?done=moved"));
    let shown = lead.get(posted.header("location")).await.text;
    for part in ["due by 30 June 2020", "end of June 2020", "moved once, first due", "40% done"] {
        assert!(shown.contains(part), "{part} is missing: {shown}");
    }
    let plan = lead.get(&district.fill("/plans/{plan}")).await.text;
    assert!(plan.contains("moved once, first due"));
}
