//! A district looks like one, and what is planted in it can be seen.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use bellwether_synth::{Dataset, Manifest, PlantedProblem, Split};
use chrono::{NaiveDate, NaiveDateTime};

use crate::reader::{self, Row};

fn whole(folder: &Path, dataset: Dataset) -> Vec<Row> {
    reader::rows(&folder.join(format!("{}.csv", dataset.name())))
}

fn minute(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

/// The share of rows for which something is so.
fn share<'a>(rows: impl IntoIterator<Item = &'a Row>, so: impl Fn(&Row) -> bool) -> f64 {
    let (mut all, mut yes) = (0, 0);
    for row in rows {
        all += 1;
        yes += i32::from(so(row));
    }
    assert!(all > 0, "no rows");
    f64::from(yes) / f64::from(all)
}

fn within_four_hours(row: &Row) -> bool {
    let stay = minute(&row["departed_at"]) - minute(&row["arrived_at"]);
    stay.num_minutes() <= 240
}

fn planted<'a>(manifest: &'a Manifest, kind: &str) -> &'a PlantedProblem {
    manifest.planted.iter().find(|problem| problem.kind == kind).unwrap()
}

/// Shares of rows of an organisation before and while a problem is planted.
fn before_and_after(
    rows: &[Row],
    problem: &PlantedProblem,
    (organisation, time): (&str, &str),
    so: impl Fn(&Row) -> bool,
) -> (f64, f64) {
    let theirs = || rows.iter().filter(|row| row[organisation] == problem.organisation);
    let before = share(theirs().filter(|row| row[time][..10] < *problem.from), &so);
    let during = |row: &&Row| (&*problem.from..=&*problem.to).contains(&&row[time][..10]);
    (before, share(theirs().filter(during), &so))
}

#[test]
fn rates_waits_and_links_are_those_of_a_district_and_what_is_planted_shows() {
    let folder = tempfile::tempdir().unwrap();
    let request = reader::request(9_000, "2016-04-01", "2018-03-31", Split::Whole);
    let manifest = reader::write(&request, folder.path());
    let attendances = whole(folder.path(), Dataset::AeAttendances);
    let spells = whole(folder.path(), Dataset::Spells);
    let persons = reader::rows(&folder.path().join("persons.csv"));
    people_are_on_lists(&persons, &attendances);
    stays_come_from_attendances(&attendances, &spells);
    rates_are_near_those_of_england(&attendances, &spells);
    waits_are_near_those_of_england(folder.path());

    let done: Vec<Row> =
        attendances.into_iter().filter(|row| !row["departed_at"].is_empty()).collect();
    let slip = planted(&manifest, "four_hour_slip");
    let major: Vec<Row> = done.into_iter().filter(|row| row["department_type"] == "1").collect();
    let (before, after) =
        before_and_after(&major, slip, ("provider", "arrived_at"), within_four_hours);
    assert!(after < before - 0.06, "slip: {before} to {after}");

    let referrals = whole(folder.path(), Dataset::Referrals);
    let from_practices: Vec<Row> =
        referrals.into_iter().filter(|row| row["source"] == "general_practice").collect();
    let restricted = planted(&manifest, "restricted_bookings");
    let columns = ("practice", "received_at");
    let (before, after) =
        before_and_after(&from_practices, restricted, columns, |row| row["electronic"] == "true");
    assert!(after < 0.35 && before > 0.45, "restricted: {before} to {after}");

    let emergencies: Vec<Row> =
        spells.into_iter().filter(|row| row["admission_method"].starts_with("emergency")).collect();
    let coding = planted(&manifest, "coding_change");
    let (before, after) =
        before_and_after(&emergencies, coding, ("provider", "admitted_at"), |row| {
            row["ambulatory_care_sensitive"] == "true"
        });
    assert!(after > before + 0.04, "coding: {before} to {after}");
}

fn people_are_on_lists(persons: &[Row], attendances: &[Row]) {
    let on_first_day =
        persons.iter().filter(|row| row["registered_from"].as_str() < "2016-04-01").count();
    assert_eq!(on_first_day, 9_000);
    let known: BTreeMap<&str, &Row> =
        persons.iter().map(|row| (row["patient"].as_str(), row)).collect();
    assert_eq!(known.len(), persons.len(), "a pseudonym twice");
    for row in attendances {
        let person = known[row["patient"].as_str()];
        let day = &row["arrived_at"][..10];
        let gone = !person["registered_to"].is_empty() && day > &*person["registered_to"];
        assert!(day >= &*person["registered_from"] && !gone, "{row:?} of {person:?}");
        assert_eq!((&person["sex"], &person["lsoa"]), (&row["sex"], &row["lsoa"]));
    }
    let women = share(persons, |row| row["sex"] == "female");
    assert!((0.48..0.53).contains(&women), "{women}");
}

