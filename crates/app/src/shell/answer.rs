//! Answers: a page rendered, and errors as pages in the same dress.

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use super::errors::AppError;
use super::layout::Layout;
use super::session::Visitor;

/// What a handler that shows a page returns.
pub(crate) type Page = Result<Html<String>, AppError>;

/// Renders a page.
///
/// # Errors
///
/// Returns an error when the template refuses its own data, which its test would have shown.
pub(crate) fn page(template: &impl Template) -> Page {
    Ok(Html(template.render().map_err(anyhow::Error::from)?))
}

/// A page whose form has to be put right: the same page, said to be a refusal.
///
/// # Errors
///
/// As [`page`].
pub(crate) fn refused(template: &impl Template) -> Result<Response, AppError> {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(template)?).into_response())
}

/// Sends the browser to another page, after something was done.
#[must_use]
pub(crate) fn see_other(address: &str) -> Response {
    match HeaderValue::from_str(address) {
        Ok(address) => (StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response(),
        Err(_) => ErrorPage::of(StatusCode::NOT_FOUND).into_response(),
    }
}

/// An answer with a file to keep.
#[must_use]
pub(crate) fn download(content_type: &'static str, file_name: &str, bytes: Vec<u8>) -> Response {
    let plain: String =
        file_name
            .chars()
            .map(|letter| {
                if letter.is_ascii_alphanumeric() || "-_.".contains(letter) { letter } else { '-' }
            })
            .collect();
    let disposition = format!("attachment; filename=\"{plain}\"");
    let headers = [
        (header::CONTENT_TYPE, content_type.to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    (headers, bytes).into_response()
}

/// A refusal on its way out: dressed as a page once the visitor is known.
#[derive(Debug, Clone)]
pub(crate) struct ErrorPage {
    status: StatusCode,
    message: String,
}

#[derive(Template)]
#[template(path = "shell/error.html")]
pub(crate) struct ErrorTemplate {
    pub(crate) layout: Layout,
    pub(crate) heading: &'static str,
    pub(crate) message: String,
}

impl ErrorPage {
    /// The page of a status, in its usual words.
    #[must_use]
    pub(crate) fn of(status: StatusCode) -> Self {
        Self { status, message: usual_words(status).1.to_owned() }
    }

    /// The page of a status, in words of its own.
    #[must_use]
    pub(crate) fn saying(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: sentence(&message.into()) }
    }

    /// Dresses the refusal for a visitor, or for nobody in particular.
    #[must_use]
    pub(crate) fn dress(&self, visitor: Option<&Visitor>) -> Response {
        let heading = usual_words(self.status).0;
        let layout = match visitor {
            Some(visitor) => Layout::inside(visitor, heading, ""),
            None => Layout::outside(heading),
        };
        let template = ErrorTemplate { layout, heading, message: self.message.clone() };
        let body = template.render().unwrap_or_else(|_| heading.to_owned());
        (self.status, Html(body)).into_response()
    }
}

impl IntoResponse for ErrorPage {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.message.clone()).into_response();
        response.extensions_mut().insert(self);
        response
    }
}

fn usual_words(status: StatusCode) -> (&'static str, &'static str) {
    match status {
        StatusCode::NOT_FOUND => (
            "Page not found",
            "Check the address. If it is right, what it names does not exist or is not yours to see.",
        ),
        StatusCode::FORBIDDEN => {
            ("You cannot do this", "Your role does not allow it. Ask your administrator.")
        }
        StatusCode::METHOD_NOT_ALLOWED => {
            ("This cannot be done here", "Go back and use the form on the page.")
        }
        StatusCode::PAYLOAD_TOO_LARGE => {
            ("The file is too large", "Split it into smaller files and send them one by one.")
        }
        StatusCode::TOO_MANY_REQUESTS => ("Too many attempts", "Wait a minute, then try again."),
        StatusCode::REQUEST_TIMEOUT | StatusCode::SERVICE_UNAVAILABLE => {
            ("This took too long", "Try again in a minute.")
        }
        status if status.is_client_error() => {
            ("This could not be read", "Go back, check what you entered and send it again.")
        }
        _ => (
            "Sorry, something went wrong",
            "What you entered may not have been kept. Try again; if it happens again, tell your administrator when it happened.",
        ),
    }
}

/// Writes text into an address, such as after `?next=`.
#[must_use]
pub(crate) fn in_address(text: &str) -> String {
    askama::filters::urlencode_strict(text)
        .map_or_else(|never| match never {}, |text| text.to_string())
}

/// Makes a sentence of words that an error is made of: a capital before, a full stop behind.
#[must_use]
pub(crate) fn sentence(words: &str) -> String {
    let mut letters = words.trim().chars();
    let Some(first) = letters.next() else { return String::new() };
    let stop = if words.trim_end().ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{}{}{stop}", first.to_uppercase(), letters.as_str())
}
