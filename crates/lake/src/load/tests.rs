//! Tests of loads: what a query sees after each.

use std::sync::Arc;

use datafusion::arrow::array::AsArray as _;
use datafusion::arrow::datatypes::Int64Type;
use datafusion::arrow::util::pretty::pretty_format_batches;
use datafusion::prelude::SessionContext;

use super::*;
use crate::dataset::read_dataset;
use crate::parts::{Part, merge_rows};
use crate::table::register;

const VISITS: &str = r#"name = "visits"
title = "Visits"
definition = "One row for each visit."
flow = "VISIT"
key = ["provider", "visit_id"]
event_time = "arrived_at"
[organisations]
provider = "provider"
[[column]]
name = "provider"
type = "text"
title = "Provider"
required = true
[[column]]
name = "visit_id"
type = "text"
title = "Visit"
required = true
[[column]]
name = "arrived_at"
type = "time"
title = "Arrival"
[[column]]
name = "departed_at"
type = "time"
title = "Departure"
[[column]]
name = "age"
type = "whole"
title = "Age"
lowest = 0
highest = 120
[[column]]
name = "sex"
type = "text"
title = "Sex"
values = ["male", "female"]
[[column]]
name = "price"
type = "money"
title = "Price"
[[rule]]
name = "departed-after-arrival"
holds = "departed_at >= arrived_at"
because = "a visit ends after it begins"
"#;

const HEADING: &str = "provider,visit_id,arrived_at,departed_at,age,sex,price\n";

/// A lake with a ledger as small as it can be.
struct TestLake {
    folder: TempDir,
    dataset: Dataset,
    snapshot: Snapshot,
    loads: i64,
    options: Options,
}

impl TestLake {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            dataset: read_dataset("visits.toml", VISITS).unwrap(),
            snapshot: Snapshot::default(),
            loads: 0,
            options: Options { threads: 2, ..Options::default() },
        }
    }

    fn try_load(&mut self, bytes: &[u8]) -> Result<Prepared, LoadError> {
        self.loads += 1;
        let known_at = DateTime::from_timestamp(1_600_000_000 + self.loads, 0).unwrap();
        let mark = LoadMark { id: self.loads, known_at };
        let input = Input::Bytes(bytes.to_vec());
        let lake = self.folder.path();
        prepare(lake, &self.dataset, &self.snapshot, &input, &self.options, mark, &|_| {})
    }

    /// Loads rows and lists them, as the ledger would.
    fn load(&mut self, bytes: &[u8]) -> Counts {
        let prepared = self.try_load(bytes).unwrap();
        let (counts, superseded) = (prepared.counts, prepared.superseded.clone());
        for part in &mut self.snapshot.parts {
            if let Some(rows) = superseded.get(&part.id) {
                part.superseded = merge_rows(&part.superseded, rows).into();
            }
        }
        for part in prepared.place(self.folder.path()).unwrap() {
            let id = 1_000 + i64::try_from(self.snapshot.parts.len()).unwrap();
            self.snapshot.parts.push(Part {
                id,
                dataset: "visits".to_owned(),
                month: part.month,
                path: part.path,
                rows: part.rows,
                bytes: part.bytes,
                first_day: part.first_day,
                last_day: part.last_day,
                load_id: self.loads,
                superseded: Arc::from(part.superseded),
            });
        }
        counts
    }

    fn load_rows(&mut self, rows: &str) -> Counts {
        self.load(format!("{HEADING}{rows}").as_bytes())
    }

    fn session(&self) -> SessionContext {
        let session = SessionContext::new();
        register(&session, self.folder.path(), &self.dataset, &self.snapshot).unwrap();
        session
    }

    async fn number(&self, sql: &str) -> i64 {
        let batches = self.session().sql(sql).await.unwrap().collect().await.unwrap();
        batches[0].column(0).as_primitive::<Int64Type>().value(0)
    }

    async fn check(&self, sql: &str, expected: &[&str]) {
        let batches = self.session().sql(sql).await.unwrap().collect().await.unwrap();
        let text = pretty_format_batches(&batches).unwrap().to_string();
        let rows: Vec<String> = text
            .lines()
            .filter(|line| line.starts_with('|'))
            .skip(1)
            .map(|line| {
                line.split('|').map(str::trim).collect::<Vec<_>>().join(" ").trim().to_owned()
            })
            .collect();
        assert_eq!(rows, expected);
    }
}

fn counts(added: u64, corrected: u64, unchanged: u64, repeated: u64, rejected: u64) -> Counts {
    let read = added + corrected + unchanged + repeated + rejected;
    Counts { read, added, corrected, unchanged, repeated, rejected }
}

const ALL: &str = "SELECT visit_id, arrived_at, age, price, load_id FROM visits ORDER BY visit_id";

