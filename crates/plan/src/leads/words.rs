//! The words by which a job, a body, a code and a person's name are told apart.

/// Words that make a phrase a job title.
pub(super) const JOBS: &[&str] = &[
    "director",
    "directors",
    "manager",
    "managers",
    "head",
    "heads",
    "chief",
    "officer",
    "officers",
    "lead",
    "leads",
    "chair",
    "chairman",
    "chairs",
    "nurse",
    "matron",
    "coordinator",
    "co-ordinator",
    "secretary",
    "executive",
    "executives",
    "consultant",
    "pharmacist",
    "adviser",
    "advisor",
    "partner",
    "administrator",
    "practitioner",
    "gp",
    "gps",
    "analyst",
    "accountant",
    "assistant",
    "deputy",
    "associate",
    "ad",
    "president",
    "governor",
    "planner",
    "specialist",
    "supervisor",
    "treasurer",
    "clinician",
    "doctor",
    "dr",
    "leader",
    "facilitator",
    "commissioner",
    "registrar",
    "auditor",
    "champion",
];

/// Words that make a phrase a group of people.
const BODIES: &[&str] = &[
    "team",
    "teams",
    "group",
    "groups",
    "board",
    "committee",
    "committees",
    "department",
    "directorate",
    "directorates",
    "panel",
    "forum",
    "network",
    "partnership",
    "unit",
    "service",
    "services",
    "practices",
    "practice",
    "council",
    "trust",
    "subcommittee",
    "sub-committee",
    "steering",
    "agency",
    "consortium",
    "staff",
    "all",
    "localities",
    "pec",
];

/// Words of a department's work, which no person's name holds.
const FUNCTIONS: &[&str] = &[
    "care",
    "health",
    "finance",
    "nursing",
    "quality",
    "commissioning",
    "planning",
    "information",
    "governance",
    "performance",
    "development",
    "corporate",
    "public",
    "primary",
    "secondary",
    "community",
    "mental",
    "social",
    "strategy",
    "strategic",
    "human",
    "resources",
    "estates",
    "clinical",
    "medical",
    "patient",
    "safety",
    "contracting",
    "contracts",
    "informatics",
    "communications",
    "engagement",
    "operations",
    "operational",
    "prescribing",
    "medicines",
    "management",
    "modernisation",
    "integration",
    "workforce",
    "training",
    "education",
    "access",
    "acute",
    "children",
    "children's",
    "adult",
    "older",
    "people",
    "diversity",
    "equality",
    "risk",
    "audit",
    "systems",
    "technology",
    "support",
    "improvement",
    "business",
    "provider",
    "services",
    "service",
    "programme",
    "project",
    "policy",
    "research",
    "facilities",
    "procurement",
];

/// Whether a phrase names a job.
pub(super) fn has_job(text: &str) -> bool {
    words(text).any(|word| JOBS.contains(&word.as_str()))
}

/// Whether a phrase opens with the name of a job, as "Director of Finance" does.
pub(super) fn opens_with_job(text: &str) -> bool {
    let mut words = words(text);
    let first = words.next();
    let second = words.next();
    let is_job =
        |word: &Option<String>| word.as_ref().is_some_and(|word| JOBS.contains(&word.as_str()));
    is_job(&first)
        || (["senior", "interim", "acting", "the"]
            .iter()
            .any(|word| first.as_deref() == Some(word))
            && is_job(&second))
}

/// Whether a phrase names a group of people rather than one person.
#[must_use]
pub fn is_body(text: &str) -> bool {
    !has_job(text) && words(text).any(|word| BODIES.contains(&word.as_str()))
}

/// Whether a phrase ends in the name of a body, as "all practices" does.
pub(super) fn names_body(text: &str) -> bool {
    words(text).last().is_some_and(|word| BODIES.contains(&word.as_str()))
}

/// Whether a phrase is nothing but the work of a department: "Primary Care Commissioning".
pub(super) fn is_department(text: &str) -> bool {
    let mut all = words(text).filter(|word| word != "and").peekable();
    all.peek().is_some() && all.all(|word| FUNCTIONS.contains(&word.as_str()))
}

/// Whether a phrase is written like a code: one short word, mostly capitals.
#[must_use]
pub fn is_code(text: &str) -> bool {
    let text = text.trim_matches(['(', ')', '.', '*']);
    let letters = text.chars().filter(|character| character.is_alphabetic()).count();
    let capitals = text.chars().filter(|character| character.is_uppercase()).count();
    let allowed = |character: char| character.is_alphanumeric() || "&-.'".contains(character);
    (1..=8).contains(&letters)
        && text.len() <= 10
        && capitals * 2 > letters
        && (capitals >= 2 || letters == 1)
        && text.chars().all(allowed)
}

/// Whether a phrase is written like the name of a person: two to four capitalised words, none of them
/// a job, a body or a department's work.
pub(super) fn is_person(text: &str) -> bool {
    let parts: Vec<&str> = text.split_whitespace().collect();
    let capitalised = |word: &&str| word.starts_with(char::is_uppercase) && !is_known(word);
    (2..=4).contains(&parts.len()) && parts.iter().all(capitalised)
}

fn is_known(word: &str) -> bool {
    let word = word.trim_matches(|character: char| !character.is_alphanumeric()).to_lowercase();
    [JOBS, BODIES, FUNCTIONS].iter().any(|list| list.contains(&word.as_str())) && word != "dr"
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|character: char| {
        !(character.is_alphanumeric() || character == '-' || character == '\'')
    })
    .filter(|word| !word.is_empty())
    .map(str::to_lowercase)
}
