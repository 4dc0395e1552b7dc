//! `bellwether organisations`: published snapshots turned into files that `import` reads.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use bellwether_app::organisations::snapshots::{Derived, Snapshot, derive};
use chrono::NaiveDate;

use crate::installation::say;

/// Turns published snapshots of who commissions whom into files of organisations, links, successors
/// and list sizes.
///
/// What changed between two snapshots is dated on the day of the later one.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  bellwether organisations --snapshot 2020-03-31=structures_2019_2020.csv \\
      --snapshot 2024-03-31=structures_2023_2024.csv --list-sizes gp_list_size_2021_01.csv --out district
  bellwether import organisations district/organisations.csv
  bellwether import links district/organisation-links.csv
  bellwether import successors district/organisation-successors.csv")]
pub(crate) struct Args {
    /// A day and the file of structures as they stood on it; may be given several times
    #[arg(long = "snapshot", value_name = "DAY=FILE", required = true, value_parser = dated_file)]
    snapshots: Vec<(NaiveDate, PathBuf)>,

    /// List sizes as published: `extract_date,ccg_code,practice_code,number_of_patients`
    #[arg(long, value_name = "FILE")]
    list_sizes: Option<PathBuf>,

    /// Folder to write the files to
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

fn dated_file(text: &str) -> Result<(NaiveDate, PathBuf), String> {
    let (day, file) = text.split_once('=').ok_or("write it as 2020-03-31=structures.csv")?;
    let day = day.parse().map_err(|_| format!("'{day}' is no day; write it as 2020-03-31"))?;
    Ok((day, file.into()))
}

pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let mut snapshots = Vec::new();
    for (day, path) in &args.snapshots {
        let bytes = read(path)?;
        let snapshot = Snapshot::read(&bytes, *day);
        snapshots.push(snapshot.with_context(|| path.display().to_string())?);
    }
    let derived = derive(snapshots);
    fs::create_dir_all(&args.out)
        .with_context(|| format!("{} cannot be made", args.out.display()))?;
    write(&args.out, &derived)?;
    let (bodies, links, successors) =
        (derived.bodies.len(), derived.links.len(), derived.successors.len());
    say(&format!("{bodies} organisations, {links} links, {successors} successors."));
    if let Some(path) = &args.list_sizes {
        let rows = write_list_sizes(&read(path)?, &args.out.join("list_sizes.csv"))
            .with_context(|| path.display().to_string())?;
        say(&format!("{rows} list sizes."));
    }
    Ok(ExitCode::SUCCESS)
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("{} cannot be read", path.display()))
}

fn write(out: &Path, derived: &Derived) -> anyhow::Result<()> {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let mut file = csv::Writer::from_path(out.join("organisations.csv"))?;
    file.write_record(["code", "name", "kind", "open_data", "opened_on", "closed_on"])?;
    for body in &derived.bodies {
        let (opened, closed) = (day(body.opened_on), day(body.closed_on));
        file.write_record([&body.code, &body.name, body.kind, "false", &opened, &closed])?;
    }
    file.flush()?;
    let mut file = csv::Writer::from_path(out.join("organisation-links.csv"))?;
    file.write_record(["tree", "parent", "child", "from_day", "to_day"])?;
    for link in &derived.links {
        let (from, to) = (link.from.to_string(), day(link.to));
        file.write_record([link.tree, &link.parent, &link.child, &from, &to])?;
    }
    file.flush()?;
    let mut file = csv::Writer::from_path(out.join("organisation-successors.csv"))?;
    file.write_record(["organisation", "successor", "change", "on_day"])?;
    for found in &derived.successors {
        let on = found.on.to_string();
        file.write_record([&found.from, &found.to, found.change.word(), &on])?;
    }
    file.flush()?;
    Ok(())
}

/// Writes list sizes as the dataset `list_sizes` has them, one row a practice; how many there are.
fn write_list_sizes(bytes: &[u8], out: &Path) -> anyhow::Result<usize> {
    let mut reader = csv::Reader::from_reader(bytes);
    let headers = reader.headers()?.clone();
    let column = |name: &str| {
        let found = headers.iter().position(|heading| heading.trim() == name);
        found.with_context(|| format!("there is no column {name}"))
    };
    let [when, commissioner, practice, patients] = [
        column("extract_date")?,
        column("ccg_code")?,
        column("practice_code")?,
        column("number_of_patients")?,
    ];
    let mut sizes: BTreeMap<(String, NaiveDate), (String, u64)> = BTreeMap::new();
    for (row, number) in reader.records().zip(2..) {
        let row = row?;
        let text = |column: usize| row.get(column).unwrap_or_default().trim();
        let Ok(day) = NaiveDate::parse_from_str(text(when), "%d%b%Y") else {
            bail!("row {number}: '{}' is no day such as 01JAN2021", text(when));
        };
        let Ok(count) = text(patients).parse() else {
            bail!("row {number}: '{}' is no number of patients", text(patients));
        };
        sizes.insert((text(practice).to_owned(), day), (text(commissioner).to_owned(), count));
    }
    let mut file = csv::Writer::from_path(out)?;
    file.write_record([
        "practice",
        "commissioner",
        "month",
        "sex",
        "age_from",
        "age_to",
        "patients",
    ])?;
    for ((practice, day), (commissioner, count)) in &sizes {
        let (day, count) = (day.to_string(), count.to_string());
        file.write_record([practice, commissioner, &day, "all", "0", "120", &count])?;
    }
    file.flush()?;
    Ok(sizes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_list_sizes_become_rows_of_the_dataset() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("list_sizes.csv");
        let text = "extract_date,ccg_code,ons_ccg_code,practice_code,postcode,number_of_patients\n\
                    01JAN2021,00L,E38000130,A84002,NE65 7UW,5903\n";
        assert_eq!(write_list_sizes(text.as_bytes(), &out).unwrap(), 1);
        assert_eq!(
            fs::read_to_string(&out).unwrap(),
            "practice,commissioner,month,sex,age_from,age_to,patients\nA84002,00L,2021-01-01,all,0,120,5903\n"
        );
        let refused = write_list_sizes(text.replace("5903", "many").as_bytes(), &out);
        assert_eq!(refused.unwrap_err().to_string(), "row 2: 'many' is no number of patients");
    }

    #[test]
    fn the_open_data_become_files_with_every_row_of_theirs() {
        let data = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data"));
        if !data.exists() {
            eprintln!("skipped: the open data are not there");
            return;
        }
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| data.join("qof_structures").join(name);
        let day = |text: &str| text.parse().unwrap();
        let args = Args {
            snapshots: vec![
                (day("2020-03-31"), file("structures_2019_2020.csv")),
                (day("2024-03-31"), file("structures_2023_2024.csv")),
            ],
            list_sizes: Some(data.join("gp_list_sizes/gp_list_size_2021_01.csv")),
            out: folder.path().to_owned(),
        };
        run(&args).unwrap();
        let lines =
            |name: &str| fs::read_to_string(folder.path().join(name)).unwrap().lines().count() - 1;
        assert_eq!(lines("organisations.csv"), 8_279);
        assert_eq!(lines("organisation-links.csv"), 15_571);
        assert_eq!(lines("organisation-successors.csv"), 159);
        let sizes = fs::read_to_string(folder.path().join("list_sizes.csv")).unwrap();
        let patients = sizes.lines().skip(1).map(|line| line.rsplit(',').next().unwrap());
        let patients: u64 = patients.map(|count| count.parse::<u64>().unwrap()).sum();
        assert_eq!((sizes.lines().count() - 1, patients), (6_658, 60_606_345));
    }
}
