//! The figures of one indicator and organisation as at a day, judged against chance and target.

use bellwether_calendar::Period;
use bellwether_stats::spc::{
    self, Assurance, Improvement, Judgement, Options, Point, PointType, Series, Variation,
};
use chrono::NaiveDate;

use super::definition::Definition;
use super::rules::{
    Figure, Observation, State, Target, figures_as_at, latest_with_value, target_in_force,
};

/// The figures of one indicator and organisation, judged by the rule set `bellwether`.
#[derive(Debug, Clone, PartialEq)]
pub struct JudgedSeries {
    /// A figure for every period from the first sent to the last that has ended, oldest first.
    pub figures: Vec<Figure>,
    /// The assessed target in force at the end of each figure's period.
    pub targets: Vec<Option<f64>>,
    /// The target it is judged by: that of the latest figure with a value, or of the day itself.
    pub target: Option<f64>,
    /// The judgement of the figures up to the latest with a value; none where none has one.
    pub judgement: Option<Judgement>,
}

/// Since when, and in which direction, the latest figures are more than ordinary variation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpecialCause {
    /// For better or for worse.
    pub point_type: PointType,
    /// First period of the unbroken run to which the latest figure belongs.
    pub since: Period,
}

impl JudgedSeries {
    /// Judges what was known of an indicator and organisation at the end of `as_at`.
    #[must_use]
    pub fn new(
        definition: &Definition,
        observations: &[Observation],
        targets: &[Target],
        organisation_id: i64,
        as_at: NaiveDate,
    ) -> Self {
        let figures = figures_as_at(observations, definition.due_working_days, as_at);
        let on =
            |day| target_in_force(targets, organisation_id, day, as_at).map(|target| target.value);
        let in_force: Vec<Option<f64>> =
            figures.iter().map(|figure| on(figure.period.last_day())).collect();
        let latest = latest_with_value(&figures);
        let target = latest.map_or_else(|| on(as_at), |latest| in_force[latest]);
        let judgement = latest.and_then(|latest| judge(definition, &figures[..=latest], target));
        Self { figures, targets: in_force, target, judgement }
    }

    /// The latest figure with a value.
    #[must_use]
    pub fn latest(&self) -> Option<&Figure> {
        latest_with_value(&self.figures).map(|latest| &self.figures[latest])
    }

    /// The judged point of that figure.
    #[must_use]
    pub fn latest_point(&self) -> Option<&Point> {
        self.judgement.as_ref().and_then(|judgement| judgement.points.last())
    }

    /// The icon of variation.
    #[must_use]
    pub fn variation(&self) -> Variation {
        self.judgement.as_ref().map_or(Variation::None, |judgement| judgement.variation)
    }

    /// The icon of assurance.
    #[must_use]
    pub fn assurance(&self) -> Assurance {
        self.judgement.as_ref().map_or(Assurance::None, |judgement| judgement.assurance)
    }

    /// The special cause that the latest figure is part of, if any.
    #[must_use]
    pub fn special_cause(&self) -> Option<SpecialCause> {
        let points = &self.judgement.as_ref()?.points;
        let point_type = points.last()?.point_type;
        if point_type == PointType::CommonCause {
            return None;
        }
        let run = points.iter().zip(&self.figures).rev();
        let same =
            run.take_while(|(point, _)| point.value.is_nan() || point.point_type == point_type);
        let first = same.filter(|(point, _)| !point.value.is_nan()).last()?;
        Some(SpecialCause { point_type, since: first.1.period })
    }

    /// First period of the unbroken run of missed targets that the latest figure is part of, and
    /// how many it has. Periods without a value neither break the run nor add to it.
    #[must_use]
    pub fn missed_running(&self, improvement: Improvement) -> Option<(Period, usize)> {
        let with_value = self.figures.iter().zip(&self.targets).rev();
        let with_value =
            with_value.filter_map(|(figure, target)| Some((figure, figure.value()?, *target)));
        let missed: Vec<Period> = with_value
            .take_while(|(_, value, target)| {
                target.and_then(|target| meets(*value, target, improvement)) == Some(false)
            })
            .map(|(figure, _, _)| figure.period)
            .collect();
        Some((*missed.last()?, missed.len()))
    }

    /// The periods after the latest figure with a value for which figures are overdue.
    #[must_use]
    pub fn not_arrived(&self) -> Vec<Period> {
        let after = latest_with_value(&self.figures).map_or(0, |latest| latest + 1);
        let late = self.figures[after..].iter().filter(|figure| figure.state == State::Missing);
        late.map(|figure| figure.period).collect()
    }

    /// How many figures have a value.
    #[must_use]
    pub fn values(&self) -> usize {
        self.figures.iter().filter(|figure| figure.value().is_some()).count()
    }

    /// Days from the end of the latest figure's period until it was first known; negative where it
    /// was known inside the period. Needs all its revisions, of which the first counts.
    #[must_use]
    pub fn lag_days(&self, observations: &[Observation]) -> Option<i64> {
        let period = self.latest()?.period;
        let first = observations
            .iter()
            .filter(|observation| observation.period == period && observation.value.is_some())
            .map(|observation| observation.known_from)
            .min()?;
        Some((first.date_naive() - period.last_day()).num_days())
    }
}

/// Whether a value meets a target; nothing can be said where neither way is better.
#[must_use]
pub fn meets(value: f64, target: f64, improvement: Improvement) -> Option<bool> {
    match improvement {
        Improvement::Increase => Some(value >= target),
        Improvement::Decrease => Some(value <= target),
        Improvement::Neutral => None,
    }
}

fn judge(definition: &Definition, figures: &[Figure], target: Option<f64>) -> Option<Judgement> {
    let series = Series {
        dates: figures.iter().map(|figure| figure.period.first_day()).collect(),
        values: figures.iter().map(|figure| figure.value().unwrap_or(f64::NAN)).collect(),
        improvement: definition.improvement,
        target,
        rebases: Vec::new(),
        fix_after: None,
        possible: (definition.lowest_possible, definition.highest_possible),
    };
    // Dates ascend and values are finite by construction, so that a refusal cannot come from data.
    spc::judge(&series, Options::default()).ok()
}

#[cfg(test)]
#[path = "judged_tests.rs"]
mod tests;
