//! The next edition is compared, taken over and looked back on, on either database.

use sea_orm::{EntityTrait as _, PaginatorTrait as _, QueryFilter as _};

use super::apply::Gone;
use super::others;
use super::rules::changes_word;
use super::store::compare;
use super::taking::{EditionReport, plan_named, take_next_edition};
use crate::commitments::rules::Status;
use crate::commitments::store::{self as commitments, CommitmentRow};
use crate::commitments::updates::{NewUpdate, post_update};
use crate::db::entities::{commitment, draft_row, plan_edition};
use crate::drafts::accept::{Seen, accept_rows};
use crate::drafts::store::receive;
use crate::drafts::whole::finish;
use crate::editions::{apply, review};
use crate::exports::store::{Format, Which, export};
use crate::plans::import::{ImportOptions, import};
use crate::plans::rules::PlanFilter;
use crate::plans::store::{self as plans, PlanView};
use crate::shell::clock::{AsAt, Clock};
use crate::shell::errors::AppError;
use crate::shell::scope::{Role, Scope};
use crate::testing::{Place, TestHome};

const FIRST: &str = "\
Larkmere Action Plan 2018/19

Action\tLead\tTimescale\tProgress/Milestones
1. Performance 1.1 Hold a weekly performance meeting with every provider\tHPI\tMay 18\tTerms agreed
1.2 Agree a minimum data set with each provider\tHPI\tSep 18\tDatabase built
2. Urgent Care 2.1 Open an urgent treatment centre beside the hospital\tDUC\tDec 18\tCapital works complete
2.2 Extend the falls car to weekends\tDUC\tMar 19\tDepends on recruitment
";

const SECOND: &str = "\
Larkmere Action Plan 2018/19

Action\tLead\tTimescale\tProgress/Milestones
1. Performance 1.1 Appoint a programme director\tAO\tOct 18\tPost advertised
1.2 Hold a weekly performance meeting with every provider\tHPI\tMay 18\tTerms agreed
1.3 Agree and publish a minimum data set with each provider\tHPI\tSep 18\tDatabase built
2. Urgent Care 2.1 Open an urgent treatment centre beside the hospital\tDUC\tFeb 19\tCapital works complete
";

struct Larkmere {
    test: TestHome,
    plan: i64,
}

impl Larkmere {
    /// With the first edition, taken in on 3 April 2018.
    async fn new() -> Self {
        Self::with(FIRST).await
    }

    async fn with(first: &str) -> Self {
        let test = TestHome::new().await.unwrap();
        let places = [Place::new("COM", "commissioner"), Place::new("OTH", "commissioner")];
        test.organisations(&places).await.unwrap();
        let app = test.app.with_clock(Clock::noon("2018-04-03".parse().unwrap()));
        let (scope, options) = (Scope::system(app.today()), ImportOptions::default());
        let report = import(&app, &scope, "COM", "first.txt", first.as_bytes(), options).await;
        let plan = report.unwrap().plan_id;
        Self { test, plan }
    }

    async fn take_second(&self, day: &str) -> EditionReport {
        self.take("second.txt", SECOND, day).await
    }

    async fn take(&self, file: &str, text: &str, day: &str) -> EditionReport {
        let app = self.test.app.with_clock(Clock::noon(day.parse().unwrap()));
        let (scope, options) = (Scope::system(app.today()), ImportOptions::default());
        let bytes = text.as_bytes();
        take_next_edition(&app, &scope, self.plan, file, bytes, options).await.unwrap()
    }

    async fn view(&self, day: &str) -> PlanView {
        let (scope, as_at) = (self.test.system(), AsAt(day.parse().unwrap()));
        let none = PlanFilter::default();
        plans::find(&self.test.app.ledger, &scope, self.plan, as_at, none).await.unwrap()
    }

    /// Reference, text and last day of each commitment.
    async fn check(&self, day: &str, expected: &[&str]) {
        let view = self.view(day).await;
        let rows = view.sections.iter().flat_map(|section| &section.commitments);
        let shown: Vec<String> = rows.map(shown).collect();
        assert_eq!(shown, expected, "{day}");
    }

    async fn find(&self, text: &str) -> CommitmentRow {
        let scope = self.test.system();
        let all = commitments::list(&self.test.app.ledger, &scope, None, AsAt(scope.today)).await;
        all.unwrap().into_iter().find(|row| row.text.contains(text)).unwrap()
    }

    async fn update(&self, id: i64) {
        let new = NewUpdate {
            status: Status::OnTrack,
            note: "Going well".to_owned(),
            ..NewUpdate::default()
        };
        let scope = self.test.system();
        post_update(&self.test.app, &scope, id, new).await.unwrap();
    }
}

