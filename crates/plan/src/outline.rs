//! What a document says of itself outside its tables: title, organisation, plan year, headings.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use bellwether_calendar::FinancialYear;
use regex::Regex;

use crate::pattern::pattern;
use crate::source::SourceText;
use crate::table::{Table, plain};

/// The most words of a line that is part of the title.
const MOST_TITLE_WORDS: usize = 10;

/// How many lines a title page may have.
const TITLE_LINES: usize = 25;

/// How far down a title that is marked as such is looked for, in lines.
const TITLE_REACH: usize = 100;

/// The longest title, in bytes.
const LONGEST_TITLE: usize = 200;

/// The longest line that is taken for a heading, in bytes.
const LONGEST_HEADING: usize = 140;

/// How far above a table its heading is looked for, in lines.
const HEADING_REACH: usize = 12;

/// What stands around the tables.
#[derive(Debug, Clone, Default)]
pub struct Outline {
    /// Title as printed.
    pub title: Option<String>,
    /// Organisation that wrote it, as printed.
    pub organisation: Option<String>,
    /// The plan's year: named in the title, or else the one in which most of its dates lie.
    pub plan_year: Option<FinancialYear>,
    running: BTreeSet<String>,
}

impl Outline {
    /// Whether a line is a page heading or footing that the document repeats.
    #[must_use]
    pub fn is_running(&self, line: &str) -> bool {
        self.running.contains(&signature(line))
    }

    /// The heading right above a line, when there is one after the last table.
    #[must_use]
    pub fn heading_above(
        &self,
        source: &SourceText,
        tables: &[Table],
        line: usize,
    ) -> Option<String> {
        // Tables stand in document order.
        let before = tables.partition_point(|table| table.line_to < line);
        let after = before
            .checked_sub(1)
            .and_then(|last| tables.get(last))
            .map_or(0, |table| table.line_to);
        let from = line.saturating_sub(HEADING_REACH).max(after + 1);
        for number in (from..line).rev() {
            let text = source.line(number).trim();
            if source.heading_level(number).is_some() {
                return Some(marked_heading(text));
            }
            if text.is_empty() || self.is_running(text) {
                continue;
            }
            if let Some(heading) = heading(text) {
                return Some(heading);
            }
            break;
        }
        source.marked_heading_above(line).map(|number| marked_heading(source.line(number)))
    }
}

/// The words of a line that the document itself marks as a heading.
fn marked_heading(line: &str) -> String {
    plain(line.trim().trim_start_matches('#')).trim_end_matches(':').trim().to_owned()
}

/// The words of a line when it can be a heading: short, no sentence, no list item.
#[must_use]
pub fn heading(line: &str) -> Option<String> {
    let marked = line.trim_start().starts_with('#');
    let text = plain(line.trim().trim_start_matches('#'));
    let text = text.trim_end_matches(':').trim();
    let is_prose = text.ends_with(['.', ';', ',', '?']) || text.contains(". ") && text.len() > 60;
    let is_item = text.starts_with(['·', '•', '-', '–', '(', '*']);
    let long = text.len() > LONGEST_HEADING || (line.trim().ends_with(':') && text.len() > 60);
    let other = is_prose || is_item || long || is_page_number(text);
    (!text.is_empty() && (marked || !other)).then(|| text.to_owned())
}

static PAGE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)^page\s+\d+(?:\s+(?:of|/)\s+\d+)?$"));

/// Whether a line only numbers its page.
pub(crate) fn is_page_number(line: &str) -> bool {
    PAGE.is_match(line.trim())
}

/// Looks for what the document says of itself.
#[must_use]
pub fn read(source: &SourceText, tables: &[Table]) -> Outline {
    let front = front_organisation(source, tables);
    let title = title(source, tables).map(|title| full_title(&title, front.as_ref()));
    Outline {
        organisation: organisation(source, title.as_deref(), front),
        plan_year: plan_year(source, title.as_deref()),
        running: running(source, tables),
        title,
    }
}

/// A financial year as plans print it.
#[must_use]
pub fn plan_year_name(year: FinancialYear) -> String {
    format!("{}/{:02}", year.start_year(), (year.start_year() + 1).rem_euclid(100))
}

/// A line without marks, case and numbers, so that "Page 3" and "Page 4" are the same.
fn signature(line: &str) -> String {
    let kept =
        line.chars().map(|character| if character.is_ascii_digit() { '0' } else { character });
    let kept: String = kept.filter(|character| !"*#_".contains(*character)).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn running(source: &SourceText, tables: &[Table]) -> BTreeSet<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut tables = tables.iter().peekable();
    for (number, line) in source.lines() {
        while tables.peek().is_some_and(|table| table.line_to < number) {
            tables.next();
        }
        let in_table = tables.peek().is_some_and(|table| table.line_from <= number);
        if !in_table && line.len() <= LONGEST_HEADING && !line.trim().is_empty() {
            *seen.entry(signature(line)).or_default() += 1;
        }
    }
    seen.into_iter().filter(|(_, times)| *times >= 3).map(|(line, _)| line).collect()
}

