//! A rule about words that are probably misspelt.
//!
//! No dictionary: a word is suspect when it differs by one letter inside from a long word that plans are
//! full of, or from one that the document itself uses often, or when no English word is made so.

use std::collections::{BTreeMap, HashMap};

use super::facts::{Facts, words_of};
use super::found::Found;
use super::{Rule, info};

/// Every rule of this group.
pub(super) const RULES: &[Rule] =
    &[info("misspelling", "words that are probably misspelt, with what may be meant", misspelling)];

/// Long words of which planning documents are full.
const LEXICON: &str = "access accident accommodation accordance accountability accountable accreditation achieved achievement \
achieving additional addressing admission admissions agreement agreements antibiotic appointment appointments appraisal \
appropriate approval assessment assessments assurance attendance attendances available awareness baseline breastfeeding \
capability capacity centre challenge challenges challenging changes clinical collected collection commissioned commissioning \
commitment committee communication communications community completed completion compliance comprehensive condition conditions \
confidence confidential confirmed consideration consistent consultant consultation continue continued continuing contingency \
contracts contribution corporate council database delivered delivering delivery dementia department deprivation \
developed developing development developments diabetes diagnosis diagnostic difficult difficulties difficulty directorate \
disability disadvantaged discharge discrepancies discrepancy discussion discussions diversity effective effectively efficiency \
electronic electronically elective emergency engagement ensuring environment equality equipment escalation establish established \
evaluation evidence exacerbation excellent exception executive existing expected expenditure experience extended facilities \
facilitate feedback financial flexible framework function functions funding governance guidance guidelines healthcare \
hospital hospitals identified identify identifying immunisation implement implementation implemented implementing improve \
improvement improvements improving incidence increase increased increasing independent indicator indicators individual \
individuals inequalities infection information infrastructure initiative innovative integrated integration intermediate \
intervention investigate investment involvement leadership liaison maintain maintained maintenance management manager managers \
maternity measured measures medication medicines membership milestone milestones ministry mitigation modernisation monitored \
monitoring mortality national necessary negotiation neighbourhood network nursing nutrition obesity objective objectives \
occupational operating operational opportunity organisation organisations orthopaedic outpatient partnership partnerships \
pathway pathways patient patients performance personnel pharmaceutical pharmacist physiotherapy planning population practice \
practitioner pregnancy prescribing prescription prevalence prevention primary priorities priority procedure procedures process \
procurement produced production productivity professional professionals programme programmes progress project projects \
protocol provided provider providers provision psychiatric psychological publication quality quarterly recommendation \
recommendations reconfiguration recruitment reduction referral referrals register registered registration regulation \
rehabilitation relationship remuneration reporting representative requirement requirements research resource resources \
respiratory responsibilities responsibility responsible responsive retention retinopathy reviewed rostering safeguarding \
satisfaction schedule screening secondary security sensitive separate service services specialist specialists specification \
stakeholder stakeholders standard standards statistical statutory strategic strategies strategy structure structures successful \
summary supervision supporting sustainable systematic target targets technology telephone themselves therapy thresholds \
timescale timescales trajectories trajectory transfer transition transport treatment treatments trusts undertake undertaken \
unscheduled urgent utilisation vaccination variation voluntary vulnerable waiting workforce workshop";

/// Right words that differ by one letter from others: not slips.
const RIGHT: &str = " practise practises practised competed specialty specialties speciality specialities adoption adaption \
continual commission commissions commissioner commissioners contract contrast contact contacts expect except excepted \
complement compliment counsel councils consist insist persistent patience monitory statute provides providing provider providers \
provision revision prevision interventions intention intentions invention conversion conservation conversation \
preservation reservation observation organised organises delivers deliver improves improved improve reviewer reviews \
increase increases improving personal personnel preceded proceeded transition translation indications incidents incident \
incidence accidents accident assessed accessed assesses accesses principal principle stationary stationery referrals referral \
reported repeated director directory directors directed selective elective electives effected affected affect effect \
measured measurer strategic strategist national rational institution constitution instruction construction reductions deductions \
induction production productions perspective prospective respective resource recourse resources statement settlement \
collection collective connection correction commit committed comment commented objection objective objectives \
identify identity identified formerly formally considered consider standard standards ";

/// Short slips that are no words of a plan, and what is meant.
const SLIPS: &[(&str, &str)] = &[
    ("teh", "the"),
    ("fro", "for"),
    ("adn", "and"),
    ("recieve", "receive"),
    ("recieved", "received"),
    ("acheive", "achieve"),
    ("acheived", "achieved"),
    ("seperate", "separate"),
    ("occured", "occurred"),
    ("liase", "liaise"),
    ("definately", "definitely"),
    ("accomodation", "accommodation"),
    ("goverment", "government"),
    ("enviroment", "environment"),
    ("untill", "until"),
    ("wich", "which"),
    ("thier", "their"),
    ("publically", "publicly"),
    ("priviledge", "privilege"),
    ("comittee", "committee"),
    ("commitee", "committee"),
    ("begining", "beginning"),
    ("sucessful", "successful"),
    ("neccessary", "necessary"),
    ("refered", "referred"),
    ("occurence", "occurrence"),
    ("ect", "etc"),
    ("implimentation", "implementation"),
    ("maintainance", "maintenance"),
    ("recomendation", "recommendation"),
];

/// A word this long, in letters, has few neighbours that are words.
const LONG: usize = 8;

/// A word that the document uses so often is right.
const FREQUENT: usize = 5;

