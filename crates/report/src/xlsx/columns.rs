//! The sheet of commitments: what each column holds, and which may be changed.

use chrono::NaiveDate;
use rust_xlsxwriter::{
    ConditionalFormatCell, ConditionalFormatCellRule, DataValidation, DataValidationErrorStyle,
    DataValidationRule, ExcelDateTime, Format, ProtectionOptions, Worksheet, XlsxError,
};

use super::looks::Looks;
use crate::standing::{CommitmentStanding, MoveStanding, PlanStanding, Standing, short_day};

/// Name of the sheet.
pub const COMMITMENTS_SHEET: &str = "Commitments";

/// Headings of the columns, by which they are found again whatever their order.
pub mod heading {
    /// Id of the commitment.
    pub const ID: &str = "Id";
    /// Reference as printed.
    pub const REFERENCE: &str = "Reference";
    /// Section it stands in.
    pub const SECTION: &str = "Section";
    /// What was promised.
    pub const TEXT: &str = "Commitment";
    /// Who answers.
    pub const LEADS: &str = "Leads";
    /// When it is due, as written.
    pub const DUE_AS_WRITTEN: &str = "Due as written";
    /// Last day on which it is due; may be changed.
    pub const DUE_BY: &str = "Due by";
    /// How it stands; may be changed.
    pub const STATUS: &str = "Status";
    /// How much of it is done, in per cent; may be changed.
    pub const PROGRESS: &str = "Progress (%)";
    /// What is new; may be changed.
    pub const NEW_NOTE: &str = "New note";
    /// What the latest update said.
    pub const LATEST_NOTE: &str = "Latest note";
    /// When the latest update was made, and by whom.
    pub const LATEST_UPDATE: &str = "Latest update";
    /// From which day to which it was moved.
    pub const MOVED: &str = "Moved";
    /// Days overdue.
    pub const OVERDUE: &str = "Days overdue";
    /// Kind of commitment.
    pub const KIND: &str = "Kind";
    /// What a milestone is a step of.
    pub const STEP_OF: &str = "Step of";
    /// Expected outcome.
    pub const OUTCOME: &str = "Outcome";
    /// The plan.
    pub const PLAN: &str = "Plan";
    /// Which state it was edited from; hidden.
    pub const VERSION: &str = "Version";
}

/// A column: its heading, its width in characters, and whether it may be changed.
const COLUMNS: [(&str, u16, bool); 19] = [
    (heading::ID, 7, false),
    (heading::REFERENCE, 11, false),
    (heading::SECTION, 22, false),
    (heading::TEXT, 55, false),
    (heading::LEADS, 28, false),
    (heading::DUE_AS_WRITTEN, 17, false),
    (heading::DUE_BY, 13, true),
    (heading::STATUS, 14, true),
    (heading::PROGRESS, 10, true),
    (heading::NEW_NOTE, 45, true),
    (heading::LATEST_NOTE, 45, false),
    (heading::LATEST_UPDATE, 22, false),
    (heading::MOVED, 26, false),
    (heading::OVERDUE, 10, false),
    (heading::KIND, 11, false),
    (heading::STEP_OF, 11, false),
    (heading::OUTCOME, 35, false),
    (heading::PLAN, 30, false),
    (heading::VERSION, 20, false),
];

const DUE_BY: u16 = 6;
const STATUS: u16 = 7;
const PROGRESS: u16 = 8;
const NEW_NOTE: u16 = 9;
const PLAN: u16 = 17;
const VERSION: u16 = 18;

/// Columns that stay in sight: id and reference.
const KEPT_IN_SIGHT: u16 = 2;

/// Longest note that comes back.
const LONGEST_NOTE: u32 = 4_000;

