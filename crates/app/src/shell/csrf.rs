//! Forms that only our own pages can send: a token of the session, and where the request comes from.

use std::collections::BTreeMap;

use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::{Form, RequestExt as _};
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::answer::ErrorPage;
use super::errors::AppError;
use super::session::Visitor;

const TOKEN_BYTES: usize = 32;

/// As much of a file as is kept in memory, in bytes: the largest document that is read.
pub(crate) const MOST_KEPT: usize = bellwether_plan::source::LARGEST_DOCUMENT;

const STALE: &str = "This form was not sent from a page of this session. Go back, reload the page \
                     and send it again.";

/// Masks a session's token with fresh noise, so that compressing a page does not give it away.
#[must_use]
pub(crate) fn mask(token: &str) -> String {
    let noise: [u8; TOKEN_BYTES] = rand::random();
    let token = digest(token);
    let masked: Vec<u8> = noise.iter().zip(token).map(|(noise, byte)| noise ^ byte).collect();
    format!("{}{}", hex::encode(noise), hex::encode(masked))
}

/// Whether `sent` is a mask of the session's token.
#[must_use]
pub(crate) fn matches(token: &str, sent: &str) -> bool {
    let Ok(bytes) = hex::decode(sent) else { return false };
    if bytes.len() != 2 * TOKEN_BYTES {
        return false;
    }
    let (noise, masked) = bytes.split_at(TOKEN_BYTES);
    let shown: Vec<u8> = noise.iter().zip(masked).map(|(noise, byte)| noise ^ byte).collect();
    shown.ct_eq(&digest(token)).into()
}

/// A token of any length as a fixed number of bytes.
fn digest(token: &str) -> [u8; TOKEN_BYTES] {
    Sha256::digest(token.as_bytes()).into()
}

/// Whether a request that changes something comes from a page of ours, as far as the browser says.
#[must_use]
pub(crate) fn comes_from_here(method: &Method, headers: &HeaderMap) -> bool {
    if method.is_safe() {
        return true;
    }
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match (text(header::ORIGIN.as_str()), text(header::HOST.as_str())) {
        (Some(origin), Some(host)) => {
            origin.split_once("://").is_some_and(|(_, place)| place == host)
        }
        (Some(_), None) => false,
        (None, _) => true,
    }
}

/// A form's fields, among them the token.
pub(crate) trait Guarded: DeserializeOwned {
    /// The token as sent; empty when there was none.
    fn csrf(&self) -> &str;
}

/// A form sent by someone signed in, its token checked.
#[derive(Debug)]
pub(crate) struct CheckedForm<T>(pub(crate) Visitor, pub(crate) T);

impl<T: Guarded, S: Send + Sync> FromRequest<S> for CheckedForm<T> {
    type Rejection = Response;

    async fn from_request(mut request: Request, state: &S) -> Result<Self, Response> {
        let visitor: Visitor = request.extract_parts().await?;
        let Form(fields) = Form::<T>::from_request(request, state).await.map_err(|rejection| {
            unreadable(rejection.status(), &rejection.body_text()).into_response()
        })?;
        if !matches(&visitor.csrf, fields.csrf()) {
            return Err(AppError::Forbidden(STALE).into_response());
        }
        Ok(Self(visitor, fields))
    }
}

/// A form with a file, sent by someone signed in, its token checked.
#[derive(Debug)]
pub(crate) struct CheckedUpload {
    /// Who sent it.
    pub(crate) visitor: Visitor,
    /// The fields that are no file.
    pub(crate) fields: BTreeMap<String, String>,
    /// Name, without its folder, and bytes; none when no file was chosen. Of a file larger than
    /// [`MOST_KEPT`] bytes one byte more is kept, and the rest is let go as it comes in.
    pub(crate) file: Option<(String, Vec<u8>)>,
}

impl CheckedUpload {
    /// A field's text; empty when it was not sent.
    #[must_use]
    pub(crate) fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }
}

impl<S: Send + Sync> FromRequest<S> for CheckedUpload {
    type Rejection = Response;

    async fn from_request(mut request: Request, state: &S) -> Result<Self, Response> {
        let visitor: Visitor = request.extract_parts().await?;
        let parts = Multipart::from_request(request, state).await.map_err(|rejection| {
            unreadable(rejection.status(), &rejection.body_text()).into_response()
        })?;
        let (fields, file) = read_parts(parts)
            .await
            .map_err(|error| unreadable(error.status(), &error.body_text()).into_response())?;
        let upload = Self { visitor, fields, file };
        if !matches(&upload.visitor.csrf, upload.field("csrf")) {
            return Err(AppError::Forbidden(STALE).into_response());
        }
        Ok(upload)
    }
}

type Parts = (BTreeMap<String, String>, Option<(String, Vec<u8>)>);

async fn read_parts(mut parts: Multipart) -> Result<Parts, MultipartError> {
    let (mut fields, mut file) = (BTreeMap::new(), None);
    while let Some(mut part) = parts.next_field().await? {
        let name = part.name().unwrap_or_default().to_owned();
        match part.file_name().map(base_name) {
            Some(file_name) if !file_name.is_empty() => {
                let mut bytes = Vec::new();
                while let Some(chunk) = part.chunk().await? {
                    let room = (MOST_KEPT + 1).saturating_sub(bytes.len());
                    bytes.extend_from_slice(&chunk[..chunk.len().min(room)]);
                }
                file = Some((file_name, bytes));
            }
            Some(_) => {}
            None => {
                fields.insert(name, part.text().await?);
            }
        }
    }
    Ok((fields, file))
}

fn base_name(path: &str) -> String {
    path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned()
}

fn unreadable(status: StatusCode, why: &str) -> ErrorPage {
    tracing::debug!(%status, why, "a form could not be read");
    ErrorPage::of(status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_token_matches_its_own_session_only_and_never_looks_the_same_twice() {
        let (first, second) = (mask("a session"), mask("a session"));
        assert_ne!(first, second);
        assert!(matches("a session", &first) && matches("a session", &second));
        assert!(!matches("another session", &first));
        for wrong in ["", "00", "no hexadecimal", &"00".repeat(64)] {
            assert!(!matches("a session", wrong), "{wrong}");
        }
    }

    #[test]
    fn a_change_asked_for_by_another_site_is_refused() {
        let check = |headers: &[(&'static str, &'static str)], expected: bool| {
            let map = headers
                .iter()
                .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
                .collect::<HeaderMap>();
            assert_eq!(comes_from_here(&Method::POST, &map), expected, "{headers:?}");
            assert!(comes_from_here(&Method::GET, &map));
        };
        check(&[("sec-fetch-site", "same-origin")], true);
        check(&[("sec-fetch-site", "cross-site")], false);
        check(&[("sec-fetch-site", "same-site")], false);
        check(&[("origin", "https://here.example"), ("host", "here.example")], true);
        check(&[("origin", "https://there.example"), ("host", "here.example")], false);
        check(&[("origin", "null"), ("host", "here.example")], false);
        check(&[("host", "here.example")], true);
    }

    #[test]
    fn a_file_is_known_by_its_name_without_its_folder() {
        assert_eq!(base_name("C:\\data\\figures.csv"), "figures.csv");
        assert_eq!(base_name("../../figures.csv"), "figures.csv");
    }
}
