//! Tests of worked-out figures taken into the ledger.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use bellwether_lake::dataset::{Breakdown, OrganisationRole};
use bellwether_lake::evaluate::{Evaluated, Figure, Window};
use bellwether_lake::load::Input;
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
};

use super::packed;
use super::run;
use super::store::{EvaluationReport, take_in};
use crate::datasets::{self, load::Source};
use crate::db::entities::{load, observation, observation_series};
use crate::indicators::{catalogue, store as indicators};
use crate::shell::errors::AppError;
use crate::shell::scope::{Role, Scope};
use crate::testing::{Place, TestHome};

async fn home() -> TestHome {
    let home = TestHome::new().await.unwrap();
    home.organisations(&[
        Place::new("NMR", "commissioner").over(&["P1"]),
        Place::new("P1", "practice"),
    ])
    .await
    .unwrap();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../catalogue/indicators");
    let definitions = catalogue::read_folder(Path::new(folder)).unwrap();
    catalogue::import(&home.app, &home.system(), &definitions).await.unwrap();
    home
}

/// Figures of AE4 as `organisation period numerator denominator [category]`, one a line.
fn evaluated(lines: &str) -> Evaluated {
    let figure = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        Figure {
            indicator: Arc::from("AE4"),
            role: OrganisationRole::Practice,
            organisation: Arc::from(words[0]),
            period: words[1].parse().unwrap(),
            breakdown: words.get(4).map(|category| (Breakdown::Sex, Arc::from(*category))),
            numerator: words[2].parse().unwrap(),
            denominator: words[3].parse().ok(),
            rows: 9,
            newest_load: 7,
        }
    };
    let window = Window::Days("2018-11-01".parse().unwrap(), "2019-02-28".parse().unwrap());
    Evaluated {
        figures: lines.lines().map(figure).collect(),
        windows: BTreeMap::from([(Arc::from("AE4"), window)]),
    }
}

async fn take(home: &TestHome, lines: &str) -> EvaluationReport {
    take_in(&home.app, &home.system(), &evaluated(lines)).await.unwrap()
}

async fn observations(home: &TestHome) -> Vec<String> {
    let rows = observation::Entity::find()
        .order_by_asc(observation::Column::Period)
        .order_by_asc(observation::Column::Revision)
        .all(home.app.ledger.connection())
        .await
        .unwrap();
    let line = |row: observation::Model| {
        let value = row.value.map_or("-".to_owned(), |value| value.to_string());
        format!("{} {} {} {value}", row.period, row.revision, row.state)
    };
    rows.into_iter().map(line).collect()
}

#[tokio::test]
async fn the_same_figures_again_leave_no_trace_and_others_are_revisions() {
    let home = home().await;
    let first = "P1 2018-12 90 100\nP1 2019-01 0 0\nP1 2019-02 3 4\nNOBODY 2018-12 1 2";
    let report = take(&home, first).await;
    assert_eq!((report.added, report.revised, report.series), (2, 0, 1));
    assert_eq!(report.unknown.into_iter().collect::<Vec<_>>(), ["NOBODY"]);
    let expected = ["2018-12 0 reported 90", "2019-01 0 not_applicable -"];
    assert_eq!(observations(&home).await, expected);

    let connection = home.app.ledger.connection();
    let loads = load::Entity::find().count(connection).await.unwrap();
    let again = take(&home, first).await;
    assert_eq!((again.load_id, again.unchanged), (None, 2));
    assert_eq!(load::Entity::find().count(connection).await.unwrap(), loads);

    let corrected = take(&home, "P1 2018-12 80 100\nP1 2019-02 3 4").await;
    assert_eq!((corrected.added, corrected.revised), (0, 2));
    let expected = [
        "2018-12 0 reported 90",
        "2018-12 1 reported 80",
        "2019-01 0 not_applicable -",
        "2019-01 1 missing -",
    ];
    assert_eq!(observations(&home).await, expected);
}

#[tokio::test]
async fn months_that_run_and_categories_are_packed_and_keep_what_they_said() {
    let home = home().await;
    take(&home, "P1 2018-12 4 5 female\nP1 2018-12 1 5 male\nP1 2019-02 3 4").await;
    take(&home, "P1 2018-12 5 5 female\nP1 2019-02 3 4").await;
    let rows = observation_series::Entity::find()
        .order_by_asc(observation_series::Column::Breakdown)
        .order_by_asc(observation_series::Column::Category)
        .all(home.app.ledger.connection())
        .await
        .unwrap();
    let line = |row: &observation_series::Model| {
        let entries = packed::read(&row.entries).unwrap();
        let counts = entries.iter().map(|entry| match entry.counts {
            Some((numerator, _)) => numerator.to_string(),
            None => "gone".to_owned(),
        });
        format!("{} {}: {}", row.breakdown, row.category, counts.collect::<Vec<_>>().join(" "))
    };
    let lines: Vec<String> = rows.iter().map(line).collect();
    assert_eq!(lines, [" : 3", "sex female: 4 5", "sex male: 1 gone"]);
}

