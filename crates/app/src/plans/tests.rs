//! Documents become plans, and plans are seen as they stood, on either database.

use sea_orm::PaginatorTrait as _;

use super::*;
use crate::commitments::rules::{DueFilter, Status};
use crate::db::entities::lead;
use crate::plans::rules::PlanFilter;
use crate::plans::store::{self, PlanView};
use crate::shell::clock::{AsAt, Clock};
use crate::shell::scope::{Role, Visible};
use crate::testing::{Place, TestHome};

/// An action plan in the form of the real ones: a key to leads, and tab-separated rows.
pub(crate) const ACTION_PLAN: &str = "\
Larkmere Action Plan 2018/19

Key to Leads:

CFO\tChief Finance Officer\tDUC\tDirector of Urgent Care
HPI\tHead of Performance and Information

Action\tLead\tTimescale\tProgress/Milestones
1. Performance Management 1.1 Hold a weekly performance meeting\tHPI\tMay 18\tFirst meeting held
1.2 Agree a minimum data set\tHPI/CFO\t<p>Jun 18</p> <p>Sep 18</p>\t<p>Database built</p> <p>Data set signed</p>
1.3 Report performance to every meeting\tHPI\tOngoing\tStanding item
2. Urgent Care 2.1 Open an urgent treatment centre\tDUC\tMar 19\tCapital works complete
2.2 Agree the winter plan with all partners\tDUC\tby end Feb 19\tFirst draft July 18
";

pub(crate) async fn home() -> TestHome {
    let test = TestHome::new().await.unwrap();
    test.organisations(&[
        Place::new("COM", "commissioner").over(&["PRA"]),
        Place::new("PRA", "practice"),
        Place::new("OTH", "commissioner"),
    ])
    .await
    .unwrap();
    test
}

pub(crate) async fn import_on(test: &TestHome, day: &str) -> ImportReport {
    let app = test.app.with_clock(Clock::noon(day.parse().unwrap()));
    let (scope, bytes) = (test.system(), ACTION_PLAN.as_bytes());
    import(&app, &scope, "COM", "plan.txt", bytes, ImportOptions::default()).await.unwrap()
}

async fn view(test: &TestHome, id: i64, filter: PlanFilter) -> PlanView {
    let (ledger, scope) = (&test.app.ledger, test.system());
    store::find(ledger, &scope, id, AsAt(scope.today), filter).await.unwrap()
}

fn shown(view: &PlanView) -> Vec<String> {
    let lines = view.sections.iter().flat_map(|section| {
        section.commitments.iter().map(|row| {
            let leads: Vec<&str> = row.leads.iter().map(|lead| lead.shown.as_str()).collect();
            let due = row.due_latest.map_or("-".to_owned(), |day| day.to_string());
            let overdue = row.overdue_days.map_or(String::new(), |days| format!(" +{days}"));
            format!("{} | {} | {due}{overdue}", row.reference, leads.join(", "))
        })
    });
    lines.collect()
}

#[tokio::test]
async fn a_document_becomes_a_plan_with_leads_due_days_and_steps_on_the_way() {
    let test = home().await;
    let report = import_on(&test, "2018-04-03").await;
    assert_eq!((report.commitments, report.already_there), (5, false));
    assert_eq!(
        report.new_posts,
        ["Head of Performance and Information", "Chief Finance Officer", "Director of Urgent Care"]
    );
    let view = view(&test, report.plan_id, PlanFilter::default()).await;
    let titles: Vec<&str> = view.sections.iter().map(|section| section.title.as_str()).collect();
    assert_eq!(titles.len(), 2, "{titles:?}");
    assert_eq!(
        shown(&view),
        [
            "1.1 | Head of Performance and Information | 2018-05-31 +260",
            "1.2 | Head of Performance and Information, Chief Finance Officer | 2018-09-30 +138",
            "1.3 | Head of Performance and Information | -",
            "2.1 | Director of Urgent Care | 2019-03-31",
            "2.2 | Director of Urgent Care | 2019-02-28",
        ]
    );
    assert_eq!((view.plan.counts.of(Status::NotStarted), view.plan.overdue), (5, 2));
    assert_eq!(view.plan.plan_year.as_deref(), Some("2018/19"));
}

