//! The front door: what happens to every request before and after its handler.

use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

use super::answer::ErrorPage;
use super::session::{self, Visitor};
use super::{csrf, security};
use crate::App;
use crate::shell::errors::AppError;
use crate::signin;
use crate::signin::store::SessionToken;

/// The largest body of an ordinary form; pages that take files say so themselves.
const FORM_BYTES: usize = 64 * 1024;

/// No request may hold a connection for longer; the board paper takes a few seconds at most.
const LONGEST: Duration = Duration::from_secs(30);

/// Puts the front door before `routes`.
pub(crate) fn before(routes: Router<App>, app: App) -> Router {
    routes
        .fallback(|| async { ErrorPage::of(StatusCode::NOT_FOUND) })
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, LONGEST))
        .layer(CatchPanicLayer::custom(|_| {
            tracing::error!("a handler panicked");
            ErrorPage::of(StatusCode::INTERNAL_SERVER_ERROR).into_response()
        }))
        .layer(from_fn_with_state(app.clone(), pass))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(TraceLayer::new_for_http())
        .with_state(app)
}

/// Recognises the visitor, refuses what another site sent, dresses refusals and sets headers.
async fn pass(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let over_tls = app.home.settings.https;
    let token = token_of(&app, &request);
    let visitor = match recognise(&app, token).await {
        Ok(visitor) => visitor,
        Err(error) => return finish(error.into_response(), None, over_tls),
    };
    if let Some(visitor) = &visitor {
        request.extensions_mut().insert(visitor.clone());
    }
    let response = if csrf::comes_from_here(request.method(), request.headers()) {
        next.run(request).await
    } else {
        ErrorPage::of(StatusCode::FORBIDDEN).into_response()
    };
    finish(response, visitor.as_ref(), over_tls)
}

fn token_of(app: &App, request: &Request) -> Option<String> {
    // What everybody may have needs no look at the ledger.
    if request.uri().path().starts_with("/assets/") {
        return None;
    }
    session::sent_token(request.headers(), app.home.settings.https)
}

async fn recognise(app: &App, token: Option<String>) -> Result<Option<Visitor>, AppError> {
    let Some(token) = token else { return Ok(None) };
    let known = signin::store::session(app, &SessionToken(token)).await?;
    Ok(known.map(|known| Visitor {
        scope: known.scope,
        csrf: known.csrf_token,
        session_id: known.session_id,
        email: known.email,
        notice: notice(app),
    }))
}

/// Says that the calendar is not today's, where it is not.
pub(crate) fn notice(app: &App) -> Option<String> {
    app.home.settings.clock_shift_seconds.map(|_| {
        "This is a demonstration: the district is fictional, and its calendar stands where its \
         examples do."
            .to_owned()
    })
}

fn finish(mut response: Response, visitor: Option<&Visitor>, over_tls: bool) -> Response {
    if let Some(page) = refusal(&response) {
        let kept = std::mem::take(response.headers_mut());
        response = page.dress(visitor);
        keep(&kept, response.headers_mut());
    }
    security::set_headers(response.headers_mut(), over_tls);
    response
}

/// The page a refusal is shown as: its own, or, where the framework refused, that of its status.
fn refusal(response: &Response) -> Option<ErrorPage> {
    let own = response.extensions().get::<ErrorPage>().cloned();
    own.or_else(|| {
        let is_page = response
            .headers()
            .get(header::CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
        let status = response.status();
        let failed = status.is_client_error() || status.is_server_error();
        (failed && !is_page).then(|| ErrorPage::of(status))
    })
}

fn keep(from: &HeaderMap, to: &mut HeaderMap) {
    for name in [header::ALLOW, header::RETRY_AFTER, header::SET_COOKIE] {
        if let Some(value) = from.get(&name) {
            to.insert(name, HeaderValue::clone(value));
        }
    }
}
