//! Rules about parts of the document: those it speaks of and does not have, and those it numbers otherwise.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::facts::{Facts, Numbered, words_of};
use super::found::{Found, counted, listed, on_lines};
use super::{Rule, info, warning};
use crate::pattern::pattern;
use crate::table::plain;

/// Every rule of this group.
pub(super) const RULES: &[Rule] = &[
    warning(
        "part-missing",
        "an appendix, figure, table or part that is referred to and not there",
        part_missing,
    ),
    warning(
        "part-promised",
        "a section that says what it will hold and does not hold it",
        part_promised,
    ),
    info("part-of-another", "a document that is the appendix of another", part_of_another),
    warning("figure-missing", "a caption or \"as follows\" with nothing under it", figure_missing),
    info("contents-differ", "a table of contents that the headings do not follow", contents_differ),
    info(
        "next-section-unclear",
        "\"the next section\" for several things in one place",
        next_section,
    ),
    warning(
        "reference-wrong-part",
        "a reference to a part that is about something else",
        wrong_part,
    ),
];

static MENTION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(Appendix|Appendices|Annexe?|Figure|Table|Part|Schedule|Attachment)\s+(\d{1,2}(?:\.\d{1,2})*|[IVX]{1,4}|[A-H])(?:\s(?:and|&|to)\s(\d{1,2}(?:\.\d{1,2})*))?\b",
    )
});

static NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(\d{1,2}(?:\.\d{1,2})+)\.?\s"));

/// How many lines under a heading are looked through for content.
const REACH: usize = 8;

/// An appendix, figure, table or part that the text refers to but that is not in the extract, or of which
/// only the heading is.
fn part_missing(facts: &Facts, found: &mut Found) {
    let mut mentioned: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut present: BTreeSet<String> = BTreeSet::new();
    for (number, line) in facts.reading.source.lines() {
        let may_name = line.contains(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit());
        if line.len() > 100_000 || !may_name {
            continue;
        }
        let text = plain_start(line);
        for captured in MENTION.captures_iter(&text) {
            let kind = if &captured[1] == "Appendices" { "Appendix" } else { &captured[1] };
            let heads = captured.get(0).is_some_and(|all| all.start() == 0);
            for second in [captured.get(2), captured.get(3)].into_iter().flatten() {
                let name = format!("{kind} {}", second.as_str());
                if heads && has_content(facts, number, &text, &name) {
                    present.insert(name);
                } else {
                    mentioned.entry(name).or_default().push(number);
                }
            }
        }
        // "Appendix 7.2" may be headed by its number alone.
        if let Some(captured) =
            NUMBER.captures(&text).filter(|_| has_content(facts, number, &text, ""))
        {
            present.insert(format!("Appendix {}", &captured[1]));
        }
    }
    for (name, lines) in mentioned.into_iter().filter(|(name, _)| !present.contains(name)) {
        let message = format!(
            "{name} is referred to but its content is not in this text; read it from the original"
        );
        found.across(&lines, message);
    }
}

fn plain_start(line: &str) -> String {
    if line.contains(['<', '*', '#']) {
        plain(line.trim_start_matches(['#', ' ']))
    } else {
        line.trim().to_owned()
    }
}

/// Whether anything but a further heading stands under a heading, or beside it in its own line.
fn has_content(facts: &Facts, number: usize, text: &str, name: &str) -> bool {
    if text.len() > name.len() + 120 {
        return true;
    }
    let under = (number + 1..=number + REACH)
        .map(|below| facts.reading.source.line(below).trim())
        .find(|line| !line.is_empty());
    under.is_some_and(|line| {
        !NUMBER.is_match(line) && MENTION.find(line).is_none_or(|found| found.start() != 0)
    })
}

static PROMISED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:This|These|It|The following) (?:will|must|should|would|is to|are to|needs? to) (?:then )?(?:be (?:confirmed|defined|added|developed|completed|agreed|provided|included|set out)|define|specify|include|contain|set out|describe|cover|list)\b",
    )
});

