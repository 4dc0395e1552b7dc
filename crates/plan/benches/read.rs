//! How long it takes to read planning documents: the real ones where they are present, and a long one.

use std::fmt::Write as _;
use std::hint::black_box;

use bellwether_plan::{ReadOptions, read};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const SEEDS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/seeds");

/// An action plan of so many pages in tabbed rows.
fn long_plan(pages: usize) -> String {
    let mut text = String::from(
        "Fenmarsh PCT Action Plan 2008/09\n\nKey: CE = Chief Executive; DoF = Director of Finance\n",
    );
    for page in 1..=pages {
        text.push_str("\n**Fenmarsh PCT Action Plan**\n\nAction\tLead\tTimescale\tMilestones\n");
        let _ = writeln!(text, "{page}. Section of the plan\t\t\t");
        for row in 1..=20 {
            let _ = writeln!(
                text,
                "{page}.{row} Develop and agree a strategy\tCE & DoF\tSept 08 Jan-Mar 09\tDraft presented to the Board Strategy agreed by all partners"
            );
        }
    }
    text
}

fn seeds() -> Vec<Vec<u8>> {
    let Ok(entries) = std::fs::read_dir(SEEDS) else { return Vec::new() };
    let texts = entries.flatten().map(|entry| entry.path());
    texts
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .flat_map(std::fs::read)
        .collect()
}

fn reading(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("plan read");
    let seeds = seeds();
    if !seeds.is_empty() {
        group.throughput(Throughput::Bytes(seeds.iter().map(|seed| seed.len() as u64).sum()));
        group.bench_function("five real plans", |bencher| {
            bencher.iter(|| {
                seeds
                    .iter()
                    .filter_map(|seed| {
                        read("plan.txt", black_box(seed), &ReadOptions::default()).ok()
                    })
                    .count()
            });
        });
    }
    let long = long_plan(100);
    group.throughput(Throughput::Bytes(long.len() as u64));
    group.sample_size(20);
    group.bench_function("2000 actions", |bencher| {
        bencher.iter(|| read("plan.txt", black_box(long.as_bytes()), &ReadOptions::default()));
    });
    group.finish();
}

criterion_group!(benches, reading);
criterion_main!(benches);
