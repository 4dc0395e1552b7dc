//! Sample data for accounts.

use super::pages::{NewUserText, UserLine, UsersPage};
use crate::shell::components::Choice;
use crate::shell::layout::Layout;
use crate::shell::samples::problem;
use crate::shell::templates_tests::Sample;

impl Sample for UsersPage {
    fn samples() -> Vec<Self> {
        let user = |disabled, is_self| UserLine {
            name: "Ada".to_owned(),
            email: "ada@example.org".to_owned(),
            role: "Lead".to_owned(),
            lead: "Director of Operations".to_owned(),
            organisation: "Northmere".to_owned(),
            disabled,
            is_self,
        };
        vec![Self {
            layout: Layout::sample("Users"),
            said: Some("The account is made".to_owned()),
            problems: vec![problem("email"), problem("password")],
            rows: vec![user(false, true), user(true, false), user(false, false)],
            form: NewUserText::default(),
            roles: Choice::list([("lead", "Lead")], Some("lead")),
            organisations: Choice::list([("1", "Northmere")], None),
            leads: Choice::list([("", "None")], Some("")),
        }]
    }
}
