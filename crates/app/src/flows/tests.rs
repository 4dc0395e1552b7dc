//! Tests of files taken into the ledger, on the database that the environment asks for.

use std::path::Path;

use chrono::NaiveDate;
use sea_orm::{EntityTrait as _, PaginatorTrait as _};

use super::{LoadOptions, LoadReport, load_observations, load_targets};
use crate::db::entities::{audit_entry, load, observation};
use crate::indicators::{catalogue, views};
use crate::shell::audit;
use crate::shell::clock::{AsAt, Clock};
use crate::shell::errors::AppError;
use crate::shell::scope::{Role, Scope, Visible};
use crate::testing::{Place, TestHome};

const HEADER: &str = "organisation,indicator,period,numerator,denominator,value,state\n";

async fn home() -> TestHome {
    let home = TestHome::new().await.unwrap();
    home.organisations(&[
        Place::new("NMR", "commissioner").over(&["P1"]),
        Place::new("P1", "practice"),
        Place::new("EST", "provider").published(),
    ])
    .await
    .unwrap();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../catalogue/indicators");
    let definitions = catalogue::read_folder(Path::new(folder)).unwrap();
    catalogue::import(&home.app, &home.system(), &definitions).await.unwrap();
    home
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn as_at(text: &str) -> AsAt {
    AsAt(day(text))
}

async fn send(home: &TestHome, rows: &str, options: LoadOptions) -> LoadReport {
    let text = format!("{HEADER}{rows}");
    let scope = home.system();
    load_observations(&home.app, &scope, "f.csv", text.as_bytes(), options).await.unwrap()
}

async fn count_observations(home: &TestHome) -> u64 {
    observation::Entity::find().count(home.app.ledger.connection()).await.unwrap()
}

#[tokio::test]
async fn a_file_sent_again_changes_nothing_and_a_correction_is_a_revision() {
    let home = home().await;
    let rows = "NMR,AE4,2018-11,900,1000,,\nNMR,AE4,2018-12,850,1000,,\n";
    let options = LoadOptions { known_on: Some(day("2019-01-10")), ..LoadOptions::default() };
    assert_eq!(
        send(&home, rows, options).await.sentence(),
        "f.csv: 2 new, 0 corrected, 0 already known"
    );
    let loads = load::Entity::find().count(home.app.ledger.connection()).await.unwrap();
    assert_eq!(
        send(&home, rows, LoadOptions::default()).await.sentence(),
        "f.csv: 0 new, 0 corrected, 2 already known"
    );
    assert_eq!(load::Entity::find().count(home.app.ledger.connection()).await.unwrap(), loads);

    let corrected = rows.replace("850", "840");
    assert_eq!(
        send(&home, &corrected, LoadOptions::default()).await.sentence(),
        "f.csv: 0 new, 1 corrected, 1 already known"
    );
    assert_eq!(count_observations(&home).await, 3);

    let nmr = home.id("NMR").await;
    for (seen_at, expected) in
        [("2019-01-09", None), ("2019-02-14", Some(85.0)), ("2019-02-15", Some(84.0))]
    {
        let view =
            views::show(&home.app, &home.system(), "AE4", nmr, as_at(seen_at)).await.unwrap();
        let latest = view.series.as_ref().and_then(|series| series.judged.latest()?.value());
        assert_eq!(
            latest.map(|value| value.to_string()),
            expected.map(|value: f64| value.to_string()),
            "as at {seen_at}"
        );
    }
    let view =
        views::show(&home.app, &home.system(), "ae4", nmr, as_at("2019-02-15")).await.unwrap();
    let revisions: Vec<String> =
        view.revisions.iter().map(|row| format!("{} {}", row.period, row.revision)).collect();
    assert_eq!(revisions, ["2018-11 0", "2018-12 0", "2018-12 1"]);
    assert!(audit::verify(&home.app.ledger).await.unwrap() > 3);
}

#[tokio::test]
async fn nothing_is_taken_from_a_file_with_a_fault_unless_the_good_rows_are_asked_for() {
    let home = home().await;
    let rows = "NMR,AE4,2018-11,900,1000,,\nNMR,AE4,2018-12,1850,1000,,\n";
    let refused = send(&home, rows, LoadOptions::default()).await;
    assert_eq!(refused.sentence(), "f.csv: nothing was taken, because of 1 fault");
    assert!(refused.is_refused() && refused.rejected_file.is_none());
    assert_eq!(count_observations(&home).await, 0);

    let options = LoadOptions { take_good_rows: true, ..LoadOptions::default() };
    let taken = send(&home, rows, options).await;
    assert_eq!(taken.sentence(), "f.csv: 1 new, 0 corrected, 0 already known, 1 rejected");
    assert_eq!(
        String::from_utf8(taken.rejected_file.unwrap()).unwrap(),
        "rejected_row,rejected_column,rejected_value,problem,remedy,organisation,indicator,period,numerator,denominator,value,state\n\
         3,numerator,1850,\"is above the denominator 1000, of which it is a part\",check whether the two are exchanged,NMR,AE4,2018-12,1850,1000,,\n"
    );
    assert_eq!(count_observations(&home).await, 1);
}

#[tokio::test]
async fn a_correction_cannot_be_known_before_what_it_corrects() {
    let home = home().await;
    send(&home, "NMR,AE4,2018-12,850,1000,,\n", LoadOptions::default()).await;
    let earlier = LoadOptions { known_on: Some(day("2019-01-10")), ..LoadOptions::default() };
    let report = send(&home, "NMR,AE4,2018-12,840,1000,,\n", earlier).await;
    assert_eq!(
        report.faults.first()[0].to_string(),
        "row 2, period '2018-12': the figure has been known since 2019-02-15, after 2019-01-10; load it as known on that day or a later one"
    );
    assert_eq!(count_observations(&home).await, 1);
    let scope = home.system();
    let future = LoadOptions { known_on: Some(day("2019-02-16")), ..LoadOptions::default() };
    let error = load_observations(&home.app, &scope, "f.csv", b"x", future).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "figures cannot become known on 2019-02-16, which is to come; give a day up to 2019-02-15"
    );
}