#[tokio::test]
async fn only_who_loads_for_everybody_may_take_figures_in() {
    let home = home().await;
    let scope = Scope { role: Role::Viewer, ..home.system() };
    let refused = take_in(&home.app, &scope, &evaluated("P1 2018-12 9 10")).await;
    assert!(matches!(refused, Err(AppError::Forbidden(_))));
}

#[tokio::test]
async fn a_practice_s_small_counts_are_suppressed_and_others_rounded() {
    let home = home().await;
    take(&home, "P1 2018-11 7 40\nP1 2018-12 38 41\nNMR 2018-12 38 41").await;
    let lines = observations(&home).await;
    // 40 of 40 once both are rounded to the nearest five; 38 of 41 is 92.68 where it is exact.
    assert_eq!(lines[0], "2018-11 0 suppressed -");
    assert!(lines.contains(&"2018-12 0 reported 100".to_owned()), "{lines:?}");
    assert!(lines.iter().any(|line| line.starts_with("2018-12 0 reported 92.68")), "{lines:?}");
}

/// Loads rows of a dataset and works out what they touch, as the command line does.
async fn load_and_evaluate(home: &TestHome, dataset: &str, rows: &str) {
    let source = Source::new("rows.csv", Input::Bytes(rows.as_bytes().to_vec()));
    let scope = home.system();
    let loaded =
        datasets::load(&home.app, &scope, dataset, source, Arc::new(|_| {})).await.unwrap();
    assert_eq!((loaded.outcome, loaded.faults.len()), (datasets::Outcome::Done, 0));
    run::touched_days(&home.app, &scope, &loaded.touched).await.unwrap();
}

async fn latest(home: &TestHome, code: &str) -> Vec<String> {
    let connection = home.app.ledger.connection();
    let indicator = indicators::find(&home.app.ledger, code).await.unwrap();
    let rows = observation::Entity::find()
        .filter(observation::Column::IndicatorId.eq(indicator.id))
        .order_by_asc(observation::Column::OrganisationId)
        .order_by_asc(observation::Column::Revision)
        .all(connection)
        .await
        .unwrap();
    let line = |row: observation::Model| {
        let number = |number: Option<f64>| number.map_or("-".to_owned(), |it| it.to_string());
        format!(
            "{} {} {}/{}",
            row.period,
            row.revision,
            number(row.numerator),
            number(row.denominator)
        )
    };
    rows.into_iter().map(line).collect()
}

#[tokio::test]
async fn loaded_rows_become_figures_and_a_corrected_row_a_revision() {
    let home = home().await;
    home.organisations(&[Place::new("RA1", "provider")]).await.unwrap();
    let heading = "provider,attendance_id,patient,department_type,arrived_at,departed_at\n";
    let rows = format!(
        "{heading}RA1,1,p1,1,2018-12-03T10:00:00,2018-12-03T11:00:00\n\
         RA1,2,p2,1,2018-12-03T10:00:00,2018-12-03T18:00:00\n"
    );
    load_and_evaluate(&home, "ae_attendances", &rows).await;
    assert_eq!(latest(&home, "AE4").await, ["2018-12 0 1/2"]);
    let corrected = format!("{heading}RA1,2,p2,1,2018-12-03T10:00:00,2018-12-03T13:59:00\n");
    load_and_evaluate(&home, "ae_attendances", &corrected).await;
    assert_eq!(latest(&home, "AE4").await, ["2018-12 0 1/2", "2018-12 1 2/2"]);
}

#[tokio::test]
async fn a_formula_over_two_datasets_loses_nothing_when_one_of_them_is_loaded() {
    let home = home().await;
    let list = "practice,commissioner,month,sex,age_from,age_to,patients\n";
    let first = format!("{list}P1,NMR,2018-12-01,all,0,120,4000\n");
    load_and_evaluate(&home, "list_sizes", &first).await;
    let rows = "provider,attendance_id,patient,department_type,arrived_at,departed_at,practice,commissioner\n\
                RA1,1,p1,1,2018-12-03T10:00:00,2018-12-03T11:00:00,P1,NMR\n";
    load_and_evaluate(&home, "ae_attendances", rows).await;
    let known = latest(&home, "AERATE").await;
    assert!(known.iter().any(|line| line == "2018-12 0 1/4000"), "{known:?}");
    let grown = format!("{list}P1,NMR,2018-12-01,all,0,120,5000\n");
    load_and_evaluate(&home, "list_sizes", &grown).await;
    let known = latest(&home, "AERATE").await;
    assert!(known.iter().any(|line| line == "2018-12 1 1/5000"), "{known:?}");
}
