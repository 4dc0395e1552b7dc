//! Writes a district and says how long it took: `write_district PATIENTS SEED FOLDER [whole]`.

use std::path::Path;
use std::time::Instant;

use bellwether_synth::{Request, Split};

#[expect(clippy::print_stdout, reason = "an example shows what it found")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, patients, seed, folder, rest @ ..] = arguments.as_slice() else {
        return Err("usage: write_district PATIENTS SEED FOLDER [whole]".into());
    };
    let (from, to) = Request::days(None, None);
    let split = if rest.is_empty() { Split::Month } else { Split::Whole };
    let (patients, seed) = (patients.parse()?, seed.parse()?);
    let request = Request { patients, seed, from, to, practices: None, split, only: Vec::new() };
    let start = Instant::now();
    let manifest = bellwether_synth::write(&request, Path::new(folder), true, &mut |_, _| ())?;
    for rows in &manifest.rows {
        println!("{:>12} {}", rows.rows, rows.dataset);
    }
    println!("{:>12} persons, {:.1} s", manifest.persons, start.elapsed().as_secs_f64());
    Ok(())
}
