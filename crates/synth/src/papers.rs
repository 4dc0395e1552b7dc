//! What is written once about a district: its organisations, the days of delivery, the manifest.

use std::fmt::Write as _;

use bellwether_calendar::WorkingDays;
use chrono::{Days, NaiveDate};
use serde::Serialize;

use crate::dataset::Dataset;
use crate::district::{COMMISSIONER, COUNTRY, District, PEERS, REGION, Service};
use crate::draw::{Draw, Subject};
use crate::names;
use crate::planted::PlantedProblem;
use crate::request::{Request, Split};
use crate::world::{World, part};

/// When organisations of the health service were made as they were until 2022.
const OPENED: &str = "2013-04-01";

/// `organisations.csv`. Sites are providers below their trust.
pub(crate) fn organisations(world: &World) -> String {
    let district = &world.district;
    let mut text = "code,name,kind,open_data,opened_on,closed_on\n".to_owned();
    let mut add = |code: &str, name: &str, kind: &str| {
        // Writing to a string does not fail.
        let _ = writeln!(text, "{code},{name},{kind},false,{OPENED},");
    };
    add(COUNTRY, "Sheepshire and beyond", "national");
    add(REGION, "Northern Fells", "region");
    add(COMMISSIONER, "Three Rivers Clinical Commissioning Group", "commissioner");
    for (code, name) in PEERS {
        add(code, name, "commissioner");
    }
    for locality in 0..district.localities {
        add(&locality_code(locality), &format!("{} locality", names::town(locality)), "locality");
    }
    for provider in &district.providers {
        add(&provider.code, &provider.name, "provider");
    }
    for site in &district.sites {
        add(&site.code, &site.name, "provider");
    }
    for (number, practice) in district.practices.iter().enumerate() {
        add(&practice.code, &names::practice(number), "practice");
    }
    text
}

/// `organisation-links.csv`: the country above regions above commissioners above localities above
/// practices, and commissioners above providers above sites.
pub(crate) fn links(world: &World) -> String {
    let district = &world.district;
    let mut text = "tree,parent,child,from_day,to_day\n".to_owned();
    let mut add = |tree: &str, parent: &str, child: &str| {
        let _ = writeln!(text, "{tree},{parent},{child},{OPENED},");
    };
    add("commissioning", COUNTRY, REGION);
    add("commissioning", REGION, COMMISSIONER);
    for (code, _) in PEERS {
        add("commissioning", REGION, code);
    }
    for locality in 0..district.localities {
        add("commissioning", COMMISSIONER, &locality_code(locality));
    }
    for practice in &district.practices {
        add("commissioning", &locality_code(practice.locality), &practice.code);
    }
    for provider in &district.providers {
        add("provision", COMMISSIONER, &provider.code);
    }
    for site in &district.sites {
        add("provision", &district.providers[site.provider].code, &site.code);
    }
    text
}

fn locality_code(locality: usize) -> String {
    format!("ZSL{:02}", locality + 1)
}

/// Header of `deliveries.csv`.
const DELIVERIES_HEADER: &str = "dataset,sender,month,file,rows,due_on,delivered_on\n";

/// `deliveries.csv`, in the order of arrival: most parts come a little before they are due, some
/// a little late, and those of the late flow by as much as was planted.
pub(crate) fn deliveries(world: &World, rows: &[u64]) -> String {
    let mut lines: Vec<(NaiveDate, String)> = Vec::new();
    let senders = world.district.senders();
    for dataset in Dataset::ALL {
        for (sender, code) in senders.iter().enumerate() {
            for (number, month) in world.span.months.iter().enumerate() {
                let at = part(world, dataset, sender, number);
                if rows[at] == 0 {
                    continue;
                }
                let due = WorkingDays::of_england().after(month.end, dataset.due_working_day());
                let mut draw = Draw::new(world.seed, Subject::Organisation, 7_000_000 + at as u64);
                let planted = world.planted.late(dataset, sender, number);
                let delivered = delivered(&mut draw, due, planted).max(month.end + Days::new(1));
                let (label, name) = (month.label(), dataset.name());
                let file = part_name(&label, dataset, code);
                let line = format!("{name},{code},{label},{file},{},{due},{delivered}", rows[at]);
                lines.push((delivered, line));
            }
        }
    }
    lines.sort_by_key(|(day, _)| *day);
    let lines: Vec<String> = lines.into_iter().map(|(_, line)| line + "\n").collect();
    DELIVERIES_HEADER.to_owned() + &lines.concat()
}

/// The day on which a part arrives that is due on a day.
fn delivered(draw: &mut Draw, due: NaiveDate, planted: i32) -> NaiveDate {
    let calendar = WorkingDays::of_england();
    let usual = if draw.chance(0.03) {
        calendar.after(due, draw.between(1, 3).unsigned_abs())
    } else {
        match draw.below(4).unsigned_abs() {
            0 => due,
            early => calendar.before(due, early),
        }
    };
    usual + Days::new(u64::from(planted.unsigned_abs()))
}

/// The name of a part's file within the folder.
pub(crate) fn part_name(month: &str, dataset: Dataset, sender: &str) -> String {
    format!("{month}/{}-{sender}.csv", dataset.name())
}

/// What a district is and what is planted in it; `manifest.json`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Manifest {
    /// The seed.
    pub seed: u64,
    /// Patients on the lists on the first day.
    pub patients: u32,
    /// First day of the events.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// `month` or `whole`.
    pub split: &'static str,
    /// Practices.
    pub practices: usize,
    /// Hospital trusts among the providers.
    pub hospital_trusts: usize,
    /// Providers.
    pub providers: usize,
    /// People who were on a list at any time.
    pub persons: u64,
    /// Rows of each dataset; with `month` a row that changed in a later month counts twice.
    pub rows: Vec<DatasetRows>,
    /// What is planted.
    pub planted: Vec<PlantedProblem>,
}

/// How many rows a dataset has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DatasetRows {
    /// Its name.
    pub dataset: &'static str,
    /// Its rows.
    pub rows: u64,
}

/// The manifest of what was written.
pub(crate) fn manifest(request: &Request, world: &World, rows: &[u64], persons: u64) -> Manifest {
    let district = &world.district;
    let each = rows.len() / Dataset::ALL.len();
    let dataset_rows = Dataset::ALL.iter().zip(rows.chunks(each));
    Manifest {
        seed: request.seed,
        patients: request.patients,
        from: request.from,
        to: request.to,
        split: match request.split {
            Split::Month => "month",
            Split::Whole => "whole",
        },
        practices: district.practices.len(),
        hospital_trusts: district
            .providers
            .iter()
            .filter(|provider| provider.service == Service::Hospitals)
            .count(),
        providers: district.providers.len(),
        persons,
        rows: dataset_rows
            .filter(|(dataset, _)| world.wants(**dataset))
            .map(|(dataset, rows)| DatasetRows { dataset: dataset.name(), rows: rows.iter().sum() })
            .collect(),
        planted: world.planted.list(district, &world.span),
    }
}

/// Names of the codes of those who send, for the files.
pub(crate) fn sender_codes(district: &District) -> Vec<String> {
    district.senders().into_iter().map(str::to_owned).collect()
}
