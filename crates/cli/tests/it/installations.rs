//! Whole installations, made and used from the command line.

use std::io::Write as _;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples");

fn bellwether(home: &Path, arguments: &[&str]) -> Output {
    with_input(home, arguments, "")
}

fn with_input(home: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_bellwether"))
        .args(arguments)
        .arg("--home")
        .arg(home)
        .env_remove("BELLWETHER_DATABASE")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

/// Runs a command, and checks its exit status and that its messages hold some words.
fn check(home: &Path, arguments: &[&str], status: i32, expected: &str) {
    let output = bellwether(home, arguments);
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(output.status.code(), Some(status), "{arguments:?}: {said}");
    assert!(said.contains(expected), "{arguments:?}: {said}");
}

fn file(folder: &TempDir, name: &str, text: &str) -> String {
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn the_demonstration_is_made_once_and_then_only_used() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("demo");
    let demo = ["demo", "--examples", EXAMPLES];
    check(&home, &demo, 0, "admin@larkmere.example");
    check(&home, &["check"], 0, "ok    audit chain");
    let paper = std::fs::read(home.join("papers/board-2019-01-18.pdf")).unwrap();
    assert!(paper.starts_with(b"%PDF-"));
    check(&home, &["user", "disable", "viewer@larkmere.example"], 0, "is closed");
    let anchor = std::fs::read_to_string(home.join("audit-anchor")).unwrap();
    check(&home, &demo, 0, "Password of each");
    check(&home, &["user", "list"], 0, "Viewer, ZLK (closed)");
    assert_eq!(std::fs::read_to_string(home.join("audit-anchor")).unwrap(), anchor);
    check(&home, &["evaluate"], 0, "0 raised");
    check(&home, &["audit", "verify"], 0, "The audit chain holds");
    std::fs::write(home.join("audit-anchor"), "100000 abc\n").unwrap();
    check(&home, &["audit", "verify"], 1, "the audit chain is broken at entry");
    check(&home, &["check"], 1, "wrong audit chain");
}

#[test]
fn an_installation_grows_from_files_and_refuses_bad_ones() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    check(&home, &["evaluate"], 1, "is no installation; make one with 'bellwether init");
    check(&home, &["init"], 0, "is ready");
    check(&home, &["init"], 1, "is an installation already");
    let bad = file(&folder, "bad.csv", "code,name,kind\nZLK,Larkmere,club\n");
    check(&home, &["import", "organisations", &bad], 1, "row 2, kind 'club'");
    let good = file(&folder, "good.csv", "code,name,kind\nZLK,Larkmere,commissioner\n");
    check(&home, &["import", "organisations", &good], 0, "1 new, 0 changed, 0 known already");
    check(&home, &["import", "organisations", &good], 0, "0 new, 0 changed, 1 known already");
    let other = file(&folder, "other.csv", "a,b\n1,2\n");
    check(&home, &["import", "links", &other], 1, "has neither the columns");
    let note = file(&folder, "note.txt", "Thank you for the cake.\n");
    let plan = ["import", "plan", note.as_str(), "--organisation"];
    check(&home, &[&plan[..], &["ZLK"]].concat(), 1, "no commitment, indicator, risk or goal");
    check(&home, &[&plan[..], &["NIX"]].concat(), 1, "was not taken in for 'NIX'");
    check(&home, &["import", "plan", "nowhere.txt", "--organisation", "ZLK"], 1, "nowhere.txt");
    check(&home, &["import", "nothing"], 2, "unrecognized subcommand");
}

#[test]
fn a_plan_waits_for_its_review_unless_more_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    check(&home, &["init"], 0, "is ready");
    let places = file(&folder, "places.csv", "code,name,kind\nZLK,Larkmere,commissioner\n");
    check(&home, &["import", "organisations", &places], 0, "1 new");
    let document = format!("{EXAMPLES}/plans/larkmere-action-plan-2018-19.txt");
    let import = ["import", "plan", document.as_str(), "--organisation", "ZLK"];
    check(&home, &import, 0, "review them at /drafts/1");
    check(&home, &import, 0, "is there already, from the very same file.");
    check(&home, &[&import[..], &["--accept-clean"]].concat(), 0, "rows wait for a person");
    check(&home, &[&import[..], &["--accept-all"]].concat(), 0, "To look at:");
    let both = ["--accept-clean", "--accept-all"];
    check(&home, &[&import[..], &both].concat(), 2, "cannot be used with");
}

#[test]
fn accounts_are_made_with_a_password_given_or_made_up() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    check(&home, &["init"], 0, "is ready");
    let places = file(&folder, "places.csv", "code,name,kind\nZLK,Larkmere,commissioner\n");
    check(&home, &["import", "organisations", &places], 0, "1 new");
    let add = ["--name", "Ada", "--role", "viewer", "--organisation", "ZLK"];
    let given = [&["user", "add", "ada@example.org", "--password-stdin"], &add[..]].concat();
    assert_eq!(with_input(&home, &given, "short\n").status.code(), Some(1));
    assert_eq!(with_input(&home, &given, "correct horse battery\n").status.code(), Some(0));
    let made_up = bellwether(&home, &[&["user", "add", "bob@example.org"], &add[..]].concat());
    let password = String::from_utf8(made_up.stdout).unwrap();
    assert_eq!(password.trim().len(), 23, "{password}");
    check(&home, &["user", "list"], 0, "bob@example.org  Ada  Viewer, ZLK");
    let chief = ["user", "add", "c@example.org", "--name", "C", "--role", "chief"];
    check(&home, &[&chief[..], &["--organisation", "ZLK"]].concat(), 2, "'chief' is no role");
}

#[test]
fn a_port_in_use_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    check(&home, &["init"], 0, "is ready");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let expected = format!("port {} of 127.0.0.1 is taken", taken.local_addr().unwrap().port());
    check(&home, &["serve", "--listen", &address], 1, &expected);
}
