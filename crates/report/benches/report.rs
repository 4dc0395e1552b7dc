//! How fast charts are drawn, a paper is laid out, and plans are written for offices.

#[path = "../tests/it/sample/mod.rs"]
#[expect(dead_code, reason = "the tests use more of the samples")]
mod sample;
#[path = "../tests/it/sample_standing.rs"]
mod sample_standing;

use std::hint::black_box;

use bellwether_report::{board, chart, docx, xlsx};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn charts(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("charts");
    group.throughput(Throughput::Elements(1));
    let chart = sample::chart("four-hours", 3);
    group.bench_function("process_of_36_points", |bench| {
        bench.iter(|| chart::spc(black_box(&chart)));
    });
    let judgement = sample::falling(3, true);
    group.bench_function("sparkline_of_36_points", |bench| {
        bench.iter(|| chart::sparkline("spark", "falling", black_box(&judgement)));
    });
    let timeline = sample::timeline("timeline");
    group.bench_function("timeline_of_12_bars", |bench| {
        bench.iter(|| chart::timeline(black_box(&timeline)));
    });
}

fn papers(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("board_paper");
    group.sample_size(10);
    let paper = sample::paper::paper();
    group.bench_function("25_indicators_6_exceptions_20_overdue", |bench| {
        bench.iter(|| board::pdf(black_box(&paper)));
    });
}

fn offices(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("offices");
    group.sample_size(10);
    let plans = sample_standing::standing(10_000);
    group.bench_function("workbook_of_10000_commitments", |bench| {
        bench.iter(|| xlsx::workbook(black_box(&plans)));
    });
    let plan = sample_standing::standing(300);
    group.bench_function("document_of_300_commitments", |bench| {
        bench.iter(|| docx::document(black_box(&plan)));
    });
}

criterion_group!(benches, charts, papers, offices);
criterion_main!(benches);
