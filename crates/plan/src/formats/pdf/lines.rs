//! Letters put together to words, lines and paragraphs.

use super::ink::Letter;

/// A piece of a line: words with ordinary blanks between them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) right: f64,
}

/// A line of text, in pieces with wide gaps between them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) pieces: Vec<Piece>,
    pub(super) base: f64,
    pub(super) size: f64,
}

impl Line {
    pub(super) fn left(&self) -> f64 {
        self.pieces.first().map_or(0.0, |piece| piece.left)
    }

    pub(super) fn right(&self) -> f64 {
        self.pieces.last().map_or(0.0, |piece| piece.right)
    }

    /// The whole line, its pieces parted by a mark.
    pub(super) fn text(&self, mark: &str) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>().join(mark)
    }
}

/// The lines that letters stand on, from the top.
pub(super) fn lines_of(mut letters: Vec<Letter>) -> Vec<Line> {
    letters.sort_by(|a, b| a.base.total_cmp(&b.base));
    let mut rows: Vec<Vec<Letter>> = Vec::new();
    for letter in letters {
        // Raised and lowered letters belong to the line that they stand beside.
        let is_beside = rows
            .last()
            .and_then(|row| row.last())
            .is_some_and(|last| letter.base - last.base <= 0.35 * letter.size.max(last.size));
        match rows.last_mut() {
            Some(row) if is_beside => row.push(letter),
            _ => rows.push(vec![letter]),
        }
    }
    rows.into_iter().filter_map(line_of).collect()
}

fn line_of(mut letters: Vec<Letter>) -> Option<Line> {
    letters.sort_by(|a, b| a.left.total_cmp(&b.left));
    let mut sizes: Vec<f64> = letters.iter().map(|letter| letter.size).collect();
    sizes.sort_by(f64::total_cmp);
    let size = sizes.get(sizes.len() / 2).copied()?;
    let base = letters.first()?.base;
    let mut pieces: Vec<Piece> = Vec::new();
    let mut last: Option<Letter> = None;
    for letter in letters {
        // Bold type may be drawn twice, a hair apart.
        let is_twice = last.as_ref().is_some_and(|last| {
            last.text == letter.text && (letter.left - last.left).abs() < 0.15 * size
        });
        if is_twice {
            continue;
        }
        let is_blank = letter.text.chars().all(char::is_whitespace);
        let gap = pieces.last().map_or(0.0, |piece| letter.left - piece.right);
        match pieces.last_mut() {
            Some(piece) if is_blank => {
                if !piece.text.ends_with(' ') && gap < size {
                    piece.text.push(' ');
                }
            }
            Some(piece) if gap < size => {
                if gap > 0.17 * size && !piece.text.ends_with(' ') {
                    piece.text.push(' ');
                }
                piece.text.push_str(&letter.text);
                piece.right = piece.right.max(letter.right);
            }
            _ if is_blank => {}
            _ => pieces.push(Piece {
                text: letter.text.clone(),
                left: letter.left,
                right: letter.right,
            }),
        }
        last = Some(letter);
    }
    for piece in &mut pieces {
        piece.text = piece.text.trim().to_owned();
    }
    pieces.retain(|piece| !piece.text.is_empty());
    (!pieces.is_empty()).then_some(Line { pieces, base, size })
}

/// Whether a line goes on the paragraph of the one above it, in a column that ends at `right`: it stands
/// as close as lines do, opens no item, and its first word had no place on the line above.
pub(super) fn goes_on(above: &Line, line: &Line, right: f64, spacing: f64) -> bool {
    let gap = line.base - above.base;
    let text = line.text(" ");
    let first = text.split_whitespace().next().unwrap_or_default();
    let width = line.right() - line.left();
    let letters = text.chars().count().max(1);
    let needed = width / as_f64(letters) * as_f64(first.chars().count() + 1);
    let had_place = above.right() + needed + 0.5 * line.size < right;
    let is_lower = first.starts_with(char::is_lowercase);
    let is_close = gap <= spacing * 1.35 && (line.size - above.size).abs() < 0.12 * line.size;
    is_close && !opens_item(first) && (!had_place || is_lower && gap <= spacing * 1.1)
}

/// A bullet or a number with a stop or bracket.
fn opens_item(word: &str) -> bool {
    let is_bullet = word.chars().count() == 1
        && word.starts_with(['•', '·', '▪', '◦', '–', '-', '*', '\u{f0b7}', 'o']);
    let number = word.trim_end_matches([')', '.']);
    let is_number = number.len() < word.len()
        && number.len() <= 6
        && number.chars().all(|letter| letter.is_ascii_digit() || letter == '.' || letter == '(');
    is_bullet || is_number
}

#[expect(clippy::cast_precision_loss, reason = "counts of letters in a line are small")]
fn as_f64(count: usize) -> f64 {
    count as f64
}

/// The distance between lines that is most usual, from the smaller half of distances.
pub(super) fn spacing_of(lines: &[Line]) -> f64 {
    let mut gaps: Vec<f64> = lines
        .windows(2)
        .filter_map(|pair| Some(pair.get(1)?.base - pair.first()?.base))
        .filter(|gap| *gap > 2.0)
        .collect();
    gaps.sort_by(f64::total_cmp);
    let size = lines.first().map_or(10.0, |line| line.size);
    gaps.get(gaps.len() / 4).copied().unwrap_or(size * 1.2).clamp(size * 0.9, size * 2.2)
}

/// Adds a further line to a paragraph; a word parted at the end of the line is put together.
pub(super) fn join(text: &mut String, line: &str) {
    if text.ends_with('\u{ad}') {
        text.pop();
    } else if !text.is_empty() && !text.ends_with(' ') && !text.ends_with('-') {
        text.push(' ');
    }
    text.push_str(line);
}

/// The paragraphs of lines in one column.
pub(super) fn paragraphs_of(lines: &[Line], right: f64) -> Vec<String> {
    let spacing = spacing_of(lines);
    let mut paragraphs: Vec<String> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let above = index.checked_sub(1).and_then(|above| lines.get(above));
        let goes_on = above.is_some_and(|above| goes_on(above, line, right, spacing));
        match paragraphs.last_mut() {
            Some(paragraph) if goes_on => join(paragraph, &line.text(" ")),
            _ => paragraphs.push(line.text(" ")),
        }
    }
    paragraphs
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines of type of 10 points, letters 5 points wide, from their left and base.
    fn check(lines: &[(&str, f64, f64)], right: f64, expected: &[&str]) {
        let mut letters = Vec::new();
        for (text, left, base) in lines {
            for (place, letter) in text.chars().enumerate() {
                let left = left + 5.0 * as_f64(place);
                letters.push(Letter {
                    text: letter.to_string(),
                    left,
                    right: left + 5.0,
                    base: *base,
                    size: 10.0,
                });
            }
        }
        assert_eq!(paragraphs_of(&lines_of(letters), right), expected);
    }

    #[test]
    fn lines_that_were_full_go_on() {
        check(
            &[("Open the ward", 0.0, 0.0), ("soon", 0.0, 12.0), ("Shut it", 0.0, 24.0)],
            75.0,
            &["Open the ward soon", "Shut it"],
        );
    }

    #[test]
    fn items_and_wide_gaps_begin_paragraphs() {
        check(
            &[("• one one", 0.0, 0.0), ("• two", 0.0, 12.0), ("Three", 0.0, 40.0)],
            45.0,
            &["• one one", "• two", "Three"],
        );
    }

    #[test]
    fn gaps_between_words_are_blanks() {
        check(&[("May", 0.0, 0.0), ("18", 18.0, 0.0)], 60.0, &["May 18"]);
    }
}
