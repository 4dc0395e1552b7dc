//! Sample data for what pages share.

use super::answer::ErrorTemplate;
use super::components::{Problem, StatusBar};
use super::layout::{Account, Layout, NavigationItem};
use super::templates_tests::Sample;
use crate::commitments::rules::{Status as Standing, StatusCounts};

impl Layout {
    /// A page as a signed-in visitor sees it.
    pub(crate) fn sample(title: &str) -> Self {
        let item = |label, href| NavigationItem { label, href, current: href == "/plans" };
        Self {
            navigation: vec![item("Home", "/"), item("Plans", "/plans")],
            account: Some(Account { name: "Ada & Co".to_owned(), role: "Lead" }),
            csrf: "00ff".to_owned(),
            today: "15 February 2019".to_owned(),
            notice: Some("A demonstration.".to_owned()),
            has_problem: true,
            ..Self::outside(title)
        }
        .below("Plans", "/plans")
    }
}

/// Commitments in more than one status.
pub(crate) fn bar() -> StatusBar {
    let mut counts = StatusCounts::default();
    for standing in [Standing::OnTrack, Standing::OffTrack, Standing::OnTrack] {
        counts.add(standing);
    }
    StatusBar::new(&counts, |key| format!("/plans/1?status={key}"))
}

/// A problem with a field.
pub(crate) fn problem(field: &'static str) -> Problem {
    Problem { field, message: "Enter it as 2019-01-31".to_owned() }
}

impl Sample for ErrorTemplate {
    fn samples() -> Vec<Self> {
        vec![Self {
            layout: Layout::outside("Page not found"),
            heading: "Page not found",
            message: "Check the address.".to_owned(),
        }]
    }
}
