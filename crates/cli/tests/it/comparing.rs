//! Two editions of a document compared on the command line, without an installation.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn compare(files: [&str; 2], format: &str) -> Output {
    let plans = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/plans");
    Command::new(env!("CARGO_BIN_EXE_bellwether"))
        .current_dir(plans)
        .args(["plan", "compare", files[0], files[1], "--format", format])
        .output()
        .expect("the command runs")
}

const FIRST: &str = "larkmere-hospitals-recovery-plan.md";
const SECOND: &str = "larkmere-hospitals-recovery-plan-january.md";

#[test]
fn each_commitment_of_the_recovery_plan_is_told_in_json() {
    let output = compare([FIRST, SECOND], "json");
    assert!(output.status.success());
    let told: Value = serde_json::from_slice(&output.stdout).expect("one object");
    let mut found: Vec<String> = told["commitments"]
        .as_array()
        .expect("commitments")
        .iter()
        .map(|row| {
            let reference = |edition: &str| row[edition]["reference"].as_str().unwrap_or("-");
            let change = row["change"].as_str().unwrap_or_default();
            format!("{} {} {change}", reference("old"), reference("new"))
        })
        .collect();
    found.sort();
    assert_eq!(
        found,
        [
            "- R7 added",
            "R1 R1 unchanged",
            "R2 R2 reworded",
            "R3 R3 reworded_and_re_dated",
            "R4 R4 re_dated",
            "R5 R5 lead_changed",
            "R6 - removed",
            "R7 R6 renumbered",
        ]
    );
}

#[test]
fn people_read_what_was_put_in_and_left_out() {
    let output = compare([FIRST, SECOND], "table");
    let text = String::from_utf8_lossy(&output.stdout);
    for expected in
        ["1 unchanged, 1 added, 1 removed", "{+and surgical+}", "due: Dec 18 -> Mar 19", "R7"]
    {
        assert!(text.contains(expected), "{expected}: {text}");
    }
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let output = compare([FIRST, "nowhere.md"], "table");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("nowhere.md"));
}
