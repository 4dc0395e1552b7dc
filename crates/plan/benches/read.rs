//! How long it takes to read planning documents: the real ones where they are present, and a long one.

use std::fmt::Write as _;
use std::hint::black_box;
use std::io::Write as _;

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

/// A Word document of about so many pages: a heading, text and a table of twenty actions each three.
fn long_document(pages: usize) -> Vec<u8> {
    let paragraph = |style: &str, text: &str| {
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:rPr><w:sz w:val=\"22\"/></w:rPr><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let cell = |text: &str| {
        format!(
            "<w:tc><w:tcPr><w:tcW w:w=\"2000\" w:type=\"dxa\"/></w:tcPr>{}</w:tc>",
            paragraph("Cell", text)
        )
    };
    let row = |texts: &[&str]| {
        let cells: String = texts.iter().map(|text| cell(text)).collect();
        format!("<w:tr>{cells}</w:tr>")
    };
    let mut body = paragraph("Title", "Fenmarsh PCT Action Plan 2008/09");
    for section in 1..=pages / 3 {
        body += &paragraph("Heading1", &format!("{section}. Section of the plan"));
        for _ in 0..4 {
            body += &paragraph(
                "Normal",
                &"The needs of the district were reviewed with its partners and the public. "
                    .repeat(8),
            );
        }
        body += "<w:tbl><w:tblGrid><w:gridCol w:w=\"2000\"/></w:tblGrid>";
        body += &row(&["Ref", "Action", "Lead", "Timescale", "Milestones"]);
        for action in 1..=20 {
            let number = format!("{section}.{action}");
            body += &row(&[
                &number,
                "Develop and agree a strategy with all partners of the district",
                "CE &amp; DoF",
                "Sept 08",
                "Draft presented to the Board in September, strategy agreed by all partners",
            ]);
        }
        body += "</w:tbl>";
    }
    packed(&format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>"))
}

fn packed(document: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let started = zip.start_file("word/document.xml", options);
    assert!(started.is_ok() && zip.write_all(document.as_bytes()).is_ok());
    zip.finish().map(std::io::Cursor::into_inner).unwrap_or_default()
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
    let document = long_document(300);
    group.throughput(Throughput::Bytes(document.len() as u64));
    group.bench_function("300 pages of Word, 2000 actions", |bencher| {
        bencher.iter(|| read("plan.docx", black_box(&document), &ReadOptions::default()));
    });
    group.finish();
}

criterion_group!(benches, reading);
criterion_main!(benches);
