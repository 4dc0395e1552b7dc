//! Style sheets, script and pictures, embedded, each address carrying a hash of the content.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

/// The design system's files, laid out by `assets/build.sh`.
#[derive(RustEmbed)]
#[folder = "../../assets/built/web"]
struct DesignSystem;

/// Our own.
#[derive(RustEmbed)]
#[folder = "assets"]
struct Own;

/// A browser may keep a file for a year, because another content has another address.
const KEEP: &str = "public, max-age=31536000, immutable";

/// One hash over all files: they refer to each other by relative addresses, so they move together.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut names: Vec<_> = Own::iter().chain(DesignSystem::iter()).collect();
    names.sort();
    let mut hash = Sha256::new();
    for name in names {
        hash.update(name.as_bytes());
        if let Some(file) = find(&name) {
            hash.update(&file.data);
        }
    }
    hex::encode(&hash.finalize()[..6])
});

fn find(name: &str) -> Option<rust_embed::EmbeddedFile> {
    Own::get(name).or_else(|| DesignSystem::get(name))
}

/// How many files of the design system are embedded: none when it was built without them.
pub(crate) fn design_system_files() -> usize {
    DesignSystem::iter().count()
}

/// Returns the address of an embedded file.
#[must_use]
pub(crate) fn url(name: &str) -> String {
    format!("/assets/{}/{name}", *VERSION)
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

/// Serves an embedded file at the address that [`url`] gives.
pub(crate) async fn serve(Path((version, name)): Path<(String, String)>) -> Response {
    match find(&name) {
        Some(file) if version == *VERSION => {
            let headers =
                [(header::CONTENT_TYPE, content_type(&name)), (header::CACHE_CONTROL, KEEP)];
            (headers, file.data.into_owned()).into_response()
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_sheets_name_no_other_host_and_no_restricted_font() {
        for name in ["nhsuk-frontend.css", "app.css"] {
            let file = find(name).expect("embedded");
            let text = String::from_utf8_lossy(&file.data).into_owned();
            for unwanted in ["http://", "https://", "Frutiger", "@font-face", "@import"] {
                assert!(!text.contains(unwanted), "{name} has {unwanted}");
            }
        }
    }

    #[test]
    fn every_picture_the_style_sheet_names_is_embedded() {
        let file = find("nhsuk-frontend.css").expect("embedded");
        let text = String::from_utf8_lossy(&file.data).into_owned();
        let mut names = 0;
        for part in text.split("url(").skip(1) {
            let name = part.split(')').next().unwrap_or_default();
            assert!(find(name).is_some(), "{name} is missing");
            names += 1;
        }
        assert!(names > 0);
    }
}
