//! The register over a real ledger.

use super::receipt_rules::ReceiptState;
use super::{catalogue, signals, store};
use crate::flows::store::{LoadOptions, load_observations};
use crate::testing::{Place, TestHome};

async fn home() -> TestHome {
    let home = TestHome::new().await.unwrap();
    home.organisations(&[
        Place::new("NM1", "commissioner").over(&["HOS"]),
        Place::new("HOS", "provider"),
        Place::new("FAR", "provider").published(),
    ])
    .await
    .unwrap();
    let (app, scope) = (&home.app, home.system());
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../catalogue");
    let folder = format!("{root}/indicators");
    let definitions = crate::indicators::catalogue::read_folder(folder.as_ref()).unwrap();
    crate::indicators::catalogue::import(app, &scope, &definitions).await.unwrap();
    let flows = catalogue::read_folder(format!("{root}/flows").as_ref()).unwrap();
    let taken = catalogue::import(app, &scope, &flows).await.unwrap();
    assert_eq!(taken.added, 16);
    home
}

async fn figures(home: &TestHome, organisation: &str, month: &str, known_on: &str) {
    let text = format!(
        "organisation,indicator,period,numerator,denominator\n{organisation},AE4,{month},9,10\n"
    );
    let options = LoadOptions { known_on: Some(known_on.parse().unwrap()), take_good_rows: false };
    let loaded =
        load_observations(&home.app, &home.system(), "f.csv", text.as_bytes(), options).await;
    assert!(loaded.unwrap().faults.is_empty());
}

#[tokio::test]
async fn figures_sent_as_files_are_receipts_of_their_sender() {
    use ReceiptState::{Expected, Late, Missing, NotDue, OnTime};

    let home = home().await;
    figures(&home, "HOS", "2018-10", "2018-11-20").await;
    figures(&home, "HOS", "2018-11", "2019-02-01").await;
    figures(&home, "FAR", "2018-11", "2018-12-12").await;
    let flow = store::find(&home.app.ledger, "figures").await.unwrap();
    let now = home.app.clock.now();
    let found = store::receipts(&home.app, &home.system(), &flow, now, 5).await.unwrap();
    let states: Vec<(&str, Vec<ReceiptState>)> = found
        .iter()
        .map(|sender| {
            let states = sender.receipts.iter().map(|receipt| receipt.state).collect();
            (sender.organisation.code.as_str(), states)
        })
        .collect();
    // Due on the 25th working day: that of December 2018 was 6 February 2019.
    assert_eq!(states, [("HOS", vec![OnTime, Late, Missing, Expected, NotDue])]);
}

#[tokio::test]
async fn the_same_register_again_changes_nothing_and_a_changed_flow_is_kept_in_the_audit() {
    let home = home().await;
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../catalogue/flows");
    let mut flows = catalogue::read_folder(folder.as_ref()).unwrap();
    let again = catalogue::import(&home.app, &home.system(), &flows).await.unwrap();
    assert_eq!((again.added, again.changed, again.unchanged), (0, 0, 16));
    flows[0].text = flows[0].text.replace("daily by 09:00", "daily by 10:00");
    let changed = catalogue::import(&home.app, &home.system(), &flows).await.unwrap();
    assert_eq!((changed.changed, changed.unchanged), (1, 15));
    let entries = crate::shell::audit::search(&home.app.ledger, &home.system(), 0).await.unwrap();
    assert!(entries[0].detail.contains("daily by 09:00"), "{:?}", entries[0]);
}

#[tokio::test]
async fn figures_raise_no_second_signal_as_a_flow() {
    let home = home().await;
    figures(&home, "HOS", "2018-10", "2018-11-20").await;
    assert!(signals::raised(&home.app, &home.system()).await.unwrap().is_empty());
}