#[tokio::test]
async fn only_figures_of_the_own_organisations_are_loaded_and_only_by_some_roles() {
    let home = home().await;
    let nmr = home.id("NMR").await;
    let visibility = home.app.visibility.of(&home.app.ledger, nmr, home.app.today()).await.unwrap();
    let manager = Scope {
        role: Role::PerformanceManager,
        organisation_id: Some(nmr),
        visible: visibility.visible.clone(),
        within: visibility.within.clone(),
        ..home.system()
    };
    let text = format!("{HEADER}P1,AE4,2018-12,850,1000,,\nEST,AE4,2018-12,850,1000,,\n");
    let report =
        load_observations(&home.app, &manager, "f.csv", text.as_bytes(), LoadOptions::default())
            .await
            .unwrap();
    let faults: Vec<String> = report.faults.first().iter().map(ToString::to_string).collect();
    assert_eq!(
        faults,
        [
            "row 3, organisation 'EST': you may not load figures of it; send them to someone who answers for it"
        ]
    );

    let viewer = Scope { role: Role::Viewer, ..manager.clone() };
    let refusal = load_observations(&home.app, &viewer, "f.csv", b"", LoadOptions::default()).await;
    assert!(matches!(refusal, Err(AppError::Forbidden(_))));

    let targets = "indicator,organisation,kind,value,from_day,to_day,assessed\nAE4,,national,95,2016-04-01,,yes\n";
    let report =
        load_targets(&home.app, &manager, "t.csv", targets.as_bytes(), LoadOptions::default())
            .await
            .unwrap();
    assert_eq!(report.sentence(), "t.csv: nothing was taken, because of 1 fault");
    assert!(matches!(
        catalogue::import(&home.app, &manager, &[]).await,
        Err(AppError::Forbidden(_))
    ));
    assert_eq!(manager.within.contains(nmr), !matches!(manager.within, Visible::All));
}

#[tokio::test]
async fn targets_are_replaced_from_the_day_on_which_the_new_one_is_known() {
    let home = home().await;
    let scope = home.system();
    send(
        &home,
        "NMR,AE4,2018-12,850,1000,,\n",
        LoadOptions { known_on: Some(day("2019-01-10")), ..LoadOptions::default() },
    )
    .await;
    let header = "indicator,organisation,kind,value,from_day,to_day,assessed\n";
    let early = LoadOptions { known_on: Some(day("2018-04-01")), ..LoadOptions::default() };
    for (rows, options, expected) in [
        (
            "AE4,,national,95,2016-04-01,,yes\nAE4,NMR,local,90,2018-04-01,,yes\n",
            early,
            "t.csv: 2 new, 0 corrected, 0 already known",
        ),
        (
            "AE4,NMR,local,90,2018-04-01,,yes\n",
            LoadOptions::default(),
            "t.csv: 0 new, 0 corrected, 1 already known",
        ),
        (
            "AE4,NMR,local,80,2018-04-01,,yes\n",
            LoadOptions::default(),
            "t.csv: 0 new, 1 corrected, 0 already known",
        ),
    ] {
        let text = format!("{header}{rows}");
        let report =
            load_targets(&home.app, &scope, "t.csv", text.as_bytes(), options).await.unwrap();
        assert_eq!(report.sentence(), expected);
    }
    let nmr = home.id("NMR").await;
    for (seen_at, expected) in [("2019-02-14", "90"), ("2019-02-15", "80")] {
        let rows = views::matrix(&home.app, &scope, nmr, as_at(seen_at)).await.unwrap();
        assert_eq!(rows[0].target.unwrap().to_string(), expected, "as at {seen_at}");
    }
}

