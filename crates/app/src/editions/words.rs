//! Texts as their words: what counts as the same text, how alike two are, and what differs.

use serde::Serialize;

/// Texts beyond this many words on both sides are not compared word by word, but as a whole between
/// what they begin and end with; a commitment is a sentence, not a chapter.
const LONGEST_COMPARED: usize = 1_500;

/// Part of a comparison, word by word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Piece {
    /// In both.
    Same(String),
    /// In the earlier text alone.
    Deleted(String),
    /// In the later text alone.
    Inserted(String),
}

/// A text with everything taken out that is no wording: capitals, white space, kinds of quotation
/// marks and dashes, punctuation at the end.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\u{2018}' | '\u{2019}' | '`' | '\u{b4}' => plain.push('\''),
            '\u{201c}' | '\u{201d}' => plain.push('"'),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => plain.push('-'),
            letter if letter.is_whitespace() => {
                if !plain.ends_with(' ') {
                    plain.push(' ');
                }
            }
            letter => plain.extend(letter.to_lowercase()),
        }
    }
    plain.trim().trim_end_matches(['.', ';', ':', ',', ' ']).to_owned()
}

/// The words of a text, small, each without the punctuation around it.
pub(super) fn words(text: &str) -> impl Iterator<Item = String> {
    let plain = plain(text);
    let parts: Vec<String> = plain
        .split(|letter: char| letter.is_whitespace() || "/-\"()[]".contains(letter))
        .map(|word| word.trim_matches(|letter: char| !letter.is_alphanumeric() && letter != '%'))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    parts.into_iter()
}

/// Letters of a word that count when texts are compared: those after are mostly its ending.
const STEM: usize = 6;

/// What of a word counts when texts are matched: *commission* and *commissioning* are one.
pub(super) fn stem(word: &str) -> String {
    if word.chars().any(|letter| letter.is_ascii_digit()) {
        return word.to_owned();
    }
    let word = word.strip_suffix("'s").unwrap_or(word);
    let singular = word.strip_suffix('s').filter(|rest| rest.chars().count() > 2);
    singular.unwrap_or(word).chars().take(STEM).collect()
}

/// Says what differs between two texts, word by word; words stay as each text has them.
#[must_use]
pub fn difference(old: &str, new: &str) -> Vec<Piece> {
    let (old, new): (Vec<&str>, Vec<&str>) =
        (old.split_whitespace().collect(), new.split_whitespace().collect());
    let same = |one: &str, other: &str| plain(one) == plain(other);
    let before = old.iter().zip(&new).take_while(|(one, other)| same(one, other)).count();
    let (old_rest, new_rest) = (&old[before..], &new[before..]);
    let backwards = old_rest.iter().rev().zip(new_rest.iter().rev());
    let after = backwards.take_while(|(one, other)| same(one, other)).count();
    let mut pieces = Pieces::default();
    pieces.extend(Piece::Same, &new[..before]);
    let (old_middle, new_middle) =
        (&old_rest[..old_rest.len() - after], &new_rest[..new_rest.len() - after]);
    if old_middle.len().max(new_middle.len()) > LONGEST_COMPARED {
        pieces.extend(Piece::Deleted, old_middle);
        pieces.extend(Piece::Inserted, new_middle);
    } else {
        middle(old_middle, new_middle, &mut pieces);
    }
    pieces.extend(Piece::Same, &new_rest[new_rest.len() - after..]);
    pieces.joined()
}

/// Walks along a longest common subsequence, deletions before insertions.
fn middle<'a>(old: &[&'a str], new: &[&'a str], pieces: &mut Pieces<'a>) {
    let (old_words, new_words): (Vec<String>, Vec<String>) = (
        old.iter().map(|word| plain(word)).collect(),
        new.iter().map(|word| plain(word)).collect(),
    );
    let width = new.len() + 1;
    // common[i * width + j]: words in common of old[i..] and new[j..].
    let mut common = vec![0_u16; (old.len() + 1) * width];
    for (i, word) in old_words.iter().enumerate().rev() {
        for (j, other) in new_words.iter().enumerate().rev() {
            common[i * width + j] = if word == other {
                common[(i + 1) * width + j + 1] + 1
            } else {
                common[(i + 1) * width + j].max(common[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old_words[i] == new_words[j] {
            pieces.push(Piece::Same, new[j]);
            (i, j) = (i + 1, j + 1);
        } else if i < old.len()
            && (j == new.len() || common[(i + 1) * width + j] >= common[i * width + j + 1])
        {
            pieces.push(Piece::Deleted, old[i]);
            i += 1;
        } else {
            pieces.push(Piece::Inserted, new[j]);
            j += 1;
        }
    }
}

/// Makes a piece of its words.
type Kind = fn(String) -> Piece;

/// Words gathered into pieces of one kind.
#[derive(Default)]
struct Pieces<'a>(Vec<(Kind, Vec<&'a str>)>);

impl<'a> Pieces<'a> {
    fn push(&mut self, kind: Kind, word: &'a str) {
        let same = |other: Kind| other(String::new()) == kind(String::new());
        match self.0.last_mut() {
            Some((last, words)) if same(*last) => words.push(word),
            _ => self.0.push((kind, vec![word])),
        }
    }

    fn extend(&mut self, kind: Kind, words: &[&'a str]) {
        for word in words {
            self.push(kind, word);
        }
    }

    fn joined(self) -> Vec<Piece> {
        self.0.into_iter().map(|(kind, words)| kind(words.join(" "))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(old: &str, new: &str, expected: &str) {
        let shown: Vec<String> = difference(old, new)
            .into_iter()
            .map(|piece| match piece {
                Piece::Same(words) => words,
                Piece::Deleted(words) => format!("[-{words}-]"),
                Piece::Inserted(words) => format!("[+{words}+]"),
            })
            .collect();
        assert_eq!(shown.join(" "), expected);
    }

    #[test]
    fn what_differs_is_marked_word_by_word() {
        check("", "", "");
        check("Open a café", "Open a café", "Open a café");
        check("Open a crisis cafe", "Open a cafe", "Open a [-crisis-] cafe");
        check("Open a cafe", "Open one crisis cafe", "Open [-a-] [+one crisis+] cafe");
        check("Recruit six pharmacists", "Recruit eight", "Recruit [-six pharmacists-] [+eight+]");
        check("", "All new", "[+All new+]");
        check("All gone", "", "[-All gone-]");
        check("a b c d e", "b c x e f", "[-a-] b c [-d-] [+x+] e [+f+]");
    }

    #[test]
    fn capitals_and_kinds_of_quotation_marks_are_no_wording() {
        check("The \u{2018}winter\u{2019} plan.", "the 'winter' plan", "the 'winter' plan");
        assert_eq!(plain("  Agree\n the  Plan . "), "agree the plan");
    }

    #[test]
    fn words_lose_their_ending_and_numbers_do_not() {
        let stems = |text: &str| words(text).map(|word| stem(&word)).collect::<Vec<_>>().join(" ");
        assert_eq!(stems("Commissioning (3.5%) of beds"), "commis 3.5% of bed");
        assert_eq!(stems("commission bed 2018/19"), "commis bed 2018 19");
    }
}
