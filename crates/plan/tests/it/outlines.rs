//! What the real plans say of themselves: title, organisation and year.

use crate::gold::{document_and_gold, text};

/// What is expected may be longer in the gold, which also tells what the extract has lost.
fn check(number: &str, title: Option<&str>, organisation: &str, year: &str) {
    let Some((document, gold)) = document_and_gold(number) else { return };
    println!("{number} gold: {} | {}", text(&gold, "title"), text(&gold, "organisation"));
    assert_eq!(document.title.as_deref(), title, "{number}");
    assert_eq!(document.organisation.as_deref(), Some(organisation), "{number}");
    assert_eq!(document.plan_year.as_deref(), Some(year), "{number}");
    assert_eq!(text(&gold["plan_context"], "financial_year"), year, "{number}");
}

#[test]
fn plans_say_what_they_are_whose_and_for_which_year() {
    check(
        "000",
        Some("Harrow Primary Care Trust Action Plan (from PCT Development Needs Self Assessment)"),
        "Harrow Primary Care Trust",
        "2003/04",
    );
    check(
        "001",
        Some("Operational Plans 2008/2009"),
        "West Hertfordshire Primary Care Trust and East and North Hertfordshire Primary Care Trust",
        "2008/09",
    );
    // Its title page is not in the extract.
    check("002", None, "DacCom Ltd", "2007/08");
    check(
        "003",
        Some("Trafford PCT Business Plan 2008/09: Organising the Next Step"),
        "Trafford PCT",
        "2008/09",
    );
    check(
        "004",
        Some(
            "Primary Care Access and Responsiveness – East & North Herts and West Herts PCT - Action plan",
        ),
        "East & North Herts and West Herts PCT",
        "2007/08",
    );
}