static TITLE_WORD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:plans?|strategy|programme|framework|prospectus|review|report|agreement)\b")
});

/// The lines that the document marks as its title.
fn marked_title(source: &SourceText) -> Option<String> {
    let lines: Vec<String> = (1..=source.line_count().min(TITLE_REACH))
        .filter(|number| source.heading_level(*number) == Some(0))
        .map(|number| plain(source.line(number)))
        .collect();
    let title = lines.join(" ");
    let title = match line_below_title(source).filter(|_| !TITLE_WORD.is_match(&title)) {
        Some(below) if !title.is_empty() => format!("{title} {below}"),
        _ => title,
    };
    (!title.is_empty() && title.len() <= LONGEST_TITLE).then_some(title)
}

/// The line below a marked title, where it is the one that calls the document a plan or the like: whose
/// it is may be marked alone.
fn line_below_title(source: &SourceText) -> Option<String> {
    let last = (1..=source.line_count().min(TITLE_REACH))
        .rev()
        .find(|number| source.heading_level(*number) == Some(0))?;
    let below = (last + 1..=source.line_count().min(last + 3))
        .find(|number| !source.line(*number).trim().is_empty())?;
    let text = plain(source.line(below));
    let is_short =
        text.split_whitespace().count() <= MOST_TITLE_WORDS && !text.ends_with(['.', ':']);
    let is_text = source.heading_level(below).is_none() && !text.contains('|');
    (is_short && is_text && TITLE_WORD.is_match(&text)).then_some(text)
}

/// The first block of lines on the title page that calls itself a plan or the like; a markdown heading
/// needs no such word.
fn title(source: &SourceText, tables: &[Table]) -> Option<String> {
    let end =
        tables.first().map_or(source.line_count(), |table| table.line_from - 1).min(TITLE_LINES);
    if let Some(marked) = marked_title(source) {
        return Some(marked);
    }
    let mut carried = String::new();
    let mut block: Vec<String> = Vec::new();
    for number in 1..=end + 1 {
        // Headings of sections are no titles, even where they call themselves a plan.
        let is_section = source.heading_level(number).is_some_and(|level| level > 1);
        let line = if number > end || is_section { "" } else { source.line(number).trim() };
        let line = if is_page_number(line) { "" } else { line };
        if !line.is_empty() {
            if let Some(title) = line.strip_prefix("# ").filter(|_| block.is_empty()) {
                return Some(plain(title));
            }
            block.push(plain(line));
            continue;
        }
        let first = block.first().cloned().unwrap_or_default();
        let joined = block.join(" ");
        block.clear();
        if joined.is_empty() {
            continue;
        }
        // A long block is text, and only its first line can be the title.
        let candidate = if joined.len() <= LONGEST_TITLE { &joined } else { &first };
        let numbered = candidate.starts_with(|character: char| character.is_ascii_digit());
        let is_title = TITLE_WORD.is_match(candidate) && !numbered && !candidate.ends_with('.');
        if is_title && candidate.len() <= LONGEST_TITLE {
            return Some(
                format!("{carried}{candidate}").trim().trim_matches('*').trim().to_owned(),
            );
        }
        // "Access –" goes on in the next block.
        carried =
            if joined.ends_with(['–', '-', ':']) { format!("{joined} ") } else { String::new() };
    }
    None
}

static ORGANISATION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"((?:(?:[A-Z][A-Za-z'’.\-]*|&|and|of)\s+){1,9}?)",
        r"((?:Teaching )?Primary Care Trusts?|PCTs?|NHS Foundation Trust|Foundation Trust|NHS Trust|",
        r"Hospitals? Trust|Strategic Health Authority|Health Authority|Clinical Commissioning Group|CCG|",
        r"Integrated Care (?:Board|System|Partnership)|ICB|Health Board|(?:Health and )?(?:Social )?Care Trust|Health Partnership|(?:Borough |County |City |District )?Council|",
        r"Commissioning Consortium|Community Interest Company|Ltd|Limited)\b"
    ))
});

/// An organisation that has a line of the title page to itself, as printed.
fn front_organisation(source: &SourceText, tables: &[Table]) -> Option<String> {
    let end =
        tables.first().map_or(source.line_count(), |table| table.line_from - 1).min(TITLE_LINES);
    (1..=end).find_map(|number| {
        let line = plain(source.line(number).trim().trim_start_matches('#'));
        let found = ORGANISATION.captures(&line)?;
        let name = named(&found)?;
        (name.len() == line.len()).then_some(name)
    })
}

