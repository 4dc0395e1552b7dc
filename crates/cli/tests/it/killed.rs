//! A load killed at any instant: what was acknowledged is there, once, and nothing is half there.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use bellwether_app::{App, datasets};
use bellwether_lake::datafusion::arrow::array::AsArray as _;

/// How often the process is killed.
const KILLS: u32 = 200;

/// Identifier of a complaint and the word that it carries.
type Rows = BTreeMap<String, String>;

struct Folders {
    _all: tempfile::TempDir,
    home: PathBuf,
    inbox: PathBuf,
    told: PathBuf,
}

fn command() -> Command {
    Command::new(env!("CARGO_BIN_EXE_bellwether"))
}

fn folders() -> Folders {
    let all = tempfile::tempdir().expect("a folder");
    let (home, inbox) = (all.path().join("home"), all.path().join("inbox"));
    fs::create_dir(&inbox).expect("a folder");
    let made = command().arg("init").arg("--home").arg(&home).output().expect("it runs");
    assert!(made.status.success());
    Folders { told: all.path().join("told"), home, inbox, _all: all }
}

/// A small generator of its own, so that a failure can be had again.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

/// Puts a file into the inbox: three new complaints, and the one before them said differently.
fn drop_file(inbox: &Path, number: u32, expected: &mut Rows) {
    let mut text = "organisation,complaint_id,received_on,subject,commissioner\n".to_owned();
    for id in (number * 3).saturating_sub(1)..number * 3 + 3 {
        let (id, word) = (id.to_string(), format!("from-{number}"));
        let day = number % 28 + 1;
        writeln!(text, "RA1,{id},2019-01-{day:02},access,{word}").expect("text");
        expected.insert(id, word);
    }
    let hidden = inbox.join(".coming");
    fs::write(&hidden, text).expect("a file");
    // Old enough to be taken at once.
    let long_ago = SystemTime::UNIX_EPOCH;
    File::open(&hidden).and_then(|file| file.set_modified(long_ago)).expect("a time");
    fs::rename(&hidden, inbox.join(format!("{number:05}.csv"))).expect("a file");
}

/// Watches the inbox until it is killed after a while, or has nothing left to take.
fn watch(folders: &Folders, for_a_while: Option<Duration>) {
    let told = File::options().create(true).append(true).open(&folders.told).expect("a file");
    let mut child = command()
        .args(["load", "complaints", "--watch"])
        .arg(&folders.inbox)
        .arg("--home")
        .arg(&folders.home)
        .stdout(Stdio::null())
        .stderr(told)
        .spawn()
        .expect("it runs");
    match for_a_while {
        Some(while_) => std::thread::sleep(while_),
        None => {
            while waiting(&folders.inbox) {
                std::thread::sleep(Duration::from_millis(50));
                assert!(child.try_wait().expect("a state").is_none(), "{}", told_of(folders));
            }
        }
    }
    child.kill().expect("it dies");
    child.wait().expect("it is dead");
}

fn waiting(inbox: &Path) -> bool {
    let names = fs::read_dir(inbox).expect("a folder").map(|entry| entry.expect("a file").path());
    names.into_iter().any(|path| path.is_file())
}

fn told_of(folders: &Folders) -> String {
    fs::read_to_string(&folders.told).unwrap_or_default()
}

/// What a query sees, each complaint once.
async fn seen(app: &App) -> Rows {
    let session = datasets::session(app, &["complaints"]).await.expect("a session");
    let query = "SELECT complaint_id, commissioner FROM complaints";
    let batches = session.sql(query).await.expect("a plan").collect().await.expect("rows");
    let mut rows = Rows::new();
    for batch in &batches {
        let (ids, words) = (batch.column(0).as_string::<i32>(), batch.column(1).as_string::<i32>());
        for (id, word) in ids.iter().zip(words.iter()) {
            let (id, word) = (id.expect("an identifier"), word.expect("a word"));
            let twice = rows.insert(id.to_owned(), word.to_owned());
            assert_eq!(twice, None, "complaint {id} is counted twice");
        }
    }
    rows
}

/// The numbers of the files whose load was acknowledged.
fn acknowledged(folders: &Folders) -> Vec<u32> {
    let told = told_of(folders);
    let lines =
        told.lines().filter(|line| line.contains(": load ") || line.contains("is in already"));
    let name = |line: &str| line.split(".csv:").next()?.rsplit('/').next()?.parse().ok();
    lines.filter_map(name).collect()
}

#[test]
fn a_load_killed_at_any_instant_loses_nothing_acknowledged_and_counts_nothing_twice() {
    let folders = folders();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let (mut expected, mut state, mut files) = (Rows::new(), 20_190_118, 0);
    for kill in 0..KILLS {
        for _ in 0..=next(&mut state) % 3 {
            drop_file(&folders.inbox, files, &mut expected);
            files += 1;
        }
        watch(&folders, Some(Duration::from_millis(40 + next(&mut state) % 400)));
        if kill % 20 == 19 {
            runtime.block_on(async {
                let app = App::open(&folders.home, None).await.expect("an installation");
                let seen = seen(&app).await;
                for number in acknowledged(&folders) {
                    let id = (number * 3 + 1).to_string();
                    assert!(seen.contains_key(&id), "file {number} was acknowledged and is gone");
                }
            });
        }
    }
    assert!(!acknowledged(&folders).is_empty(), "no load was fast enough to be acknowledged");
    watch(&folders, None);
    runtime.block_on(async {
        let app = App::open(&folders.home, None).await.expect("an installation");
        assert_eq!(seen(&app).await, expected);
    });
}
