//! Every template is rendered with sample data, and none is left out.

use std::collections::BTreeSet;
use std::path::Path;

use askama::Template;

/// Data for a template, as a test shows it.
pub(crate) trait Sample: Template + Sized {
    /// One or more contexts: an empty one among them where the page can be empty.
    fn samples() -> Vec<Self>;
}

/// Templates that others extend or import.
const PARTS: [&str; 12] = [
    "commitments/macros.html",
    "drafts/macros.html",
    "editions/macros.html",
    "escalation/macros.html",
    "exports/macros.html",
    "flows/register/macros.html",
    "indicators/macros.html",
    "plans/macros.html",
    "plans/tree_macros.html",
    "reminders/macros.html",
    "shell/layout.html",
    "shell/macros.html",
];

fn check<T: Sample>(path: &'static str) -> &'static str {
    let samples = T::samples();
    assert!(!samples.is_empty(), "{path} has no sample");
    for sample in samples {
        let text = sample.render().unwrap();
        assert!(text.contains("<h1"), "{path} has no heading");
        assert_eq!(text.matches("<main").count(), 1, "{path}");
        for forbidden in [" style=", "<style", "onclick=", "<script>", "javascript:"] {
            assert!(!text.contains(forbidden), "{path} has {forbidden}: the policy forbids it");
        }
        check_ids(path, &text);
    }
    path
}

fn check_ids(path: &str, text: &str) {
    let mut seen = BTreeSet::new();
    for part in text.split(" id=\"").skip(1) {
        let id = part.split('"').next().unwrap();
        assert!(seen.insert(id.to_owned()), "{path} has the id '{id}' twice");
    }
}

fn templates_in(folder: &Path, root: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            templates_in(&path, root, found);
        } else if path.extension().is_some_and(|extension| extension == "html") {
            found.insert(path.strip_prefix(root).unwrap().to_string_lossy().into_owned());
        }
    }
}

#[test]
fn every_template_renders_with_its_samples() {
    let mut tried: BTreeSet<String> = PARTS.into_iter().map(str::to_owned).collect();
    for path in [
        check::<super::answer::ErrorTemplate>("shell/error.html"),
        check::<crate::signin::pages::SignInPage>("signin/sign_in.html"),
        check::<crate::signin::pages::PasswordPage>("signin/password.html"),
        check::<crate::home::pages::HomePage>("home/home.html"),
        check::<crate::escalation::pages::SignalsPage>("escalation/signals.html"),
        check::<crate::plans::pages::PlansPage>("plans/plans.html"),
        check::<crate::plans::pages::PlanPage>("plans/plan.html"),
        check::<crate::plans::pages::ImportPage>("plans/import.html"),
        check::<crate::drafts::pages::DraftsPage>("drafts/drafts.html"),
        check::<crate::drafts::pages::DraftPage>("drafts/draft.html"),
        check::<crate::drafts::pages::EditPage>("drafts/edit.html"),
        check::<crate::drafts::pages::SplitPage>("drafts/split.html"),
        check::<crate::drafts::pages::LeadsPage>("drafts/leads.html"),
        check::<crate::editions::pages::ChangesPage>("editions/changes.html"),
        check::<crate::editions::pages::EditionsPage>("editions/editions.html"),
        check::<crate::plans::view_pages::PlacePage>("plans/place.html"),
        check::<crate::plans::view_pages::PledgesPage>("plans/pledges.html"),
        check::<crate::plans::view_pages::ObjectivesPage>("plans/objectives.html"),
        check::<crate::plans::view_pages::QuartersPage>("plans/quarters.html"),
        check::<crate::commitments::pages::CommitmentPage>("commitments/commitment.html"),
        check::<crate::work::pages::WorkPage>("work/work.html"),
        check::<crate::work::pages::GridPage>("work/grid.html"),
        check::<crate::exports::pages::SheetPage>("exports/sheet.html"),
        check::<crate::exports::pages::FeedsPage>("exports/feeds.html"),
        check::<crate::public::pages::PublicPlansPage>("public/plans.html"),
        check::<crate::public::pages::PublicPlanPage>("public/plan.html"),
        check::<crate::public::pages::PublicationPage>("public/publication.html"),
        check::<crate::indicators::pages::IndicatorsPage>("indicators/indicators.html"),
        check::<crate::indicators::pages::IndicatorPage>("indicators/indicator.html"),
        check::<crate::organisations::pages::OrganisationsPage>("organisations/organisations.html"),
        check::<crate::organisations::pages::OrganisationPage>("organisations/organisation.html"),
        check::<crate::papers::pages::PapersPage>("papers/papers.html"),
        check::<crate::flows::pages::LoadPage>("flows/load.html"),
        check::<crate::flows::register::pages::FlowsPage>("flows/register/flows.html"),
        check::<crate::flows::register::pages::FlowPage>("flows/register/flow.html"),
        check::<crate::meetings::pages::MeetingsPage>("meetings/meetings.html"),
        check::<crate::meetings::pages::MeetingPage>("meetings/meeting.html"),
        check::<crate::reminders::pages::RemindersPage>("reminders/reminders.html"),
        check::<crate::reminders::pages::MessagePage>("reminders/message.html"),
        check::<crate::reminders::pages::SettingsPage>("reminders/settings.html"),
        check::<crate::audit::pages::AuditPage>("audit/audit.html"),
        check::<crate::users::pages::UsersPage>("users/users.html"),
    ] {
        tried.insert(path.to_owned());
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = BTreeSet::new();
    templates_in(&root, &root, &mut found);
    assert_eq!(found, tried, "a template is not rendered by this test, or no longer exists");
}
