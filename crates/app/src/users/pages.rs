//! Accounts as a page.

use askama::Template;

use crate::shell::components::{Choice, Problem};
use crate::shell::layout::Layout;

/// An account.
#[derive(Debug, Clone)]
pub(crate) struct UserLine {
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) role: String,
    pub(crate) lead: String,
    pub(crate) organisation: String,
    pub(crate) disabled: bool,
    pub(crate) is_self: bool,
}

/// What was typed for a new account.
#[derive(Debug, Clone, Default)]
pub(crate) struct NewUserText {
    pub(crate) name: String,
    pub(crate) email: String,
}

/// Every account, and a form for a new one.
#[derive(Debug, Template)]
#[template(path = "users/users.html")]
pub(crate) struct UsersPage {
    pub(crate) layout: Layout,
    pub(crate) said: Option<String>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) rows: Vec<UserLine>,
    pub(crate) form: NewUserText,
    pub(crate) roles: Vec<Choice>,
    pub(crate) organisations: Vec<Choice>,
    pub(crate) leads: Vec<Choice>,
}
