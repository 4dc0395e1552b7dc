//! How the cells of a spreadsheet look: what may be changed is told from what may not.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use crate::standing::clean;

/// Longest text of a cell: a spreadsheet holds 32,767 characters, counted in UTF-16.
const LONGEST_TEXT: usize = 16_000;

const BLUE: Color = Color::RGB(0x00_5E_B8);
const GREY: Color = Color::RGB(0x42_55_63);
const PALE_GREY: Color = Color::RGB(0xF0_F4_F5);
const PALE_YELLOW: Color = Color::RGB(0xFF_FB_E6);
const LINE: Color = Color::RGB(0xAE_B7_BD);

/// The formats used.
#[derive(Debug)]
pub(super) struct Looks {
    pub(super) title: Format,
    pub(super) prose: Format,
    pub(super) term: Format,
    pub(super) locked_heading: Format,
    pub(super) open_heading: Format,
    pub(super) locked: Format,
    pub(super) locked_as_text: Format,
    pub(super) locked_number: Format,
    pub(super) open: Format,
    pub(super) open_day: Format,
    pub(super) open_number: Format,
}

impl Looks {
    pub(super) fn new() -> Self {
        let cell = || {
            Format::new()
                .set_align(FormatAlign::Top)
                .set_border(FormatBorder::Thin)
                .set_border_color(LINE)
        };
        let heading = |colour| {
            cell()
                .set_bold()
                .set_text_wrap()
                .set_font_color(Color::White)
                .set_background_color(colour)
        };
        let locked = || cell().set_text_wrap().set_background_color(PALE_GREY);
        let open = || cell().set_background_color(PALE_YELLOW).set_unlocked();
        let prose = || Format::new().set_text_wrap().set_align(FormatAlign::Top);
        Self {
            title: Format::new().set_bold().set_font_size(16).set_font_color(BLUE),
            prose: prose(),
            term: prose().set_bold(),
            locked_heading: heading(GREY),
            open_heading: heading(BLUE),
            locked: locked(),
            locked_as_text: locked().set_quote_prefix(),
            locked_number: locked().set_num_format("0"),
            open: open().set_text_wrap(),
            open_day: open().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
            open_number: open().set_num_format("0"),
        }
    }

    /// Writes text that may not be changed here.
    pub(super) fn text(
        &self,
        sheet: &mut Worksheet,
        (row, column): (u32, u16),
        text: &str,
    ) -> Result<(), XlsxError> {
        let text = fitting(text);
        // Saved as CSV by whoever gets it, a text that begins so would become a formula.
        let risky = text.starts_with(['=', '+', '-', '@', '\t']);
        let format = if risky { &self.locked_as_text } else { &self.locked };
        sheet.write_string_with_format(row, column, text, format)?;
        Ok(())
    }
}

fn fitting(text: &str) -> String {
    let text = clean(text);
    if text.chars().count() <= LONGEST_TEXT {
        return text;
    }
    text.chars().take(LONGEST_TEXT).chain("…".chars()).collect()
}
