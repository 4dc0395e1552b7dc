//! Somebody with a browser: asks for pages, keeps the cookie, sends forms back.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

/// The password of every account in these tests.
pub(crate) const PASSWORD: &str = "correct horse battery";

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    /// A header's text; empty when it is absent.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// A browser, signed in or not.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    router: Router,
    pub(crate) cookie: Option<String>,
}

impl Visitor {
    pub(crate) fn new(router: Router) -> Self {
        Self { router, cookie: None }
    }

    /// Signs in, as the form does.
    pub(crate) async fn signed_in(router: Router, email: &str) -> Self {
        let mut visitor = Self::new(router);
        let answer = visitor.post_as_is("/sign-in", &sign_in_form(email, PASSWORD)).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{email}: {}", answer.text);
        let cookie = answer.header("set-cookie");
        visitor.cookie = cookie.split(';').next().map(str::to_owned);
        visitor
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path), Body::empty()).await
    }

    /// Sends a form without a token.
    pub(crate) async fn post_as_is(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.send(request, Body::from(encoded(fields))).await
    }

    /// Sends a form with the session's token, as a page of ours would.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token().await;
        let mut fields = fields.to_vec();
        fields.push(("csrf", &token));
        self.post_as_is(path, &fields).await
    }

    /// Sends a file, with the session's token.
    pub(crate) async fn upload(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        file: Option<(&str, &[u8])>,
    ) -> Answer {
        const BOUNDARY: &str = "a-boundary-that-no-file-has";
        let token = self.token().await;
        let mut body = Vec::new();
        for (name, value) in fields.iter().chain(&[("csrf", token.as_str())]) {
            body.extend(format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
        }
        if let Some((name, bytes)) = file {
            body.extend(format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\ncontent-type: text/plain\r\n\r\n").bytes());
            body.extend(bytes);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{BOUNDARY}--\r\n").bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, kind)
            .header("sec-fetch-site", "same-origin");
        self.send(request, Body::from(body)).await
    }

    /// The token that a page of ours carries; empty when nobody is signed in.
    pub(crate) async fn token(&self) -> String {
        let page = self.get("/account/password").await.text;
        let value = page.split("name=\"csrf\" value=\"").nth(1);
        value.and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
    }

    pub(crate) async fn send(&self, request: axum::http::request::Builder, body: Body) -> Answer {
        let mut request = request.header(header::HOST, "bellwether.test");
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        let request = request.body(body).expect("a request");
        let answer = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = answer.into_parts();
        let bytes = body.collect().await.expect("a whole body").to_bytes();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status, headers: parts.headers, text }
    }
}

/// The fields of the form that asks for address and password.
pub(crate) fn sign_in_form<'a>(email: &'a str, password: &'a str) -> [(&'a str, &'a str); 2] {
    [("email", email), ("password", password)]
}

fn encoded(fields: &[(&str, &str)]) -> String {
    let escape = |text: &str| -> String {
        text.bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
                byte => format!("%{byte:02X}"),
            })
            .collect()
    };
    let pairs = fields.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value)));
    pairs.collect::<Vec<_>>().join("&")
}
