//! Targets: what is to be reached, by when, and the number, wherever sentences and cells say so.
//!
//! A statement is a target when it gives a measure that can be met or missed: an amount of money or a share
//! beside words of change, a bound ("at least", "within 18 weeks"), a rhythm ("7 days a week"), a place on
//! a scale ("upper quartile", "level 3", rated 'good'), a number of people, or a word that is a measure
//! itself ("halve", "financial balance", "in place by"). Each becomes a goal: the words around the
//! measure, the measure, and the time beside it.

mod measures;

use bellwether_calendar::read_timescale;

use self::measures::{Measure, measures_in};
use super::paragraphs::{Kind, paragraphs};
use super::prose::time_in;
use super::{Claims, Reading};
use crate::draft::{Commitment, Document, Goal, Source};
use crate::items::{opens_with_task, sentences_of};
use crate::table::{Cell, Row, Table, plain};

/// Longer statements are cut to the clause around the measure, in bytes.
const LONGEST_TITLE: usize = 240;

/// Words with which a sentence goes on with the one before.
const GOES_ON: &[&str] = &["Of this", "Of these", "Of that", "This ", "These ", "It "];

/// How far before a measure its time may stand, in bytes.
const NEAR: usize = 60;

/// Cells of fewer words hold a figure and not a statement.
const FEWEST_WORDS: usize = 4;

/// Adds every target of the running text and of the tables that commitments were read from.
pub(super) fn read(reading: &Reading, _: &mut Claims, document: &mut Document) {
    let mut goals: Vec<Goal> = Vec::new();
    for paragraph in paragraphs(reading) {
        // A heading that is a task is a target too; any other names what the text is about.
        let is_title = matches!(paragraph.kind, Kind::Heading(_));
        if is_title && !opens_with_task(&paragraph.text) {
            continue;
        }
        let mut time: Option<String> = None;
        for sentence in paragraph.sentences() {
            let source = Source { line_from: sentence.line_from, line_to: sentence.line_to };
            // "Of this …" goes on with what was said, and with its time.
            let goes_on = GOES_ON.iter().any(|open| sentence.text.starts_with(open));
            let carried = time.take().filter(|_| goes_on);
            time = time_in(&sentence.text).map(str::to_owned).or_else(|| carried.clone());
            goals.extend(goals_of(&sentence.text, carried.as_deref(), source));
        }
    }
    // Commitments stand in document order only within what one reader read.
    let mut commitments: Vec<&Commitment> = document.commitments.iter().collect();
    commitments.sort_by_key(|commitment| commitment.source.line_from);
    for table in reading.tables {
        let first = commitments.partition_point(|one| one.source.line_from < table.line_from);
        let own: Vec<&Commitment> = commitments
            .iter()
            .skip(first)
            .take_while(|one| one.source.line_from <= table.line_to)
            .copied()
            .collect();
        if !own.is_empty() {
            goals.extend(of_table(reading, table, &own));
        }
    }
    goals.retain(|goal| !is_known(goal, document) && !is_due_date(goal, document));
    for goal in &mut goals {
        let time = goal.period.as_ref().map(|period| read_timescale(period, &reading.context));
        goal.earliest = time.as_ref().and_then(|time| time.earliest);
        goal.latest = time.as_ref().and_then(|time| time.latest);
    }
    document.goals.extend(goals);
}

/// Whether a table of goals already has a target.
fn is_known(goal: &Goal, document: &Document) -> bool {
    document.goals.iter().any(|known| {
        known.source.line_from <= goal.source.line_to
            && goal.source.line_from <= known.source.line_to
    })
}

/// Whether a target is but the time by which an action is due: "within three months of the award".
fn is_due_date(goal: &Goal, document: &Document) -> bool {
    let mut times = document.commitments.iter().flat_map(|commitment| &commitment.timescales);
    times.any(|time| time.as_written == goal.title)
}

