//! Changes are kept for ever, and pages as at an earlier day undo them, on either database.

use bellwether_calendar::{Context, Timescale, read_timescale};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};

use super::changes::{self, Cause, NewLead};
use super::store::{self, CommitmentView};
use crate::db::entities::{commitment, commitment_change};
use crate::plans::import::tests::{home, import_on};
use crate::plans::rules::PlanFilter;
use crate::plans::store as plans;
use crate::shell::clock::{AsAt, Clock};
use crate::shell::errors::AppError;
use crate::testing::TestHome;

async fn id_of(test: &TestHome, reference: &str) -> i64 {
    let wanted = commitment::Column::Reference.eq(reference);
    let found = commitment::Entity::find().filter(wanted).one(test.app.ledger.connection()).await;
    found.unwrap().unwrap().id
}

async fn view(test: &TestHome, id: i64, day: &str) -> CommitmentView {
    let as_at = AsAt(day.parse().unwrap());
    store::find(&test.app.ledger, &test.system(), id, as_at).await.unwrap()
}

fn due(written: &str) -> Vec<Timescale> {
    vec![read_timescale(written, &Context::default())]
}

/// One change made on a day.
enum Step {
    Due(&'static str),
    Text(&'static str),
    Leads(&'static [&'static str]),
    Withdraw,
    Restore,
}

async fn make(test: &TestHome, id: i64, day: &str, step: Step) -> bool {
    let app = test.app.with_clock(Clock::noon(day.parse().unwrap()));
    let actor = app.actor(&test.system());
    let (cause, reason) = (Cause::Edition, Some("the second edition"));
    app.ledger
        .write(async |tx| {
            let changed = match step {
                Step::Due(written) => {
                    changes::redate(tx, &actor, id, &due(written), cause, reason).await?
                }
                Step::Text(words) => changes::reword(tx, &actor, id, words, cause, reason).await?,
                Step::Leads(names) => {
                    let lead = |name: &&str| NewLead {
                        lead_id: None,
                        as_written: (*name).to_owned(),
                        from_lead_id: None,
                    };
                    let leads: Vec<NewLead> = names.iter().map(lead).collect();
                    changes::relead(tx, &actor, id, &leads, cause, reason).await?
                }
                Step::Withdraw => changes::withdraw(tx, &actor, id, cause, reason).await?,
                Step::Restore => changes::restore(tx, &actor, id, cause, reason).await?,
            };
            Ok::<bool, AppError>(changed)
        })
        .await
        .unwrap()
}

#[tokio::test]
async fn a_moved_due_date_is_seen_as_it_was_on_any_day_and_its_moves_are_counted() {
    let test = home().await;
    import_on(&test, "2018-04-03").await;
    let id = id_of(&test, "2.1").await;
    assert!(make(&test, id, "2018-09-01", Step::Due("30 Jun 2019")).await);
    assert!(!make(&test, id, "2018-09-02", Step::Due("30 Jun 2019")).await, "no change");
    assert!(make(&test, id, "2018-12-01", Step::Due("by end Sept 2019")).await);
    let check = async |day: &str, expected: &str| {
        let view = view(&test, id, day).await;
        let moved = view.row.moved;
        let moved = moved.map(|moved| format!(", moved {} from {}", moved.times, moved.first_due));
        let written: Vec<&str> =
            view.timescales.iter().map(|time| time.as_written.as_str()).collect();
        let due = view.row.due_latest.unwrap();
        let found = format!("{due} '{}'{}", written.join("; "), moved.unwrap_or_default());
        assert_eq!(found, expected, "{day}");
    };
    check("2018-08-31", "2019-03-31 'Mar 19'").await;
    check("2018-09-01", "2019-06-30 '30 Jun 2019', moved 1 from 2019-03-31").await;
    check("2018-11-30", "2019-06-30 '30 Jun 2019', moved 1 from 2019-03-31").await;
    check("2019-02-15", "2019-09-30 'by end Sept 2019', moved 2 from 2019-03-31").await;
}

#[tokio::test]
async fn text_and_leads_are_as_they_were_on_the_day() {
    let test = home().await;
    import_on(&test, "2018-04-03").await;
    let id = id_of(&test, "1.2").await;
    make(&test, id, "2018-09-01", Step::Text("Agree two data sets")).await;
    make(&test, id, "2018-10-01", Step::Text("Agree three data sets")).await;
    make(&test, id, "2018-10-01", Step::Leads(&["CFO", "DUC"])).await;
    make(&test, id, "2018-11-01", Step::Leads(&["CFO"])).await;
    let check = async |day: &str, text: &str, leads: &[&str]| {
        let view = view(&test, id, day).await;
        let written: Vec<&str> =
            view.row.leads.iter().map(|lead| lead.as_written.as_str()).collect();
        assert_eq!((view.row.text.as_str(), written.as_slice()), (text, leads), "{day}");
        assert!(view.row.leads[0].accountable);
    };
    check("2018-08-31", "Agree a minimum data set", &["HPI", "CFO"]).await;
    check("2018-09-30", "Agree two data sets", &["HPI", "CFO"]).await;
    check("2018-10-01", "Agree three data sets", &["CFO", "DUC"]).await;
    check("2018-11-01", "Agree three data sets", &["CFO"]).await;
    let kept = commitment_change::Entity::find().all(test.app.ledger.connection()).await.unwrap();
    let made: Vec<&str> = kept.iter().map(|change| change.field.as_str()).collect();
    assert_eq!(made, ["text", "text", "leads", "leads"]);
}

#[tokio::test]
async fn what_left_the_plan_is_gone_from_that_day_and_its_page_stays() {
    let test = home().await;
    let plan = import_on(&test, "2018-04-03").await.plan_id;
    let id = id_of(&test, "1.1").await;
    assert!(make(&test, id, "2018-09-01", Step::Withdraw).await);
    assert!(!make(&test, id, "2018-09-02", Step::Withdraw).await);
    assert!(make(&test, id, "2018-11-01", Step::Restore).await);
    let check = async |day: &str, shown: usize, withdrawn: bool| {
        let as_at = AsAt(day.parse().unwrap());
        let filter = PlanFilter::default();
        let found = plans::find(&test.app.ledger, &test.system(), plan, as_at, filter).await;
        let found = found.unwrap();
        assert_eq!((found.shown, found.plan.counts.total()), (shown, shown), "{day}");
        assert_eq!(view(&test, id, day).await.row.withdrawn_at.is_some(), withdrawn, "{day}");
    };
    check("2018-08-31", 5, false).await;
    check("2018-09-01", 4, true).await;
    check("2018-10-31", 4, true).await;
    check("2018-11-01", 5, false).await;
}
