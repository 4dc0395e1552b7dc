//! The pure rules by which indicators raise signals: off course, failing their target, not arrived.

use chrono::{Days, NaiveDate};

use super::rules::RaisedSignal;
use crate::indicators::definition::Definition;
use crate::indicators::judged::JudgedSeries;
use crate::indicators::rules::due_day;
use crate::indicators::sentence::{quantity, rhythm, sentence};
use bellwether_stats::spc::{Assurance, PointType};

/// Rule: the latest figure is worse than ordinary variation explains.
pub const SPECIAL_CAUSE: &str = "indicator_special_cause";

/// Rule: the target is missed for the third period running, or the process cannot reach it.
pub const TARGET_FAILING: &str = "indicator_target_failing";

/// Rule: figures are overdue.
pub const NOT_ARRIVED: &str = "figures_not_arrived";

/// Missed targets in a row that need attention: two can be chance, three are a habit.
const MISSED_RUNNING: usize = 3;

/// An indicator of an organisation, as its rules need it.
#[derive(Debug, Clone, Copy)]
pub struct IndicatorFacts<'a> {
    /// The indicator's row.
    pub indicator_id: i64,
    /// The organisation.
    pub organisation_id: i64,
    /// The post that answers.
    pub lead_id: Option<i64>,
    /// What it is.
    pub definition: &'a Definition,
    /// Its figures, judged.
    pub series: &'a JudgedSeries,
}

/// The signals that one indicator of one organisation raises.
#[must_use]
pub fn indicator_signals(facts: &IndicatorFacts<'_>) -> Vec<RaisedSignal> {
    [special_cause(facts), target_failing(facts), not_arrived(facts)]
        .into_iter()
        .flatten()
        .collect()
}

/// The latest figure is part of a special cause for the worse.
#[must_use]
pub fn special_cause(facts: &IndicatorFacts<'_>) -> Option<RaisedSignal> {
    let cause = facts.series.special_cause()?;
    if cause.point_type != PointType::Concern {
        return None;
    }
    let detail = sentence(facts.definition, facts.series);
    let since = cause.since.first_day();
    Some(signal(SPECIAL_CAUSE, "indicator", facts, "getting worse", detail, since))
}

/// The target was missed in each of the last three periods with a figure, or in the last one by a
/// process that, left as it is, cannot be expected to reach it.
#[must_use]
pub fn target_failing(facts: &IndicatorFacts<'_>) -> Option<RaisedSignal> {
    let target = facts.series.target?;
    let (since, count) = facts.series.missed_running(facts.definition.improvement)?;
    // Limits are those of the process so far; one that is getting better may yet reach it.
    let improves = facts
        .series
        .special_cause()
        .is_some_and(|cause| cause.point_type == PointType::Improvement);
    let fails = facts.series.assurance() == Assurance::Fail && !improves;
    if count < MISSED_RUNNING && !fails {
        return None;
    }
    let shown = quantity(target, facts.definition);
    let start = since.label();
    let mut detail = if count == 1 {
        format!("The target of {shown} was missed in {start}")
    } else {
        let rhythm = rhythm(facts.definition.period);
        format!(
            "The target of {shown} has been missed for {count} {rhythm}s running, since {start}"
        )
    };
    if fails {
        detail.push_str(", and the process as it is cannot be expected to reach it");
    }
    detail.push('.');
    let since = since.first_day();
    Some(signal(TARGET_FAILING, "indicator", facts, "failing its target", detail, since))
}

/// Figures were due and have not come; since the day after the first of them was due.
#[must_use]
pub fn not_arrived(facts: &IndicatorFacts<'_>) -> Option<RaisedSignal> {
    let late = facts.series.not_arrived();
    let (first, last) = (late.first()?, late.last()?);
    let due = due_day(first.last_day(), facts.definition.due_working_days);
    let due_shown = due.format("%-d %B %Y");
    let detail = if first == last {
        format!("The figure for {} was due by {due_shown}.", first.label())
    } else {
        let rhythm = rhythm(facts.definition.period);
        let (count, from, to) = (late.len(), first.label(), last.label());
        format!(
            "The figures of {count} {rhythm}s, {from} to {to}, are overdue; the first was due by {due_shown}."
        )
    };
    let since = due.checked_add_days(Days::new(1)).unwrap_or(due);
    Some(signal(NOT_ARRIVED, "flow", facts, "figures have not arrived", detail, since))
}