fn shown(row: &CommitmentRow) -> String {
    let due = row.due_latest.map(|day| day.to_string()).unwrap_or_default();
    let words: Vec<&str> = row.text.split(' ').take(3).collect();
    format!("{} {} {due}", row.reference, words.join(" "))
}

#[tokio::test]
async fn an_edition_replaces_another_and_what_goes_on_keeps_its_history() {
    let larkmere = Larkmere::new().await;
    let centre = larkmere.find("treatment centre").await.id;
    larkmere.update(centre).await;
    let report = larkmere.take_second("2019-02-15").await;
    let found = (report.number, report.added, report.left_out, report.reworded, report.re_dated);
    assert_eq!(found, (2, 1, 1, 1, 1), "{report:?}");
    larkmere
        .check(
            "2019-02-15",
            &[
                "1.1 Appoint a programme 2018-10-31",
                "1.2 Hold a weekly 2018-05-31",
                "1.3 Agree and publish 2018-09-30",
                "2.1 Open an urgent 2019-02-28",
            ],
        )
        .await;
    let row = larkmere.find("treatment centre").await;
    assert_eq!((row.id, row.status), (centre, Status::OnTrack), "its updates went with it");
    let moved = row.moved.expect("the date is shown as moved");
    assert_eq!((moved.times, moved.first_due.to_string().as_str()), (1, "2018-12-31"));
    let view = larkmere.view("2019-02-15").await;
    let gone: Vec<(&str, &str)> =
        view.left_out.iter().map(|(row, why)| (row.reference.as_str(), why.as_str())).collect();
    assert_eq!(gone, [("2.2", "left out of edition 2")]);
}

#[tokio::test]
async fn pages_as_at_an_earlier_day_show_the_earlier_edition() {
    let larkmere = Larkmere::new().await;
    let centre = larkmere.find("treatment centre").await.id;
    larkmere.take_second("2019-02-15").await;
    larkmere
        .check(
            "2019-02-14",
            &[
                "1.1 Hold a weekly 2018-05-31",
                "1.2 Agree a minimum 2018-09-30",
                "2.1 Open an urgent 2018-12-31",
                "2.2 Extend the falls 2019-03-31",
            ],
        )
        .await;
    let scope = larkmere.test.system();
    let check = async |day: &str, file: &str, line: &str| {
        let as_at = AsAt(day.parse().unwrap());
        let view = commitments::find(&larkmere.test.app.ledger, &scope, centre, as_at).await;
        let view = view.unwrap();
        let lines: Vec<&str> = view.source_lines.iter().map(|(_, line)| line.as_str()).collect();
        assert_eq!(view.file_name, file, "{day}");
        assert!(lines.iter().any(|text| text.contains(line)), "{day}: {lines:?}");
    };
    check("2019-02-14", "first.txt", "Dec 18").await;
    check("2019-02-15", "second.txt (edition 2)", "Feb 19").await;
}

#[tokio::test]
async fn any_two_editions_can_be_compared_afterwards() {
    let larkmere = Larkmere::new().await;
    larkmere.take_second("2019-02-15").await;
    let (ledger, scope) = (&larkmere.test.app.ledger, larkmere.test.system());
    let compared = compare(ledger, &scope, larkmere.plan, (1, 2)).await.unwrap();
    let mut words: Vec<String> =
        compared.comparison.pairs.iter().map(|pair| changes_word(&pair.changes)).collect();
    words.sort();
    assert_eq!(words, ["re_dated", "renumbered", "reworded_and_renumbered"]);
    assert_eq!((compared.comparison.added.len(), compared.comparison.removed.len()), (1, 1));
    let missing = compare(ledger, &scope, larkmere.plan, (1, 3)).await;
    assert!(matches!(missing, Err(AppError::NotFound)));
    let back = compare(ledger, &scope, larkmere.plan, (2, 1)).await.unwrap();
    assert_eq!((back.comparison.added.len(), back.comparison.removed.len()), (1, 1));
}

