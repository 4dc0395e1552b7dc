//! Writes SVG that a strict content security policy accepts: presentation attributes alone.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Text, near black.
pub(super) const INK: &str = "#212b32";
/// Quieter text and axes.
pub(super) const QUIET_INK: &str = "#4c6272";
/// Rules that only guide the eye.
pub(super) const RULE: &str = "#d8dde0";

/// A picture being written.
pub(super) struct Svg {
    out: String,
}

/// What a picture is called and how big its drawing space is.
pub(super) struct Frame<'a> {
    /// Prefix of its ids.
    pub(super) id: &'a str,
    /// Class, for the page's own style sheet.
    pub(super) class: &'a str,
    /// Units across.
    pub(super) width: f64,
    /// Units down.
    pub(super) height: f64,
    /// Whether it fills the width it is given; otherwise it keeps its size in pixels.
    pub(super) fills: bool,
    /// Its name.
    pub(super) title: &'a str,
    /// What it says in words, unless the title says it.
    pub(super) description: Option<&'a str>,
}

impl Svg {
    /// Opens a picture with its name and description.
    pub(super) fn open(frame: &Frame<'_>) -> Self {
        let Frame { class, width, height, .. } = frame;
        let id = safe_id(frame.id);
        let mut svg = Self { out: String::with_capacity(4096) };
        svg.raw(r#"<svg xmlns="http://www.w3.org/2000/svg" class="#);
        svg.write(format_args!(r#""{class}" viewBox="0 0 "#));
        svg.number(*width);
        svg.raw(" ");
        svg.number(*height);
        if frame.fills {
            svg.raw(r#"" width="100%""#);
        } else {
            svg.write(format_args!(r#"" width="{width}" height="{height}""#));
        }
        svg.write(format_args!(r#" role="img" aria-labelledby="{id}-title"#));
        if frame.description.is_some() {
            svg.write(format_args!(" {id}-description"));
        }
        svg.raw(r#"" font-family="Inter, Arial, sans-serif" font-size="16" fill=""#);
        svg.raw(INK);
        svg.write(format_args!(r#""><title id="{id}-title">"#));
        svg.text_content(frame.title);
        svg.raw("</title>");
        if let Some(description) = frame.description {
            svg.write(format_args!(r#"<desc id="{id}-description">"#));
            svg.text_content(description);
            svg.raw("</desc>");
        }
        svg
    }

    /// Ends the picture.
    pub(super) fn close(mut self) -> String {
        self.raw("</svg>");
        self.out
    }

    /// Adds markup of our own, never a user's words.
    pub(super) fn raw(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// Adds formatted markup of our own, never a user's words.
    pub(super) fn write(&mut self, markup: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.out.write_fmt(markup);
    }

    /// Adds a coordinate: one decimal, none when it is nought.
    ///
    /// A chart is mostly coordinates, hence the arithmetic in whole tenths.
    #[expect(clippy::cast_possible_truncation, reason = "the clamp keeps it within an i64")]
    pub(super) fn number(&mut self, value: f64) {
        let tenths = (value * 10.0).round().clamp(-1e9, 1e9) as i64;
        if tenths < 0 {
            self.out.push('-');
        }
        let (whole, tenth) = (tenths.abs() / 10, tenths.abs() % 10);
        if tenth == 0 {
            self.write(format_args!("{whole}"));
        } else {
            self.write(format_args!("{whole}.{tenth}"));
        }
    }

    /// Adds ` name="value"`.
    pub(super) fn attribute(&mut self, name: &str, value: f64) {
        self.write(format_args!(" {name}=\""));
        self.number(value);
        self.raw("\"");
    }

    /// Adds somebody's words, escaped.
    pub(super) fn text_content(&mut self, text: &str) {
        self.out.push_str(&escape(text));
    }

    /// Adds words at a place; `attributes` starts with a space when there are any.
    pub(super) fn text(&mut self, x: f64, y: f64, attributes: &str, words: &str) {
        self.raw("<text");
        self.attribute("x", x);
        self.attribute("y", y);
        self.raw(attributes);
        self.raw(">");
        self.text_content(words);
        self.raw("</text>");
    }

    /// Adds a straight line; `attributes` starts with a space when there are any.
    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), attributes: &str) {
        self.raw("<path d=\"");
        self.stroke(from, to);
        self.write(format_args!("\"{attributes}/>"));
    }

    /// Adds a line to an open path's data: across or down where it is.
    pub(super) fn stroke(&mut self, from: (f64, f64), to: (f64, f64)) {
        self.raw("M");
        self.pair(from);
        if (from.1 - to.1).abs() < 0.05 {
            self.raw("H");
            self.number(to.0);
        } else if (from.0 - to.0).abs() < 0.05 {
            self.raw("V");
            self.number(to.1);
        } else {
            self.raw("L");
            self.pair(to);
        }
    }

    /// Adds a rectangle; `attributes` starts with a space when there are any.
    pub(super) fn rectangle(&mut self, at: (f64, f64), size: (f64, f64), attributes: &str) {
        self.raw("<rect");
        self.attribute("x", at.0);
        self.attribute("y", at.1);
        self.attribute("width", size.0.max(0.0));
        self.attribute("height", size.1.max(0.0));
        self.write(format_args!("{attributes}/>"));
    }

    /// Adds `x y` of a path.
    pub(super) fn pair(&mut self, (x, y): (f64, f64)) {
        self.number(x);
        self.raw(" ");
        self.number(y);
    }
}

/// Makes text safe inside an element or a quoted attribute, and legal in XML.
pub(super) fn escape(text: &str) -> Cow<'_, str> {
    let unsafe_here = |c: char| matches!(c, '&' | '<' | '>' | '"' | '\'') || !is_xml(c);
    if !text.contains(unsafe_here) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c if is_xml(c) => safe.push(c),
            _ => {}
        }
    }
    Cow::Owned(safe)
}

/// Whether XML 1.0 allows the character: a control character would spoil the whole picture.
fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r')
        || (c >= ' ' && !matches!(c, '\u{FFFE}' | '\u{FFFF}' | '\u{7F}'..='\u{9F}'))
}

/// Turns any text into an id that `aria-labelledby` and `url(#...)` can name.
pub(super) fn safe_id(id: &str) -> String {
    let safe: String =
        id.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' }).collect();
    if safe.starts_with(|c: char| c.is_ascii_alphabetic()) { safe } else { format!("chart-{safe}") }
}

/// Estimates how wide words are, in the units of `size`.
///
/// Widths are those of Inter, rounded up; Arial is narrower, so nothing planned with them overlaps.
pub(super) fn text_width(words: &str, size: f64) -> f64 {
    words.chars().map(character_width).sum::<f64>() * size
}

/// Width of a character of Inter, in ems.
fn character_width(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 'I' | ' ' | '.' | ',' | ':' | ';' | '!' | '|' | '\'' => 0.3,
        'f' | 'r' | 't' | '(' | ')' | '/' | '-' | '1' => 0.42,
        'm' | 'w' | 'M' | 'W' | '%' | '—' => 0.93,
        'A'..='Z' => 0.72,
        '0'..='9' => 0.66,
        'a'..='z' => 0.6,
        '\u{300}'..='\u{36F}' => 0.0,
        c if c < '\u{250}' => 0.66,
        _ => 1.0,
    }
}

/// Cuts words to a width, with an ellipsis where something is lost.
pub(super) fn truncate(words: &str, size: f64, width: f64) -> Cow<'_, str> {
    if text_width(words, size) <= width {
        return Cow::Borrowed(words);
    }
    let mut left = width / size - 1.0;
    let end = words.char_indices().find(|(_, c)| {
        left -= character_width(*c);
        left < 0.0
    });
    let kept = words[..end.map_or(words.len(), |(index, _)| index)].trim_end();
    Cow::Owned(format!("{kept}…"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_words_are_escaped_and_control_characters_dropped() {
        assert_eq!(escape("a<b & \"c\"'\u{0}\u{8}"), "a&lt;b &amp; &quot;c&quot;&#39;");
        assert_eq!(escape("plain – words"), "plain – words");
    }

    #[test]
    fn coordinates_have_one_decimal_at_most() {
        let mut svg = Svg { out: String::new() };
        for value in [12.0, 0.04, -0.04, -0.26, 99.96, f64::NAN, f64::INFINITY] {
            svg.number(value);
            svg.raw(" ");
        }
        assert_eq!(svg.out, "12 0 0 -0.3 100 0 100000000 ");
    }

    #[test]
    fn ids_can_be_named() {
        assert_eq!(safe_id("A&E: 4 hours"), "A-E--4-hours");
        assert_eq!(safe_id("4h"), "chart-4h");
        assert_eq!(safe_id(""), "chart-");
    }

    #[test]
    fn long_words_are_cut_to_their_width() {
        assert_eq!(truncate("short", 10.0, 100.0), "short");
        let cut = truncate("a rather long commitment text", 10.0, 100.0);
        assert!(cut.ends_with('…') && text_width(&cut, 10.0) <= 100.0, "{cut}");
        assert_eq!(truncate("any", 10.0, 0.0), "…");
    }
}
