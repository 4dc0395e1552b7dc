//! Signing in and out, and changing one's password.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, Form};
use serde::Deserialize;

use super::pages::{PasswordPage, SignInPage};
use super::store::SignInError;
use super::{accounts, rules, store};
use crate::App;
use crate::shell::answer::{self, ErrorPage, Page};
use crate::shell::components::Problem;
use crate::shell::csrf::{CheckedForm, Guarded};
use crate::shell::errors::AppError;
use crate::shell::layout::Layout;
use crate::shell::routes::Routes;
use crate::shell::session::{self, Visitor};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/sign-in", ask)
        .post("/sign-in", sign_in)
        .post("/sign-out", sign_out)
        .get("/account/password", ask_password)
        .post("/account/password", change_password)
}

#[derive(Debug, Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

async fn ask(visitor: Option<Visitor>, Query(Next { next }): Query<Next>) -> Response {
    match visitor {
        Some(_) => answer::see_other(session::safe_next(&next)),
        None => answer::page(&sign_in_page("", &next, Vec::new())).into_response(),
    }
}

#[derive(Deserialize)]
struct Credentials {
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

async fn sign_in(
    State(app): State<App>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    Form(sent): Form<Credentials>,
) -> Result<Response, AppError> {
    let https = app.home.settings.https;
    let address = address_of(&headers, peer.map(|Extension(ConnectInfo(peer))| peer.ip()), https);
    match store::sign_in(&app, &sent.email, &sent.password, address).await {
        Ok(token) => {
            let mut response = answer::see_other(session::safe_next(&sent.next));
            session::set_cookie(&mut response, &token.0, https);
            Ok(response)
        }
        Err(SignInError::Wrong) => {
            let message = "Enter an email address and password that go together".to_owned();
            let problems = vec![Problem { field: "email", message }];
            answer::refused(&sign_in_page(&sent.email, &sent.next, problems))
        }
        Err(SignInError::TooMany { seconds }) => Ok(too_many(seconds)),
        Err(SignInError::Internal(error)) => Err(AppError::Internal(error)),
    }
}

fn sign_in_page(email: &str, next: &str, problems: Vec<Problem>) -> SignInPage {
    let layout = Layout::outside("Sign in").with_problem(!problems.is_empty());
    SignInPage { layout, email: email.to_owned(), next: next.to_owned(), problems }
}

/// Where an attempt comes from; behind a proxy the last address it was told, which is the one that
/// the proxy itself wrote.
fn address_of(headers: &HeaderMap, peer: Option<IpAddr>, behind_proxy: bool) -> Option<IpAddr> {
    let told = || {
        let list = headers.get("x-forwarded-for")?.to_str().ok()?;
        list.rsplit(',').next()?.trim().parse().ok()
    };
    if behind_proxy { told().or(peer) } else { peer }
}

fn too_many(seconds: u64) -> Response {
    let words = format!("Wait {seconds} seconds, then try again.");
    let mut response = ErrorPage::saying(StatusCode::TOO_MANY_REQUESTS, words).into_response();
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

#[derive(Deserialize)]
struct NothingElse {
    #[serde(default)]
    csrf: String,
}

impl Guarded for NothingElse {
    fn csrf(&self) -> &str {
        &self.csrf
    }
}

async fn sign_out(
    State(app): State<App>,
    CheckedForm(visitor, _): CheckedForm<NothingElse>,
) -> Result<Response, AppError> {
    store::sign_out(&app, &visitor.into()).await?;
    let mut response = answer::see_other("/sign-in");
    session::set_cookie(&mut response, "", app.home.settings.https);
    Ok(response)
}

#[derive(Deserialize)]
struct Said {
    done: Option<String>,
}

async fn ask_password(visitor: Visitor, Query(said): Query<Said>) -> Page {
    let said = said.done.map(|_| "Your password is changed.".to_owned());
    answer::page(&password_page(&visitor, said, Vec::new()))
}

#[derive(Deserialize)]
struct NewPassword {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    current: String,
    #[serde(default)]
    new: String,
}

impl Guarded for NewPassword {
    fn csrf(&self) -> &str {
        &self.csrf
    }
}

async fn change_password(
    State(app): State<App>,
    CheckedForm(visitor, sent): CheckedForm<NewPassword>,
) -> Result<Response, AppError> {
    let (scope, session) = (&visitor.scope, visitor.session_id);
    match accounts::change_password(&app, scope, session, &sent.current, &sent.new).await {
        Ok(()) => Ok(answer::see_other("/account/password?done=yes")),
        Err(AppError::Invalid(message)) => {
            let field = if message.contains("current") { "current" } else { "new" };
            let problems = vec![Problem { field, message }];
            answer::refused(&password_page(&visitor, None, problems))
        }
        Err(error) => Err(error),
    }
}

fn password_page(visitor: &Visitor, said: Option<String>, problems: Vec<Problem>) -> PasswordPage {
    let layout = Layout::inside(visitor, "Change your password", "");
    PasswordPage {
        layout: layout.with_problem(!problems.is_empty()),
        email: visitor.email.clone(),
        shortest: rules::SHORTEST_PASSWORD,
        said,
        problems,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_told_by_anyone_but_the_proxy_is_not_believed() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", HeaderValue::from_static("192.0.2.1, 192.0.2.7"));
        let peer: Option<IpAddr> = "127.0.0.1".parse().ok();
        let check = |behind_proxy: bool, expected: &str| {
            let found = address_of(&headers, peer, behind_proxy);
            assert_eq!(found, expected.parse().ok(), "{behind_proxy}");
        };
        check(false, "127.0.0.1");
        check(true, "192.0.2.7");
    }
}