fn signal(
    rule: &'static str,
    subject_kind: &'static str,
    facts: &IndicatorFacts<'_>,
    what: &str,
    detail: String,
    since: NaiveDate,
) -> RaisedSignal {
    RaisedSignal {
        rule,
        subject_kind,
        subject_id: facts.indicator_id,
        organisation_id: facts.organisation_id,
        title: format!("{}: {what}", facts.definition.title),
        detail,
        lead_id: facts.lead_id,
        since,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::testing::judged;

    const ORDINARY: &str = "90 91 89 90 92 90 88 91 90 89 91 90 90 91 89";

    /// The signals as `rule since: detail`, one a line.
    fn check(
        code: &str,
        first: &str,
        text: &str,
        target: Option<f64>,
        as_at: &str,
        expected: &str,
    ) {
        let (definition, series) = judged(code, first, text, target, as_at);
        let facts = IndicatorFacts {
            indicator_id: 1,
            organisation_id: 7,
            lead_id: Some(3),
            definition: &definition,
            series: &series,
        };
        let shown = indicator_signals(&facts).into_iter().map(|signal| {
            assert_eq!(
                (signal.subject_id, signal.organisation_id, signal.lead_id),
                (1, 7, Some(3))
            );
            format!("{} since {}: {}", signal.rule, signal.since, signal.detail)
        });
        assert_eq!(shown.collect::<Vec<_>>().join("\n"), expected);
    }

    #[test]
    fn ordinary_variation_that_meets_its_target_raises_nothing() {
        check("AE4", "2017-10", ORDINARY, Some(80.0), "2019-01-20", "");
        check("AE4", "2017-10", ORDINARY, None, "2019-01-20", "");
        check("AE4", "2017-10", "", Some(80.0), "2019-01-20", "");
    }

    #[test]
    fn a_change_for_the_worse_is_raised_and_one_for_the_better_is_not() {
        check(
            "AE4",
            "2017-10",
            "90 91 89 90 92 90 88 91 90 89 91 90 90 91 60",
            None,
            "2019-01-20",
            "indicator_special_cause since 2018-12-01: In December 2018 it was 60.0%; that is worse than ordinary variation explains.",
        );
        check(
            "AE4",
            "2017-10",
            "60 61 59 60 62 60 58 61 60 59 61 60 60 61 95",
            None,
            "2019-01-20",
            "",
        );
    }

    #[test]
    fn a_target_missed_three_times_running_is_failing() {
        check("DTOC", "2018-10", "3.6 3.7 3.4", Some(3.5), "2019-01-20", "");
        check("DTOC", "2018-11", "3.6 3.7", Some(3.5), "2019-01-20", "");
        check(
            "DTOC",
            "2018-10",
            "3.6 3.7 3.8",
            Some(3.5),
            "2019-01-20",
            "indicator_target_failing since 2018-10-01: The target of 3.5% has been missed for 3 months running, since October 2018.",
        );
    }

    #[test]
    fn a_process_that_cannot_reach_its_target_is_failing() {
        check(
            "AE4",
            "2017-10",
            ORDINARY,
            Some(95.0),
            "2019-01-20",
            "indicator_target_failing since 2017-10-01: The target of 95.0% has been missed for 15 months running, since October 2017, and the process as it is cannot be expected to reach it.",
        );
    }

    #[test]
    fn a_target_that_was_met_or_that_a_better_process_may_reach_is_not_failing() {
        let better = format!("{ORDINARY} 90 95 95.5 95 96 95 96");
        check("AE4", "2017-03", &better, Some(95.9), "2019-01-20", "");
        check(
            "AE4",
            "2017-10",
            &ORDINARY.replace("91 89", "96 94.9"),
            Some(94.95),
            "2019-01-20",
            "",
        );
    }

    #[test]
    fn figures_are_late_from_the_day_after_they_were_due() {
        check("AE4", "2018-11", "90", None, "2019-01-14", "");
        check(
            "AE4",
            "2018-11",
            "90",
            None,
            "2019-01-15",
            "figures_not_arrived since 2019-01-15: The figure for December 2018 was due by 14 January 2019.",
        );
        check(
            "AE4",
            "2018-10",
            "90",
            None,
            "2019-01-15",
            "figures_not_arrived since 2018-12-15: The figures of 2 months, November 2018 to December 2018, are overdue; the first was due by 14 December 2018.",
        );
    }
}