fn stays_come_from_attendances(attendances: &[Row], spells: &[Row]) {
    let admitted: BTreeMap<(&str, &str), &Row> = attendances
        .iter()
        .filter(|row| row["discharge_destination"] == "admitted")
        .map(|row| ((row["provider"].as_str(), row["attendance_id"].as_str()), row))
        .collect();
    let mut linked = 0;
    for spell in spells.iter().filter(|spell| spell["admission_method"] == "emergency_ae") {
        let key = (spell["provider"].as_str(), spell["attendance_id"].as_str());
        // Those admitted before the first day came by an attendance that is not written.
        let Some(attendance) = admitted.get(&key) else {
            assert!(spell["admitted_at"].as_str() < "2016-04-01T12");
            continue;
        };
        assert_eq!(attendance["patient"], spell["patient"]);
        assert_eq!(attendance["departed_at"], spell["admitted_at"]);
        linked += 1;
    }
    let patients: BTreeSet<&str> = attendances.iter().map(|row| row["patient"].as_str()).collect();
    assert!(linked + 60 >= admitted.len(), "{linked} of {}", admitted.len());
    assert!(patients.len() * 3 < attendances.len() * 2, "repeat attenders are missing");
}

fn rates_are_near_those_of_england(attendances: &[Row], spells: &[Row]) {
    let person_years = 9_000.0 * 2.0;
    let near = |name: &str, count: usize, published: f64, width: f64| {
        let rate = f64::from(u32::try_from(count).unwrap()) / person_years;
        assert!((rate / published - 1.0).abs() < width, "{name}: {rate} for {published}");
    };
    near("attendances", attendances.len(), 0.43, 0.25);
    let emergencies =
        spells.iter().filter(|row| row["admission_method"].starts_with("emergency")).count();
    near("emergency admissions", emergencies, 0.11, 0.3);
    near("all admissions", spells.len(), 0.30, 0.3);
    let done: Vec<&Row> = attendances.iter().filter(|row| !row["departed_at"].is_empty()).collect();
    let four = share(done.iter().copied(), within_four_hours);
    assert!((0.84..0.95).contains(&four), "four hours: {four}");
    // More leave in the last twenty minutes before four hours than in the twenty after.
    let between = |row: &Row, low: i64, high: i64| {
        let stay = (minute(&row["departed_at"]) - minute(&row["arrived_at"])).num_minutes();
        (low..high).contains(&stay)
    };
    let just_before = share(done.iter().copied(), |row| between(row, 220, 240));
    let just_after = share(done.iter().copied(), |row| between(row, 241, 261));
    assert!(just_before > 3.0 * just_after, "{just_before} and {just_after}");
}

fn waits_are_near_those_of_england(folder: &Path) {
    let pathways = whole(folder, Dataset::RttPathways);
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    for on in ["2016-04-30", "2018-02-28"] {
        let on = day(on);
        let open = |row: &&Row| {
            let stopped = !row["clock_stop"].is_empty() && day(&row["clock_stop"]) <= on;
            day(&row["clock_start"]) <= on && !stopped
        };
        let waiting: Vec<&Row> = pathways.iter().filter(open).collect();
        let under =
            share(waiting.iter().copied(), |row| (on - day(&row["clock_start"])).num_days() <= 126);
        assert!((0.80..0.95).contains(&under), "{on}: {under} under 18 weeks");
        assert!(waiting.len() > 300, "{on}: {} waiting", waiting.len());
    }
}

#[test]
fn a_months_files_hold_what_was_known_at_its_end_and_come_when_the_deliveries_say() {
    let folder = tempfile::tempdir().unwrap();
    let request = reader::request(2_000, "2017-04-01", "2018-03-31", Split::Month);
    let manifest = reader::write(&request, folder.path());
    let mut versions: BTreeMap<(String, String), u32> = BTreeMap::new();
    for path in reader::files(folder.path(), Dataset::RttPathways) {
        let month = path.parent().unwrap().file_name().unwrap().to_string_lossy().into_owned();
        for row in reader::rows(&path) {
            let stop = &row["clock_stop"];
            assert!(stop.is_empty() || stop[..7] <= *month, "{stop} is not known in {month}");
            *versions.entry((row["provider"].clone(), row["pathway_id"].clone())).or_default() += 1;
        }
    }
    assert!(versions.values().any(|count| *count == 2) && versions.values().all(|one| *one <= 2));

    let deliveries = reader::rows(&folder.path().join("deliveries.csv"));
    let late = planted(&manifest, "late_flow");
    let mut planted_late = 0;
    for row in &deliveries {
        let rows = reader::rows(&folder.path().join(&row["file"]));
        assert_eq!(rows.len().to_string(), row["rows"]);
        assert!(row["delivered_on"][..7] > row["month"][..], "{row:?}");
        let theirs = row["sender"] == late.organisation && row["dataset"] == late.dataset;
        let within = (&late.from[..7]..=&late.to[..7]).contains(&&row["month"][..]);
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let days = (day(&row["delivered_on"]) - day(&row["due_on"])).num_days();
        if theirs && within {
            assert!(days > 20, "{row:?}");
            planted_late += 1;
        } else {
            assert!(days < 12, "{row:?}");
        }
    }
    assert_eq!(planted_late, 4);
    let sent: usize =
        Dataset::ALL.into_iter().map(|dataset| reader::files(folder.path(), dataset).len()).sum();
    assert_eq!(sent, deliveries.len());
}
