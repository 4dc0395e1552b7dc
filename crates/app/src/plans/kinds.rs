//! Kinds of plans and what their levels are called: data, so that a new kind is one entry.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// The entries of `catalogue/plan-kinds.toml`, as shipped.
const CATALOGUE: &str = include_str!("../../../../catalogue/plan-kinds.toml");

/// The word of a plan of no other kind.
pub const ORDINARY: &str = "plan";

/// Longest name of a level, in characters.
const LONGEST_NAME: usize = 40;

static KINDS: LazyLock<Vec<PlanKind>> = LazyLock::new(|| read(CATALOGUE).unwrap_or_default());

/// A kind of plan.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PlanKind {
    /// The word kept in the ledger.
    pub word: String,
    /// The words shown to people.
    pub title: String,
    /// What it calls its levels.
    #[serde(flatten)]
    levels: LevelNames,
}

#[derive(Deserialize)]
struct Catalogue {
    kind: Vec<PlanKind>,
}

fn read(text: &str) -> Result<Vec<PlanKind>, toml::de::Error> {
    Ok(toml::from_str::<Catalogue>(text)?.kind)
}

/// Every kind, in the order of the catalogue.
#[must_use]
pub fn all() -> &'static [PlanKind] {
    &KINDS
}

/// The kind of a word; none when the catalogue does not have it.
#[must_use]
pub fn find(word: &str) -> Option<&'static PlanKind> {
    KINDS.iter().find(|kind| kind.word == word)
}

/// The words shown for a kind that the catalogue may no longer have.
#[must_use]
pub fn title(word: &str) -> String {
    find(word).map_or_else(|| word.replace('_', " "), |kind| kind.title.clone())
}

/// What the levels of a plan are called; an absent name is the usual one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LevelNames {
    /// A heading with what stands under it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Something promised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commitment: Option<String>,
    /// A step on the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub milestone: Option<String>,
}

/// The names in force for a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Levels {
    /// A heading with what stands under it.
    pub section: String,
    /// Something promised.
    pub commitment: String,
    /// A step on the way.
    pub milestone: String,
}

impl Levels {
    /// The names of a plan: its own, else those of its kind, else the usual ones.
    #[must_use]
    pub fn of(kind: &str, own: &LevelNames) -> Self {
        let usual = LevelNames::default();
        let kind = find(kind).map_or(&usual, |kind| &kind.levels);
        let name = |own: &Option<String>, kind: &Option<String>, usual: &str| {
            own.as_ref().or(kind.as_ref()).map_or_else(|| usual.to_owned(), Clone::clone)
        };
        Self {
            section: name(&own.section, &kind.section, "Section"),
            commitment: name(&own.commitment, &kind.commitment, "Action"),
            milestone: name(&own.milestone, &kind.milestone, "Milestone"),
        }
    }

    /// The heading of a section: with the name of its level where that is not the usual one.
    #[must_use]
    pub fn heading(&self, title: &str) -> String {
        if self.section == "Section" {
            title.to_owned()
        } else {
            format!("{}: {title}", self.section)
        }
    }
}

impl LevelNames {
    /// Reads the names as typed; empty ones are the usual ones.
    ///
    /// # Errors
    ///
    /// Says which name is too long or holds no letter.
    pub fn typed(section: &str, commitment: &str, milestone: &str) -> Result<Self, String> {
        let name = |typed: &str| {
            let typed = typed.trim();
            if typed.is_empty() {
                return Ok(None);
            }
            if typed.chars().count() > LONGEST_NAME || typed.chars().any(char::is_control) {
                return Err(format!("Keep each name below {LONGEST_NAME} characters."));
            }
            if !typed.chars().any(char::is_alphabetic) {
                return Err(format!("'{typed}' is no name; write a word such as Pillar."));
            }
            Ok(Some(typed.to_owned()))
        };
        Ok(Self {
            section: name(section)?,
            commitment: name(commitment)?,
            milestone: name(milestone)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_of_kinds_can_be_read_and_names_each_kind_once() {
        let kinds = read(CATALOGUE).unwrap();
        assert!(kinds.iter().any(|kind| kind.word == ORDINARY));
        for (place, kind) in kinds.iter().enumerate() {
            assert!(kinds[..place].iter().all(|other| other.word != kind.word), "{}", kind.word);
            assert!(!kind.title.is_empty());
        }
    }

    #[test]
    fn a_plan_calls_its_levels_as_it_says_else_as_its_kind_does() {
        let check = |kind: &str, own: (&str, &str, &str), expected: &str| {
            let own = LevelNames::typed(own.0, own.1, own.2).unwrap();
            let levels = Levels::of(kind, &own);
            let shown =
                format!("{} > {} > {}", levels.section, levels.commitment, levels.milestone);
            assert_eq!(shown, expected);
        };
        check("plan", ("", "", ""), "Section > Action > Milestone");
        check("strategy", ("", "", ""), "Pillar > Objective > Action");
        check("strategy", ("Theme", "", " "), "Theme > Objective > Action");
        check("of another age", ("", "Promise", ""), "Section > Promise > Milestone");
    }

    #[test]
    fn what_is_no_name_is_refused() {
        let long = "x".repeat(41);
        for name in [long.as_str(), "123", "a\nb"] {
            assert!(LevelNames::typed("", name, "").is_err(), "{name}");
        }
    }
}
