//! Runs of gates with their checklists.

use super::gate_heading;
use crate::{ReadOptions, read};

/// A line for each gate: reference, text, section, lines and checklist.
fn check(text: &str, expected: &[&str]) {
    let document = read("plan.txt", text.as_bytes(), &ReadOptions::default()).unwrap();
    let got: Vec<String> = document
        .commitments
        .iter()
        .map(|gate| {
            let items: Vec<&str> = gate.milestones.iter().map(|item| item.text.as_str()).collect();
            format!(
                "{} | {} | {} | {}-{} | {}",
                gate.reference,
                gate.text,
                gate.section.as_deref().unwrap_or("-"),
                gate.source.line_from,
                gate.source.line_to,
                items.join("; ")
            )
        })
        .collect();
    assert_eq!(got, expected);
}

#[test]
fn gates_have_checklists() {
    check(
        "7 Milestones\n\nMilestone 1 – Case agreed\n\n· Costs are known.\n\n· Risks are\nknown.\n\n\
         Milestone 2 – Live\n\n· Staff are trained.\n\nText.\n",
        &[
            "Milestone 1 | Case agreed | 7 Milestones | 3-8 | Costs are known.; Risks are known.",
            "Milestone 2 | Live | 7 Milestones | 10-12 | Staff are trained.",
        ],
    );
    check(
        "## Gate A: Start\n\n- [ ] Sponsor named\n\n## Gate B: Stop\n\n- [x] Report written\n",
        &["Gate A | Start | - | 1-3 | Sponsor named", "Gate B | Stop | - | 5-7 | Report written"],
    );
}

#[test]
fn one_heading_or_no_checklist_is_no_gate_process() {
    check("Milestone 1 – Case agreed\n\n· Costs are known.\n", &[]);
    check("Milestone 1 – Case agreed\n\nMilestone 2 – Live\n\nText.\n", &[]);
}

fn check_heading(line: &str, expected: Option<(&str, &str)>) {
    let got = gate_heading(line);
    assert_eq!(
        got.as_ref().map(|(label, title)| (label.as_str(), title.as_str())),
        expected,
        "{line}"
    );
}

#[test]
fn a_gate_is_a_numbered_heading() {
    check_heading(
        "Milestone 1 – Agree Business Case",
        Some(("Milestone 1", "Agree Business Case")),
    );
    check_heading("## Gate B: Ready to build", Some(("Gate B", "Ready to build")));
    check_heading("Gateway 3. Go live", Some(("Gateway 3", "Go live")));
    check_heading("Milestone 3 as defined in the appendix", None);
    check_heading("Milestones will be reported", None);
}