/// A title in ordinary letters, behind the organisation that stands above it on the title page.
fn full_title(title: &str, front: Option<&String>) -> String {
    let title = quiet(title);
    match front {
        Some(name) if !title.to_lowercase().contains(&name.to_lowercase()) => {
            format!("{name} {title}")
        }
        _ => title,
    }
}

/// Capitals kept in a title of capitals: short forms have no vowel or are known.
const SHORT_FORMS: &[&str] = &[
    "NHS", "PCT", "PCTS", "CCG", "CCGS", "ICB", "ICS", "GP", "GPS", "UK", "SHA", "A&E", "IT", "HR",
];

/// Words that stay small within a title.
const SMALL: &[&str] =
    &["AND", "OF", "THE", "FOR", "IN", "TO", "ON", "AT", "BY", "WITH", "A", "AN"];

/// A title that is all capitals in ordinary letters; any other as it is.
fn quiet(title: &str) -> String {
    let loud = |word: &str| word.chars().filter(|letter| letter.is_uppercase()).count() >= 2;
    // Capitals of a first line count, whatever stands in the next.
    let shouts = title.split_whitespace().take(2).all(loud) && title.split_whitespace().count() > 1;
    if !shouts {
        return title.to_owned();
    }
    let quieted = title.split_whitespace().enumerate().map(|(place, word)| {
        let has_small = word.chars().any(char::is_lowercase);
        let has_vowel = word.contains(['A', 'E', 'I', 'O', 'U', 'Y']);
        if has_small || SHORT_FORMS.contains(&word) || !has_vowel {
            return word.to_owned();
        }
        let small = word.to_lowercase();
        if place > 0 && SMALL.contains(&word) {
            return small;
        }
        let mut letters = small.chars();
        letters
            .next()
            .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    });
    quieted.collect::<Vec<_>>().join(" ")
}

/// How often a name has to say what it will do before it is taken for the writer's.
const FEWEST_WORDS_OF_ITS_OWN: usize = 4;

static SPEAKS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|[^A-Za-z])(?:([a-z]+)\s+)?([A-Z][A-Za-z&]+(?:\s[A-Z][A-Za-z&]+){0,3})\s+(?:will|is required|is responsible|has agreed|recognises|intends|aims)\b",
    )
});

/// The name, without an article, that most often says what it will do: the one who writes.
fn speaker(source: &SourceText) -> Option<String> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for found in SPEAKS.captures_iter(source.text()) {
        let article =
            found.get(1).is_some_and(|word| ["the", "this", "each", "a"].contains(&word.as_str()));
        let name = found.get(2)?.as_str();
        let opens = name.split_whitespace().next().unwrap_or_default();
        let common = [
            "The", "This", "These", "We", "It", "Each", "A", "They", "There", "Our", "All", "Both",
            "That",
        ];
        if !article && !common.contains(&opens) {
            *seen.entry(name).or_default() += 1;
        }
    }
    let (name, times) = seen.into_iter().max_by_key(|(_, times)| *times)?;
    // "Practices will": a word that is also written small is no name.
    let is_word = source.text().contains(&format!(" {}", name.to_lowercase()));
    if times < FEWEST_WORDS_OF_ITS_OWN || is_word {
        return None;
    }
    let company = ["Ltd", "Limited", "CIC"]
        .iter()
        .map(|form| format!("{name} {form}"))
        .find(|full| source.text().contains(full.as_str()));
    Some(company.unwrap_or_else(|| name.to_owned()))
}

/// Two organisations named together: "Oakley Primary Care Trust and Elmley Primary Care Trust".
fn joint(source: &SourceText) -> Option<String> {
    source.lines().find_map(|(_, line)| {
        let found: Vec<regex::Captures<'_>> = ORGANISATION.captures_iter(line).collect();
        found.windows(2).find_map(|pair| {
            let [one, other] = pair else { return None };
            let (first, second) = (one.get(0)?, other.get(0)?);
            let is_joined = second.as_str().starts_with("and ")
                && line.get(first.end()..second.start())?.trim().is_empty()
                && one[2] == other[2];
            is_joined.then(|| Some(format!("{} and {}", named(one)?, named(other)?)))?
        })
    })
}

/// The organisation in the title or on the title page, or else the one that speaks, or else the one that
/// the text names most often; where that is a plural, the two that it names together.
fn organisation(source: &SourceText, title: Option<&str>, front: Option<String>) -> Option<String> {
    let titled = title.and_then(|title| ORGANISATION.captures(title));
    if let Some(found) =
        titled.and_then(|found| named(&found)).or(front).or_else(|| speaker(source))
    {
        return Some(found);
    }
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (_, line) in source.lines() {
        for found in ORGANISATION.captures_iter(line).filter_map(|found| named(&found)) {
            *seen.entry(found).or_default() += 1;
        }
    }
    let most = seen.values().copied().max()?;
    let (name, _) = seen.into_iter().find(|(_, times)| *times == most && most >= 2)?;
    Some(if name.ends_with('s') { joint(source).unwrap_or(name) } else { name })
}