#[tokio::test]
async fn good_rows_are_seen_with_their_types_and_their_load() {
    let mut lake = TestLake::new();
    let found = lake.load_rows(
        "RA1,1,2019-01-31T23:59:59,2019-02-01T03:00:00,40,male,1250\n\
         RA1,2,2019-02-01 08:00,,,,\n",
    );
    assert_eq!(found, counts(2, 0, 0, 0, 0));
    assert_eq!(lake.snapshot.parts.len(), 2, "a part a month");
    lake.check(ALL, &["1 2019-01-31T23:59:59 40 1250 1", "2 2019-02-01T08:00:00   1"]).await;
    lake.check(
        "SELECT known_at, count(*) FROM visits WHERE arrived_at >= '2019-02-01' GROUP BY 1",
        &["2020-09-13T12:26:41 1"],
    )
    .await;
}

#[tokio::test]
async fn a_corrected_row_replaces_the_earlier_one_even_in_another_month() {
    let mut lake = TestLake::new();
    lake.load_rows("RA1,1,2019-01-31T10:00,,40,,\nRA1,2,2019-01-31T11:00,,41,,\n");
    let found = lake.load_rows("RA1,1,2019-02-02T10:00,,40,,\nRA1,2,2019-01-31 11:00:00,,41,,\n");
    assert_eq!(found, counts(0, 1, 1, 0, 0));
    lake.check(ALL, &["1 2019-02-02T10:00:00 40  2", "2 2019-01-31T11:00:00 41  1"]).await;
    assert_eq!(lake.number("SELECT count(*) FROM visits").await, 2);
    // And back again.
    assert_eq!(lake.load_rows("RA1,1,2019-01-31T10:00,,40,,\n"), counts(0, 1, 0, 0, 0));
    lake.check(ALL, &["1 2019-01-31T10:00:00 40  3", "2 2019-01-31T11:00:00 41  1"]).await;
    assert_eq!(lake.snapshot.rows(), 2);
}

#[tokio::test]
async fn the_last_row_of_a_key_wins_within_a_file() {
    let mut lake = TestLake::new();
    let row = |age: u8| format!("RA1,1,2019-01-31T10:00,,{age},,\n");
    assert_eq!(lake.load_rows(&(row(40) + &row(41))), counts(1, 0, 0, 1, 0));
    // The row that was there comes again, corrected by a later one, and the other way round.
    assert_eq!(lake.load_rows(&(row(41) + &row(42))), counts(0, 1, 0, 1, 0));
    assert_eq!(lake.load_rows(&(row(43) + &row(42))), counts(0, 0, 1, 1, 0));
    lake.check(ALL, &["1 2019-01-31T10:00:00 42  2"]).await;
}

#[tokio::test]
async fn rows_at_fault_are_left_out_with_what_to_do() {
    let mut lake = TestLake::new();
    let rows = "RA1,1,2019-01-31T10:00,2019-01-31T09:00,40,male,1\n\
                RA1,,2019-13-31T10:00,,140,man,12.50\n\
                RA1,3\n\
                RA1,4,2019-01-31T10:00,,4,,\n";
    let prepared = lake.try_load(format!("{HEADING}{rows}").as_bytes()).unwrap();
    assert_eq!(prepared.counts, counts(1, 0, 0, 0, 3));
    let mut file = Vec::new();
    write_rejected(&prepared.faults, &mut file).unwrap();
    let expected = "row,column,value,rule,what_to_do\n\
        2,\"arrived_at, departed_at\",\"2019-01-31T10:00:00, 2019-01-31T09:00:00\",breaks departed-after-arrival (departed_at >= arrived_at),correct one of them: a visit ends after it begins\n\
        3,age,140,is above 120,\"correct the number, or leave it out if it is not known\"\n\
        3,arrived_at,2019-13-31T10:00,\"is not a day and time, as 2019-01-31T14:05:00\",\"write a day and time, as 2019-01-31T14:05:00\"\n\
        3,price,12.50,\"is not whole pence, as 1250 for £12.50\",\"write whole pence, as 1250 for £12.50\"\n\
        3,sex,man,\"is none of: male, female\",\"write one of them, or translate it by a mapping\"\n\
        3,visit_id,,is missing,give text\n\
        4,,\"RA1,3\",has 2 cells where the heading has 7,put a text that holds the delimiter into quotation marks\n";
    assert_eq!(String::from_utf8(file).unwrap(), expected);
}