/// Writes the sheet.
pub(super) fn write(
    sheet: &mut Worksheet,
    standing: &Standing,
    looks: &Looks,
) -> Result<(), XlsxError> {
    sheet.set_name(COMMITMENTS_SHEET)?;
    write_headings(sheet, standing, looks)?;
    let mut row = 0;
    for plan in &standing.plans {
        for section in &plan.sections {
            for commitment in &section.commitments {
                row += 1;
                write_row(sheet, row, (plan, &section.title), commitment, looks)?;
            }
        }
    }
    let last = row.max(1);
    restrict(sheet, last, &standing.statuses)?;
    colour_statuses(sheet, last)?;
    sheet.autofilter(0, 0, last, VERSION)?;
    sheet.set_freeze_panes(1, KEPT_IN_SIGHT)?;
    sheet.protect_with_options(&allowed());
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_selection(1, STATUS, 1, STATUS)?;
    Ok(())
}

/// Without a password: it keeps slips away, not people.
fn allowed() -> ProtectionOptions {
    ProtectionOptions {
        format_columns: true,
        format_rows: true,
        sort: true,
        use_autofilter: true,
        ..ProtectionOptions::default()
    }
}

fn write_headings(
    sheet: &mut Worksheet,
    standing: &Standing,
    looks: &Looks,
) -> Result<(), XlsxError> {
    sheet.set_row_height(0, 32)?;
    for (column, (heading, width, may_change)) in (0_u16..).zip(COLUMNS) {
        let format = if may_change { &looks.open_heading } else { &looks.locked_heading };
        sheet.write_string_with_format(0, column, heading, format)?;
        sheet.set_column_width(column, width)?;
    }
    sheet.set_column_hidden(VERSION)?;
    if standing.plans.len() < 2 {
        sheet.set_column_hidden(PLAN)?;
    }
    Ok(())
}

fn write_row(
    sheet: &mut Worksheet,
    row: u32,
    (plan, section): (&PlanStanding, &str),
    commitment: &CommitmentStanding,
    looks: &Looks,
) -> Result<(), XlsxError> {
    #[expect(clippy::cast_precision_loss, reason = "ids stay far below 2^53, as cells hold them")]
    let id = commitment.id as f64;
    sheet.write_number_with_format(row, 0, id, &looks.locked_number)?;
    let moved: Vec<String> = commitment.moves.iter().map(MoveStanding::words).collect();
    let overdue = commitment.overdue_days.map(|days| days.to_string()).unwrap_or_default();
    let texts: [(u16, &str); 14] = [
        (1, &commitment.reference),
        (2, section),
        (3, &commitment.text),
        (4, &commitment.leads.join("; ")),
        (5, &commitment.due_as_written),
        (10, commitment.latest_note.as_deref().unwrap_or_default()),
        (11, &latest(commitment)),
        (12, &moved.join("; ")),
        (13, &overdue),
        (14, commitment.kind),
        (15, commitment.step_of.as_deref().unwrap_or_default()),
        (16, commitment.outcome.as_deref().unwrap_or_default()),
        (PLAN, &plan.title),
        (VERSION, &commitment.version),
    ];
    sheet.set_row_height(row, height(&texts))?;
    for (column, text) in texts {
        looks.text(sheet, (row, column), text)?;
    }
    write_day(sheet, row, commitment.due_by, &looks.open_day)?;
    sheet.write_string_with_format(row, STATUS, commitment.status, &looks.open)?;
    match commitment.progress {
        Some(done) => sheet.write_number_with_format(row, PROGRESS, done, &looks.open_number)?,
        None => sheet.write_blank(row, PROGRESS, &looks.open_number)?,
    };
    sheet.write_blank(row, NEW_NOTE, &looks.open)?;
    Ok(())
}

/// How high a row is in points for its longest text to be read: not every program finds out for
/// itself.
fn height(texts: &[(u16, &str)]) -> f64 {
    let lines = texts.iter().filter(|(column, _)| *column < PLAN).map(|(column, text)| {
        let width = COLUMNS.get(usize::from(*column)).map_or(10, |(_, width, _)| *width);
        let wrapped = |line: &str| line.chars().count().div_ceil(usize::from(width).max(1)).max(1);
        text.lines().map(wrapped).sum::<usize>()
    });
    let lines = lines.max().unwrap_or(1).clamp(1, MOST_LINES);
    15.0 * f64::from(u32::try_from(lines).unwrap_or(1))
}