#[tokio::test]
async fn a_catalogue_taken_in_again_changes_nothing_and_a_change_is_audited() {
    let home = home().await;
    let scope = home.system();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../catalogue/indicators");
    let mut definitions = catalogue::read_folder(Path::new(folder)).unwrap();
    let report = catalogue::import(&home.app, &scope, &definitions).await.unwrap();
    assert_eq!(
        (report.added.len(), report.changed.len(), report.unchanged),
        (0, 0, definitions.len())
    );

    let entries = audit_entry::Entity::find().count(home.app.ledger.connection()).await.unwrap();
    definitions[0].title = "Another title".to_owned();
    let report = catalogue::import(&home.app, &scope, &definitions[..1]).await.unwrap();
    assert_eq!(report.changed, [definitions[0].code.clone()]);
    let after = audit_entry::Entity::find().count(home.app.ledger.connection()).await.unwrap();
    assert_eq!(after, entries + 1);

    definitions[0].period = bellwether_calendar::PeriodKind::Week;
    let error = catalogue::import(&home.app, &scope, &definitions[..1]).await.unwrap_err();
    assert!(error.to_string().contains("give the new indicator a code of its own"), "{error}");
}

#[tokio::test]
async fn judged_series_in_memory_follow_every_load() {
    let home = home().await;
    let scope = home.system();
    let nmr = home.id("NMR").await;
    let latest = async || {
        let rows = views::matrix(&home.app, &scope, nmr, AsAt(scope.today)).await.unwrap();
        let shown = rows.iter().map(|row| {
            let (period, value) = row.latest.unwrap();
            format!("{} {period} {value} {:?}", row.indicator.definition.code, row.lag_days)
        });
        shown.collect::<Vec<_>>().join(", ")
    };
    assert_eq!(latest().await, "");
    send(&home, "NMR,AE4,2018-11,900,1000,,\n", LoadOptions::default()).await;
    assert_eq!(latest().await, "AE4 2018-11 90 Some(77)");
    send(&home, "NMR,AE4,2018-12,850,1000,,\nNMR,MRSA,2018-12,,,2,\n", LoadOptions::default())
        .await;
    assert_eq!(latest().await, "MRSA 2018-12 2 Some(46), AE4 2018-12 85 Some(46)");
    send(&home, "NMR,MRSA,2018-12,,,3,\n", LoadOptions::default()).await;
    assert_eq!(latest().await, "MRSA 2018-12 3 Some(46), AE4 2018-12 85 Some(46)");
    let tomorrow = home.app.with_clock(Clock::noon(day("2019-02-16")));
    let scope = Scope::system(tomorrow.today());
    let rows = views::matrix(&tomorrow, &scope, nmr, AsAt(tomorrow.today())).await.unwrap();
    assert_eq!(rows.len(), 2);
}

/// The organisations that the examples speak of, without their trees.
async fn examples_home() -> (TestHome, std::path::PathBuf) {
    let home = home().await;
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let file = std::fs::read_to_string(examples.join("district/organisations.csv")).unwrap();
    let rows: Vec<Vec<&str>> = file.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let places: Vec<Place<'_>> = rows.iter().map(|row| Place::new(row[0], row[2])).collect();
    home.organisations(&places).await.unwrap();
    (home, examples)
}

#[tokio::test]
async fn every_example_file_is_taken_whole() {
    let (home, examples) = examples_home().await;
    let scope = home.system();
    let targets = std::fs::read(examples.join("district/targets.csv")).unwrap();
    let options = LoadOptions { known_on: Some(day("2016-04-01")), ..LoadOptions::default() };
    let report = load_targets(&home.app, &scope, "targets.csv", &targets, options).await.unwrap();
    assert!(report.faults.is_empty() && report.added > 0, "{:?}", report.faults.first());
    let months = (4..=12).map(|month| (2018, month)).chain([(2019, 1)]);
    let mut revised = 0;
    for (year, month) in months {
        let name = match month {
            4 => "until-2018-04.csv".to_owned(),
            _ => format!("{year}-{month:02}.csv"),
        };
        let known_on = NaiveDate::from_ymd_opt(year, month, 20);
        let options = LoadOptions { known_on, ..LoadOptions::default() };
        let bytes = std::fs::read(examples.join("figures").join(&name)).unwrap();
        let report = load_observations(&home.app, &scope, &name, &bytes, options).await.unwrap();
        assert!(report.faults.is_empty(), "{name}: {:?}", report.faults.first());
        assert!(report.added > 0, "{}", report.sentence());
        revised += report.revised;
    }
    assert!(revised > 0, "the examples have corrections");
    let own = home.id("ZLK").await;
    let rows = views::matrix(&home.app, &scope, own, as_at("2019-01-18")).await.unwrap();
    assert!(rows.len() >= 24, "only {} indicators", rows.len());
}
