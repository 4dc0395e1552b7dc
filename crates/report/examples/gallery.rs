//! Writes every chart into a page, to be looked at: `cargo run --example gallery -- FOLDER`.

#[path = "../tests/it/sample/mod.rs"]
mod sample;

use std::fs;
use std::path::PathBuf;

use bellwether_report::{board, chart};
use bellwether_stats::spc::{Assurance, Variation};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name the folder to write to")?);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("charts.html"), page())?;
    fs::write(folder.join("paper.pdf"), board::pdf(&sample::paper::paper())?)?;
    fs::write(folder.join("long.pdf"), board::pdf(&sample::paper::long_paper())?)?;
    fs::write(folder.join("empty.pdf"), board::pdf(&sample::paper::empty_paper())?)?;
    Ok(())
}

fn page() -> String {
    let mut body = String::new();
    let charts = [
        chart::spc(&sample::chart("four-hours", 3)),
        chart::spc(&sample::counts("admissions")),
        chart::spc(&sample::constant("constant")),
        chart::status_bar("statuses", "190 commitments by status", &sample::statuses()),
        chart::timeline(&sample::timeline("timeline")),
        chart::sparkline("spark", "Falling since November", &sample::falling(3, true)),
        chart::sparkline("spark-better", "Falling, which is better", &sample::falling(5, false)),
    ];
    for svg in charts {
        body.extend(["<p>", &svg, "</p>"]);
    }
    let variations = [
        Variation::CommonCause,
        Variation::ImprovementHigh,
        Variation::ImprovementLow,
        Variation::ConcernHigh,
        Variation::ConcernLow,
        Variation::NeutralHigh,
        Variation::NeutralLow,
        Variation::None,
    ];
    for variation in variations {
        body += &chart::variation_icon(&format!("v-{variation:?}"), variation);
    }
    for assurance in [Assurance::Pass, Assurance::Fail, Assurance::HitOrMiss, Assurance::None] {
        body += &chart::assurance_icon(&format!("a-{assurance:?}"), assurance);
    }
    format!(
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>\
         <title>Charts</title><style>body{{margin:16px;font:19px Arial}}.chart[width='100%']{{max-width:640px}}</style>{body}</html>"
    )
}
