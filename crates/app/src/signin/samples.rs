//! Sample data for signing in.

use super::pages::{PasswordPage, SignInPage};
use crate::shell::layout::Layout;
use crate::shell::samples::problem;
use crate::shell::templates_tests::Sample;

impl Sample for SignInPage {
    fn samples() -> Vec<Self> {
        let page = |problems| Self {
            layout: Layout::outside("Sign in"),
            email: "a@example.org".to_owned(),
            next: "/plans".to_owned(),
            problems,
        };
        vec![page(Vec::new()), page(vec![problem("email")])]
    }
}

impl Sample for PasswordPage {
    fn samples() -> Vec<Self> {
        let page = |problems, said| Self {
            layout: Layout::sample("Change your password"),
            email: "a@example.org".to_owned(),
            shortest: 12,
            said,
            problems,
        };
        vec![
            page(Vec::new(), Some("Your password is changed".to_owned())),
            page(vec![problem("new")], None),
        ]
    }
}
