//! Plans as CSV: a row a commitment, safe to be opened by a spreadsheet.

use super::gather::Gathered;
use crate::commitments::store::CommitmentRow;

const HEADINGS: [&str; 22] = [
    "organisation",
    "plan_id",
    "plan",
    "plan_year",
    "id",
    "kind",
    "section",
    "reference",
    "text",
    "leads",
    "due_as_written",
    "due_earliest",
    "due_latest",
    "first_due",
    "times_moved",
    "status",
    "progress",
    "overdue_days",
    "latest_on",
    "latest_by",
    "latest_note",
    "outcome",
];

/// Writes plans as CSV in UTF-8, with a header.
///
/// # Errors
///
/// Returns an error when memory runs out.
pub(super) fn plans(gathered: &Gathered) -> Result<Vec<u8>, ::csv::Error> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADINGS)?;
    for plan in &gathered.plans {
        let summary = &plan.summary;
        let of_plan = [
            summary.organisation_code.clone(),
            summary.id.to_string(),
            summary.title.clone(),
            summary.plan_year.clone().unwrap_or_default(),
        ];
        for (section, rows) in &plan.sections {
            for row in rows {
                let moves = gathered.moves.get(&row.id).map(Vec::as_slice).unwrap_or_default();
                let first = moves.first().and_then(|moved| moved.from).or(row.due_latest);
                let cells = of_plan.iter().cloned().chain(cells(row, section));
                let cells = cells.map(|cell| match cell.as_str() {
                    FIRST_DUE => shown(first),
                    TIMES_MOVED => moves.len().to_string(),
                    _ => harmless(&cell),
                });
                writer.write_record(cells)?;
            }
        }
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// Stand for what only the history knows.
const FIRST_DUE: &str = "\u{1}first";
const TIMES_MOVED: &str = "\u{1}times";

fn cells(row: &CommitmentRow, section: &str) -> [String; 18] {
    let leads: Vec<&str> = row.answering().map(|lead| lead.shown.as_str()).collect();
    [
        row.id.to_string(),
        row.kind.clone(),
        section.to_owned(),
        row.reference.clone(),
        row.text.clone(),
        leads.join("; "),
        row.due_as_written.clone(),
        shown(row.due_earliest),
        shown(row.due_latest),
        FIRST_DUE.to_owned(),
        TIMES_MOVED.to_owned(),
        row.status.word().to_owned(),
        shown(row.progress),
        shown(row.overdue_days),
        shown(row.latest_at.map(|at| at.date_naive())),
        row.latest_by.clone().unwrap_or_default(),
        row.latest_note.clone().unwrap_or_default(),
        row.outcome.clone().unwrap_or_default(),
    ]
}

fn shown<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// Text that a spreadsheet takes for text: what begins like a formula gets an apostrophe before it.
pub(crate) fn harmless(text: &str) -> String {
    let risky = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if risky { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_begins_like_a_formula() {
        for (text, expected) in [
            ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"),
            ("+44 20", "'+44 20"),
            ("- first", "'- first"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("1 = 1", "1 = 1"),
            ("", ""),
        ] {
            assert_eq!(harmless(text), expected);
        }
    }
}
