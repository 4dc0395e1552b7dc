//! The actions in a cell that holds several: what is an action, what heads or explains one.

use crate::shapes::Reading;
use crate::table::{Cell, plain};

/// An action of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) text: String,
    pub(super) line_from: usize,
    pub(super) line_to: usize,
}

/// A paragraph of a cell: its words and whether they stood behind a list mark.
#[derive(Debug, Clone)]
struct Paragraph {
    text: String,
    is_marked: bool,
    line: usize,
}

/// The label and title of a promise: `Pledge 4` above its words, or `Pledge 4: its words`.
pub(super) fn labelled(cell: &Cell) -> Option<(String, String)> {
    if let [first, rest @ ..] = cell.paragraphs.as_slice()
        && is_label(first)
        && !rest.is_empty()
    {
        return Some((first.trim().to_owned(), rest.join(" ")));
    }
    let text = cell.text();
    if let Some((number, title)) = text.split_once(['.', ')'])
        && is_label(number)
        && !number.contains(char::is_alphabetic)
        && title.starts_with(' ')
    {
        return Some((number.to_owned(), title.trim().to_owned()));
    }
    [": ", " – ", " - "].into_iter().find_map(|separator| {
        let (label, title) = text.split_once(separator)?;
        (is_label(label) && !title.is_empty())
            .then(|| (label.trim().to_owned(), title.trim().to_owned()))
    })
}

/// A word and a number, or a number alone.
fn is_label(text: &str) -> bool {
    let number =
        text.trim().trim_start_matches(char::is_alphabetic).trim_start().trim_end_matches('.');
    let is_number =
        number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && !number.is_empty();
    is_number && number.len() <= 5 && text.split_whitespace().count() <= 2
}

/// The actions of a cell whose row ends on `line_to`.
pub(super) fn of_cell(reading: &Reading, cell: &Cell, line_to: usize) -> Vec<Item> {
    let mut line = cell.line;
    let mut paragraphs = Vec::new();
    for words in &cell.paragraphs {
        // A paragraph is on the next line that has its words.
        let at = (line..=line_to)
            .find(|number| plain(reading.source.line(*number)).contains(words.as_str()));
        line = at.unwrap_or(line);
        let (text, is_marked) = unmarked(words);
        paragraphs.push(Paragraph { text: text.to_owned(), is_marked, line });
    }
    gather(&paragraphs)
}

fn gather(paragraphs: &[Paragraph]) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    // What the last item still waits for.
    let mut waits = false;
    for (place, paragraph) in paragraphs.iter().enumerate() {
        let next = paragraphs.get(place + 1);
        let joins = waits || items.last().is_some_and(|item| is_measure_of(&item.text, paragraph));
        waits = false;
        if is_note(&paragraph.text) {
            continue;
        }
        if let Some(item) = items.last_mut().filter(|_| joins) {
            item.text = format!("{} {}", item.text, paragraph.text);
            item.line_to = paragraph.line;
            continue;
        }
        if is_heading(paragraph, next) {
            continue;
        }
        waits = goes_on(paragraph, next);
        items.push(Item {
            text: paragraph.text.clone(),
            line_from: paragraph.line,
            line_to: paragraph.line,
        });
    }
    items
}

/// Whether a paragraph heads the ones below it and is no action: a name in capitals, a few words above a
/// list, or an introduction that ends in a colon above one.
fn is_heading(paragraph: &Paragraph, next: Option<&Paragraph>) -> bool {
    let Some(next) = next else { return false };
    if paragraph.is_marked || paragraph.text.ends_with(['.', ';', ',', '-', '–']) {
        return false;
    }
    let words: Vec<&str> = paragraph.text.split_whitespace().collect();
    let capital = |word: &&str| word.chars().next().is_some_and(|first| !first.is_lowercase());
    let is_name =
        words.len() <= 4 && words.iter().all(capital) && next.text.len() > paragraph.text.len();
    let is_above_list = next.is_marked && (words.len() <= 3 || paragraph.text.ends_with(':'));
    is_name || is_above_list
}

/// Whether an item goes on in the next paragraph: it ends in a dash, is a title of a few words with a
/// colon, or introduces what the next paragraph lists in a run.
fn goes_on(paragraph: &Paragraph, next: Option<&Paragraph>) -> bool {
    let Some(next) = next else { return false };
    if paragraph.text.ends_with(['-', '–']) {
        return true;
    }
    let ends_open = paragraph.text.ends_with(':') && !next.is_marked;
    let is_title = paragraph.text.split_whitespace().count() <= 3;
    ends_open && (is_title || next.text.matches([',', ';']).count() >= 2)
}

/// Whether a paragraph is a figure that the open sentence above it is to reach.
fn is_measure_of(above: &str, paragraph: &Paragraph) -> bool {
    let first = paragraph.text.split_whitespace().next().unwrap_or_default();
    let is_figure = first.ends_with('%') && first.starts_with(|c: char| c.is_ascii_digit());
    is_figure && !above.ends_with('.')
}

fn is_note(text: &str) -> bool {
    let label = text.split(':').next().unwrap_or_default();
    text.contains(':') && ["note", "nb", "n.b."].contains(&label.trim().to_lowercase().as_str())
}

/// A paragraph without the mark of its list item, and whether it had one.
fn unmarked(text: &str) -> (&str, bool) {
    if let Some(rest) = text.strip_prefix(['·', '•', '-', '–', '*', '▪', '\u{f0b7}'])
        && rest.starts_with([' ', '\u{a0}'])
    {
        return (rest.trim_start(), true);
    }
    let (mark, rest) = text.split_once([' ', '\u{a0}']).unwrap_or((text, ""));
    let bare = mark.trim_start_matches('(').trim_end_matches(['.', ')']);
    let is_number =
        !bare.is_empty() && bare.len() <= 2 && bare.bytes().all(|byte| byte.is_ascii_digit());
    let is_letter = bare.len() == 1 && bare.bytes().all(|byte| byte.is_ascii_lowercase());
    let closed = mark.len() > bare.len() && !rest.is_empty();
    if closed && (is_number || is_letter) { (rest.trim_start(), true) } else { (text, false) }
}