#[tokio::test]
async fn nothing_changes_before_a_row_is_accepted_and_then_that_row_alone() {
    let larkmere = Larkmere::new().await;
    let (app, scope) = (&larkmere.test.app, larkmere.test.system());
    let options = ImportOptions::default();
    let bytes = SECOND.as_bytes();
    let plan = Some(larkmere.plan);
    let draft = receive(app, &scope, "COM", "second.txt", bytes, options, plan).await.unwrap();
    let draft = draft.draft().unwrap();
    let before = [
        "1.1 Hold a weekly 2018-05-31",
        "1.2 Agree a minimum 2018-09-30",
        "2.1 Open an urgent 2018-12-31",
        "2.2 Extend the falls 2019-03-31",
    ];
    larkmere.check("2019-02-15", &before).await;
    let connection = app.ledger.connection();
    let rows = review::marked(connection, draft.0).await.unwrap();
    let comparisons: Vec<&str> = rows.iter().map(|row| row.comparison.as_str()).collect();
    assert_eq!(comparisons, ["added", "renumbered", "reworded_and_renumbered", "re_dated"]);
    let dated = Seen::from(rows[3].id);
    accept_rows(app, &scope, draft, &[dated]).await.unwrap();
    let mut after = before;
    after[2] = "2.1 Open an urgent 2019-02-28";
    let sorted = async || {
        let view = larkmere.view("2019-02-15").await;
        let rows = view.sections.iter().flat_map(|section| &section.commitments);
        let mut shown: Vec<String> = rows.map(shown).collect();
        shown.sort();
        shown
    };
    assert_eq!(sorted().await, after);
    let gone = review::left_out(connection, draft.0, larkmere.plan).await.unwrap();
    let gone: Vec<i64> = gone.iter().map(|row| row.kept.id).collect();
    assert_eq!(gone.len(), 1);
    let gone = Gone { commitments: gone, others: Vec::new() };
    let left = apply::leave_out(app, &scope, draft, &gone).await.unwrap();
    assert_eq!((left, sorted().await.len()), (1, 3));
    finish(app, &scope, draft, Some("not agreed")).await.unwrap();
    assert_eq!(sorted().await.len(), 3, "what waited was not taken over");
    let kept = commitment::Entity::find().count(connection).await.unwrap();
    assert!(kept >= 4, "what was left out is kept");
    let editions = plan_edition::Entity::find().count(connection).await.unwrap();
    assert_eq!(editions, 1);
}

#[tokio::test]
async fn the_same_edition_again_does_nothing_and_strangers_take_none() {
    let larkmere = Larkmere::new().await;
    larkmere.take_second("2019-02-15").await;
    let again = larkmere.take_second("2019-02-16").await;
    assert!(again.already_there);
    let (app, scope) = (&larkmere.test.app, larkmere.test.system());
    let options = ImportOptions::default();
    let first = FIRST.as_bytes();
    let known = take_next_edition(app, &scope, larkmere.plan, "x.txt", first, options).await;
    assert!(known.unwrap().already_there, "the plan's own document is no next edition");
    let viewer = Scope { role: Role::Viewer, ..larkmere.test.system() };
    let third = SECOND.replace("weekly", "monthly");
    let refused =
        take_next_edition(app, &viewer, larkmere.plan, "x.txt", third.as_bytes(), options).await;
    assert!(matches!(refused, Err(AppError::Forbidden(_))));
    let rows = draft_row::Entity::find().filter(sea_orm::Condition::all());
    assert_eq!(rows.count(app.ledger.connection()).await.unwrap(), 8);
}

#[tokio::test]
async fn a_plan_is_named_by_its_file_its_title_or_its_number() {
    let larkmere = Larkmere::new().await;
    let (app, scope) = (&larkmere.test.app, larkmere.test.system());
    let title = larkmere.view("2019-02-15").await.plan.title;
    for name in ["first.txt", title.as_str(), &larkmere.plan.to_string()] {
        assert_eq!(plan_named(app, &scope, name).await.unwrap(), larkmere.plan, "{name}");
    }
    let none = plan_named(app, &scope, "no such plan").await.unwrap_err();
    assert!(none.to_string().contains("no plan is called 'no such plan'"), "{none}");
}

const SERIES: &str = "\
Larkmere Action Plan 2018/19

Action\tLead\tTimescale\tProgress/Milestones
1. Performance 1.1 Review the urgent care dashboard with every provider\tHPI\tquarterly\tStanding item
1.2 Agree a minimum data set with each provider\tHPI\tSep 18\tDatabase built
";

#[tokio::test]
async fn what_an_edition_brings_has_its_references_resolved_and_its_series_begun() {
    let larkmere = Larkmere::with(SERIES).await;
    larkmere
        .check(
            "2018-04-03",
            &["1.1 Review the urgent 2018-06-30", "1.2 Agree a minimum 2018-09-30"],
        )
        .await;
    let next =
        format!("{SERIES}1.3 Publish what was found, see 1.1\tHPI\tevery 3 months\tFirst issue\n");
    let report = larkmere.take("next.txt", &next, "2018-10-01").await;
    let found = (report.added, report.unchanged, report.re_dated, report.left_out);
    assert_eq!(found, (1, 2, 0, 0), "a worked-out day is not written: {report:?}");
    let added = larkmere.find("Publish").await;
    assert_eq!(added.due_latest, "2018-12-31".parse().ok(), "the next of its series");
    let (scope, as_at) = (larkmere.test.system(), AsAt("2018-10-01".parse().unwrap()));
    let view = commitments::find(&larkmere.test.app.ledger, &scope, added.id, as_at).await.unwrap();
    let links: Vec<&str> = view.links.commitments.iter().map(|link| link.code.as_str()).collect();
    assert_eq!(links, ["1.1"]);
}