#[tokio::test]
async fn the_same_file_again_does_nothing_and_known_posts_are_found() {
    let test = home().await;
    let first = import_on(&test, "2018-04-03").await;
    let again = import_on(&test, "2018-05-03").await;
    assert_eq!((again.plan_id, again.already_there), (first.plan_id, true));
    let connection = test.app.ledger.connection();
    assert_eq!(plan::Entity::find().count(connection).await.unwrap(), 1);
    let posts = lead::Entity::find().count(connection).await.unwrap();
    let changed = ACTION_PLAN.replace("weekly", "monthly");
    let scope = test.system();
    let options = ImportOptions::default();
    let next = import(&test.app, &scope, "com", "next.txt", changed.as_bytes(), options).await;
    let next = next.unwrap();
    assert_eq!((next.already_there, next.new_posts), (false, Vec::new()));
    assert_eq!(lead::Entity::find().count(connection).await.unwrap(), posts);
}

#[tokio::test]
async fn a_lead_written_by_name_is_the_post_that_person_holds() {
    let test = home().await;
    let posts = "organisation,code,title,person,from_day\n\
                 COM,CFO,Chief Finance Officer,Ada Hale,2018-04-01\n";
    let (app, scope) = (&test.app, test.system());
    crate::organisations::post_file::leads(app, &scope, "p.csv", posts.as_bytes()).await.unwrap();
    let document = ACTION_PLAN.replace("HPI/CFO", "Ada Hale");
    let options = ImportOptions::default();
    let bytes = document.as_bytes();
    let report = import(app, &scope, "COM", "plan.txt", bytes, options).await.unwrap();
    let view = view(&test, report.plan_id, PlanFilter::default()).await;
    assert!(
        shown(&view)[1].starts_with("1.2 | Ada Hale, Chief Finance Officer |"),
        "{:?}",
        shown(&view)
    );
}

#[tokio::test]
async fn filters_let_through_what_they_say() {
    let test = home().await;
    let id = import_on(&test, "2018-04-03").await.plan_id;
    let all = view(&test, id, PlanFilter::default()).await;
    let finance = all.leads.iter().find(|(_, shown)| shown == "Chief Finance Officer").unwrap().0;
    let check = async |filter: PlanFilter, expected: &[&str]| {
        let view = view(&test, id, filter).await;
        let rows = view.sections.iter().flat_map(|section| &section.commitments);
        let found: Vec<&str> = rows.map(|row| row.reference.as_str()).collect();
        assert_eq!(found, expected, "{filter:?}");
        assert_eq!((view.shown, view.plan.counts.total()), (expected.len(), 5));
    };
    let none = PlanFilter::default();
    check(PlanFilter { lead: Some(finance), ..none }, &["1.2"]).await;
    check(PlanFilter { status: Some(Status::Achieved), ..none }, &[]).await;
    check(PlanFilter { due: Some(DueFilter::Overdue), ..none }, &["1.1", "1.2"]).await;
    check(PlanFilter { due: Some(DueFilter::Next30Days), ..none }, &["2.2"]).await;
    check(PlanFilter { due: Some(DueFilter::Later), ..none }, &["2.1"]).await;
    check(PlanFilter { due: Some(DueFilter::Undated), ..none }, &["1.3"]).await;
}