/// A word with one letter left out in each place, and itself.
fn neighbours(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let without = |skip: usize| {
        letters.iter().enumerate().filter(|(place, _)| *place != skip).map(|(_, c)| *c).collect()
    };
    std::iter::once(word.to_owned()).chain((0..letters.len()).map(without)).collect()
}

/// The words that others are measured against, by each of their neighbours.
fn known<'a>(facts: &'a Facts) -> (HashMap<String, Vec<&'a str>>, Vec<&'a str>) {
    let mut frequent: Vec<&str> = facts
        .words
        .iter()
        .filter(|(word, uses)| uses.times >= FREQUENT && word.len() >= LONG && !has_triple(word))
        .map(|(word, _)| word.as_str())
        .collect();
    frequent.sort_unstable();
    let lexicon = LEXICON.split_whitespace().filter(|word| word.len() >= LONG);
    let all: Vec<&str> = lexicon.chain(frequent).collect();
    let mut by_neighbour: HashMap<String, Vec<&str>> = HashMap::new();
    for word in &all {
        for neighbour in neighbours(word) {
            by_neighbour.entry(neighbour).or_default().push(word);
        }
    }
    (by_neighbour, all)
}

fn has_triple(word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    letters
        .windows(3)
        .any(|three| three[0] == three[1] && three[1] == three[2] && three[0].is_alphabetic())
}

/// A figure between letters: "re0invest".
fn has_figure_inside(word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    letters.windows(4).any(|part| {
        part[0].is_ascii_lowercase()
            && part[1].is_ascii_digit()
            && part[2].is_ascii_lowercase()
            && part[3].is_ascii_lowercase()
    })
}

/// Whether a word is a slip for another: one letter other, more, less or swapped, and not at its end, where
/// it makes another form of the word.
fn is_slip_for(word: &str, right: &str) -> bool {
    let ends_alike =
        word.chars().next() == right.chars().next() && word.chars().last() == right.chars().last();
    // British and American spelling, hyphens.
    let forms = word.replace('z', "s") == right.replace('z', "s");
    // "commissioner" for "commissioners" differs inside only by the plural.
    let (longer, shorter) = if word.len() > right.len() { (word, right) } else { (right, word) };
    let form_of =
        longer.strip_suffix("'s") == Some(shorter) || longer.trim_end_matches('s') == shorter;
    ends_alike
        && !forms
        && !form_of
        && strsim::osa_distance(word, right) == 1
        && !is_inflected(word, right)
}

/// "provided" and "provides": forms of one word share all but their last three letters.
fn is_inflected(word: &str, other: &str) -> bool {
    let shared = word.bytes().zip(other.bytes()).take_while(|(one, two)| one == two).count();
    shared + 3 > word.len().min(other.len())
}

fn suggestion<'a>(
    word: &str,
    by_neighbour: &HashMap<String, Vec<&'a str>>,
    all: &[&'a str],
) -> Option<&'a str> {
    if word.len() < LONG || all.contains(&word) {
        return None;
    }
    neighbours(word)
        .iter()
        .flat_map(|neighbour| by_neighbour.get(neighbour).into_iter().flatten())
        .find(|right| is_slip_for(word, right))
        .copied()
}

fn misspelling(facts: &Facts, found: &mut Found) {
    let (by_neighbour, all) = known(facts);
    let mut slips: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    let mut verdicts: HashMap<String, Option<String>> = HashMap::new();
    for passage in facts.own() {
        let mut before = String::new();
        for word in words_of(&passage.text) {
            let small = word.to_lowercase();
            // Names and abbreviations have their own spelling.
            let is_code = word.chars().skip(1).any(char::is_uppercase);
            if !is_code {
                let verdict = verdicts
                    .entry(small.clone())
                    .or_insert_with(|| judged(facts, &small, &by_neighbour, &all));
                let fixed = small == "fro" && before == "to";
                if let Some(right) = verdict.as_ref().filter(|_| !fixed) {
                    let shown = format!("\"{word}\" ({right})");
                    let line = slips.entry(passage.line).or_default();
                    if !line.contains(&shown) {
                        line.push(shown);
                    }
                }
            }
            before = small;
        }
    }
    let lines: Vec<usize> = slips.keys().copied().collect();
    let written: Vec<String> =
        slips.iter().map(|(line, words)| format!("{} on line {line}", words.join(", "))).collect();
    let shown = if written.len() <= 30 {
        written.join("; ")
    } else {
        format!(
            "{} and {} more",
            written.get(..30).unwrap_or_default().join("; "),
            written.len() - 30
        )
    };
    found.across(&lines, format!("probably misspelt: {shown}"));
}

/// What is probably meant by a word that is probably misspelt.
fn judged(
    facts: &Facts,
    word: &str,
    by_neighbour: &HashMap<String, Vec<&str>>,
    all: &[&str],
) -> Option<String> {
    let meant = |right: &str| Some(format!("{right}?"));
    if let Some((_, right)) = SLIPS.iter().find(|(slip, _)| *slip == word) {
        return meant(right);
    }
    if RIGHT.contains(&format!(" {word} ")) {
        return None;
    }
    if has_figure_inside(word) {
        return meant("a figure inside a word");
    }
    if has_triple(word) && word.len() > 4 {
        return meant("three letters alike");
    }
    // A name is written with a capital throughout.
    let uses = facts.words.get(word).copied().unwrap_or_default();
    let is_name = uses.small == 0 && uses.times > 1;
    suggestion(word, by_neighbour, all).filter(|_| !is_name).and_then(meant)
}