/// The targets in one statement; `carried` is the time that the statement before gives it.
fn goals_of(text: &str, carried: Option<&str>, source: Source) -> Vec<Goal> {
    let found = measures_in(text);
    let mut goals: Vec<Goal> = Vec::new();
    for (place, measure) in found.iter().enumerate() {
        let next = found.get(place + 1).map_or(text.len(), |next| next.from);
        let title = title_of(text, measure, found.len());
        let near = text.get(measure.from..next).and_then(time_in);
        let before = (0..=NEAR)
            .rev()
            .find_map(|back| text.get(measure.from.saturating_sub(back)..measure.from));
        // How long something may take is no time by which it is due.
        let is_other =
            |time: &&str| !time.contains(measure.value.as_str()) || time.contains("later");
        let period = near
            .filter(is_other)
            .or_else(|| before.and_then(time_in))
            .or_else(|| time_in(&title).filter(is_other))
            .or_else(|| time_in(text).filter(is_other))
            .or(carried)
            .map(str::to_owned);
        let goal = Goal { period, value: measure.value.clone(), source, title, ..Goal::default() };
        if !goals.iter().any(|other| other.title == goal.title && other.value == goal.value) {
            goals.push(goal);
        }
    }
    goals
}

/// The statement, or where it is long or gives several measures the clause around this one.
fn title_of(text: &str, measure: &Measure, measures: usize) -> String {
    if measures == 1 && text.len() <= LONGEST_TITLE {
        return text.to_owned();
    }
    let cut = [", ", "; ", ": ", " – ", " — ", " (", ". "];
    let from = cut
        .iter()
        .filter_map(|mark| text.get(..measure.from)?.rfind(mark).map(|at| at + mark.len()));
    let to =
        cut.iter().filter_map(|mark| text.get(measure.to..)?.find(mark).map(|at| measure.to + at));
    let (from, to) = (from.max().unwrap_or(0), to.min().unwrap_or(text.len()));
    let clause = text.get(from..to).unwrap_or(text).trim();
    if clause.split_whitespace().count() >= FEWEST_WORDS || text.len() > LONGEST_TITLE * 2 {
        clause.to_owned()
    } else {
        text.to_owned()
    }
}

fn of_table(reading: &Reading, table: &Table, commitments: &[&Commitment]) -> Vec<Goal> {
    let mut goals = Vec::new();
    for row in &table.rows {
        for cell in &row.cells {
            let lines = lines_of(reading, row, cell);
            for (paragraph, line) in cell.paragraphs.iter().zip(lines) {
                let source = Source { line_from: line, line_to: line };
                for sentence in sentences_of(paragraph) {
                    if sentence.split_whitespace().count() < FEWEST_WORDS {
                        continue;
                    }
                    let mut found = goals_of(&sentence, None, source);
                    for goal in found.iter_mut().filter(|goal| goal.period.is_none()) {
                        goal.period = date_beside(goal, row, commitments);
                    }
                    goals.append(&mut found);
                }
            }
        }
    }
    goals
}

/// The line of each paragraph of a cell: the next one of the row that has its words.
fn lines_of(reading: &Reading, row: &Row, cell: &Cell) -> Vec<usize> {
    let mut line = cell.line.max(row.line_from);
    let place = |words: &String| {
        let found = (line..=row.line_to)
            .find(|number| plain(reading.source.line(*number)).contains(words.as_str()));
        line = found.unwrap_or(line);
        line
    };
    cell.paragraphs.iter().map(place).collect()
}

/// The date of the milestone that a target stands in, or else the only one of its row.
fn date_beside(goal: &Goal, row: &Row, commitments: &[&Commitment]) -> Option<String> {
    let is_here = |one: &&Commitment| {
        one.source.line_from <= row.line_to && row.line_from <= one.source.line_to
    };
    let here: Vec<&Commitment> = commitments.iter().copied().filter(is_here).collect();
    let step = here
        .iter()
        .flat_map(|one| &one.milestones)
        .find(|step| step.text.contains(goal.title.trim_end_matches('.')));
    match (step, here.as_slice()) {
        (Some(step), _) => step.as_written.clone(),
        (None, [only]) => match only.timescales.as_slice() {
            [time] => Some(time.as_written.clone()),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests;
