//! Series of known lag and noise; the expected figures come from R 4 (`cor`, `lm`, `t.test`).

use super::*;

/// A random walk around a line, made in R.
const LEADER: [f64; 40] = [
    55.0, 48.3, 58.0, 45.9, 49.7, 54.1, 40.5, 48.9, 50.9, 50.8, 53.2, 53.0, 51.4, 59.5, 48.4, 53.1,
    59.0, 55.5, 55.4, 57.6, 57.2, 56.0, 59.8, 58.7, 56.5, 51.9, 55.7, 53.8, 48.8, 56.5, 58.4, 66.0,
    66.1, 64.6, 56.1, 53.4, 57.4, 66.4, 62.1, 63.7,
];

/// 20 and 0.8 of the leader three periods before, with noise of one.
const LAGGING: [f64; 40] = [
    57.0, 54.0, 61.8, 64.9, 59.5, 67.4, 56.3, 60.9, 63.2, 52.6, 60.5, 61.5, 60.7, 63.9, 62.0, 60.3,
    68.0, 58.8, 62.4, 66.8, 63.5, 65.5, 64.4, 66.9, 63.7, 68.7, 65.6, 65.9, 60.9, 65.6, 62.4, 60.2,
    65.6, 66.6, 72.3, 71.5, 71.7, 64.6, 64.6, 66.0,
];

/// Nothing to do with either.
const NOISE: [f64; 40] = [
    60.5, 60.9, 56.8, 59.8, 60.6, 66.1, 67.2, 71.0, 50.2, 62.8, 58.9, 59.7, 61.3, 66.4, 65.5, 57.0,
    60.8, 62.7, 58.9, 66.1, 63.5, 64.6, 60.5, 59.5, 57.8, 62.8, 52.4, 64.2, 68.6, 55.2, 52.2, 57.0,
    55.3, 52.7, 69.6, 59.6, 58.1, 63.8, 61.4, 65.3,
];

/// Four years of months with a strong season.
const SEASONAL_LEADER: [f64; 48] = [
    109.9, 111.1, 111.1, 110.7, 99.6, 98.0, 92.0, 88.0, 93.5, 86.8, 100.0, 95.5, 103.2, 106.7,
    110.9, 105.4, 107.8, 99.1, 93.9, 92.2, 94.2, 90.6, 95.2, 100.6, 110.7, 107.2, 108.8, 111.9,
    102.4, 102.5, 90.1, 94.8, 91.4, 90.2, 94.6, 100.8, 109.7, 111.8, 111.0, 112.6, 106.0, 102.9,
    89.6, 90.3, 92.2, 96.0, 96.0, 101.4,
];

/// A season of its own, and 0.9 of what the leader was off its season two months before.
const SEASONAL_LAGGING: [f64; 48] = [
    48.8, 47.3, 47.0, 40.7, 37.4, 36.3, 26.7, 31.4, 33.7, 37.1, 48.9, 44.0, 53.9, 44.3, 42.7, 38.5,
    35.6, 30.8, 33.4, 30.6, 33.9, 40.8, 46.0, 46.5, 49.0, 46.4, 50.2, 38.3, 33.8, 36.7, 28.8, 37.7,
    30.9, 44.1, 43.5, 46.4, 46.9, 48.4, 47.2, 42.3, 34.6, 35.4, 33.7, 34.9, 30.7, 39.9, 47.9, 50.5,
];

fn pair<'a>(leader: &'a [f64], lagging: &'a [f64], season: usize) -> Pair<'a> {
    Pair { leader, lagging, season }
}

fn words(lead: &Lead) -> String {
    let best = lead.best.map_or("no lag".to_owned(), |best| {
        format!("lag {} r {:.9} of {}", best.lag, best.correlation, best.pairs)
    });
    format!("{best}, {}", lead.verdict.words())
}

fn skill_words(skill: &Skill) -> String {
    let value = skill.value().map_or("none".to_owned(), |value| format!("{value:.9}"));
    format!(
        "{} forecasts, error {:.9}, naive {:.9}, skill {value}, t {:.6}",
        skill.forecasts, skill.error, skill.naive_error, skill.statistic
    )
}

fn check(pair: Pair<'_>, expected: &str, expected_skill: &str) {
    let lead = pair.lead();
    assert_eq!(words(&lead), expected);
    assert_eq!(skill_words(&lead.skill.expect("a skill")), expected_skill);
}

