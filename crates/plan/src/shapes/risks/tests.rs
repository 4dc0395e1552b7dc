//! Registers of risks in several layouts.

use super::unnumbered;
use crate::{ReadOptions, read};

/// A line for each risk: area, risk, contingency, lead, likelihood, impact.
fn check(text: &str, expected: &[&str]) {
    let document = read("plan.txt", text.as_bytes(), &ReadOptions::default()).unwrap();
    let got: Vec<String> = document
        .risks
        .iter()
        .map(|risk| {
            let rest = [&risk.contingency, &risk.lead, &risk.likelihood, &risk.impact];
            let rest: Vec<&str> = rest.iter().map(|text| text.as_deref().unwrap_or("-")).collect();
            format!("{} | {} | {}", risk.area, risk.risk, rest.join(" | "))
        })
        .collect();
    assert_eq!(got, expected);
    assert!(document.commitments.is_empty(), "a risk is no commitment");
}

#[test]
fn areas_with_their_risk_and_contingency() {
    check(
        "9. Risks\n\nProject area\tMain risk\tPlan B\n\
         1. Estates\tPlanning refused\tLease a site\n2. Staff\tPosts unfilled\t\n",
        &[
            "Estates | Planning refused | Lease a site | - | - | -",
            "Staff | Posts unfilled | - | - | - | -",
        ],
    );
}

#[test]
fn a_register_with_weights_and_an_owner() {
    check(
        "# Risk register\n\n\
         | Ref | Risk description | Likelihood | Impact | Risk rating | Mitigating actions | Risk owner |\n\
         |--|--|--|--|--|--|--|\n\
         | R1 | Supplier fails | 3 | 5 | 15 | Second supplier<br>Stock | Ann Other |\n\
         | | | | | | Review monthly | |\n",
        &[
            "Risk register | Supplier fails | Second supplier Stock; Review monthly | Ann Other | 3 | 5",
        ],
    );
}

#[test]
fn one_cell_a_line_and_areas_in_rows() {
    check(
        "\tRisk\n\tMitigation\n\tLead\n\n\
         \tMoney\n\t\n\t\n\n\
         \tSavings slip\n\tReserve held\n\tDoF\n\n\
         \tPrices rise\n\tFixed contract\n\tDoF\n",
        &[
            "Money | Savings slip | Reserve held | DoF | - | -",
            "Money | Prices rise | Fixed contract | DoF | - | -",
        ],
    );
}

#[test]
fn labelled_paragraphs() {
    check(
        "Estates\n\nRisk: the lease is not renewed.\nContingency: move to the annex.\n\n\
         Risk 2: nobody answers.\nLikelihood: High\nMitigation: write again.\nOwner: DoF\n\nRisk: a word used in a sentence\n",
        &[
            "Estates | the lease is not renewed. | move to the annex. | - | - | -",
            "Estates | nobody answers. | write again. | DoF | High | -",
        ],
    );
}

#[test]
fn an_action_plan_with_a_column_of_risks_is_no_register() {
    let text = "Action\tLead\tTimescale\tRisks\nOpen the ward\tDoN\tMay 2009\tNo staff\n";
    let document = read("plan.txt", text.as_bytes(), &ReadOptions::default()).unwrap();
    assert!(document.risks.is_empty());
}

#[test]
fn an_area_loses_the_number_it_is_listed_under() {
    assert_eq!(unnumbered("1. New health centres"), "New health centres");
    assert_eq!(unnumbered("2) Estates"), "Estates");
    assert_eq!(unnumbered("18 weeks"), "18 weeks");
    assert_eq!(unnumbered("2008/09 budget"), "2008/09 budget");
    assert_eq!(unnumbered("9.1 Cash"), "Cash");
}