/// The first words under a heading say what will stand there.
fn part_promised(facts: &Facts, found: &mut Found) {
    let told = facts.unwritten();
    let mut lines = Vec::new();
    let mut names = Vec::new();
    for pair in facts.passages.windows(2) {
        let [above, passage] = pair else { continue };
        let heading = facts.numbered.iter().find(|heading| heading.line == above.line);
        if let Some(heading) = heading.filter(|heading| heading.is_heading)
            && passage.is_prose()
            && !told.contains(&passage.line)
            && PROMISED.is_match(&passage.text)
        {
            lines.push(passage.line);
            names.push(format!("{} {}", heading.number, heading.title));
        }
    }
    let message = format!(
        "{} {} only what will stand there ({}); write it, and until then treat what refers to it as open",
        names.join("; "),
        if names.len() == 1 { "says" } else { "say" },
        on_lines(&lines)
    );
    found.across(&lines, message);
}

static APPENDIX: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?i:appendix|annexe?|attachment|enclosure)\s+[A-Z0-9]{1,3}$"));

/// How many passages a title page may have.
const TITLE_PAGE: usize = 8;

fn part_of_another(facts: &Facts, found: &mut Found) {
    let mut top = facts.passages.iter().take(TITLE_PAGE).enumerate();
    let head = top.find(|(_, passage)| APPENDIX.is_match(&passage.text));
    // An appendix of which the text above it speaks is the document's own.
    let is_own = |place: usize, name: &str| {
        facts.passages.iter().take(place).any(|passage| passage.text.contains(name))
    };
    if let Some((_, passage)) = head.filter(|(place, passage)| !is_own(*place, &passage.text)) {
        let message = format!(
            "this is {} of a document that is not here; name the document and read it too",
            passage.text
        );
        found.at(passage.line, message);
    }
}

/// So many blank lines show that something stood there.
const HOLE: usize = 2;

static ANNOUNCED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:illustrated|shown|summarised|set out|presented) (?:as follows|in the [^.]{1,40}|below)\b|\b(?:chart|diagram|figure|table|picture|graph) (?:below|above|shows)\b|\bthis diagram\b",
    )
});

/// A short line or one that announces something, then a hole where the figure was.
fn figure_missing(facts: &Facts, found: &mut Found) {
    let source = facts.reading.source;
    let mut lines = Vec::new();
    let mut names = Vec::new();
    let mut gaps = (0_usize, 0_usize);
    for pair in facts.passages.windows(2) {
        let [passage, next] = pair else { continue };
        if !passage.is_prose() || next.table.is_some() || passage.line < TITLE_PAGE {
            continue;
        }
        let blank = (passage.line + 1..next.line)
            .filter(|line| source.line(*line).trim().is_empty())
            .count();
        gaps.0 += 1;
        gaps.1 += usize::from(blank > HOLE);
        let text = &passage.text;
        let is_caption = text.len() <= 80 && !text.ends_with(['.', ';', ',']) && !is_date(text);
        let announces = text.ends_with(':') && ANNOUNCED.is_match(text);
        let is_listed =
            super::facts::is_list_item(&next.text) || is_bulleted(source.line(next.line));
        let is_hole = announces || is_caption && !(text.ends_with(':') && is_listed);
        if is_hole && blank > HOLE {
            lines.push(passage.line);
            names.push(format!("\"{text}\""));
        }
    }
    // Where holes are common, they are the document's way of parting paragraphs.
    if gaps.1 * 5 > gaps.0 {
        return;
    }
    let message = format!(
        "nothing stands under {} ({}): a figure or table was lost; take it from the original",
        counted(names.len(), "caption"),
        listed(&names)
    );
    found.across(&lines, message);
}

fn is_bulleted(line: &str) -> bool {
    line.trim_start().starts_with(['-', '·', '•', '*', '–'])
}

fn is_date(text: &str) -> bool {
    text.split_whitespace().count() <= 3 && text.ends_with(|c: char| c.is_ascii_digit())
}

/// A title without case, articles and marks.
fn folded(title: &str) -> String {
    let words = words_of(title).map(str::to_lowercase);
    words.collect::<Vec<_>>().join(" ")
}

static ENTRY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(\d{1,2}(?:\.\d{1,2})*)[.)]?\s+(\S.*)$"));