#[test]
fn a_known_lag_is_found_and_its_skill_measured_as_r_does() {
    check(
        pair(&LEADER, &LAGGING, 1),
        "lag 3 r 0.968822950 of 37, measured skill",
        "20 forecasts, error 0.875358136, naive 2.860000000, skill 0.693930722, t 3.913500",
    );
}

#[test]
fn noise_leads_nothing() {
    check(
        pair(&NOISE, &LAGGING, 1),
        "lag 3 r -0.387453085 of 37, no measured skill",
        "20 forecasts, error 3.573672478, naive 2.860000000, skill -0.249535832, t -1.134527",
    );
}

#[test]
fn season_is_taken_out_before_correlating_and_the_naive_forecast_may_use_it() {
    let pair = pair(&SEASONAL_LEADER, &SEASONAL_LAGGING, 12);
    check(
        pair,
        "lag 2 r 0.894298144 of 34, no measured skill",
        "24 forecasts, error 4.806362535, naive 3.200000000, skill -0.501988292, t -2.161261",
    );
    let lead = pair.lead();
    assert_eq!(lead.preparation, Preparation::SeasonalDifferences { season: 12 });
    assert_eq!(lead.skill.map(|skill| skill.naive), Some(Naive::SeasonBefore));
}

#[test]
fn correlations_agree_with_r_at_every_lag() {
    let expected = [
        0.005_294_258_897_2,
        -0.050_549_818_972_8,
        0.099_800_293_668_3,
        0.968_822_949_934_9,
        0.031_368_510_748_8,
        0.115_682_270_285_7,
        -0.028_258_081_916_0,
        -0.460_419_594_413_4,
        -0.157_136_392_511_2,
        -0.200_182_281_008_1,
        -0.160_765_933_860_2,
        0.155_038_073_005_3,
        0.058_969_953_328_9,
    ];
    let found = pair(&LEADER, &LAGGING, 1).lead().by_lag;
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert!((found.correlation - expected).abs() < 1e-9, "{found:?}");
    }
}

#[test]
fn what_is_too_short_or_never_changes_is_said_to_be() {
    let check = |leader: &[f64], lagging: &[f64], expected: &str| {
        assert_eq!(words(&pair(leader, lagging, 12).lead()), expected);
    };
    check(&[], &[], "no lag, too short");
    check(&LEADER[..11], &LAGGING[..11], "no lag, too short");
    check(&LEADER[..19], &[95.1; 19], "no lag, too short");
    check(&[0.1; 40], &LAGGING, "no lag, too short");
    assert_eq!(pair(&LEADER[..19], &LAGGING[..19], 1).lead().verdict, Verdict::TooShort);
}

#[test]
fn missing_values_are_left_out_and_move_nothing() {
    let (mut leader, mut lagging) = (LEADER, LAGGING);
    (leader[10], lagging[17], lagging[30]) = (f64::NAN, f64::NAN, f64::NAN);
    let lead = pair(&leader, &lagging, 1).lead();
    assert_eq!(lead.best.map(|best| (best.lag, best.pairs)), Some((3, 34)));
    assert_eq!((lead.sample, lead.verdict), (37, Verdict::MeasuredSkill));
    // The nineteen others that could be foretold, less the one whose leader was not known.
    assert_eq!(lead.skill.map(|skill| skill.forecasts), Some(19));
}

#[test]
fn a_series_leads_itself_at_once_and_a_naive_forecast_without_error_is_never_beaten() {
    let lead = pair(&LEADER, &LEADER, 1).lead();
    assert_eq!(lead.best.map(|best| best.lag), Some(0));
    assert_eq!(lead.verdict, Verdict::MeasuredSkill);
    let mut steps = [1.0; 40];
    steps[0] = 2.0;
    let lead = pair(&LEADER, &steps, 1).lead();
    assert_eq!(lead.skill.and_then(|skill| skill.value()), None);
    assert_eq!(lead.verdict, Verdict::NoMeasuredSkill);
}

proptest::proptest! {
    #[test]
    fn whatever_comes_a_correlation_lies_between_its_bounds(
        leader in proptest::collection::vec(-1e6_f64..1e6, 0..60),
        lagging in proptest::collection::vec(-1e6_f64..1e6, 0..60),
        season in 0_usize..13,
    ) {
        let lead = pair(&leader, &lagging, season).lead();
        for found in &lead.by_lag {
            proptest::prop_assert!(found.correlation.abs() <= 1.0, "{found:?}");
        }
        let enough = lead.skill.is_some();
        proptest::prop_assert_eq!(enough, lead.verdict != Verdict::TooShort);
    }
}
