//! What every page has around its content: header, navigation, the way back, footer.

use super::components::day;
use super::scope::{Permission, Scope};
use super::session::Visitor;

/// An entry of the navigation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NavigationItem {
    /// Words.
    pub(crate) label: &'static str,
    /// Address.
    pub(crate) href: &'static str,
    /// Whether the page shown belongs to it.
    pub(crate) current: bool,
}

/// A step of the way back to the home page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Crumb {
    /// Words.
    pub(crate) label: String,
    /// Address.
    pub(crate) href: String,
}

/// Who is signed in, as the header shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Account {
    /// Name.
    pub(crate) name: String,
    /// Role, in words.
    pub(crate) role: &'static str,
}

/// Everything around a page's content.
#[derive(Debug, Clone, Default)]
pub(crate) struct Layout {
    /// The page's name, in its window's title too.
    pub(crate) title: String,
    /// Entries of the navigation; none before signing in.
    pub(crate) navigation: Vec<NavigationItem>,
    /// Who is signed in.
    pub(crate) account: Option<Account>,
    /// Token that every form sends back.
    pub(crate) csrf: String,
    /// The way back, home first.
    pub(crate) trail: Vec<Crumb>,
    /// The day shown, in words; empty before signing in.
    pub(crate) today: String,
    /// Something to be said on every page, such as that this is a demonstration.
    pub(crate) notice: Option<String>,
    /// Whether something in the page's form has to be put right.
    pub(crate) has_problem: bool,
}

/// Entries, each with the permission it needs.
const NAVIGATION: [(&str, &str, Option<Permission>); 10] = [
    ("Home", "/", None),
    ("My work", "/work", Some(Permission::PostOwnUpdate)),
    ("Plans", "/plans", None),
    ("Indicators", "/indicators", None),
    ("Flows", "/flows", None),
    ("Organisations", "/organisations", None),
    ("Papers", "/papers", None),
    ("Load figures", "/figures/load", Some(Permission::LoadFigures)),
    ("Audit", "/audit", Some(Permission::ReadAudit)),
    ("Users", "/users", Some(Permission::ManageUsers)),
];

impl Layout {
    /// The layout of a page before anyone is signed in.
    #[must_use]
    pub(crate) fn outside(title: &str) -> Self {
        Self { title: title.to_owned(), ..Self::default() }
    }

    /// The layout of a page called `title` that belongs to the entry with address `section`.
    #[must_use]
    pub(crate) fn inside(visitor: &Visitor, title: impl Into<String>, section: &str) -> Self {
        let scope = &visitor.scope;
        Self {
            title: title.into(),
            navigation: navigation(scope, section),
            account: Some(Account { name: scope.name.clone(), role: scope.role.title() }),
            csrf: visitor.form_token(),
            trail: Vec::new(),
            today: day(scope.today),
            notice: visitor.notice.clone(),
            has_problem: false,
        }
    }

    /// Adds a step to the way back; the home page is put first by the first step.
    #[must_use]
    pub(crate) fn below(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        if self.trail.is_empty() {
            self.trail.push(Crumb { label: "Home".to_owned(), href: "/".to_owned() });
        }
        self.trail.push(Crumb { label: label.into(), href: href.into() });
        self
    }

    /// Puts the list of public plans alone on the way back.
    #[must_use]
    pub(crate) fn below_public(mut self) -> Self {
        self.trail.push(Crumb { label: "Public plans".to_owned(), href: "/public".to_owned() });
        self
    }

    /// Puts the home page alone on the way back.
    #[must_use]
    pub(crate) fn below_home(mut self) -> Self {
        self.trail.push(Crumb { label: "Home".to_owned(), href: "/".to_owned() });
        self
    }

    /// Marks the page as one whose form has to be put right.
    #[must_use]
    pub(crate) fn with_problem(mut self, has_problem: bool) -> Self {
        self.has_problem = has_problem;
        self
    }
}

fn navigation(scope: &Scope, section: &str) -> Vec<NavigationItem> {
    NAVIGATION
        .into_iter()
        .filter(|(_, _, permission)| permission.is_none_or(|permission| scope.may(permission)))
        .map(|(label, href, _)| NavigationItem { label, href, current: href == section })
        .collect()
}
