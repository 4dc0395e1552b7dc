//! Cuts the text of a timescale into words, numbers and signs, past all typography.

/// A piece of a timescale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// Nothing stood between it and the token before.
    pub(super) glued: bool,
    /// Where it begins and ends in the text as written, in bytes.
    pub(super) from: usize,
    pub(super) to: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, in lower case.
    Word(String),
    /// Decimal digits and how many of them there were.
    Number { value: u32, digits: usize },
    /// Any other character; all dashes are `-`, and `;` stands for the end of a paragraph or cell.
    Sign(char),
}

/// The tokens of a text.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let Plain { text: plain, places } = plain_text(text);
    let place = |at: usize| places.get(at).copied().unwrap_or(text.len());
    let mut tokens = Vec::new();
    let mut rest = plain.as_str();
    let mut glued = false;
    while let Some(first) = rest.chars().next() {
        if first.is_whitespace() {
            rest = &rest[first.len_utf8()..];
            glued = false;
            continue;
        }
        let same = |character: char| {
            if first.is_ascii_digit() {
                character.is_ascii_digit()
            } else {
                first.is_alphabetic() && character.is_alphabetic()
            }
        };
        let end = rest.find(|character| !same(character)).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end.max(first.len_utf8()));
        let (from, to) = (plain.len() - rest.len(), plain.len() - after.len());
        // The last character's end, not what stands between it and the next.
        let ends = place(to - 1);
        let width = text.get(ends..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        tokens.push(Token {
            kind: kind_of(piece, first),
            glued,
            from: place(from),
            to: ends + width,
        });
        rest = after;
        glued = true;
    }
    tokens
}

fn kind_of(piece: &str, first: char) -> Kind {
    if first.is_ascii_digit() {
        // A number too long to hold is no part of a date; its digits stay as a word.
        return piece.parse().map_or_else(
            |_| Kind::Word(piece.to_owned()),
            |value| Kind::Number { value, digits: piece.len() },
        );
    }
    if first.is_alphabetic() { Kind::Word(piece.to_owned()) } else { Kind::Sign(first) }
}

/// A text made plain, and where each of its bytes stands in the text as written.
struct Plain {
    text: String,
    places: Vec<usize>,
}

/// The text in lower case, its markup, entities and kinds of dash, quote and space made plain.
fn plain_text(text: &str) -> Plain {
    let mut plain = Plain { text: String::with_capacity(text.len()), places: Vec::new() };
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let place = text.len() - rest.len();
        rest = if let Some((inside, after)) = markup(rest) {
            // Tags that style letters stand inside words (7<sup>th</sup>); others part paragraphs.
            let name = inside.trim_start_matches('/').split(|c: char| !c.is_alphanumeric()).next();
            if !matches!(
                name,
                Some("sup" | "sub" | "b" | "i" | "u" | "em" | "strong" | "span" | "font")
            ) {
                plain.text.push_str(" ; ");
            }
            after
        } else if let Some((character, after)) = entity(rest) {
            push_plain(&mut plain.text, character);
            after
        } else {
            let after = &rest[first.len_utf8()..];
            // "Q1'18" is not Q118.
            if matches!(first, '\'' | '\u{2018}' | '\u{2019}')
                && after.starts_with(|c: char| c.is_ascii_digit())
            {
                plain.text.push(' ');
            }
            push_plain(&mut plain.text, first);
            after
        };
        plain.places.resize(plain.text.len(), place);
    }
    plain
}

/// A tag at the start of `text`: what is inside it, and what follows.
fn markup(text: &str) -> Option<(&str, &str)> {
    let (inside, after) = text.strip_prefix('<')?.split_once('>')?;
    let name = inside.strip_prefix('/').unwrap_or(inside);
    name.starts_with(|c: char| c.is_ascii_alphabetic()).then_some((inside, after))
}

/// A character entity at the start of `text`: what it stands for, and what follows.
fn entity(text: &str) -> Option<(char, &str)> {
    const NAMED: [(&str, char); 8] = [
        ("&nbsp;", ' '),
        ("&amp;", '&'),
        ("&ndash;", '-'),
        ("&mdash;", '-'),
        ("&#8211;", '-'),
        ("&#160;", ' '),
        ("&#39;", '\''),
        ("&quot;", '"'),
    ];
    NAMED.iter().find_map(|(name, character)| Some((*character, text.strip_prefix(name)?)))
}

fn push_plain(plain: &mut String, character: char) {
    match character {
        // Soft hyphens and marks of no width are not there; apostrophes would part "years'" from
        // its word and "'04" from its year.
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2060}'
        | '\u{feff}'
        | '\''
        | '\u{2018}'
        | '\u{2019}'
        | '\u{201b}'
        | '`'
        | '\u{b4}'
        | '\u{2032}' => {}
        '\u{2010}'..='\u{2015}'
        | '\u{2212}'
        | '\u{fe58}'
        | '\u{fe63}'
        | '\u{ff0d}'
        | '~'
        | '\u{2192}' => plain.push('-'),
        '\u{2044}' | '\u{2215}' | '\u{ff0f}' | '\\' => plain.push('/'),
        '\r' | '\n' | '|' | '\u{2022}' | '\u{b7}' | '\u{2028}' | '\u{2029}' => {
            plain.push_str(" ; ");
        }
        '"' | '\u{201c}' | '\u{201d}' | '*' | '_' | '#' => plain.push(' '),
        '[' | '{' => plain.push('('),
        ']' | '}' => plain.push(')'),
        other => plain.extend(other.to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str, expected: &str) {
        let shown: Vec<String> = tokens(input)
            .iter()
            .map(|token| {
                let glue = if token.glued { "+" } else { "" };
                match &token.kind {
                    Kind::Word(word) => format!("{glue}{word}"),
                    Kind::Number { value, digits } => format!("{glue}{value}:{digits}"),
                    Kind::Sign(sign) => format!("{glue}{sign}"),
                }
            })
            .collect();
        assert_eq!(shown.join(" "), expected, "{input}");
    }

    #[test]
    fn letters_digits_and_signs_are_parted() {
        check("Dec08", "dec +8:2");
        check("1Q 2007/8", "1:1 +q 2007:4 +/ +8:1");
        check("Mar.04", "mar +. +4:2");
    }

    #[test]
    fn typography_and_markup_are_made_plain() {
        check("3rd – 5th", "3:1 +rd - 5:1 +th");
        check("7<sup>th</sup> Sept&nbsp;’07", "7:1 +th sept 7:2");
        check("Oct 08<p>Jan 09", "oct 8:2 ; jan 9:2");
        check("< 6 months", "< 6:1 months");
        check("three years' time", "three years time");
    }

    #[test]
    fn every_token_knows_its_words_as_written() {
        let text = "within 3 wks of GP\u{2019}s \u{201c}Go\u{2013}Live\u{201d}";
        let tokens = tokens(text);
        let words: Vec<&str> = tokens.iter().map(|token| &text[token.from..token.to]).collect();
        assert_eq!(words, ["within", "3", "wks", "of", "GP\u{2019}s", "Go", "\u{2013}", "Live"]);
    }

    #[test]
    fn a_number_too_long_to_hold_is_a_word() {
        check("99999999999", "99999999999");
    }
}
