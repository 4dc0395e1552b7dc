//! The same request gives the same bytes, whatever the number of threads.

use std::path::Path;

use bellwether_synth::{Dataset, Request, Split};
use sha2::{Digest as _, Sha256};

use crate::reader;

/// One SHA-256 over the names and bytes of all files of a folder.
fn fingerprint(folder: &Path) -> String {
    let mut hash = Sha256::new();
    for path in reader::all_files(folder) {
        let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
        hash.update(name.as_bytes());
        hash.update([0]);
        hash.update(std::fs::read(&path).unwrap());
    }
    hex::encode(hash.finalize())
}

/// The fingerprint of a request that is written with so many threads.
fn written(request: &Request, threads: usize) -> String {
    let folder = tempfile::tempdir().unwrap();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| reader::write(request, folder.path()));
    fingerprint(folder.path())
}

#[test]
fn bytes_do_not_depend_on_the_number_of_threads_and_do_on_the_seed() {
    for split in [Split::Month, Split::Whole] {
        let request = reader::request(4_000, "2017-11-01", "2018-03-31", split);
        let alone = written(&request, 1);
        assert_eq!(alone, written(&request, 5));
        assert_ne!(alone, written(&Request { seed: 43, ..request.clone() }, 2));
    }
}

#[test]
fn a_dataset_written_alone_is_the_same_as_among_all() {
    let request = reader::request(1_500, "2018-01-01", "2018-03-31", Split::Whole);
    let only = vec![Dataset::AeAttendances, Dataset::Complaints, Dataset::Returns];
    let (all, some) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    reader::write(&request, all.path());
    reader::write(&Request { only: only.clone(), ..request }, some.path());
    for dataset in Dataset::ALL {
        let name = format!("{}.csv", dataset.name());
        let alone = std::fs::read(some.path().join(&name)).ok();
        assert_eq!(alone.is_some(), only.contains(&dataset));
        if let Some(alone) = alone {
            assert!(alone == std::fs::read(all.path().join(&name)).unwrap(), "{name}");
        }
    }
}

#[test]
fn a_folder_that_holds_something_is_refused_unless_it_is_to_be_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let request = reader::request(50, "2018-01-01", "2018-01-31", Split::Month);
    reader::write(&request, folder.path());
    let again = |replace| bellwether_synth::write(&request, folder.path(), replace, &mut |_, _| ());
    let refused = again(false).unwrap_err().to_string();
    assert!(refused.contains("is not empty"), "{refused}");
    let before = fingerprint(folder.path());
    again(true).unwrap();
    assert_eq!(fingerprint(folder.path()), before);
}
