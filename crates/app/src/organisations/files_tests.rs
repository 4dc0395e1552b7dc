//! Files of organisations, trees and posts, good and bad.

use sea_orm::QueryOrder as _;

use super::*;
use crate::db::entities::lead;
use crate::organisations::post_file::leads;
use crate::organisations::{leads as posts, store};
use crate::testing::TestHome;

const ORGANISATIONS: &str = "\
code,name,kind,open_data,opened_on,closed_on
ZLK,Larkmere,commissioner,false,2013-04-01,
ZLH,Larkmere Hospitals,provider,true,,
";

fn faults(error: &FileError) -> Vec<String> {
    match error {
        FileError::Faults { faults, .. } => faults.first().iter().map(Fault::to_string).collect(),
        FileError::App(error) => panic!("{error}"),
    }
}

#[tokio::test]
async fn a_file_taken_in_twice_changes_nothing_and_a_later_one_changes_what_differs() {
    let test = TestHome::new().await.unwrap();
    let check = async |csv: &str, expected: (u64, u64, u64)| {
        let taken =
            organisations(&test.app, &test.system(), "o.csv", csv.as_bytes()).await.unwrap();
        assert_eq!((taken.added, taken.changed, taken.unchanged), expected, "{csv}");
    };
    check(ORGANISATIONS, (2, 0, 0)).await;
    check(ORGANISATIONS, (0, 0, 2)).await;
    check("kind,name,code\nprovider,Larkmere Trust,zlh\n", (0, 1, 0)).await;
    let hospital = store::find(&test.app.ledger, &test.system(), "ZLH").await.unwrap();
    assert_eq!((hospital.name.as_str(), hospital.open_data), ("Larkmere Trust", false));
}

#[tokio::test]
async fn what_is_wrong_is_named_by_row_column_value_and_remedy_and_nothing_is_taken_in() {
    let test = TestHome::new().await.unwrap();
    let (app, scope) = (&test.app, test.system());
    let csv = "code,name,kind,open_data,opened_on\n\
                A,First,provider,true,2018-04-01\n\
                B,Second,shop,,\n\
                ,Third,practice,,\n\
                D,Fourth,practice,maybe,\n\
                E,Fifth,practice,,1 April\n";
    let error = organisations(app, &scope, "o.csv", csv.as_bytes()).await.unwrap_err();
    assert_eq!(
        faults(&error),
        [
            "row 3, kind 'shop': the word is not known; use one of commissioner, provider, \
             practice, locality, system, region, national",
            "row 4, code '': it is empty; fill it in",
            "row 5, open_data 'maybe': it is neither; write true or false",
            "row 6, opened_on '1 April': it is no day; write it as 2018-04-01",
        ]
    );
    assert!(store::list(&app.ledger, &scope).await.unwrap().is_empty());
    organisations(app, &scope, "o.csv", ORGANISATIONS.as_bytes()).await.unwrap();
    let csv = "tree,parent,child,from_day\n\
                commissioning,ZLK,ZLH,2013-04-01\n\
                commissioning,ZLK,NIX,2013-04-01\n\
                commissioning,ZLK,ZLK,2013-04-01\n";
    let error = tree_links(app, &scope, "l.csv", csv.as_bytes()).await.unwrap_err();
    assert_eq!(
        faults(&error),
        ["row 4, child 'ZLK': it stands below itself; name two organisations"]
    );
    let csv = &csv[..csv.rfind("commissioning").unwrap()];
    let error = tree_links(app, &scope, "l.csv", csv.as_bytes()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "l.csv: nothing was taken in\n  row 3, child 'NIX': no organisation has this code; check \
         the code, or import the organisation first"
    );
    let above = store::children(&app.ledger, &scope, test.id("ZLK").await, scope.today).await;
    assert!(above.unwrap().is_empty());
}

#[tokio::test]
async fn a_new_holder_ends_the_one_before() {
    let test = TestHome::new().await.unwrap();
    let (app, scope) = (&test.app, test.system());
    organisations(app, &scope, "o.csv", ORGANISATIONS.as_bytes()).await.unwrap();
    let header = "organisation,code,title,person,email,from_day,to_day\n";
    let first = format!("{header}ZLK,CFO,Chief Finance Officer,Ada,ada@x.example,2018-04-01,\n");
    let second = format!("{header}ZLK,CFO,Chief Finance Officer,Bob,,2018-10-01,\n");
    for (csv, expected) in [(&first, (1, 0)), (&first, (0, 0)), (&second, (1, 0))] {
        let taken = leads(app, &scope, "p.csv", csv.as_bytes()).await.unwrap();
        assert_eq!((taken.added, taken.changed), expected, "{csv}");
    }
    let kept = lead::Entity::find().order_by_asc(lead::Column::Id).all(app.ledger.connection());
    let days: Vec<_> = kept.await.unwrap().into_iter().map(|post| post.to_day).collect();
    assert_eq!(days, [NaiveDate::from_ymd_opt(2018, 9, 30), None]);
    let shown = posts::list(&app.ledger, &scope, None).await.unwrap();
    let shown: Vec<String> = shown.iter().map(posts::Lead::shown).collect();
    assert_eq!(shown, ["Ada, Chief Finance Officer", "Bob, Chief Finance Officer"]);
}
