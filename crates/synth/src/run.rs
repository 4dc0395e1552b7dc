//! From a request to files, wave by wave.

use std::fs;
use std::path::Path;

use rayon::prelude::*;

use crate::bodies;
use crate::dataset::Dataset;
use crate::folder::{self, Growing};
use crate::life;
use crate::papers::{self, Manifest};
use crate::people::{Ages, PERSONS_HEADER};
use crate::prescribing;
use crate::quality;
use crate::request::{Request, Split, SynthError};
use crate::returns;
use crate::surveys;
use crate::tally::{Lists, Tally};
use crate::world::{Sink, World, part, part_count};

/// Places that one thread works through at a time.
const CHUNK: i32 = 1_024;
/// Chunks whose lines are held in memory together. It does not depend on the number of threads, so
/// that the order of lines does not either.
const WAVE: usize = 16;

/// Some places of one practice.
#[derive(Debug, Clone, Copy)]
struct Chunk {
    practice: usize,
    first: i32,
    last: i32,
}

/// What the waves add up to.
struct Sums {
    tally: Tally,
    lists: Lists,
    rows: Vec<u64>,
    persons: u64,
}

/// Writes a district into a folder and says what it wrote. `progress` is told now and then how many
/// places on the lists are done, of how many.
///
/// # Errors
///
/// Refuses a request that makes no sense and a folder that is not empty, unless `replace` is set
/// and it holds an earlier district; fails where a file cannot be written.
pub fn write(
    request: &Request,
    folder: &Path,
    replace: bool,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Manifest, SynthError> {
    request.check()?;
    folder::prepare(folder, replace)?;
    let world = World::new(request);
    let mut files = files(&world, folder)?;
    let mut persons = Growing::new(folder.join(folder::PERSONS), PERSONS_HEADER);
    let mut sums = Sums {
        tally: world.tally(),
        lists: Lists::new(world.district.practices.len(), world.span.months.len()),
        rows: vec![0; part_count(&world)],
        persons: 0,
    };
    let chunks = chunks(&world);
    let ages: Vec<Ages> =
        (0..world.district.practices.len()).map(|practice| Ages::of(&world, practice)).collect();
    let total: u64 = chunks.iter().map(|chunk| places(*chunk)).sum();
    let mut done = 0;
    progress(done, total);
    for wave in chunks.chunks(WAVE) {
        let sinks: Vec<Sink<'_>> =
            wave.par_iter().map(|chunk| work(&world, *chunk, &ages[chunk.practice])).collect();
        persons.append(sinks.iter().map(|sink| sink.persons.as_slice()))?;
        append(&mut files, &sinks)?;
        for (chunk, sink) in wave.iter().zip(&sinks) {
            add(&mut sums, sink);
            sums.lists.add(chunk.practice, &sink.list);
            done += places(*chunk);
        }
        progress(done, total);
    }
    let sink = of_organisations(&world, &sums);
    append(&mut files, std::slice::from_ref(&sink))?;
    add(&mut sums, &sink);
    papers(request, &world, folder, &sums)
}

/// Everything about the district that is written once, the manifest last.
fn papers(
    request: &Request,
    world: &World,
    folder: &Path,
    sums: &Sums,
) -> Result<Manifest, SynthError> {
    folder::write(folder, folder::ORGANISATIONS, &papers::organisations(world))?;
    folder::write(folder, folder::LINKS, &papers::links(world))?;
    if world.split == Split::Month {
        folder::write(folder, folder::DELIVERIES, &papers::deliveries(world, &sums.rows))?;
    }
    let manifest = papers::manifest(request, world, &sums.rows, sums.persons);
    let text = serde_json::to_string_pretty(&manifest).unwrap_or_default() + "\n";
    folder::write(folder, folder::MANIFEST, &text)?;
    Ok(manifest)
}

/// The places of every practice in pieces.
fn chunks(world: &World) -> Vec<Chunk> {
    let mut chunks = Vec::new();
    for (practice, one) in world.district.practices.iter().enumerate() {
        let all = one.list + one.growth;
        let mut first = 0;
        while first < all {
            let last = (first + CHUNK).min(all) - 1;
            chunks.push(Chunk { practice, first, last });
            first = last + 1;
        }
    }
    chunks
}

fn places(chunk: Chunk) -> u64 {
    u64::from((chunk.last - chunk.first + 1).unsigned_abs())
}

/// Everything that happens on the places of a chunk.
fn work<'a>(world: &'a World, chunk: Chunk, ages: &Ages) -> Sink<'a> {
    let mut sink = Sink::new(world);
    let practice = world.practice(chunk.practice);
    for number in chunk.first..=chunk.last {
        let place = practice.first_place + u64::from(number.unsigned_abs());
        life::live(&mut sink, chunk.practice, place, ages, number >= practice.list);
    }
    sink
}