#[test]
fn a_file_that_cannot_be_understood_leaves_nothing_behind() {
    let mut lake = TestLake::new();
    let check = |lake: &mut TestLake, bytes: &[u8], expected: &str| {
        let error = lake.try_load(bytes).unwrap_err();
        assert!(error.is_senders());
        assert_eq!(error.to_string(), expected);
        let left = fs::read_dir(lake.folder.path().join("visits")).map_or(0, Iterator::count);
        assert_eq!(left, 0);
    };
    check(
        &mut lake,
        b"provider,arrived_at,visit\n",
        "the file has no column visit_id; its columns without a use are: visit. Correct the heading, or write a mapping",
    );
    check(&mut lake, b"", "the file is empty; its first row must name the columns");
    check(
        &mut lake,
        b"PK\x03\x04",
        "the file is a zip archive or a workbook; save it as CSV, or pack it with gzip or zstd",
    );
    let latin = [HEADING.as_bytes(), b"RA1,\xe9,2019-01-31T10:00,,,,\n"].concat();
    check(&mut lake, &latin, "row 2 holds a letter that is not UTF-8; save the file as UTF-8");
}

/// Many rows in no order: number, month and age follow from the number.
fn many(count: u32, age: impl Fn(u32) -> u32) -> String {
    let rows = (0..count).map(|number| {
        let number = number * 7_919 % count;
        let (month, provider) = (number % 12 + 1, number % 5);
        format!("RA{provider},{number},2019-{month:02}-05T10:00:00,,{},,\n", age(number))
    });
    rows.collect()
}

#[tokio::test]
async fn loads_larger_than_the_memory_are_written_in_pieces_and_resolved_as_one() {
    let mut lake = TestLake::new();
    lake.options.memory = 1 << 20;
    let rows = many(250_000, |number| number % 90);
    assert_eq!(lake.load_rows(&rows), counts(250_000, 0, 0, 0, 0));
    assert!(lake.snapshot.parts.len() > 12, "{}", lake.snapshot.parts.len());
    let changed = many(250_000, |number| number % 90 + u32::from(number % 10 == 0));
    let both = rows.clone() + &changed;
    assert_eq!(lake.load_rows(&both), counts(0, 25_000, 225_000, 250_000, 0));
    assert_eq!(lake.number("SELECT count(*) FROM visits").await, 250_000);
    assert_eq!(lake.number("SELECT count(distinct visit_id) FROM visits").await, 250_000);
    let sum: i64 = (0..250_000).map(|number| number % 90 + i64::from(number % 10 == 0)).sum();
    assert_eq!(lake.number("SELECT sum(age) FROM visits").await, sum);
    // One row twice, far apart, in a file of its own.
    let again = changed + "RA0,0,2019-01-05T10:00:00,,77,,\n";
    assert_eq!(lake.load_rows(&again), counts(0, 1, 249_999, 1, 0));
    assert_eq!(lake.number("SELECT sum(age) FROM visits").await, sum + 76);
}

#[tokio::test]
async fn every_form_of_a_file_gives_the_same_rows() {
    let text = format!("{HEADING}RA1,1,2019-01-31T10:00:00,,40,male,1250\n");
    let parquet = {
        let mut lake = TestLake::new();
        lake.load(text.as_bytes());
        fs::read(lake.snapshot.parts[0].file(lake.folder.path())).unwrap()
    };
    let gzip = {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        io::Write::write_all(&mut packed, text.as_bytes()).unwrap();
        packed.finish().unwrap()
    };
    let forms = [
        text.clone().into_bytes(),
        format!("\u{feff}{}", text.replace(',', ";")).into_bytes(),
        text.replace(',', "\t").replace('\n', "\r\n").into_bytes(),
        gzip,
        zstd::encode_all(text.as_bytes(), 1).unwrap(),
        parquet,
        br#"{"provider":"RA1","visit_id":"1","arrived_at":"2019-01-31T10:00:00Z","age":40,"sex":"male","price":1250}"#.to_vec(),
    ];
    for form in forms {
        let mut lake = TestLake::new();
        assert_eq!(lake.load(&form), counts(1, 0, 0, 0, 0));
        lake.check(ALL, &["1 2019-01-31T10:00:00 40 1250 1"]).await;
    }
}

#[test]
fn rows_are_counted_by_sender_and_day() {
    let mut lake = TestLake::new();
    lake.load_rows("RA1,1,2019-01-31T10:00,,40,,\n");
    let rows = "RA1,1,2019-01-31T10:00,,40,,\nRA1,2,2019-01-31T11:00,,40,,\nRA2,1,2019-02-01T10:00,,40,,\n";
    let prepared = lake.try_load(format!("{HEADING}{rows}").as_bytes()).unwrap();
    let days: Vec<(&str, String, u64, u64)> = prepared
        .days
        .iter()
        .map(|((sender, day), count)| (&**sender, day.to_string(), count.rows, count.changed))
        .collect();
    assert_eq!(
        days,
        [("RA1", "2019-01-31".to_owned(), 2, 1), ("RA2", "2019-02-01".to_owned(), 1, 1)]
    );
    assert_eq!(prepared.sha256.len(), 64);
}
