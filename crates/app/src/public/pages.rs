//! Pages that anybody may read, and the one on which a plan is made public.

use askama::Template;

use crate::shell::components::{Problem, Status, StatusBar};
use crate::shell::layout::Layout;

/// A public plan in the list.
#[derive(Debug, Clone)]
pub(crate) struct PublicPlanLine {
    pub(crate) id: i64,
    pub(crate) title: String,
    pub(crate) organisation: String,
    pub(crate) year: Option<String>,
    pub(crate) status: StatusBar,
    pub(crate) sentence: String,
    pub(crate) updated: String,
}

/// Every public plan.
#[derive(Debug, Template)]
#[template(path = "public/plans.html")]
pub(crate) struct PublicPlansPage {
    pub(crate) layout: Layout,
    pub(crate) plans: Vec<PublicPlanLine>,
}

/// A promise as the public reads it.
#[derive(Debug, Clone)]
pub(crate) struct PromiseLine {
    pub(crate) reference: String,
    pub(crate) text: String,
    pub(crate) is_step: bool,
    pub(crate) posts: String,
    pub(crate) due: String,
    pub(crate) moves: Vec<String>,
    pub(crate) late: Option<String>,
    pub(crate) status: Status,
    pub(crate) updated: String,
    pub(crate) note: Option<String>,
}

/// A section with its promises.
#[derive(Debug, Clone)]
pub(crate) struct PromiseSection {
    pub(crate) title: String,
    pub(crate) rows: Vec<PromiseLine>,
}

/// One public plan.
#[derive(Debug, Template)]
#[template(path = "public/plan.html")]
pub(crate) struct PublicPlanPage {
    pub(crate) layout: Layout,
    pub(crate) id: i64,
    pub(crate) organisation: String,
    pub(crate) year: Option<String>,
    pub(crate) status: StatusBar,
    pub(crate) sentence: String,
    pub(crate) updated: String,
    pub(crate) sections: Vec<PromiseSection>,
    /// Each with its words and when it was withdrawn.
    pub(crate) withdrawn: Vec<(String, String)>,
    pub(crate) as_at: String,
    pub(crate) first_day: String,
    pub(crate) last_day: String,
    /// The day shown in words, where it is not today.
    pub(crate) earlier: Option<String>,
}

/// A commitment that may be left out.
#[derive(Debug, Clone)]
pub(crate) struct LeftOutLine {
    pub(crate) id: i64,
    pub(crate) reference: String,
    pub(crate) text: String,
    pub(crate) left_out: bool,
}

/// The page on which a plan is made public, or no longer.
#[derive(Debug, Template)]
#[template(path = "public/publication.html")]
pub(crate) struct PublicationPage {
    pub(crate) layout: Layout,
    pub(crate) problems: Vec<Problem>,
    pub(crate) said: Option<String>,
    pub(crate) plan_id: i64,
    pub(crate) plan_title: String,
    /// Since when and by whom it is public; none while it is not.
    pub(crate) since: Option<String>,
    pub(crate) with_notes: bool,
    pub(crate) may_publish: bool,
    pub(crate) commitments: Vec<LeftOutLine>,
    pub(crate) left_out: usize,
}
