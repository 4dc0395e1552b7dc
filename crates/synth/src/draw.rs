//! Random numbers that are the same on every machine: `ChaCha` streams, and `libm` for all that is
//! not exact by IEEE 754.

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use crate::whole::{at, counted, nearest, real};

/// What a stream of numbers is for; each subject has streams of its own under one seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject {
    /// Organisations and small areas.
    District = 1,
    /// What moves all of a kind on a day.
    Days = 2,
    /// One place on a practice's list and whoever holds it.
    Place = 3,
    /// What an organisation sends for itself.
    Organisation = 4,
    /// Pseudonyms.
    Pseudonym = 5,
}

/// One stream of random numbers.
#[derive(Debug, Clone)]
pub(crate) struct Draw(ChaCha8Rng);

impl Draw {
    /// The stream of a subject's `index` under `seed`.
    pub(crate) fn new(seed: u64, subject: Subject, index: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8] = subject as u8;
        let mut generator = ChaCha8Rng::from_seed(key);
        generator.set_stream(index);
        Self(generator)
    }

    /// Sixty-four bits.
    pub(crate) fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A number above 0 and below 1.
    pub(crate) fn uniform(&mut self) -> f64 {
        (f64::from(self.0.next_u32()) + 0.5) / 4_294_967_296.0
    }

    /// True in a share of cases.
    pub(crate) fn chance(&mut self, share: f64) -> bool {
        self.uniform() < share
    }

    /// A whole number from 0 to below `limit`, which is at least 1.
    pub(crate) fn below(&mut self, limit: i32) -> i32 {
        let limit = u64::from(limit.unsigned_abs().max(1));
        i32::try_from((u64::from(self.0.next_u32()) * limit) >> 32).unwrap_or(0)
    }

    /// A whole number from `low` to `high`, both among them.
    pub(crate) fn between(&mut self, low: i32, high: i32) -> i32 {
        low + self.below((high - low).max(0) + 1)
    }

    /// A real number from `low` to `high`.
    pub(crate) fn spread(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.uniform()
    }

    /// One of several, by weight; the weights need not sum to 1.
    pub(crate) fn weighted(&mut self, weights: &[f64]) -> usize {
        let mut left = self.uniform() * weights.iter().sum::<f64>();
        for (index, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return index;
            }
        }
        weights.len().saturating_sub(1)
    }

    /// One of a list that is not empty.
    pub(crate) fn one_of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[at(self.below(counted(list.len())))]
    }

    /// A standard normal number (Box and Muller).
    pub(crate) fn normal(&mut self) -> f64 {
        let radius = (-2.0 * libm::log(self.uniform())).sqrt();
        radius * libm::cos(std::f64::consts::TAU * self.uniform())
    }

    /// An exponential number of a mean.
    pub(crate) fn exponential(&mut self, mean: f64) -> f64 {
        -mean * libm::log(self.uniform())
    }

    /// A log-normal number of a median, `sigma` being the spread of its logarithm.
    pub(crate) fn log_normal(&mut self, median: f64, sigma: f64) -> f64 {
        median * libm::exp(sigma * self.normal())
    }

    /// A gamma number of mean 1 (Marsaglia and Tsang, 2000): the smaller its shape, the more of
    /// everything falls on a few.
    pub(crate) fn gamma(&mut self, shape: f64) -> f64 {
        let raised = if shape < 1.0 { shape + 1.0 } else { shape };
        let d = raised - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        let drawn = loop {
            let normal = self.normal();
            let v = (1.0 + c * normal).max(0.0);
            let v = v * v * v;
            if v > 0.0
                && libm::log(self.uniform()) < 0.5 * normal * normal + d - d * v + d * libm::log(v)
            {
                break d * v;
            }
        };
        let lowered =
            if shape < 1.0 { drawn * libm::pow(self.uniform(), 1.0 / shape) } else { drawn };
        lowered / shape
    }

    /// A Poisson count; above a mean of 60 by the normal approximation.
    pub(crate) fn poisson(&mut self, mean: f64) -> i32 {
        if mean > 60.0 {
            return nearest(mean + mean.sqrt() * self.normal()).max(0);
        }
        if mean <= 0.0 {
            return 0;
        }
        let limit = libm::exp(-mean);
        let mut product = self.uniform();
        let mut count = 0;
        while product > limit {
            product *= self.uniform();
            count += 1;
        }
        count
    }

    /// How many of `count` happen, each in a `share` of cases; above 200 by the normal
    /// approximation.
    pub(crate) fn binomial(&mut self, count: i32, share: f64) -> i32 {
        if count <= 200 {
            return counted((0..count).filter(|_| self.chance(share)).count());
        }
        let mean = f64::from(count) * share;
        let spread = (mean * (1.0 - share).max(0.0)).sqrt();
        nearest(mean + spread * self.normal()).clamp(0, count)
    }
}

/// A share moved on the logistic scale, so that it stays between 0 and 1.
pub(crate) fn shifted(share: f64, by: f64) -> f64 {
    let odds = share / (1.0 - share) * libm::exp(by);
    odds / (1.0 + odds)
}

/// The mean of numbers, nought where there are none.
pub(crate) fn mean(numbers: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = numbers.len().max(1);
    numbers.sum::<f64>() / real(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_mean_and_spread_of_their_distribution() {
        let check = |name: &str, draw: &mut dyn FnMut(&mut Draw) -> f64, expected: (f64, f64)| {
            let mut stream = Draw::new(7, Subject::Days, 1);
            let drawn: Vec<f64> = (0..40_000).map(|_| draw(&mut stream)).collect();
            let middle = mean(drawn.iter().copied());
            let variance = mean(drawn.iter().map(|value| (value - middle) * (value - middle)));
            assert!((middle - expected.0).abs() < 0.03 * expected.0.max(1.0), "{name}: {middle}");
            assert!((variance - expected.1).abs() < 0.06 * expected.1, "{name}: {variance}");
        };
        check("uniform", &mut Draw::uniform, (0.5, 1.0 / 12.0));
        check("normal", &mut Draw::normal, (0.0, 1.0));
        check("exponential", &mut |draw| draw.exponential(3.0), (3.0, 9.0));
        check("gamma, much over-dispersed", &mut |draw| draw.gamma(0.5), (1.0, 2.0));
        check("gamma", &mut |draw| draw.gamma(4.0), (1.0, 0.25));
        check("poisson, few", &mut |draw| f64::from(draw.poisson(0.7)), (0.7, 0.7));
        check("poisson, many", &mut |draw| f64::from(draw.poisson(90.0)), (90.0, 90.0));
        check("binomial, few", &mut |draw| f64::from(draw.binomial(20, 0.3)), (6.0, 4.2));
        check("binomial, many", &mut |draw| f64::from(draw.binomial(400, 0.9)), (360.0, 36.0));
    }

    #[test]
    fn streams_differ_by_seed_subject_and_index_and_repeat_themselves() {
        let first = |seed, subject, index| Draw::new(seed, subject, index).bits();
        assert_eq!(first(1, Subject::Place, 5), first(1, Subject::Place, 5));
        assert_ne!(first(1, Subject::Place, 5), first(2, Subject::Place, 5));
        assert_ne!(first(1, Subject::Place, 5), first(1, Subject::Days, 5));
        assert_ne!(first(1, Subject::Place, 5), first(1, Subject::Place, 6));
    }
}
