//! Indicator tables in layouts that no single document has.

use crate::{ReadOptions, read};

/// A line for each indicator: code, title, section, organisation, lead, note and values.
fn check(text: &str, expected: &[&str]) {
    let document = read("plan.md", text.as_bytes(), &ReadOptions::default()).unwrap();
    let got: Vec<String> = document
        .indicators
        .iter()
        .map(|found| {
            let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
            let values: Vec<String> = found
                .values
                .iter()
                .map(|(name, value)| format!("{name}={}", value.as_str().unwrap_or("null")))
                .collect();
            let fields = [
                or_dash(&found.code),
                found.title.clone(),
                or_dash(&found.section),
                or_dash(&found.organisation),
                or_dash(&found.lead),
                or_dash(&found.note),
                values.join(" "),
            ];
            format!("{}: {}", found.source.line_from, fields.join(" | "))
        })
        .collect();
    assert_eq!(got, expected);
    assert!(document.commitments.is_empty(), "an indicator is no commitment");
}

#[test]
fn markdown_with_targets_and_a_lead() {
    check(
        "# Performance\n\n\
         | Ref | Indicator | Owner | Baseline | 2018/19 target | Comments |\n\
         |---|---|---|---:|---:|---|\n\
         | KPI1 | Waits under 18 weeks | Ann Other | 91% | 92% | At risk |\n\
         | KPI2 | Falls per 1,000 bed days | Bo Third | 6.1 | | |\n",
        &[
            "5: KPI1 | Waits under 18 weeks | Performance | - | Ann Other | At risk | Baseline=91% 2018/19 target=92%",
            "6: KPI2 | Falls per 1,000 bed days | Performance | - | Bo Third | - | Baseline=6.1 2018/19 target=null",
        ],
    );
}

#[test]
fn area_rows_head_the_rows_below_them() {
    check(
        "Measure\tTarget\tActual\tLead\n\
         Urgent care\t\t\t\n\
         Four-hour waits\t95%\t93.1%\tDoO\n\
         Planned care\t\t\t\n\
         Cancelled operations\t0.8%\t0.9%\tDoN\n",
        &[
            "3: - | Four-hour waits | Urgent care | - | DoO | - | Target=95% Actual=93.1%",
            "5: - | Cancelled operations | Planned care | - | DoN | - | Target=0.8% Actual=0.9%",
        ],
    );
}

#[test]
fn codes_tell_the_title_where_no_heading_does() {
    check(
        "Outcomes framework\n\n\
         Domain | What it shows | Code | Responsible | Remarks\n\
         Living longer | Deaths under 75 | PH 4.03 | Ann Other | new\n\
         \x20| Smoking at delivery | PH 2.03 | Bo Third | \n\
         Healthy start | Breastfeeding at 6 weeks | PH 2.02 | Bo Third | data late\n",
        &[
            "4: PH 4.03 | Deaths under 75 | Living longer | - | Ann Other | new | ",
            "5: PH 2.03 | Smoking at delivery | Living longer | - | Bo Third | - | ",
            "6: PH 2.02 | Breastfeeding at 6 weeks | Healthy start | - | Bo Third | data late | ",
        ],
    );
}

#[test]
fn second_headings_that_name_bodies_part_a_row() {
    check(
        "Indicator\tRank (out of 38)\t\tChange\t\n\
         \tNorth\tSouth\tNorth\tSouth\n\
         Length of stay\t12\t30\tGreen -0.4%\tRed +1.2%\n\
         Day cases\t8\t\t0%\t\n",
        &[
            "3: - | Length of stay | - | North | - | - | Rank=12 Rank out of=38 Change rating=Green Change=-0.4%",
            "3: - | Length of stay | - | South | - | - | Rank=30 Rank out of=38 Change rating=Red Change=+1.2%",
            "4: - | Day cases | - | North | - | - | Rank=8 Rank out of=38 Change=0%",
            "4: - | Day cases | - | South | - | - | Rank=null Rank out of=38 Change=null",
        ],
    );
}

#[test]
fn second_headings_that_name_periods_stay_in_one_row() {
    check(
        "\tIndicator\n\tPlan\n\tActual\n\n\
         \t\n\tQ1\n\tQ2\n\tQ1\n\tQ2\n\n\
         \tReferrals\n\t10\n\t11\n\t9\n\t12\n\n\
         \tAdmissions\n\t4\n\t4\n\t5\n\t-\n",
        &[
            "11: - | Referrals | - | - | - | - | Plan Q1=10 Plan Q2=11 Actual Q1=9 Actual Q2=12",
            "17: - | Admissions | - | - | - | - | Plan Q1=4 Plan Q2=4 Actual Q1=5 Actual Q2=-",
        ],
    );
}

#[test]
fn one_cell_a_line_with_blank_cells() {
    check(
        "\tTheme\n\tKPI\n\tLead\n\tTrajectory\n\n\
         \tSafety\n\tInfections\n\tAnn Other\n\tBelow 12\n\n\
         \t\n\tPressure ulcers\n\t\n\tBelow 30\n\n\n\
         Notes follow here and are not a part of the table at all.\n",
        &[
            "6: - | Infections | Safety | - | Ann Other | - | Trajectory=Below 12",
            "11: - | Pressure ulcers | Safety | - | - | - | Trajectory=Below 30",
        ],
    );
}

#[test]
fn a_list_of_codes_below_a_word_for_indicators() {
    check(
        "5.\tAgreements\n\nThese national indicators are proposed:\n\n\
         \tNI 39\n\tAlcohol-harm admissions\n\n\tNI 112\n\n\tTeenage conceptions\n\n\tNI120\n\tMortality\n\n\n\
         Text.\n",
        &[
            "5: NI 39 | Alcohol-harm admissions | 5. Agreements | - | - | - | ",
            "8: NI 112 | Teenage conceptions | 5. Agreements | - | - | - | ",
            "12: NI120 | Mortality | 5. Agreements | - | - | - | ",
        ],
    );
}

#[test]
fn a_row_for_each_provider_under_one_title() {
    check(
        "| Indicator | Provider | Target | Latest |\n|--|--|--|--|\n\
         | Ambulance handovers | East | 95% | 90% |\n| | West | 95% | 97% |\n",
        &[
            "3: - | Ambulance handovers | - | East | - | - | Target=95% Latest=90%",
            "4: - | Ambulance handovers | - | West | - | - | Target=95% Latest=97%",
        ],
    );
}

#[test]
fn a_key_or_a_price_list_is_no_list_of_indicators() {
    check("Key to codes:\n\nR1\tRed risk\nR2\tAmber risk\nR3\tGreen risk\n", &[]);
    check("| Item | Price |\n|---|---|\n| Beds | £20 |\n| Chairs | £10 |\n", &[]);
}

#[test]
fn a_ruled_table_below_an_action_plan_stands_by_itself() {
    let text = "| Action | Lead | Timescale |\n|--|--|--|\n| Open | DoN | May 2009 |\n\n\
                | Name | Body | Role |\n|--|--|--|\n| Ann | Trust | Chair |\n\n\
                | Indicator | Target | Lead |\n|--|--|--|\n| Falls | 5 | DoN |\n";
    let document = read("plan.md", text.as_bytes(), &ReadOptions::default()).unwrap();
    let actions: Vec<&str> = document.commitments.iter().map(|found| found.text.as_str()).collect();
    let indicators: Vec<&str> =
        document.indicators.iter().map(|found| found.title.as_str()).collect();
    assert_eq!((actions, indicators), (vec!["Open"], vec!["Falls"]));
}
