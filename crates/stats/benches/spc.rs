//! Points judged a second on one core, by each rule set, in series of 60 months.

use std::hint::black_box;

use bellwether_stats::spc::{Improvement, Options, RuleSet, Series, judge};
use chrono::{Months, NaiveDate};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const SERIES: usize = 1_000;
const MONTHS: u32 = 60;

/// Series about 0.9 with noise from a linear congruential generator, the same on every run.
fn all_series() -> Vec<Series> {
    let dates: Vec<NaiveDate> = (0..MONTHS)
        .filter_map(|month| NaiveDate::MIN.checked_add_months(Months::new(month)))
        .collect();
    let mut state = 1_u32;
    let mut noise = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(state >> 8) / f64::from(1 << 24)
    };
    (0..SERIES)
        .map(|_| Series {
            dates: dates.clone(),
            values: dates.iter().map(|_| 0.9 + 0.03 * (noise() + noise() - 1.0)).collect(),
            improvement: Improvement::Increase,
            target: Some(0.95),
            ..Series::default()
        })
        .collect()
}

fn judging(criterion: &mut Criterion) {
    let all = all_series();
    let mut group = criterion.benchmark_group("judge");
    group.throughput(Throughput::Elements(
        all.iter().map(|series| series.values.len() as u64).sum(),
    ));
    for rules in [RuleSet::Bellwether, RuleSet::Nhsrplotthedots] {
        let options = Options { rules, screening: true };
        group.bench_function(rules.name(), |bencher| {
            bencher.iter(|| {
                for series in &all {
                    black_box(judge(black_box(series), options).is_ok());
                }
            });
        });
    }
    group.finish();
}

criterion_group!(benches, judging);
criterion_main!(benches);