const RISKS: &str = "\
Larkmere Business Plan 2018/19

Action\tLead\tTimescale\tProgress/Milestones
1. Performance 1.1 Hold a weekly performance meeting with every provider\tHPI\tMay 18\tTerms agreed

2. Goals

Framework\t2018/19 goal\t2019/20 goal
Improvement and Assessment Framework\tGood\tOutstanding

3. Risks

Infrastructure area\tKey risk\tContingency
Workforce\tPractices cannot recruit to clinical pharmacist posts\tShare posts between the two localities
Finance\tActivity at Larkmere Hospitals runs more than 2% above plan\tRelease the contingency reserve
";

#[tokio::test]
async fn risks_that_an_edition_lacks_are_listed_and_stay_until_they_are_left_out() {
    let larkmere = Larkmere::with(RISKS).await;
    let next: String = RISKS
        .lines()
        .filter(|line| !line.starts_with("Finance"))
        .fold(String::new(), |text, line| text + &line.replace("weekly", "fortnightly") + "\n");
    let (app, scope) = (&larkmere.test.app, larkmere.test.system());
    let options = ImportOptions::default();
    let plan = Some(larkmere.plan);
    let received = receive(app, &scope, "COM", "next.txt", next.as_bytes(), options, plan).await;
    let draft = received.unwrap().draft().unwrap();
    let connection = app.ledger.connection();
    let lacking = async || {
        let lacking = others::lacking(connection, draft.0, larkmere.plan).await.unwrap();
        lacking.into_iter().map(|other| (other.item.kind(), other.id)).collect::<Vec<_>>()
    };
    let listed = lacking().await;
    assert_eq!(listed.len(), 1, "{listed:?}");
    let risks = async |day: &str| {
        let view = larkmere.view(day).await;
        view.risks.into_iter().map(|risk| risk.area).collect::<Vec<_>>()
    };
    let rows = review::marked(connection, draft.0).await.unwrap();
    let seen: Vec<Seen> = rows.iter().map(|row| Seen::from(row.id)).collect();
    accept_rows(app, &scope, draft, &seen).await.unwrap();
    assert_eq!(risks("2019-02-15").await, ["Workforce", "Finance"]);
    let gone = Gone { commitments: Vec::new(), others: listed };
    assert_eq!(apply::leave_out(app, &scope, draft, &gone).await.unwrap(), 1);
    assert!(lacking().await.is_empty());
    finish(app, &scope, draft, None).await.unwrap();
    assert_eq!(risks("2019-02-15").await, ["Workforce"]);
    assert_eq!(risks("2018-12-31").await, ["Workforce", "Finance"], "as it was before");
    let written =
        export(app, &scope, Which::One(larkmere.plan), Format::Json, AsAt(scope.today)).await;
    let written = String::from_utf8(written.unwrap().bytes).unwrap();
    assert!(written.contains("pharmacist") && !written.contains("2% above plan"), "{written}");
}

#[tokio::test]
async fn an_edition_that_ends_while_it_lacks_a_risk_leaves_it_in_the_plan() {
    let larkmere = Larkmere::with(RISKS).await;
    let next =
        RISKS.replace("weekly", "fortnightly").replace("Finance\tActivity", "Estates\tActivity");
    let (app, scope) = (&larkmere.test.app, larkmere.test.system());
    let options = ImportOptions::default();
    let plan = Some(larkmere.plan);
    let received = receive(app, &scope, "COM", "next.txt", next.as_bytes(), options, plan).await;
    let draft = received.unwrap().draft().unwrap();
    let rows = review::marked(app.ledger.connection(), draft.0).await.unwrap();
    accept_rows(app, &scope, draft, &[Seen::from(rows[0].id)]).await.unwrap();
    finish(app, &scope, draft, Some("the rest is as it was")).await.unwrap();
    let view = larkmere.view("2019-02-15").await;
    let areas: Vec<&str> = view.risks.iter().map(|risk| risk.area.as_str()).collect();
    assert_eq!((areas, view.goals.len()), (vec!["Workforce", "Finance"], 2));
}
