//! Every route, tried by every role: what each may do, and that no route is forgotten.

use std::collections::BTreeSet;

use axum::http::Method;

use crate::district::{District, PEOPLE};
use crate::visitor::Visitor;

/// A route with what anybody gets who tries it.
///
/// The answers are those of somebody not signed in, then of a viewer, a lead, a board member, a
/// performance manager and an administrator of the district, then of a performance manager of
/// another organisation.
struct Try {
    method: Method,
    route: &'static str,
    path: &'static str,
    send: Send,
    answers: [u16; 7],
}

/// What is sent along.
#[derive(Clone, Copy)]
enum Send {
    Nothing,
    Form(&'static [(&'static str, &'static str)]),
    File,
}

const fn get(route: &'static str, path: &'static str, answers: [u16; 7]) -> Try {
    Try { method: Method::GET, route, path, send: Send::Nothing, answers }
}

const fn post(route: &'static str, path: &'static str, send: Send, answers: [u16; 7]) -> Try {
    Try { method: Method::POST, route, path, send, answers }
}

/// Everybody who is signed in.
const ALL: [u16; 7] = [303, 200, 200, 200, 200, 200, 200];
/// Those of the district; it looks to the other as if it did not exist.
const OWN: [u16; 7] = [303, 200, 200, 200, 200, 200, 404];
/// Administrators and performance managers.
const MANAGERS: [u16; 7] = [303, 403, 403, 403, 200, 200, 200];
/// Administrators and performance managers of the district; to the other it does not exist.
const REVIEWERS: [u16; 7] = [303, 403, 403, 403, 200, 200, 404];
/// Administrators.
const ADMINISTRATORS: [u16; 7] = [303, 403, 403, 403, 403, 200, 403];

const NEW_USER: Send = Send::Form(&[
    ("name", "New"),
    ("email", "not an address"),
    ("role", "viewer"),
    ("organisation", "NM1"),
    ("password", "correct horse battery"),
]);

/// Every route. `{plan}`, `{commitment}` and so on stand for rows of the seeded district.
const TRIES: &[Try] = &[
    get("/health", "/health", [200; 7]),
    get("/assets/{version}/{*name}", "/assets/0/app.css", [404; 7]),
    get("/sign-in", "/sign-in", [200, 303, 303, 303, 303, 303, 303]),
    post("/sign-in", "/sign-in", Send::Form(&[("email", "x@y"), ("password", "z")]), [422; 7]),
    get("/account/password", "/account/password", ALL),
    post(
        "/account/password",
        "/account/password",
        Send::Form(&[("current", "correct horse battery"), ("new", "short")]),
        [303, 422, 422, 422, 422, 422, 422],
    ),
    get("/", "/", ALL),
    get("/signals", "/signals", ALL),
    get("/plans", "/plans", ALL),
    get("/plans/{id}", "/plans/{plan}", OWN),
    get("/plans/{id}", "/plans/999999", [303, 404, 404, 404, 404, 404, 404]),
    get("/plans/{id}/editions", "/plans/{plan}/editions", OWN),
    post(
        "/plans/{id}/editions",
        "/plans/{plan}/editions",
        Send::File,
        [303, 403, 403, 403, 422, 422, 404],
    ),
    get("/drafts/{id}/changes", "/drafts/999999/changes", [303, 403, 403, 403, 404, 404, 404]),
    post(
        "/drafts/{id}/changes",
        "/drafts/999999/changes",
        Send::Form(&[("act", "group"), ("group", "added")]),
        [303, 403, 403, 403, 404, 404, 404],
    ),
    get("/plans/{id}/pledges", "/plans/{plan}/pledges", OWN),
    get("/plans/{id}/objectives", "/plans/{plan}/objectives?year=2018/19", OWN),
    get("/plans/{id}/quarters", "/plans/{plan}/quarters", OWN),
    get("/plans/{id}/place", "/plans/{plan}/place", [303, 403, 403, 403, 200, 200, 404]),
    post(
        "/plans/{id}/place",
        "/plans/{plan}/place",
        Send::Form(&[("kind", "no such kind")]),
        [303, 403, 403, 403, 422, 422, 404],
    ),
    get("/plans/import", "/plans/import", MANAGERS),
    post("/plans/import", "/plans/import", Send::File, [303, 403, 403, 403, 422, 422, 404]),
    get("/drafts", "/drafts", MANAGERS),
    get("/drafts/{id}", "/drafts/{draft}", REVIEWERS),
    get("/drafts/{id}", "/drafts/999999", [303, 403, 403, 403, 404, 404, 404]),
    post(
        "/drafts/{id}/rows/{row}",
        "/drafts/{draft}/rows/{row}",
        Send::Form(&[("do", "discard"), ("reason", "")]),
        [303, 403, 403, 403, 422, 422, 404],
    ),
    get("/drafts/{id}/rows/{row}/edit", "/drafts/{draft}/rows/{row}/edit", REVIEWERS),
    post(
        "/drafts/{id}/rows/{row}/edit",
        "/drafts/{draft}/rows/{row}/edit",
        Send::Form(&[("text", "")]),
        [303, 403, 403, 403, 422, 422, 404],
    ),
    get("/drafts/{id}/rows/{row}/split", "/drafts/{draft}/rows/{row}/split", REVIEWERS),
    post(
        "/drafts/{id}/rows/{row}/split",
        "/drafts/{draft}/rows/{row}/split",
        Send::Form(&[("at", "0")]),
        [303, 403, 403, 403, 422, 422, 404],
    ),
    post(
        "/drafts/{id}/accept",
        "/drafts/{draft}/accept",
        Send::Form(&[("seen", "999999:0")]),
        [303, 403, 403, 403, 303, 303, 404],
    ),
    get("/drafts/{id}/leads", "/drafts/{draft}/leads", REVIEWERS),
    post(
        "/drafts/{id}/leads",
        "/drafts/{draft}/leads",
        Send::Form(&[]),
        [303, 403, 403, 403, 303, 303, 404],
    ),
    post(
        "/drafts/{id}/edition",
        "/drafts/{draft}/edition",
        Send::Form(&[("plan", "999999")]),
        [303, 403, 403, 403, 404, 404, 404],
    ),
    post(
        "/drafts/{id}/finish",
        "/drafts/{draft}/finish",
        Send::Form(&[]),
        [303, 403, 403, 403, 422, 422, 404],
    ),
    get("/commitments/{id}", "/commitments/{commitment}", OWN),
    post(
        "/commitments/{id}/updates",
        "/commitments/{commitment}/updates",
        Send::Form(&[("status", "on_track"), ("note", "x"), ("seen", "999999")]),
        [303, 403, 403, 403, 422, 422, 404],
    ),
    post(
        "/commitments/{id}/leads",
        "/commitments/{commitment}/leads",
        Send::Form(&[("what", "accountable"), ("to_post", "0")]),
        [303, 403, 403, 403, 422, 422, 404],
    ),
    post(
        "/commitments/{id}/acknowledge",
        "/commitments/{commitment}/acknowledge",
        Send::Form(&[]),
        [303, 403, 403, 403, 403, 403, 404],
    ),
    post(
        "/commitments/{id}/links",
        "/commitments/{commitment}/links",
        Send::Form(&[("commitment", "9.99")]),
        [303, 403, 403, 403, 422, 422, 404],
    ),
    post(
        "/commitments/{id}/links/remove",
        "/commitments/{commitment}/links/remove",
        Send::Form(&[("which", "0")]),
        [303, 403, 403, 403, 404, 404, 404],
    ),
    post(
        "/commitments/{id}/dependencies",
        "/commitments/{commitment}/dependencies",
        Send::Form(&[("on", "9.99"), ("kind", "after")]),
        [303, 403, 403, 403, 422, 422, 404],
    ),
    post(
        "/commitments/{id}/dependencies/remove",
        "/commitments/{commitment}/dependencies/remove",
        Send::Form(&[("which", "0")]),
        [303, 403, 403, 403, 404, 404, 404],
    ),
    get("/work", "/work", ALL),
    post("/work/acknowledge", "/work/acknowledge", Send::Form(&[("ids", "")]), [303; 7]),
    post(
        "/work/{id}",
        "/work/{commitment}",
        Send::Form(&[("status", "on_track"), ("note", "x"), ("seen", "999999")]),
        [303, 403, 403, 403, 422, 422, 404],
    ),
    get("/work/grid", "/work/grid", ALL),
    get("/work/grid", "/work/grid?plan={plan}", [303, 403, 403, 403, 200, 200, 404]),
    post(
        "/work/grid",
        "/work/grid",
        Send::Form(&[("plan", "{plan}"), ("page", "1")]),
        [303, 404, 404, 404, 404, 404, 404],
    ),
    get("/plans/export/{format}", "/plans/export/csv", ALL),
    get("/plans/{id}/export/{format}", "/plans/{plan}/export/json", OWN),
    get("/plans/{id}/sheet", "/plans/{plan}/sheet", [303, 403, 200, 403, 200, 200, 404]),
    post(
        "/plans/{id}/sheet",
        "/plans/{plan}/sheet",
        Send::File,
        [303, 403, 422, 403, 422, 422, 404],
    ),
    post(
        "/plans/{id}/sheet/apply",
        "/plans/{plan}/sheet/apply",
        Send::Form(&[("rows", "no rows")]),
        [303, 403, 422, 403, 422, 422, 404],
    ),
    get("/plans/{id}/publication", "/plans/{plan}/publication", OWN),
    post(
        "/plans/{id}/publication",
        "/plans/{plan}/publication",
        Send::Form(&[("public", "no")]),
        [303, 403, 403, 403, 303, 303, 404],
    ),
    get("/public", "/public", [200; 7]),
    get("/public/plans/{id}", "/public/plans/{plan}", [404; 7]),
    get("/account/calendar", "/account/calendar", ALL),
    post(
        "/account/calendar",
        "/account/calendar",
        Send::Form(&[("plan", "999999")]),
        [303, 404, 404, 404, 404, 404, 404],
    ),
    post(
        "/account/calendar/end",
        "/account/calendar/end",
        Send::Form(&[("feed", "999999")]),
        [303, 404, 404, 404, 404, 404, 404],
    ),
    get("/calendar/{token}", "/calendar/none.ics", [404; 7]),
    get("/indicators", "/indicators", ALL),
    get("/indicators", "/indicators?organisation=NM1", OWN),
    get("/indicators", "/indicators?organisation=PUB", ALL),
    get("/indicators/{code}", "/indicators/{indicator}?organisation=NM1", OWN),
    get(
        "/indicators/{code}",
        "/indicators/NONE?organisation=NM1",
        [303, 404, 404, 404, 404, 404, 404],
    ),
    get("/organisations", "/organisations", ALL),
    get("/organisations/{code}", "/organisations/NM1", OWN),
    get("/organisations/{code}", "/organisations/PUB", ALL),
    get("/organisations", "/organisations?find=pub", ALL),
    get("/flows", "/flows", ALL),
    get("/flows", "/flows?flow=FIGURES&state=missing&sender=NM1&page=9", ALL),
    get("/flows/{code}", "/flows/FIGURES", ALL),
    get("/flows/{code}", "/flows/NONE", [303, 404, 404, 404, 404, 404, 404]),
    get("/papers", "/papers", ALL),
    get(
        "/papers/board.pdf",
        "/papers/board.pdf?organisation=NM1&as_at=2019-02-14",
        [303, 403, 200, 200, 200, 200, 404],
    ),
    get("/figures/load", "/figures/load", MANAGERS),
    post("/figures/load", "/figures/load", Send::File, [303, 403, 403, 403, 422, 422, 422]),
    post(
        "/figures/rejected.csv",
        "/figures/rejected.csv",
        Send::Form(&[("file_name", "x.csv"), ("rows", "a,b")]),
        MANAGERS,
    ),
    get("/plans/{id}/meetings", "/plans/{plan}/meetings", OWN),
    post(
        "/plans/{id}/meetings",
        "/plans/{plan}/meetings",
        Send::Form(&[("title", "Review"), ("from", "soon")]),
        [303, 403, 403, 403, 422, 422, 404],
    ),
    get("/meetings/{id}", "/meetings/999999", [303, 404, 404, 404, 404, 404, 404]),
    get(
        "/meetings/{id}/paper.pdf",
        "/meetings/999999/paper.pdf",
        [303, 404, 404, 404, 404, 404, 404],
    ),
    post(
        "/meetings/{id}/decisions",
        "/meetings/999999/decisions",
        Send::Form(&[("decision", "keep"), ("status", "on_track"), ("words", "x")]),
        [303, 404, 404, 404, 404, 404, 404],
    ),
    post(
        "/meetings/{id}/close",
        "/meetings/999999/close",
        Send::Form(&[("conclusion", "x")]),
        [303, 404, 404, 404, 404, 404, 404],
    ),
    get("/reminders", "/reminders", MANAGERS),
    get(
        "/reminders/messages/{id}",
        "/reminders/messages/999999",
        [303, 403, 403, 403, 404, 404, 404],
    ),
    get("/plans/{id}/reminders", "/plans/{plan}/reminders", [303, 403, 403, 403, 200, 200, 404]),
    post(
        "/plans/{id}/reminders",
        "/plans/{plan}/reminders",
        Send::Form(&[("days_before", "soon"), ("rhythm", "monthly")]),
        [303, 403, 403, 403, 422, 422, 404],
    ),
    get("/audit", "/audit?verify=yes", MANAGERS),
    get("/users", "/users", ADMINISTRATORS),
    post("/users", "/users", NEW_USER, [303, 403, 403, 403, 403, 422, 403]),
    post(
        "/users/close",
        "/users/close",
        Send::Form(&[("email", "nobody@example.org"), ("closed", "yes")]),
        [303, 403, 403, 403, 403, 422, 403],
    ),
    post("/sign-out", "/sign-out", Send::Form(&[]), [303; 7]),
];

#[tokio::test]
async fn every_role_gets_from_every_route_what_it_may_have() {
    let district = District::new().await;
    let mut visitors = vec![district.anybody()];
    for (email, ..) in PEOPLE {
        visitors.push(district.visitor(email).await);
    }
    let mut wrong = Vec::new();
    for attempt in TRIES {
        for (visitor, expected) in visitors.iter().zip(attempt.answers).rev() {
            let found = answer(&district, visitor, attempt).await;
            if found != expected {
                let who = visitors.iter().position(|other| other.cookie == visitor.cookie);
                let path = attempt.path;
                wrong
                    .push(format!("{} {path} by {who:?}: {found}, not {expected}", attempt.method));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

async fn answer(district: &District, visitor: &Visitor, attempt: &Try) -> u16 {
    let path = district.fill(attempt.path);
    let answer = match attempt.send {
        Send::Nothing => visitor.get(&path).await,
        Send::Form(fields) => visitor.post(&path, fields).await,
        Send::File => {
            let file = ("plan.txt", &b"no plan and no figures"[..]);
            visitor.upload(&path, &[("organisation", "NM1")], Some(file)).await
        }
    };
    answer.status.as_u16()
}

#[test]
fn no_route_is_missing_from_the_table() {
    let tried: BTreeSet<(String, &str)> =
        TRIES.iter().map(|attempt| (attempt.method.to_string(), attempt.route)).collect();
    let known: BTreeSet<(String, &str)> = bellwether_app::route_list()
        .into_iter()
        .map(|(method, path)| (method.to_owned(), path))
        .collect();
    assert_eq!(known, tried, "left: what the application has; right: what this table tries");
}
