//! Plans are put inside plans, roll up, and are seen as they stood, on either database.

use std::sync::Arc;

use super::*;
use crate::commitments::rules::Status;
use crate::commitments::updates::{NewUpdate, post_update};
use crate::plans::import::{ImportOptions, import};
use crate::plans::store::PlanFilter;
use crate::shell::clock::Clock;
use crate::shell::scope::Role;
use crate::testing::{Place, TestHome};

const COMMISSIONER: &str = "\
Northmere Plan 2018/19

Action\tLead\tTimescale
1. Access 1.1 Open an urgent treatment centre\tDUC\tMar 19
1.2 Publish a bulletin for practices\tDUC\tMay 18
1.3 Stream attendances to primary care\tDUC\tDec 18
";

const PRACTICE: &str = "\
Riverside Practice Plan 2018/19

Action\tLead\tTimescale
1. Visits 1.1 Review every care home resident\tGP\tMar 19
";

struct Plans {
    test: TestHome,
    commissioner: i64,
    practice: i64,
}

async fn plans() -> Plans {
    let test = TestHome::new().await.unwrap();
    test.organisations(&[
        Place::new("COM", "commissioner").over(&["PRA"]),
        Place::new("PRA", "practice"),
        Place::new("OTH", "commissioner"),
    ])
    .await
    .unwrap();
    let app = test.app.with_clock(Clock::noon("2018-04-03".parse().unwrap()));
    let take = async |code: &str, text: &str| {
        let (scope, options) = (test.system(), ImportOptions::default());
        let file = format!("{code}.txt");
        import(&app, &scope, code, &file, text.as_bytes(), options).await.unwrap().plan_id
    };
    let commissioner = take("COM", COMMISSIONER).await;
    let practice = take("PRA", PRACTICE).await;
    Plans { test, commissioner, practice }
}

impl Plans {
    async fn put(&self, plan: i64, parent: Option<i64>, kind: &str) -> Result<bool, AppError> {
        let levels = LevelNames::default();
        let new = NewPlace { parent_id: parent, kind: kind.to_owned(), levels };
        place(&self.test.app, &self.test.system(), plan, new).await
    }

    /// Each plan of a tree with what rolls up: depth, achieved of counted, the worst status.
    async fn check(&self, scope: &Scope, as_at: &str, expected: &[&str]) {
        let as_at = AsAt(as_at.parse().unwrap());
        let rows = below(&self.test.app.ledger, scope, self.commissioner, as_at).await.unwrap();
        let shown: Vec<String> = rows
            .iter()
            .map(|row| {
                let worst = row.whole.worst().map(|(status, _)| status.word()).unwrap_or_default();
                let whole = row.whole;
                format!("{} {}/{} {worst}", row.depth, whole.achieved(), whole.counted())
            })
            .collect();
        assert_eq!(shown, expected);
    }

    fn of_practice(&self, practice: i64) -> Scope {
        let own = Visible::Only(Arc::new([practice].into()));
        Scope {
            role: Role::PerformanceManager,
            organisation_id: Some(practice),
            visible: own.clone(),
            within: own,
            ..self.test.system()
        }
    }
}

#[tokio::test]
async fn a_practice_plan_counts_in_the_plan_that_it_is_put_inside_of() {
    let plans = plans().await;
    let (scope, today) = (plans.test.system(), "2019-02-15");
    plans.check(&scope, today, &["0 0/3 not_started"]).await;
    assert!(plans.put(plans.practice, Some(plans.commissioner), "practice_plan").await.unwrap());
    plans.check(&scope, today, &["0 0/4 not_started", "1 0/1 not_started"]).await;
    let row =
        crate::commitments::store::list(&plans.test.app.ledger, &scope, None, AsAt(scope.today))
            .await
            .unwrap()
            .into_iter()
            .find(|row| row.plan_id == plans.practice)
            .unwrap();
    let new = NewUpdate {
        status: Status::Achieved,
        note: "All reviewed".to_owned(),
        ..NewUpdate::default()
    };
    post_update(&plans.test.app, &scope, row.id, new).await.unwrap();
    plans.check(&scope, today, &["0 1/4 not_started", "1 1/1 achieved"]).await;
    // As at an earlier day it stood for itself.
    plans.check(&scope, "2019-02-14", &["0 0/3 not_started"]).await;
    let again = plans.put(plans.practice, Some(plans.commissioner), "practice_plan").await;
    assert!(!again.unwrap(), "the same place again changes nothing");
}

