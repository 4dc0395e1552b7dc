//! What was withdrawn is told to those who could read it.

use super::store::{NewPublication, find, publish, view};
use crate::editions::taking::take_next_edition;
use crate::plans::import::ImportOptions;
use crate::plans::import::tests::{ACTION_PLAN, home, import_on};
use crate::shell::clock::{AsAt, Clock};
use crate::shell::scope::Scope;
use crate::testing::TestHome;

struct Published {
    test: TestHome,
    plan: i64,
}

impl Published {
    async fn publish_on(&self, day: &str, new: &NewPublication) {
        let app = self.test.app.with_clock(Clock::noon(day.parse().unwrap()));
        publish(&app, &Scope::system(app.today()), self.plan, new).await.unwrap();
    }

    /// The next edition has neither 1.3 nor 2.1.
    async fn next_edition_on(&self, day: &str) {
        let kept = |line: &&str| !line.starts_with("1.3") && !line.contains("2.1 Open");
        let next = ACTION_PLAN.lines().filter(kept).collect::<Vec<_>>().join("\n");
        let app = self.test.app.with_clock(Clock::noon(day.parse().unwrap()));
        let (scope, options) = (Scope::system(app.today()), ImportOptions::default());
        let bytes = next.as_bytes();
        let taken = take_next_edition(&app, &scope, self.plan, "next.txt", bytes, options).await;
        assert_eq!(taken.unwrap().left_out, 2);
    }

    async fn check(&self, day: &str, expected: &[&str]) {
        let app = self.test.app.with_clock(Clock::noon(day.parse().unwrap()));
        let plan = find(&app, self.plan, AsAt(app.today())).await.unwrap();
        let told = plan.withdrawn.iter();
        let told: Vec<String> =
            told.map(|gone| format!("{} {} {}", gone.reference, gone.text, gone.on)).collect();
        assert_eq!(told, expected, "{day}");
    }
}

const PUBLIC: NewPublication = NewPublication {
    is_public: true,
    with_notes: false,
    left_out: std::collections::BTreeSet::new(),
};

async fn plan() -> Published {
    let test = home().await;
    let plan = import_on(&test, "2018-04-03").await.plan_id;
    Published { test, plan }
}

#[tokio::test]
async fn what_is_withdrawn_while_it_is_public_stays_to_be_read_with_its_day() {
    let published = plan().await;
    published.publish_on("2018-05-01", &PUBLIC).await;
    published.next_edition_on("2018-10-01").await;
    published.check("2018-09-30", &[]).await;
    let told = [
        "1.3 Report performance to every meeting 2018-10-01",
        "2.1 Open an urgent treatment centre 2018-10-01",
    ];
    published.check("2018-10-01", &told).await;
    let with_notes = NewPublication { with_notes: true, ..PUBLIC };
    published.publish_on("2018-11-01", &with_notes).await;
    published.check("2018-11-02", &told).await;
}

#[tokio::test]
async fn what_was_withdrawn_before_anybody_could_read_it_is_not_told() {
    let published = plan().await;
    published.next_edition_on("2018-10-01").await;
    published.publish_on("2018-11-01", &PUBLIC).await;
    published.check("2018-11-02", &[]).await;
}

#[tokio::test]
async fn what_was_left_out_of_the_public_page_is_not_told_when_it_is_withdrawn() {
    let published = plan().await;
    let (ledger, scope) = (&published.test.app.ledger, published.test.system());
    let rows = view(ledger, &scope, published.plan).await.unwrap().commitments;
    let hidden = rows.iter().find(|row| row.reference == "2.1").unwrap().id;
    let without = NewPublication { left_out: [hidden].into(), ..PUBLIC };
    published.publish_on("2018-05-01", &without).await;
    published.next_edition_on("2018-10-01").await;
    published.check("2018-10-02", &["1.3 Report performance to every meeting 2018-10-01"]).await;
}
