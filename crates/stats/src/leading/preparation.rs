//! Freeing a series of its season or its trend before it is correlated with another.

use super::{Pair, whole};

/// Points that must be left after seasonal differences: two years of months.
const LEFT_AFTER_DIFFERENCES: usize = 24;

/// What was done to the values before they were correlated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preparation {
    /// Each value less that of a season before, which takes out season and linear trend at once
    /// (Box and Jenkins 1970, "Time Series Analysis"; Hyndman and Athanasopoulos 2021, "Forecasting:
    /// Principles and Practice", 9.1). Done where at least 24 points are left.
    SeasonalDifferences {
        /// Periods of a season.
        season: usize,
    },
    /// Each value less the straight line through all of them: for a series too short for seasonal
    /// differences, or without a season.
    Detrended,
}

impl Preparation {
    /// The words on a page.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::SeasonalDifferences { .. } => "compared with the same season before",
            Self::Detrended => "freed of the trend",
        }
    }

    pub(super) fn fitting(pair: &Pair<'_>) -> Self {
        let season = pair.season;
        let left = |values: &[f64]| {
            let pairs = values.iter().zip(values.iter().skip(season));
            pairs.filter(|(before, now)| !before.is_nan() && !now.is_nan()).count()
        };
        let enough =
            season > 1 && left(pair.leader).min(left(pair.lagging)) >= LEFT_AFTER_DIFFERENCES;
        if enough { Self::SeasonalDifferences { season } } else { Self::Detrended }
    }
}

/// The prepared values, as many as there were and at the same positions, `NaN` where there is none.
pub(super) fn prepare(values: &[f64], preparation: Preparation) -> Vec<f64> {
    match preparation {
        Preparation::SeasonalDifferences { season } => {
            let difference = |position: usize| match position.checked_sub(season) {
                Some(before) => values[position] - values[before],
                None => f64::NAN,
            };
            (0..values.len()).map(difference).collect()
        }
        Preparation::Detrended => detrended(values),
    }
}

/// Least squares through the known values against their positions.
fn detrended(values: &[f64]) -> Vec<f64> {
    let known = || values.iter().enumerate().filter(|(_, value)| !value.is_nan());
    let count = whole(known().count());
    if count < 1.0 {
        return values.to_vec();
    }
    let mean_position = known().map(|(position, _)| whole(position)).sum::<f64>() / count;
    let mean = known().map(|(_, value)| value).sum::<f64>() / count;
    let (mut squares, mut products) = (0.0, 0.0);
    for (position, value) in known() {
        let distance = whole(position) - mean_position;
        squares += distance * distance;
        products += distance * (value - mean);
    }
    let slope = if squares > 0.0 { products / squares } else { 0.0 };
    let line = |position: usize| mean + slope * (whole(position) - mean_position);
    values.iter().enumerate().map(|(position, value)| value - line(position)).collect()
}
