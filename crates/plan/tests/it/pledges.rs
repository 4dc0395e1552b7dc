//! The pledges of the real operational plan: key actions, dates and executives; and its equality plan.

use bellwether_plan::draft::{Commitment, Document};
use serde_json::Value;

use crate::gold::{Score, document_and_gold, rows, squashed, text};

/// The commitments under a pledge, itself first.
fn under<'a>(document: &'a Document, title: &str) -> Vec<&'a Commitment> {
    let title = squashed(title);
    let names = |commitment: &&Commitment| {
        squashed(&commitment.text) == title
            || commitment
                .section
                .as_deref()
                .is_some_and(|section| squashed(section).ends_with(&title))
    };
    document.commitments.iter().filter(names).collect()
}

/// Whether a commitment says what a gold action says, with or without the details below it.
fn says(commitment: &Commitment, action: &Value) -> bool {
    let words = squashed(&commitment.text);
    let mut wanted = text(action, "text").to_owned();
    let short = squashed(wanted.trim_start_matches("- "));
    wanted.extend(rows(action, "detail").iter().filter_map(Value::as_str));
    words == short || words == squashed(&wanted) || (short.len() > 40 && words.ends_with(&short))
}

fn dates(commitments: &[&Commitment]) -> Vec<(String, Option<String>, Option<String>)> {
    let timescales = commitments.iter().flat_map(|commitment| &commitment.timescales);
    timescales
        .map(|date| {
            let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string());
            (squashed(&date.as_written), day(date.earliest), day(date.latest))
        })
        .collect()
}

fn score_pledge(block: &Value, gold: &Value, document: &Document, score: &mut Score) {
    let found = under(document, text(block, "title"));
    score.count("pledges", !found.is_empty());
    for reference in rows(block, "key_action_refs") {
        let Some(action) = rows(gold, "actions").iter().find(|action| action["ref"] == *reference)
        else {
            continue;
        };
        let commitment = found.iter().find(|commitment| says(commitment, action));
        score.count("key actions", commitment.is_some());
        let Some(commitment) = commitment else { continue };
        let is_lost = action["pairing"] == "uncertain";
        score.count("pairing lost and said so", commitment.uncertain.is_some() == is_lost);
        let wanted: Vec<String> =
            rows(action, "leads").iter().map(|lead| squashed(text(lead, "as_written"))).collect();
        let leads: Vec<String> =
            commitment.leads.iter().map(|lead| squashed(&lead.as_written)).collect();
        score.count("leads", leads == wanted);
        let written: Vec<String> = rows(action, "timescales")
            .iter()
            .map(|date| squashed(text(date, "as_written")))
            .collect();
        let got: Vec<String> =
            commitment.timescales.iter().map(|date| squashed(&date.as_written)).collect();
        score.count("dates of actions", got == written);
    }
    let got = dates(&found);
    let cell = rows(block, "date_cell");
    let written: Vec<String> = cell.iter().map(|date| squashed(text(date, "as_written"))).collect();
    let in_order = got.iter().map(|(written, ..)| written).eq(written.iter());
    score.count("date cells in order", in_order);
    for (place, date) in cell.iter().enumerate() {
        let interval = &date["interval"];
        let day = |place: usize| interval[place].as_str().map(str::to_owned);
        let is_right = got.get(place).is_some_and(|(found, earliest, latest)| {
            *found == written[place] && *earliest == day(0) && *latest == day(1)
        });
        score.count("dates of cells read", is_right);
    }
    let outcomes: String =
        rows(block, "outcomes_expected").iter().filter_map(Value::as_str).collect();
    let outcome = found.first().and_then(|pledge| pledge.outcome.as_deref()).unwrap_or_default();
    let bare = |text: &str| squashed(text).replace('·', "");
    score.count("outcomes", bare(outcome) == bare(&outcomes));
}

#[test]
fn the_operational_plan_gives_its_pledges() {
    let Some((document, gold)) = document_and_gold("001") else { return };
    let mut score = Score::of("001");
    for block in rows(&gold, "pledge_blocks") {
        score_pledge(block, &gold, &document, &mut score);
    }
    score.hold(&[
        ("pledges", 11, 11),
        ("key actions", 126, 126),
        ("pairing lost and said so", 126, 126),
        ("leads", 126, 126),
        ("dates of actions", 126, 126),
        ("date cells in order", 11, 11),
        ("dates of cells read", 109, 109),
        ("outcomes", 11, 11),
    ]);
}

#[test]
fn the_operational_plan_gives_its_equality_plan() {
    let Some((document, gold)) = document_and_gold("001") else { return };
    let mut score = Score::of("001");
    let of_table = |action: &&Value| text(action, "ref").contains("row");
    for action in rows(&gold, "actions").iter().filter(of_table) {
        let wanted = squashed(&text(action, "text").replace(" / ", ""));
        let bare = |text: &str| squashed(&text.replace(" / ", ""));
        let found = document.commitments.iter().find(|commitment| bare(&commitment.text) == wanted);
        score.count("equality rows", found.is_some());
        let Some(found) = found else { continue };
        let leads: Vec<String> = found.leads.iter().map(|lead| lead.as_written.clone()).collect();
        score.count("equality leads", leads.join(";") == text(action, "lead_as_written"));
        let got = dates(&[found]);
        let date = &action["timescales"][0];
        let day = |place: usize| date["interval"][place].as_str().map(str::to_owned);
        let wanted = [(squashed(text(date, "as_written")), day(0), day(1))];
        score.count("equality dates", got == wanted);
        let doubted = action["uncertain"].is_string();
        score.count("equality doubts", doubted == found.uncertain.is_some());
    }
    score.hold(&[
        ("equality rows", 5, 5),
        ("equality leads", 5, 5),
        ("equality dates", 5, 5),
        ("equality doubts", 5, 5),
    ]);
}
