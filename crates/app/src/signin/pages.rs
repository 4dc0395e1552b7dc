//! Pages for signing in and changing one's password.

use askama::Template;

use crate::shell::components::Problem;
use crate::shell::layout::Layout;

/// The page that asks for address and password.
#[derive(Debug, Template)]
#[template(path = "signin/sign_in.html")]
pub(crate) struct SignInPage {
    pub(crate) layout: Layout,
    pub(crate) email: String,
    pub(crate) next: String,
    pub(crate) problems: Vec<Problem>,
}

/// The page on which one changes one's own password.
#[derive(Debug, Template)]
#[template(path = "signin/password.html")]
pub(crate) struct PasswordPage {
    pub(crate) layout: Layout,
    pub(crate) email: String,
    pub(crate) shortest: usize,
    pub(crate) said: Option<String>,
    pub(crate) problems: Vec<Problem>,
}
