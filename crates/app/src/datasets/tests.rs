//! Tests of loads into an installation.

use std::sync::Arc;

use bellwether_lake::datafusion::arrow::array::AsArray as _;
use bellwether_lake::datafusion::arrow::datatypes::Int64Type;
use bellwether_lake::load::Input;
use sea_orm::EntityTrait as _;

use super::load::Source;
use super::sweep::sweep_all;
use super::{Loaded, Outcome, load, session};
use crate::db::entities::{dataset_load, load_count, part};
use crate::shell::audit;
use crate::shell::errors::AppError;
use crate::shell::scope::Scope;
use crate::testing::TestHome;

const HEADING: &str = "organisation,complaint_id,received_on,answered_on,subject\n";

struct Lake {
    home: TestHome,
}

impl Lake {
    async fn new() -> Self {
        Self { home: TestHome::new().await.unwrap() }
    }

    async fn try_load(&self, source: Source) -> Result<Loaded, AppError> {
        let scope = Scope::system(self.home.app.today());
        load(&self.home.app, &scope, "complaints", source, Arc::new(|_| {})).await
    }

    fn source(rows: &str) -> Source {
        Source::new("complaints.csv", Input::Bytes(format!("{HEADING}{rows}").into_bytes()))
    }

    async fn load(&self, rows: &str) -> Loaded {
        self.try_load(Self::source(rows)).await.unwrap()
    }

    async fn count(&self, condition: &str) -> i64 {
        let session = session(&self.home.app, &["complaints"]).await.unwrap();
        let sql = format!("SELECT count(*) FROM complaints WHERE {condition}");
        let batches = session.sql(&sql).await.unwrap().collect().await.unwrap();
        batches[0].column(0).as_primitive::<Int64Type>().value(0)
    }
}

#[tokio::test]
async fn a_load_is_seen_at_once_counted_and_audited() {
    let lake = Lake::new().await;
    assert_eq!(lake.count("true").await, 0);
    let loaded = lake.load("RA1,1,2019-01-05,,access\nRA1,2,2019-01-05,2019-01-20,other\nRA2,1,2019-02-01,,access\n").await;
    assert_eq!(loaded.outcome, Outcome::Done);
    assert_eq!((loaded.counts.added, loaded.counts.rejected), (3, 0));
    let days = loaded.touched["complaints"];
    assert_eq!(
        (days.from.to_string(), days.to.to_string()),
        ("2019-01-05".into(), "2019-02-01".into())
    );
    assert_eq!(lake.count("subject = 'access'").await, 2);
    let connection = lake.home.app.ledger.connection();
    let counts = load_count::Entity::find().all(connection).await.unwrap();
    let counts: Vec<_> = counts
        .into_iter()
        .map(|count| (count.organisation_code, count.day.to_string(), count.row_count))
        .collect();
    assert_eq!(
        counts,
        [
            ("RA1".to_owned(), "2019-01-05".to_owned(), 2),
            ("RA2".to_owned(), "2019-02-01".to_owned(), 1)
        ]
    );
    assert!(audit::verify(&lake.home.app.ledger).await.unwrap() >= 1);
}

#[tokio::test]
async fn the_same_file_twice_changes_nothing_and_a_corrected_row_replaces() {
    let lake = Lake::new().await;
    let first = lake.load("RA1,1,2019-01-05,,access\n").await;
    let again = lake.load("RA1,1,2019-01-05,,access\n").await;
    assert_eq!(again.outcome, Outcome::AlreadyThere(first.load_id.unwrap()));
    let corrected = lake.load("RA1,1,2019-02-05,,other\n").await;
    assert_eq!((corrected.counts.added, corrected.counts.corrected), (0, 1));
    // The month that the row leaves is touched too.
    let days = corrected.touched["complaints"];
    assert_eq!(
        (days.from.to_string(), days.to.to_string()),
        ("2019-01-01".into(), "2019-02-05".into())
    );
    assert_eq!(lake.count("true").await, 1);
    assert_eq!(lake.count("received_on >= '2019-02-01' AND subject = 'other'").await, 1);
}

#[tokio::test]
async fn what_is_refused_or_only_tried_leaves_no_rows() {
    let lake = Lake::new().await;
    let rows = "RA1,1,2019-01-05,,access\nRA1,2,2019-01-05,2018-01-20,other\n";
    let mut source = Lake::source(rows);
    source.dry_run = true;
    let tried = lake.try_load(source).await.unwrap();
    assert_eq!(
        (tried.outcome, tried.counts.added, tried.counts.rejected),
        (Outcome::WouldBeDone, 1, 1)
    );
    let mut source = Lake::source(rows);
    source.all_or_nothing = true;
    let refused = lake.try_load(source).await.unwrap();
    assert!(matches!(refused.outcome, Outcome::Refused(_)));
    let rejected = std::fs::read_to_string(refused.rejected_file.unwrap()).unwrap();
    assert!(rejected.contains("breaks answered-after"), "{rejected}");
    let unknown = Source::new("x.csv", Input::Bytes(b"a,b\n1,2\n".to_vec()));
    let refused = lake.try_load(unknown).await.unwrap();
    let Outcome::Refused(reason) = refused.outcome else { panic!("{:?}", refused.outcome) };
    assert!(reason.starts_with("the file has no column organisation, complaint_id"), "{reason}");
    assert_eq!(lake.count("true").await, 0);
    let connection = lake.home.app.ledger.connection();
    assert_eq!(part::Entity::find().all(connection).await.unwrap(), []);
    let states = dataset_load::Entity::find().all(connection).await.unwrap();
    assert!(states.iter().all(|load| load.state == "refused"));
    assert_eq!(states.len(), 2);
}

#[tokio::test]
async fn files_that_no_ledger_lists_are_swept_and_listed_ones_stay() {
    let lake = Lake::new().await;
    lake.load("RA1,1,2019-01-05,,access\n").await;
    let folder = lake.home.app.home.lake().join("complaints");
    let month = folder.join("2019-01");
    std::fs::write(month.join("99-1.parquet"), "left behind").unwrap();
    std::fs::write(month.join("99-1.keys"), "left behind").unwrap();
    std::fs::create_dir(folder.join(".load-left")).unwrap();
    assert_eq!(sweep_all(&lake.home.app).await.unwrap(), 3);
    assert_eq!(sweep_all(&lake.home.app).await.unwrap(), 0);
    assert_eq!(lake.count("true").await, 1);
}

#[tokio::test]
async fn only_those_who_load_figures_load_rows() {
    let lake = Lake::new().await;
    let mut scope = Scope::system(lake.home.app.today());
    scope.role = crate::shell::scope::Role::Lead;
    let source = Lake::source("RA1,1,2019-01-05,,access\n");
    let progress: super::load::Progress = Arc::new(|_| {});
    let refused =
        load(&lake.home.app, &scope, "complaints", source.clone(), progress.clone()).await;
    assert!(matches!(refused, Err(AppError::Forbidden(_))));
    let scope = Scope::system(lake.home.app.today());
    let unknown = load(&lake.home.app, &scope, "complaint", source, progress).await;
    let Err(AppError::Invalid(message)) = unknown else { panic!("a dataset that is not there") };
    assert!(
        message.starts_with("'complaint' is no dataset; there are: ae_attendances"),
        "{message}"
    );
}
