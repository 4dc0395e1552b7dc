//! Tests of what pages and papers show, on the database that the environment asks for.

use std::path::Path;

use super::*;
use crate::flows::{LoadOptions, load_observations};
use crate::indicators::catalogue;
use crate::shell::scope::Scope;
use crate::testing::{Place as Made, TestHome};

async fn home() -> TestHome {
    let home = TestHome::new().await.unwrap();
    home.organisations(&[
        Made::new("NMR", "commissioner"),
        Made::new("RA1", "provider").published(),
        Made::new("RA2", "provider").published(),
        Made::new("RA3", "provider"),
    ])
    .await
    .unwrap();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../catalogue/indicators");
    let definitions = catalogue::read_folder(Path::new(folder)).unwrap();
    catalogue::import(&home.app, &home.system(), &definitions).await.unwrap();
    let rows = "organisation,indicator,period,value\nRA1,AE4,2018-12,85\nRA2,AE4,2018-12,91\n\
                RA3,AE4,2018-12,80\nRA3,AE4,2019-01,99\nRA1,DTOC,2018-12,3\n";
    let report = load_observations(
        &home.app,
        &home.system(),
        "f.csv",
        rows.as_bytes(),
        LoadOptions::default(),
    )
    .await
    .unwrap();
    assert_eq!(report.added, 5);
    home
}

/// What an account of RA1 sees: itself and what is published.
async fn provider(home: &TestHome) -> Scope {
    let own = home.id("RA1").await;
    let visibility = home.app.visibility.of(&home.app.ledger, own, home.app.today()).await.unwrap();
    Scope {
        organisation_id: Some(own),
        visible: visibility.visible.clone(),
        within: visibility.within.clone(),
        ..home.system()
    }
}

#[tokio::test]
async fn peers_are_those_that_may_be_seen_with_a_value_of_the_same_period() {
    let home = home().await;
    let own = home.id("RA1").await;
    let indicator = store::find(&home.app.ledger, "AE4").await.unwrap();
    let check = async |scope: &Scope, expected: &str| {
        let peers = peers(&home.app, scope, &indicator, own, AsAt(scope.today)).await.unwrap();
        let shown = peers.iter().map(|peer| {
            format!("{} {} of {}", peer.organisation.code, peer.place.rank, peer.place.of)
        });
        assert_eq!(shown.collect::<Vec<_>>().join(", "), expected);
    };
    check(&home.system(), "RA2 1 of 3, RA1 2 of 3, RA3 3 of 3").await;
    check(&provider(&home).await, "RA2 1 of 2, RA1 2 of 2").await;
    let scope = home.system();
    let places = places(&home.app, &scope, own, AsAt(scope.today)).await.unwrap();
    let ranks: Vec<(usize, usize)> = places.values().map(|place| (place.rank, place.of)).collect();
    assert_eq!(ranks.len(), 2);
    assert!(ranks.contains(&(2, 3)) && ranks.contains(&(1, 1)));
}

#[tokio::test]
async fn what_may_not_be_seen_is_not_found() {
    let home = home().await;
    let scope = provider(&home).await;
    let hidden = home.id("RA3").await;
    let day = AsAt(scope.today);
    let found = matrix(&home.app, &scope, hidden, day).await;
    assert!(matches!(found, Err(AppError::NotFound)));
    let found = show(&home.app, &scope, "AE4", hidden, day).await;
    assert!(matches!(found, Err(AppError::NotFound)));
    let found = show(&home.app, &scope, "NONE", home.id("RA1").await, day).await;
    assert!(matches!(found, Err(AppError::NotFound)));
    let own = scope.organisation_id.unwrap();
    let series = show(&home.app, &scope, "AE4", own, day).await.unwrap();
    assert_eq!(series.lead_shown, "Director of Urgent Care");
    assert!(series.sentence.starts_with("In December 2018 it was 85.0%"), "{}", series.sentence);
}
