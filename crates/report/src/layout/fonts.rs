//! The fonts of every paper, and the characters they can show.

use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

/// Inter in the faces the paper uses.
static FACES: [&[u8]; 4] = [
    include_bytes!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../assets/built/fonts/Inter_400Regular.ttf"
    )),
    include_bytes!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../assets/built/fonts/Inter_400Regular_Italic.ttf"
    )),
    include_bytes!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../assets/built/fonts/Inter_600SemiBold.ttf"
    )),
    include_bytes!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../assets/built/fonts/Inter_700Bold.ttf"
    )),
];

/// Fonts read once, and the book that finds them by name.
pub(super) struct Fonts {
    /// The faces.
    pub(super) faces: Vec<Font>,
    /// Finds a face by family and weight.
    pub(super) book: LazyHash<FontBook>,
}

/// The fonts of every paper.
pub(super) static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let faces: Vec<Font> = FACES.iter().flat_map(|face| Font::iter(Bytes::new(*face))).collect();
    let book = LazyHash::new(FontBook::from_fonts(&faces));
    Fonts { faces, book }
});

/// Stands for a character that no font of ours has.
const SUBSTITUTE: char = '\u{25A1}';

/// Replaces what the fonts cannot show: an accessible PDF may not contain a character without a
/// glyph, so one emoji in an update would otherwise cost the board its paper.
pub(crate) fn showable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\t' => shown.push(c),
            '\r' => {}
            c if c.is_control() || is_invisible(c) => {}
            c if is_covered(c) => shown.push(c),
            _ => shown.push(if is_covered(SUBSTITUTE) { SUBSTITUTE } else { '?' }),
        }
    }
    shown
}

/// Joiners, directional marks, variation selectors and tags: nothing to see.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
}

fn is_covered(c: char) -> bool {
    c.is_whitespace()
        || !FONTS.faces.is_empty()
            && FONTS.faces.iter().all(|face| face.info().coverage.contains(u32::from(c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_faces_are_read_and_are_inter() {
        assert_eq!(FONTS.faces.len(), 4);
        assert!(FONTS.faces.iter().all(|face| face.info().family == "Inter"));
    }

    #[test]
    fn what_no_font_can_show_is_replaced() {
        assert_eq!(showable("Žofia’s – 95% ≥ £5m"), "Žofia’s – 95% ≥ £5m");
        assert_eq!(showable("done 🎉\u{FE0F}\u{0}"), format!("done {SUBSTITUTE}"));
        assert_eq!(showable("a\u{200B}b\r\nc"), "ab\nc");
    }
}
