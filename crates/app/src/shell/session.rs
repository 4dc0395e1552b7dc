//! Who is asking: the session cookie, and the visitor it stands for.

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::response::Response;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use std::convert::Infallible;

use super::answer::{in_address, see_other};
use super::csrf;
use super::scope::Scope;
use crate::signin::store::SignedIn;

/// Someone signed in, for one request.
#[derive(Debug, Clone)]
pub(crate) struct Visitor {
    /// What they may see and do.
    pub(crate) scope: Scope,
    /// The session's own token for forms, as kept; pages carry it masked.
    pub(crate) csrf: String,
    /// The session's row.
    pub(crate) session_id: i64,
    /// Their e-mail address.
    pub(crate) email: String,
    /// Something to be said on every page.
    pub(crate) notice: Option<String>,
}

impl From<Visitor> for SignedIn {
    fn from(visitor: Visitor) -> Self {
        Self {
            scope: visitor.scope,
            csrf_token: visitor.csrf,
            session_id: visitor.session_id,
            email: visitor.email,
        }
    }
}

impl Visitor {
    /// The token for one form of one page.
    #[must_use]
    pub(crate) fn form_token(&self) -> String {
        csrf::mask(&self.csrf)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Response> {
        match parts.extensions.get::<Self>() {
            Some(visitor) => Ok(visitor.clone()),
            None => Err(see_other(&sign_in_address(parts))),
        }
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Option<Self>, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned())
    }
}

/// Where to sign in, and where to go from there: only a page can be gone back to.
fn sign_in_address(parts: &Parts) -> String {
    let asked = parts.uri.path_and_query().map_or("/", |address| address.as_str());
    if parts.method != Method::GET || asked == "/" {
        return "/sign-in".to_owned();
    }
    format!("/sign-in?next={}", in_address(asked))
}

/// Returns `next` when it is an address of our own, and the home page otherwise.
#[must_use]
pub(crate) fn safe_next(next: &str) -> &str {
    let ours = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains('\\')
        && !next.chars().any(char::is_control);
    if ours { next } else { "/" }
}

/// The cookie's name: over TLS one that no other host or plain connection can set.
#[must_use]
pub(crate) fn cookie_name(over_tls: bool) -> &'static str {
    if over_tls { "__Host-bellwether" } else { "bellwether" }
}

/// The session token that a browser sent.
#[must_use]
pub(crate) fn sent_token(headers: &HeaderMap, over_tls: bool) -> Option<String> {
    let jar = CookieJar::from_headers(headers);
    jar.get(cookie_name(over_tls)).map(|cookie| cookie.value().to_owned())
}

/// Makes the browser keep `token` until it is closed; an empty one makes it forget.
pub(crate) fn set_cookie(response: &mut Response, token: &str, over_tls: bool) {
    let mut cookie = Cookie::build((cookie_name(over_tls), token.to_owned()))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(over_tls)
        .build();
    if token.is_empty() {
        cookie.make_removal();
    }
    if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_address_of_our_own_is_gone_to_after_signing_in() {
        for (next, expected) in [
            ("/plans/3?due=overdue", "/plans/3?due=overdue"),
            ("https://elsewhere.example/", "/"),
            ("//elsewhere.example/", "/"),
            ("/\\elsewhere.example", "/"),
            ("/plans\r\nset-cookie: a=b", "/"),
            ("", "/"),
        ] {
            assert_eq!(safe_next(next), expected);
        }
    }

    #[test]
    fn the_cookie_is_out_of_reach_of_scripts_other_sites_and_over_tls_plain_connections() {
        let mut response = Response::default();
        set_cookie(&mut response, "token", true);
        let cookie = response.headers()[header::SET_COOKIE].to_str().unwrap();
        assert_eq!(cookie, "__Host-bellwether=token; HttpOnly; SameSite=Lax; Secure; Path=/");
    }
}