/// What organisations report of themselves, from the sums over all patients.
fn of_organisations<'a>(world: &'a World, sums: &Sums) -> Sink<'a> {
    let mut sink = Sink::new(world);
    bodies::list_sizes(&mut sink, &sums.lists);
    bodies::staffing(&mut sink, &sums.lists);
    bodies::daily_situation(&mut sink, &sums.tally);
    prescribing::write(&mut sink, &sums.lists);
    quality::write(&mut sink, &sums.tally, &sums.lists);
    returns::returns(&mut sink, &sums.lists);
    returns::comparators(&mut sink);
    surveys::of_staff(&mut sink);
    sink
}

fn add(sums: &mut Sums, sink: &Sink<'_>) {
    sums.tally.add(&sink.tally);
    for (sum, rows) in sums.rows.iter_mut().zip(&sink.rows) {
        *sum += u64::from(*rows);
    }
    sums.persons += sink.persons.iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>();
}

/// A file and the parts that go into it, in order.
struct File {
    file: Growing,
    parts: Vec<usize>,
}

/// The files of a district: those of whole datasets are there even when they hold no row.
fn files(world: &World, folder: &Path) -> Result<Vec<File>, SynthError> {
    let senders = papers::sender_codes(&world.district);
    let mut files = Vec::new();
    let parts = |dataset: Dataset, months: std::ops::Range<usize>, sender: usize| {
        months.map(move |month| part(world, dataset, sender, month))
    };
    let months = world.span.months.len();
    for dataset in Dataset::ALL.into_iter().filter(|dataset| world.wants(*dataset)) {
        if world.split == Split::Whole {
            let path = folder.join(format!("{}.csv", dataset.name()));
            let mut file = Growing::new(path, dataset.header());
            file.begin()?;
            let parts =
                (0..senders.len()).flat_map(|sender| parts(dataset, 0..months, sender)).collect();
            files.push(File { file, parts });
            continue;
        }
        for (sender, code) in senders.iter().enumerate() {
            for (number, month) in world.span.months.iter().enumerate() {
                let path = folder.join(papers::part_name(&month.label(), dataset, code));
                let file = Growing::new(path, dataset.header());
                files.push(File { file, parts: vec![part(world, dataset, sender, number)] });
            }
        }
    }
    for month in world.span.months.iter().filter(|_| world.split == Split::Month) {
        let path = folder.join(month.label());
        fs::create_dir(&path).map_err(|source| SynthError::Io { path, source })?;
    }
    Ok(files)
}

/// Appends what sinks hold to the files, in the order of the sinks.
fn append(files: &mut [File], sinks: &[Sink<'_>]) -> Result<(), SynthError> {
    files.par_iter_mut().try_for_each(|File { file, parts }| {
        let pieces: Vec<&[u8]> = sinks
            .iter()
            .flat_map(|sink| parts.iter().map(|part| sink.parts[*part].as_slice()))
            .filter(|piece| !piece.is_empty())
            .collect();
        if pieces.is_empty() { Ok(()) } else { file.append(pieces) }
    })
}