fn named(found: &regex::Captures<'_>) -> Option<String> {
    let place = found.get(1)?.as_str();
    let kept: Vec<&str> = place
        .split_whitespace()
        .skip_while(|word| ["The", "and", "of", "&", "This", "Both", "Each"].contains(word))
        .collect();
    // "The County Council" names no organisation.
    let is_named = kept.iter().any(|word| {
        !["County", "Borough", "City", "District", "Local", "NHS", "Strategic"].contains(word)
    });
    is_named.then(|| format!("{} {}", kept.join(" "), &found[2]))
}

static YEAR_PAIR: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(20\d\d|19\d\d)\s?[/–-]\s?(\d{4}|\d{2}|\d)\b"));
static MONTH_YEAR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s?(20\d\d|19\d\d|\d\d)\b",
    )
});

/// The year in the title; else the year in which most of the dated months lie; else the most named.
fn plan_year(source: &SourceText, title: Option<&str>) -> Option<FinancialYear> {
    let mut front = title.unwrap_or_default().to_owned();
    for (_, line) in source.lines().filter(|(_, line)| !line.trim().is_empty()).take(5) {
        front.push('\n');
        front.push_str(line);
    }
    let named_in = |text: &str| {
        most(YEAR_PAIR.captures_iter(text).filter_map(|found| year_of_pair(&found[1], &found[2])))
    };
    named_in(&front)
        .or_else(|| {
            most(
                MONTH_YEAR
                    .captures_iter(source.text())
                    .filter_map(|found| year_of_month(&found[1], &found[2])),
            )
        })
        .or_else(|| named_in(source.text()))
        .map(FinancialYear::starting)
}

fn most(years: impl Iterator<Item = i32>) -> Option<i32> {
    let mut seen: BTreeMap<i32, usize> = BTreeMap::new();
    for year in years {
        *seen.entry(year).or_default() += 1;
    }
    let most = seen.values().copied().max()?;
    seen.into_iter().find(|(_, times)| *times == most).map(|(year, _)| year)
}

/// A pair of years names a financial year when the second follows the first.
fn year_of_pair(first: &str, second: &str) -> Option<i32> {
    let start: i32 = first.parse().ok()?;
    let modulus = 10_i32.pow(u32::try_from(second.len()).ok()?);
    (second.parse::<i32>().ok()? == (start + 1) % modulus).then_some(start)
}

fn year_of_month(month: &str, year: &str) -> Option<i32> {
    let year: i32 = year.parse().ok()?;
    let year = if year < 100 { 2000 + year } else { year };
    let is_before_april = ["jan", "feb", "mar"].contains(&month.to_lowercase().as_str());
    Some(if is_before_april { year - 1 } else { year })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::find_tables;

    fn check(text: &str, expected: &str) {
        let source = SourceText::from_bytes("plan.txt", text.as_bytes()).unwrap();
        let outline = read(&source, &find_tables(&source));
        let year = outline.plan_year.map(plan_year_name);
        let got = [outline.title, outline.organisation, year]
            .map(|part| part.unwrap_or_else(|| "-".to_owned()));
        assert_eq!(got.join(" | "), expected);
    }

    #[test]
    fn a_title_names_its_organisation_and_year() {
        check(
            "\n**Fenmarsh Primary Care Trust Action Plan\n(from the review)**\n\nDue Oct 03, Nov 03, Apr 04\n",
            "Fenmarsh Primary Care Trust Action Plan (from the review) | Fenmarsh Primary Care Trust | 2003/04",
        );
        check(
            "# Winter 2011/12\n\nFenmarsh CCG and Fenmarsh CCG\n",
            "Winter 2011/12 | Fenmarsh CCG | 2011/12",
        );
        check(
            "Appendix\n\nAccess –\n\nNorth and South Fen PCT - Action plan\n\nBy 7th September 2007\n",
            "Access – North and South Fen PCT - Action plan | North and South Fen PCT | 2007/08",
        );
    }

    #[test]
    fn what_is_not_said_is_not_guessed() {
        check("Some words.\n\nMore words.\n", "- | - | -");
    }

    #[test]
    fn headings_are_short_and_no_sentences() {
        assert_eq!(heading("## 2. Access").as_deref(), Some("2. Access"));
        assert_eq!(heading("**Access:**").as_deref(), Some("Access"));
        assert_eq!(heading("It was agreed to do this."), None);
        assert_eq!(heading("· an item"), None);
    }
}
