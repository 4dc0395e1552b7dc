//! Cases of the rules about targets, wording, risks, terms, slips and spelling.

use super::{Case, check, rows};

#[test]
fn rules_about_words() {
    check(CASES);
}

/// A table of risks with everything that a risk needs.
macro_rules! risks {
    ($($row:literal),+ $(,)?) => {
        concat!(
            "# Plan 2018/19\n\n| Area | Key risk | Likelihood | Impact | Owner | Contingency |\n|---|---|---|---|---|---|\n",
            $($row, "\n"),+
        )
    };
}

/// Indicators with remarks.
macro_rules! remarks {
    ($($row:literal),+ $(,)?) => {
        concat!(
            "# Plan 2018/19\n\n| Area | Indicator | Ind No | Lead | Compliance |\n|---|---|---|---|---|\n",
            $($row, "\n"),+
        )
    };
}

/// Sixty short paragraphs, no two of them alike.
macro_rules! sixty {
    ($text:literal) => {
        concat!(
            $text,
            ten!("Ash"),
            ten!("Birch"),
            ten!("Cedar"),
            ten!("Elm"),
            ten!("Fir"),
            ten!("Oak")
        )
    };
}
macro_rules! ten {
    ($place:literal) => {
        concat!(
            $place,
            " has a clinic.\n\n",
            $place,
            " has a library.\n\n",
            $place,
            " has a market.\n\n",
            $place,
            " has a school.\n\n",
            $place,
            " has a church.\n\n",
            $place,
            " has a station.\n\n",
            $place,
            " has a museum.\n\n",
            $place,
            " has a theatre.\n\n",
            $place,
            " has a garden.\n\n",
            $place,
            " has a river.\n\n"
        )
    };
}

pub(super) const CASES: &[Case] = &[
    (
        "left-open",
        rows!("| 1.1 | Cut infections (to follow) | Jane Smith | May 18 | |"),
        rows!("| 1.1 | Send letters for patients to follow up | Jane Smith | May 18 | |"),
    ),
    (
        "note-to-author",
        "Suzanne will define what we need to do.\n",
        "The Board will define what patients need.\n",
    ),
    (
        "conditional-action",
        rows!("| 1.1 | If necessary, model new services | Jane Smith | May 18 | |"),
        rows!("| 1.1 | Model new services | Jane Smith | May 18 | |"),
    ),
    (
        "target-without-number",
        "There will be a significant reduction in expenditure.\n",
        "There will be a significant reduction in expenditure, by 5%.\n",
    ),
    (
        "target-not-set",
        "A target has not been set for this indicator.\n",
        "A target has been set for this indicator.\n",
    ),
    (
        "list-empty",
        rows!("| 1.1 | Set priorities for the year - | Jane Smith | May 18 | |"),
        rows!("| 1.1 | Set priorities - waits and beds | Jane Smith | May 18 | |"),
    ),
    (
        "risk-incomplete",
        "| Area | Key risk | Contingency |\n|---|---|---|\n| Staff | Nobody applies for the posts | Hire from the agency until spring |\n",
        risks!(
            "| Staff | Nobody applies for the posts | 3 | 4 | Jane Smith | Hire from the agency until spring |"
        ),
    ),
    (
        "contingency-empty",
        risks!("| Staff | Nobody applies | 3 | 4 | Jane Smith | Revisit process |"),
        risks!("| Staff | Nobody applies | 3 | 4 | Jane Smith | Hire from the agency |"),
    ),
    (
        "risks-missing",
        sixty!("4.1. Risk management\n\nIt is done well.\n\n"),
        sixty!("4.1. Bed management\n\nIt is done well.\n\n"),
    ),
    (
        "note-is-a-risk",
        remarks!("| Care | Waits | VSA01 | Jane Smith | Will be diificult to achieve |"),
        remarks!("| Care | Waits | VSA01 | Jane Smith | Good progress expected |"),
    ),
    (
        "note-of-another-row",
        remarks!(
            "| Care | Childhood obesity | VSA01 | Jane Smith | Good |",
            "| Care | Immunisation | VSA02 | Jane Smith | Hard to cut obesity |"
        ),
        remarks!(
            "| Care | Childhood obesity | VSA01 | Jane Smith | Hard to cut obesity |",
            "| Care | Immunisation | VSA02 | Jane Smith | Good |"
        ),
    ),
    (
        "abbreviation-undefined",
        "The DTOC figure fell.\n",
        "The figure of delayed transfers of care (DTOC) fell.\n",
    ),
    (
        "abbreviation-spellings",
        "The PBC groups met.\n\nThe PbC groups went.\n",
        "The PBC groups met.\n\nThe PEC members went.\n",
    ),
    (
        "abbreviation-slip",
        "The IDTS programme is part of the overall IDTC here.\n",
        "The APMS contract replaces the SPMS one here.\n",
    ),
    (
        "term-spellings",
        "The sub-committee met.\n\nThe sub committee went.\n",
        "The sub-committee met.\n\nThe committee went.\n",
    ),
    (
        "name-spellings",
        "The 'Caretnet' model is new.\n\nThe 'Caretel' model is old.\n",
        "The 'Caretnet' model is new.\n\nThe 'Telecare' model is old.\n",
    ),
    (
        "name-order",
        "The commissioning and performance directorate met.\n\nThe performance and commissioning directorate went.\n",
        "The commissioning and performance directorate met.\n\nThe commissioning and finance directorate went.\n",
    ),
    (
        "word-doubled",
        "Good progress is expected expected here.\n",
        "He said that that progress had had effects.\n",
    ),
    (
        "words-clash",
        "There are re the framework some doubts.\n",
        "There are doubts re the framework.\n",
    ),
    (
        "sentence-cut",
        "They have been asked as part of their work to set up a series of figures. They have been charged with setting themselves a series of productivity\n\nA target is not set.\n",
        "They have been asked as part of their work to set up a series of figures. They have been charged with setting themselves a target.\n\nA target is not set.\n",
    ),
    ("ordinal-torn", "The 2 nd phase begins.\n", "The 2nd phase begins.\n"),
    (
        "bracket-unbalanced",
        "Work is done before payment can be made).\n",
        "Work is done (before payment can be made).\n\na) Payment\n",
    ),
    ("punctuation", "Beds, wards, etc.. are counted.\n", "Beds, wards, etc., are counted...\n"),
    (
        "misspelling",
        "It is diificult to achieve.\n",
        "It is difficult to achieve, and provided by providers.\n",
    ),
];