/// Longer texts are read in their own cell; a row of a spreadsheet ends at 409 points.
const MOST_LINES: usize = 20;

fn write_day(
    sheet: &mut Worksheet,
    row: u32,
    day: Option<NaiveDate>,
    format: &Format,
) -> Result<(), XlsxError> {
    // A spreadsheet knows no day before 1900.
    match day.filter(|day| *day >= FIRST_DAY) {
        Some(day) => sheet.write_date_with_format(row, DUE_BY, day, format)?,
        None => sheet.write_blank(row, DUE_BY, format)?,
    };
    Ok(())
}

const FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap();

fn latest(commitment: &CommitmentStanding) -> String {
    match (commitment.latest_on, &commitment.latest_by) {
        (Some(day), Some(by)) => format!("{}, {by}", short_day(day)),
        (Some(day), None) => short_day(day),
        _ => String::new(),
    }
}

/// What each open column takes, said when a cell is chosen and when something else is entered.
fn restrict(sheet: &mut Worksheet, last: u32, statuses: &[&str]) -> Result<(), XlsxError> {
    let days = DataValidationRule::Between(
        ExcelDateTime::from_ymd(1990, 1, 1)?,
        ExcelDateTime::from_ymd(2100, 12, 31)?,
    );
    let due = DataValidation::new()
        .allow_date(days)
        .set_input_title("Due by")?
        .set_input_message("A new last day moves the date. Say why in the new note.")?
        .set_error_message("Enter a day, such as 2019-03-31.")?;
    let status = DataValidation::new()
        .allow_list_strings(statuses)?
        .set_input_title("Status")?
        .set_input_message("Choose from the list. What gets worse needs a new note.")?
        .set_error_message("Choose a status from the list.")?;
    let progress = DataValidation::new()
        .allow_whole_number(DataValidationRule::Between(0, 100))
        .set_input_title("Progress")?
        .set_input_message("How much of it is done: a whole number from 0 to 100.")?
        .set_error_message("Enter a whole number from 0 to 100.")?;
    let note = DataValidation::new()
        .allow_text_length(DataValidationRule::LessThanOrEqualTo(LONGEST_NOTE))
        .set_input_title("New note")?
        .set_input_message("What is new since the latest note, and why.")?
        .set_error_style(DataValidationErrorStyle::Stop)
        .set_error_message("Keep the note below 4,000 characters.")?;
    let rules = [(DUE_BY, due), (STATUS, status), (PROGRESS, progress), (NEW_NOTE, note)];
    for (column, rule) in rules {
        sheet.add_data_validation(1, column, last, column, &rule)?;
    }
    Ok(())
}

/// Colours beside the words, for whoever runs an eye down the column.
fn colour_statuses(sheet: &mut Worksheet, last: u32) -> Result<(), XlsxError> {
    for (status, background, letters) in [
        ("Achieved", 0xCC_E8_D6, 0x00_40_1E),
        ("On track", 0xD0_F0_EC, 0x00_40_3B),
        ("At risk", 0xFF_EB_B3, 0x5C_3C_00),
        ("Off track", 0xF7_D4_D1, 0x6B_0F_07),
        ("Not achieved", 0xE8_D0_DC, 0x57_10_35),
    ] {
        let format = Format::new().set_background_color(background).set_font_color(letters);
        let rule = ConditionalFormatCell::new()
            .set_rule(ConditionalFormatCellRule::EqualTo(status))
            .set_format(format);
        sheet.add_conditional_format(1, STATUS, last, STATUS, &rule)?;
    }
    Ok(())
}