#[tokio::test]
async fn a_plan_is_not_there_before_its_day_nor_for_those_who_may_not_see_it() {
    let test = home().await;
    let id = import_on(&test, "2018-04-03").await.plan_id;
    let elsewhere = Visible::Only(std::sync::Arc::new([test.id("OTH").await].into()));
    let stranger = Scope {
        role: Role::PerformanceManager,
        visible: elsewhere.clone(),
        within: elsewhere,
        ..test.system()
    };
    let check = async |scope: &Scope, day: &str, expected: usize| {
        let as_at = AsAt(day.parse().unwrap());
        let listed = store::list(&test.app.ledger, scope, as_at).await.unwrap().len();
        let none = PlanFilter::default();
        let found = store::find(&test.app.ledger, scope, id, as_at, none).await;
        assert_eq!((listed, found.is_ok()), (expected, expected == 1), "{day}");
        assert!(found.is_ok() || matches!(found, Err(AppError::NotFound)));
    };
    check(&test.system(), "2018-04-03", 1).await;
    check(&test.system(), "2018-04-02", 0).await;
    check(&stranger, "2018-04-03", 0).await;
    let bytes = ACTION_PLAN.as_bytes();
    let options = ImportOptions::default();
    let refused = import(&test.app, &stranger, "COM", "plan.txt", bytes, options).await;
    assert!(matches!(refused, Err(AppError::NotFound)), "what it may not see is not there");
    let viewer = Scope { role: Role::Viewer, ..test.system() };
    let refused = import(&test.app, &viewer, "COM", "plan.txt", bytes, options).await;
    assert!(matches!(refused, Err(AppError::Forbidden(_))));
}

#[tokio::test]
async fn what_is_no_plan_is_refused_and_leaves_nothing() {
    let test = home().await;
    let check = async |bytes: &[u8], expected: &str| {
        let (scope, options) = (test.system(), ImportOptions::default());
        let refused = import(&test.app, &scope, "COM", "x.txt", bytes, options).await.unwrap_err();
        assert!(matches!(refused, AppError::Invalid(_)), "{refused:?}");
        assert!(refused.to_string().contains(expected), "{refused}");
    };
    check(b"", "x.txt holds no text").await;
    check(b"zero \0 byte", "x.txt is no document").await;
    check(b"Dear all, thank you for the cake.", "no commitment, indicator, risk or goal").await;
    let connection = test.app.ledger.connection();
    assert_eq!(plan::Entity::find().count(connection).await.unwrap(), 0);
}

#[tokio::test]
async fn the_five_source_documents_become_five_plans_of_five_organisations() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/seeds");
    let Ok(files) = std::fs::read_dir(folder) else {
        eprintln!("skipped: {folder} is not here");
        return;
    };
    let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "txt"));
    files.sort();
    assert_eq!(files.len(), 5);
    let test = TestHome::new().await.unwrap();
    let codes = ["HAR", "HER", "DAC", "TRA", "ACC"];
    let places: Vec<Place> = codes.iter().map(|code| Place::new(code, "commissioner")).collect();
    test.organisations(&places).await.unwrap();
    let (app, scope) = (&test.app, test.system());
    for (code, file) in codes.iter().zip(&files) {
        let bytes = std::fs::read(file).unwrap();
        let name = file.file_name().unwrap().to_str().unwrap();
        let report =
            import(app, &scope, code, name, &bytes, ImportOptions::default()).await.unwrap();
        let view = view(&test, report.plan_id, PlanFilter::default()).await;
        assert_eq!(view.shown, report.commitments, "{name}");
        let kept =
            (view.indicators.len(), view.risks.len(), view.goals.len(), view.scope_items.len());
        let read = (report.indicators, report.risks, report.goals, report.scope_items);
        assert_eq!(kept, read, "{name}");
        eprintln!("{name}: {} commitments, {kept:?}", report.commitments);
    }
    let plans = store::list(&app.ledger, &scope, AsAt(scope.today)).await.unwrap();
    let owners: std::collections::BTreeSet<i64> =
        plans.iter().map(|plan| plan.organisation_id).collect();
    assert_eq!((plans.len(), owners.len()), (5, 5));
}
