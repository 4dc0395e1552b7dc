//! Tests of reading where figures come from.

use crate::indicator::read_definition;

const HEAD: &str = r#"code = "AE4"
title = "Seen within four hours"
definition = "What is counted."
why_it_matters = "Why."
kind = "leading"
improvement = "increase"
unit = "%"
decimals = 1
calculation = "ratio"
multiplier = 100
numerator = "Within four hours"
denominator = "All"
period = "month"
due_working_days = 10
domain = "Urgent care"
lead = "Director"
author = "Author"
"#;

/// Reads the head with more lines, of which the first is line 18, and compares the faults.
fn check(more: &str, expected: &str) {
    let faults = match read_definition("ae4.toml", &format!("{HEAD}{more}\n")) {
        Ok(_) => String::new(),
        Err(faults) => faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
    };
    assert_eq!(faults, expected, "{more}");
}

#[test]
fn each_source_takes_its_own_keys() {
    check("source = \"returned\"", "");
    check("source = \"formula\"\nnumerator_formula = \"A\"\ndenominator_formula = \"B\"", "");
    check(
        "source = \"dataset\"\ndataset = \"rtt_pathways\"\nopen_from = \"clock_start\"\n\
         open_to = \"clock_stop\"\nopen_within_days = 126\norganisations = [\"provider\"]",
        "",
    );
    check(
        "numerator_sql = \"true\"",
        "ae4.toml, line 18: numerator_sql: remove it or set source = \"dataset\"",
    );
    check(
        "source = \"dataset\"\ndataset = \"a\"\norganisations = [\"ward\"]",
        "ae4.toml, line 20: organisations: 'ward' must be one of: provider, site, practice, commissioner, organisation\n\
         ae4.toml, line 20: organisations: must name at least one of: provider, site, practice, commissioner, organisation",
    );
    check(
        "source = \"formula\"\nnumerator_formula = \"A / B\"\ndenominator_formula = \"B\"",
        "ae4.toml, line 19: numerator_formula: 'A / B' cannot be read; write codes of indicators joined by + and -, as 2 * ONE - OTHER.denominator",
    );
}

#[test]
fn keys_that_contradict_each_other_are_refused() {
    let stock = "source = \"dataset\"\ndataset = \"a\"\norganisations = [\"provider\"]\n";
    check(
        &format!("{stock}open_to = \"clock_stop\""),
        "ae4.toml, line 21: open_to: belongs to open_from, which is missing",
    );
    check(
        &format!(
            "{stock}open_from = \"a\"\nopen_to = \"b\"\nopen_within_days = 1\nopen_above_days = 2"
        ),
        "ae4.toml, line 24: open_above_days: cannot stand beside open_within_days; remove one",
    );
    check(
        &format!("{stock}grains = [\"week\", \"month\"]"),
        "ae4.toml, line 21: grains: has the indicator's own period; remove it",
    );
}