#[tokio::test]
async fn a_plan_that_may_not_be_seen_is_neither_shown_nor_counted() {
    let plans = plans().await;
    plans.put(plans.practice, Some(plans.commissioner), "practice_plan").await.unwrap();
    let commissioner = plans.test.id("COM").await;
    let alone = Visible::Only(Arc::new([commissioner].into()));
    let blind = Scope { visible: alone.clone(), within: alone, ..plans.test.system() };
    plans.check(&blind, "2019-02-15", &["0 0/3 not_started"]).await;
    let practice = plans.of_practice(plans.test.id("PRA").await);
    let ledger = &plans.test.app.ledger;
    let as_at = AsAt(practice.today);
    let hidden = below(ledger, &practice, plans.commissioner, as_at).await;
    assert!(matches!(hidden, Err(AppError::NotFound)));
    let own = store::find(ledger, &practice, plans.practice, as_at, PlanFilter::default()).await;
    let own = own.unwrap().plan;
    assert_eq!(above(ledger, &practice, &own, as_at).await.unwrap(), None);
}

#[tokio::test]
async fn circles_and_strangers_are_refused_and_leave_everything_as_it_was() {
    let plans = plans().await;
    let (outer, inner) = (plans.commissioner, plans.practice);
    plans.put(inner, Some(outer), "practice_plan").await.unwrap();
    for (plan, parent) in [(outer, inner), (outer, outer)] {
        let refused = plans.put(plan, Some(parent), "plan").await.unwrap_err();
        assert!(matches!(&refused, AppError::Invalid(message) if message == CIRCLE), "{refused}");
    }
    let refused = plans.put(outer, None, "novel").await.unwrap_err();
    assert!(matches!(refused, AppError::Invalid(_)));
    let refused = plans.put(outer, Some(999_999), "plan").await.unwrap_err();
    assert!(matches!(refused, AppError::NotFound));
    let practice = plans.of_practice(plans.test.id("PRA").await);
    let new = NewPlace { kind: "plan".to_owned(), ..NewPlace::default() };
    let app = &plans.test.app;
    let refused = place(app, &practice, outer, new.clone()).await.unwrap_err();
    assert!(matches!(refused, AppError::NotFound), "what may not be seen is not there");
    let viewer = Scope { role: Role::Viewer, ..plans.test.system() };
    let refused = place(app, &viewer, inner, new).await.unwrap_err();
    assert!(matches!(refused, AppError::Forbidden(_)));
    let scope = plans.test.system();
    plans.check(&scope, "2019-02-15", &["0 0/4 not_started", "1 0/1 not_started"]).await;
    let fits = possible_parents(&app.ledger, &scope, outer).await.unwrap();
    assert_eq!(fits, [], "neither itself nor what is inside it");
}

#[tokio::test]
async fn levels_are_called_as_the_plan_says_and_as_they_were_on_an_earlier_day() {
    let plans = plans().await;
    let app = plans.test.app.with_clock(Clock::noon("2019-01-10".parse().unwrap()));
    let scope = plans.test.system();
    let levels = LevelNames::typed("Pillar", "Objective", "").unwrap();
    let new = NewPlace { parent_id: None, kind: "plan".to_owned(), levels };
    place(&app, &scope, plans.commissioner, new).await.unwrap();
    let check = async |day: &str, expected: &str| {
        let as_at = AsAt(day.parse().unwrap());
        let none = PlanFilter::default();
        let view = store::find(&app.ledger, &scope, plans.commissioner, as_at, none).await;
        let levels = view.unwrap().plan.levels;
        let shown = format!("{} > {} > {}", levels.section, levels.commitment, levels.milestone);
        assert_eq!(shown, expected, "{day}");
    };
    check("2019-01-09", "Section > Action > Milestone").await;
    check("2019-01-10", "Pillar > Objective > Milestone").await;
}
