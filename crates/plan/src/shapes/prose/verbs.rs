//! Verbs of doing: the words with which plans say what someone will do, in the forms in which they stand.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Verbs that name work whose doing can be told from its not being done.
///
/// Verbs of state, thought and effect (be, have, remain, believe, enable, benefit, depend) are left out: with
/// them a sentence describes.
const VERBS: &str = "accelerate achieve act adapt address adopt advance advertise advise agree align allocate amend analyse \
 analyze appoint approve arrange assess assign assist attend audit automate award begin benchmark bring build \
 buy carry cease centralise chair champion clarify clear close co-ordinate collaborate collate collect \
 commence commission commit communicate compile complete conclude conduct confirm consolidate consult \
 continue contract convene convert coordinate create cut decommission de-commission decrease define deliver deploy design determine \
 develop devise disseminate distribute document double draft draw drive eliminate embark embed encourage enforce engage enhance \
 enrol ensure equip eradicate establish evaluate examine exceed execute expand explore extend facilitate finalise finalize find \
 focus follow formalise formulate foster fund gain gather generate give govern grow halt halve harmonise hire hold host identify \
 implement improve incorporate increase inform initiate inspect install instigate integrate introduce invest \
 investigate invite involve issue join keep launch lay lead liaise limit link lobby lower maintain make manage map \
 market maximise measure mentor merge migrate minimise mobilise mobilize modernise monitor move negotiate nominate obtain offer \
 open operate organise organize outsource oversee participate partner pilot plan post prepare present \
 prevent prioritise prioritize procure produce progress promote propose protect provide publicise publish purchase pursue put \
 raise re-align re-commission re-design re-establish re-launch re-negotiate re-tender realign recommission reconfigure record recruit \
 redeploy redesign redevelop reduce refer refine refresh refurbish register reinforce reinvest relocate remove \
 renegotiate renew reorganise repair replace report rescope research reshape resolve resource respond \
 restore restrict restructure retain retender review revise reward rewrite roll rotate run safeguard save scale schedule scope screen secure seek \
 select send separate set share shift sign simplify source specify spend sponsor stabilise staff standardise start \
 stop streamline strengthen strive sub-contract subcontract submit supervise support survey sustain switch tackle take target tender terminate test \
 trace track train transfer transform translate trial undertake update upgrade upskill use utilise validate vary visit weigh \
 welcome widen withdraw work write";

/// Verbs of [`VERBS`] whose last letter is doubled.
const DOUBLED: &[&str] = &[
    "begin", "commit", "cut", "map", "plan", "put", "refer", "run", "set", "stop", "submit",
    "transfer", "enrol",
];

/// Participles that do not end in "ed".
const IRREGULAR: &[(&str, &str)] = &[
    ("begin", "begun"),
    ("bring", "brought"),
    ("build", "built"),
    ("buy", "bought"),
    ("cut", "cut"),
    ("draw", "drawn"),
    ("drive", "driven"),
    ("find", "found"),
    ("give", "given"),
    ("grow", "grown"),
    ("hold", "held"),
    ("keep", "kept"),
    ("lay", "laid"),
    ("lead", "led"),
    ("make", "made"),
    ("oversee", "overseen"),
    ("put", "put"),
    ("rewrite", "rewritten"),
    ("run", "run"),
    ("seek", "sought"),
    ("send", "sent"),
    ("set", "set"),
    ("spend", "spent"),
    ("take", "taken"),
    ("undertake", "undertaken"),
    ("withdraw", "withdrawn"),
    ("write", "written"),
];

/// Participles of other verbs that say what is done with a thing, in the passive only.
const PASSIVES: &[&str] = &[
    "added",
    "asked",
    "discussed",
    "engaged",
    "funded",
    "headed",
    "included",
    "phased",
    "recommended",
    "released",
    "rolled",
    "trained",
];

/// Participles of [`VERBS`] that in the passive more often describe than promise.
const DESCRIBING: &[&str] = &[
    "driven",
    "followed",
    "found",
    "given",
    "informed",
    "kept",
    "limited",
    "linked",
    "managed",
    "measured",
    "operated",
    "prevented",
    "presented",
    "restricted",
    "targeted",
    "used",
    "worked",
    "committed",
];

/// Progressive forms that say what is, or is said, and not what is done.
const STATES: &[&str] = &[
    "proposing",
    "operating",
    "running",
    "managing",
    "following",
    "holding",
    "using",
    "involving",
    "welcoming",
];

static BASES: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| VERBS.split_whitespace().collect());
static GERUNDS: LazyLock<HashSet<String>> =
    LazyLock::new(|| VERBS.split_whitespace().map(gerund).collect());
static PARTICIPLES: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let regular = VERBS.split_whitespace().map(participle);
    let all = regular.chain(PASSIVES.iter().map(|&word| word.to_owned()));
    all.filter(|word| !DESCRIBING.contains(&word.as_str())).collect()
});

/// Whether a word, lower case, is a verb of doing as it stands in the dictionary.
pub(super) fn is_base(word: &str) -> bool {
    BASES.contains(word)
}

/// Whether a word, lower case, is one in its form on "ing".
pub(super) fn is_gerund(word: &str) -> bool {
    GERUNDS.contains(word)
}

/// Whether a word, lower case, says behind "is" what someone is about: "developing".
pub(super) fn is_progressive(word: &str) -> bool {
    is_gerund(word) && !STATES.contains(&word) || word == "aiming"
}

/// Whether a word, lower case, says behind "will be" what is done: "appointed".
pub(super) fn is_participle(word: &str) -> bool {
    PARTICIPLES.contains(word)
}

fn gerund(base: &str) -> String {
    if DOUBLED.contains(&base) {
        return format!("{base}{}ing", base.chars().next_back().unwrap_or_default());
    }
    match base.strip_suffix('e') {
        Some(stem) if !stem.ends_with('e') => format!("{stem}ing"),
        _ => format!("{base}ing"),
    }
}

fn participle(base: &str) -> String {
    if let Some((_, irregular)) = IRREGULAR.iter().find(|(word, _)| *word == base) {
        return (*irregular).to_owned();
    }
    if DOUBLED.contains(&base) {
        return format!("{base}{}ed", base.chars().next_back().unwrap_or_default());
    }
    let stem = base.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u']));
    match stem {
        Some(stem) => format!("{stem}ied"),
        None if base.ends_with('e') => format!("{base}d"),
        None => format!("{base}ed"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_made_from_the_dictionary_form() {
        let check = |base: &str, expected: [&str; 2]| {
            assert_eq!([gerund(base), participle(base)], expected, "{base}");
        };
        check("develop", ["developing", "developed"]);
        check("make", ["making", "made"]);
        check("submit", ["submitting", "submitted"]);
        check("carry", ["carrying", "carried"]);
        check("oversee", ["overseeing", "overseen"]);
        check("deploy", ["deploying", "deployed"]);
    }

    #[test]
    fn what_describes_is_no_doing() {
        for word in ["based", "required", "informed", "linked", "seen", "met"] {
            assert!(!is_participle(word), "{word}");
        }
        assert!(!is_base("enable") && !is_base("believe") && !is_progressive("running"));
    }
}
