//! The example documents of every format, with what a person reads in them.

use std::path::Path;

use bellwether_plan::{Document, ReadOptions, read};

const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/plans");

fn example(name: &str) -> Document {
    let bytes = std::fs::read(Path::new(EXAMPLES).join(name)).unwrap();
    // The name says nothing: what a file is shows in its bytes.
    read("plan", &bytes, &ReadOptions::default()).unwrap()
}

/// Each commitment as reference, section, leads, dates as written and last days.
fn check(document: &Document, expected: &[&str]) {
    let got: Vec<String> = document
        .commitments
        .iter()
        .map(|commitment| {
            let leads: Vec<&str> =
                commitment.leads.iter().map(|lead| lead.as_written.as_str()).collect();
            let dates: Vec<String> = commitment
                .timescales
                .iter()
                .map(|timescale| {
                    let latest = timescale.latest.map(|day| day.to_string());
                    format!("{} = {}", timescale.as_written, latest.unwrap_or_default())
                })
                .collect();
            let section = commitment.section.as_deref().unwrap_or_default();
            let (leads, dates) = (leads.join(", "), dates.join("; "));
            format!("{} | {section} | {leads} | {dates}", commitment.reference)
        })
        .collect();
    assert_eq!(got, expected);
}

#[test]
fn a_word_document_with_merged_cells_and_a_tracked_change() {
    let document = example("larkmere-hospitals-cancer-recovery-plan.docx");
    assert_eq!(
        document.title.as_deref(),
        Some("Larkmere Hospitals NHS Trust Cancer recovery plan 2018/19")
    );
    assert_eq!(document.leads_key.len(), 5);
    check(
        &document,
        &[
            "C1 | Urology | CSM | 30 November 2018 = 2018-11-30",
            "C2 | Urology | MD | Dec 18 = 2018-12-31",
            "C3 | Urology | MD | 28 February 2019 = 2019-02-28",
            "C4 | Lung | COO | Jan 19 = 2019-01-31",
            "C5 | Lung | COO | w/c 12 November 2018 = 2018-11-18",
            "C6 | Capacity and oversight | COO | Phase 1: Nov 18 = 2018-11-30; Phase 2: Feb 19 = 2019-02-28",
            "C7 | Capacity and oversight | MD | 31 March 2019 = 2019-03-31",
            "C8 | Capacity and oversight | DoN | Ongoing = ",
            "C9 | Capacity and oversight | DoF | by end Oct 18 = 2018-10-31",
        ],
    );
    assert_eq!(
        document.commitments[0].text,
        "Run one-stop prostate clinics with MRI before biopsy"
    );
    assert_eq!(
        document.commitments[0].leads[0].expanded.as_deref(),
        Some("Cancer Services Manager")
    );
    assert_eq!(document.risks.len(), 2);
}

#[test]
fn a_workbook_with_two_sheets() {
    let document = example("larkmere-equality-plan-2018-19.xlsx");
    assert_eq!(
        document.title.as_deref(),
        Some("Larkmere Clinical Commissioning Group: Equality Action Plan 2018/19")
    );
    let references: Vec<&str> =
        document.commitments.iter().map(|commitment| commitment.reference.as_str()).collect();
    assert_eq!(references, ["E1", "E2", "E3", "E4", "E5", "E6", "E7"]);
    let latest =
        |index: usize| document.commitments[index].timescales[0].latest.unwrap().to_string();
    assert_eq!(latest(0), "2018-06-29");
    assert_eq!(latest(4), "2018-11-30");
    assert_eq!(document.commitments[2].leads[0].as_written, "Director of Nursing and Quality");
    assert_eq!(document.indicators.len(), 3);
    assert_eq!(document.indicators[0].values["Target 2018/19"], "9%");
}

#[test]
fn a_strategy_in_markdown() {
    let document = example("larkmere-falls-strategy-2018-20.md");
    assert_eq!(document.title.as_deref(), Some("Larkmere Falls and Frailty Strategy 2018/20"));
    let table: Vec<_> =
        document.commitments.iter().filter(|found| !found.reference.is_empty()).cloned().collect();
    check(
        &Document { commitments: table, ..Document::default() },
        &[
            "1 | Prevention | Director of Public Health | Sept 18 = 2018-09-30",
            "2 | Prevention | Head of Medicines Management | 31 March 2019 = 2019-03-31",
            "3 | Prevention | Director of Community Services | Summer 2019 = 2019-08-31",
            "4 | Response | Director of Urgent Care | Jan-Mar 19 = 2019-03-31",
            "5 | Response | Director of Urgent Care | Q3 2019/20 = 2019-12-31",
            "6 | Response | Director of Planned Care | by end 2019/20 = 2020-03-31",
        ],
    );
}

#[test]
fn a_pdf_whose_tables_go_on_over_pages() {
    let document = example("larkmere-primary-care-plan-2018-19.pdf");
    // The first page names the group above the plan, and a plan is named after its organisation.
    let title = "Larkmere Clinical Commissioning Group Primary Care Development Plan 2018/19";
    assert_eq!(document.title.as_deref(), Some(title));
    check(
        &document,
        &[
            "1.1 | 1. Access | Director of Primary Care | Apr 18 = 2018-04-30",
            "1.2 | 1. Access | Director of Primary Care | 31 October 2018 = 2018-10-31",
            "1.3 | 1. Access | Locality Managers | Sept 18 = 2018-09-30",
            "1.4 | 1. Access | Head of Primary Care Contracts | by end Dec 18 = 2018-12-31",
            "2.1 | 2. Workforce | Director of Primary Care | Dec 18 = 2018-12-31",
            "2.2 | 2. Workforce | Director of Nursing and Quality | Jan 19 = 2019-01-31",
            "2.3 | 2. Workforce | Locality Managers | Summer 2018 = 2018-08-31",
            "2.4 | 2. Workforce | Director of Primary Care | Q4 2018/19 = 2019-03-31",
            "3.1 | 3. Premises and technology | Estates Manager | 30 November 2018 = 2018-11-30",
            "3.2 | 3. Premises and technology | Head of Information | Mar 19 = 2019-03-31",
            "3.3 | 3. Premises and technology | Head of Information | w/c 5 November 2018 = 2018-11-11",
            "3.4 | 3. Premises and technology | Estates Manager | Feb 19 = 2019-02-28",
        ],
    );
    assert_eq!(
        document.commitments[0].text,
        "Open two evening and weekend hubs, one in each locality, with appointments that every practice can book"
    );
}