/// The entries of a table of contents, and how the headings name and number them.
fn contents_differ(facts: &Facts, found: &mut Found) {
    for table in facts.reading.tables.iter().take(3) {
        let entries: Vec<(String, String, usize)> = table
            .rows
            .iter()
            .filter(|row| {
                let page = row.cells.last().map(crate::table::Cell::text).unwrap_or_default();
                row.cells.len() >= 2 && !page.is_empty() && page.chars().all(|c| c.is_ascii_digit())
            })
            .filter_map(|row| {
                let first = row.text(0);
                let entry = ENTRY.captures(&first)?;
                Some((entry[1].to_owned(), entry[2].to_owned(), row.line_from))
            })
            .collect();
        if entries.len() < 3 || entries.len() * 3 < table.rows.len() * 2 {
            continue;
        }
        let mut wrong = Vec::new();
        let mut lines = Vec::new();
        for (number, title, line) in entries {
            let heading = heading_of(facts, &number, &title);
            match heading {
                Some(heading) if folded(&heading.title) != folded(&title) => {
                    wrong.push(format!("{number} \"{title}\" is headed \"{}\"", heading.title));
                    lines.push(line);
                }
                None => {
                    wrong.push(format!("{number} \"{title}\" has no heading with its number"));
                    lines.push(line);
                }
                Some(_) => {}
            }
        }
        let message =
            format!("the contents and the headings differ: {}; make them agree", listed(&wrong));
        found.across(&lines, message);
    }
}

/// The heading with a number that shares a word with a title.
fn heading_of<'a>(facts: &'a Facts, number: &str, title: &str) -> Option<&'a Numbered> {
    let wanted = folded(title);
    let shares = |heading: &&Numbered| {
        let title = folded(&heading.title);
        title.split(' ').any(|word| word.len() > 4 && wanted.split(' ').any(|other| other == word))
    };
    let numbered = facts.numbered.iter().filter(|heading| heading.number == number);
    numbered.filter(|heading| heading.is_heading).find(shares)
}

/// Several paragraphs of one section that each call something else the next section.
fn next_section(facts: &Facts, found: &mut Found) {
    let mut headings = facts.numbered.iter().filter(|heading| heading.is_heading).peekable();
    let mut lines: Vec<usize> = Vec::new();
    let mut all: Vec<Vec<usize>> = Vec::new();
    for passage in facts.prose() {
        while headings.peek().is_some_and(|heading| heading.line <= passage.line) {
            headings.next();
            all.push(std::mem::take(&mut lines));
        }
        if passage.text.contains("next section") {
            lines.push(passage.line);
        }
    }
    all.push(lines);
    for lines in all.into_iter().filter(|lines| lines.len() > 1) {
        let message = format!(
            "{} paragraphs call something else \"the next section\" ({}); name each section by its number and title",
            lines.len(),
            on_lines(&lines)
        );
        found.across(&lines, message);
    }
}

static POINTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b([A-Za-z]+)(?:\s\d+)?\s(?:as\s)?(?:defined|described|set out|given|listed|shown)\sin\s((?:[Ss]ection|[Aa]ppendix|[Pp]aragraph)\s)?(\d{1,2}(?:\.\d{1,2})+)\b",
    )
});

/// "The objectives defined in section 3.2", where 3.2 is about something else and 2.3 is about objectives.
fn wrong_part(facts: &Facts, found: &mut Found) {
    for passage in facts.prose() {
        for pointer in POINTER.captures_iter(&passage.text) {
            let thing = stem(&pointer[1]);
            let number = &pointer[3];
            let Some(target) = facts.numbered.iter().find(|heading| heading.number == *number)
            else {
                continue;
            };
            if thing.len() < 5 || holds(facts, target, &thing) {
                continue;
            }
            let better = facts.numbered.iter().find(|heading| {
                heading.is_heading
                    && heading.number != *number
                    && words_of(&heading.title).any(|word| stem(word) == thing)
                    && heading.line != passage.line
            });
            if let Some(better) = better {
                let message = format!(
                    "{number} is \"{}\" and does not speak of {}; if {} \"{}\" is meant, correct the number",
                    target.title, &pointer[1], better.number, better.title
                );
                found.at(passage.line, message);
            }
        }
    }
}

fn stem(word: &str) -> String {
    let small = word.to_lowercase();
    small.strip_suffix('s').unwrap_or(&small).to_owned()
}

/// Whether a section or one of those inside it speaks of a thing in its title or first lines.
fn holds(facts: &Facts, target: &Numbered, thing: &str) -> bool {
    let inside = format!("{}.", target.number);
    let after = facts
        .numbered
        .iter()
        .find(|heading| heading.line > target.line && !heading.number.starts_with(&inside));
    let end = after.map_or(target.line + REACH, |heading| heading.line);
    let mut passages =
        facts.passages.iter().filter(|passage| (target.line..end).contains(&passage.line));
    passages.any(|passage| words_of(&passage.text).any(|word| stem(word) == thing))
}
