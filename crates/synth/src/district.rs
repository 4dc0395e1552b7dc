//! The organisations of a district, its small areas, and who sends what.

use crate::draw::{Draw, Subject};
use crate::names;
use crate::request::Request;
use crate::whole::{at, counted, down, nearest, real};

/// Residents of an average small area (lower-layer super output area), Office for National
/// Statistics, 2011: 1,600.
const RESIDENTS: f64 = 1_600.0;
/// Residents that a hospital trust of usual size serves.
const TRUST_RESIDENTS: u32 = 250_000;
const MOST_TRUSTS: u32 = 20;
/// Code of the commissioner.
pub(crate) const COMMISSIONER: &str = "ZSC";
/// Code of the region above it.
pub(crate) const REGION: &str = "ZSR";
/// Code of the invented country above that.
pub(crate) const COUNTRY: &str = "ZSE";
/// Codes and names of commissioners in the same region, for comparison.
pub(crate) const PEERS: [(&str, &str); 4] = [
    ("ZQA", "Wolds and Vale Clinical Commissioning Group"),
    ("ZQB", "Saltmarsh Clinical Commissioning Group"),
    ("ZQC", "High Moors Clinical Commissioning Group"),
    ("ZQD", "Estuary Clinical Commissioning Group"),
];

/// What a provider does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Service {
    /// A hospital trust with a major A&E department.
    Hospitals,
    /// Community and mental health services.
    Community,
    /// A walk-in centre that is open when practices are closed.
    UrgentCare,
    /// Ambulances.
    Ambulance,
}

/// An organisation that sends data.
#[derive(Debug, Clone)]
pub(crate) struct Provider {
    pub code: String,
    pub name: String,
    pub service: Service,
    /// First of its sites.
    pub first_site: usize,
    /// How good it is at what it is measured by, about 0, on the logistic scale.
    pub quality: f64,
}

/// A place where a provider works.
#[derive(Debug, Clone)]
pub(crate) struct Site {
    pub code: String,
    pub name: String,
    pub provider: usize,
}

/// A general practice and its places on the list.
#[derive(Debug, Clone)]
pub(crate) struct Practice {
    pub code: String,
    pub locality: usize,
    /// Number of its first place among those of all practices.
    pub first_place: u64,
    /// Places held at the first day.
    pub list: i32,
    /// Further places, taken in the course of the years.
    pub growth: i32,
    /// How young its list is: above 0 younger, below older.
    pub youth: f64,
    /// How good it is at what it is measured by, about 0, on the logistic scale.
    pub quality: f64,
    /// First and last of the small areas from which its patients come.
    pub areas: (i32, i32),
}

/// A small area.
#[derive(Debug, Clone)]
pub(crate) struct Area {
    pub code: String,
    /// 1 the most deprived fifth.
    pub quintile: i32,
    /// How mixed its people are, about 1.
    pub diversity: f64,
    /// The nearest hospital trust, and the next.
    pub hospitals: [usize; 2],
}

/// All that a district is made of.
#[derive(Debug, Clone)]
pub(crate) struct District {
    /// Hospital trusts first, then community, urgent care, ambulance.
    pub providers: Vec<Provider>,
    pub sites: Vec<Site>,
    pub practices: Vec<Practice>,
    pub areas: Vec<Area>,
    pub localities: usize,
    /// How many of the providers are hospital trusts.
    pub trusts: usize,
}

/// Lists grow by about 0.8 % a year (NHS Digital, *Patients registered at a GP practice*).
const GROWTH: f64 = 0.008;

impl District {
    /// Makes the district of a request over so many years.
    pub(crate) fn new(request: &Request, years: f64) -> Self {
        let mut draw = Draw::new(request.seed, Subject::District, 0);
        let trusts = at(i32::try_from(request.patients / TRUST_RESIDENTS)
            .unwrap_or(i32::MAX)
            .clamp(2, i32::try_from(MOST_TRUSTS).unwrap_or(2)));
        let (providers, sites) = providers(trusts, &mut draw);
        let count = request.practice_count();
        let patients = f64::from(request.patients);
        let area_count = nearest(patients / RESIDENTS).max(3 * i32::try_from(count).unwrap_or(1));
        let areas = areas(area_count, trusts, &mut draw);
        let localities = (at(i32::try_from(count / 12).unwrap_or(1)) + 1).min(60);
        let practices = practices(request, localities, area_count, years, &mut draw);
        Self { providers, sites, practices, areas, localities, trusts }
    }

    /// Codes of those who send data: the commissioner, for itself and its practices, then each
    /// provider.
    pub(crate) fn senders(&self) -> Vec<&str> {
        let providers = self.providers.iter().map(|provider| provider.code.as_str());
        std::iter::once(COMMISSIONER).chain(providers).collect()
    }

    /// The number among the senders of a provider.
    pub(crate) fn sender(provider: usize) -> usize {
        provider + 1
    }

    /// The first provider of a service.
    pub(crate) fn provider_of(&self, service: Service) -> usize {
        self.providers.iter().position(|provider| provider.service == service).unwrap_or(0)
    }
}

fn providers(trusts: usize, draw: &mut Draw) -> (Vec<Provider>, Vec<Site>) {
    let mut providers = Vec::new();
    let mut sites = Vec::new();
    let mut add = |code: String, name: String, service, places: &[String]| {
        let first_site = sites.len();
        for (place, number) in places.iter().zip(1..) {
            let code = format!("{code}{number:02}");
            sites.push(Site { code, name: place.clone(), provider: providers.len() });
        }
        let quality = 0.12 * draw.normal();
        providers.push(Provider { code, name, service, first_site, quality });
    };
    for (trust, letter) in (0..trusts).zip('A'..) {
        let town = names::town(trust);
        let places = [format!("{town} General Hospital"), format!("{town} Community Hospital")];
        add(
            format!("ZH{letter}"),
            format!("{town} Hospitals NHS Trust"),
            Service::Hospitals,
            &places,
        );
    }
    let town = names::town(trusts);
    let places = [format!("{town} Centre")];
    let name = format!("{town} Community and Mental Health NHS Trust");
    add("ZSM".to_owned(), name, Service::Community, &places);
    let places = [format!("{} Walk-in Centre", names::town(0))];
    add("ZSU".to_owned(), "Doctors After Hours".to_owned(), Service::UrgentCare, &places);
    let name = "Three Rivers Ambulance Service NHS Trust".to_owned();
    add("ZSX".to_owned(), name, Service::Ambulance, &[]);
    (providers, sites)
}

/// Small areas stand in a line from the inner city to the villages, the poorer the nearer to the
/// city, and each fifth of them by deprivation is a quintile.
fn areas(count: i32, trusts: usize, draw: &mut Draw) -> Vec<Area> {
    let mut scores: Vec<(f64, i32)> = (0..count)
        .map(|area| (f64::from(area) / f64::from(count) + 0.28 * draw.normal(), area))
        .collect();
    scores.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut quintiles = vec![1; at(count)];
    for (rank, (_, area)) in (0..).zip(&scores) {
        quintiles[at(*area)] = 1 + 5 * rank / count;
    }
    (0..count)
        .zip(quintiles)
        .map(|(area, quintile)| {
            let place = (f64::from(area) + 0.5) / f64::from(count) * real(trusts);
            let nearest_trust = down(place).clamp(0, counted(trusts) - 1);
            let side = if place - place.floor() < 0.5 { -1 } else { 1 };
            let next = match nearest_trust + side {
                outside if outside < 0 || outside >= counted(trusts) => nearest_trust - side,
                inside => inside,
            };
            let diversity = draw.log_normal(1.0, 0.7) * (1.6 - 0.2 * f64::from(quintile));
            let hospitals = [at(nearest_trust), at(next)];
            Area { code: format!("Z01{:06}", area + 1), quintile, diversity, hospitals }
        })
        .collect()
}

/// Lists vary about the mean as they do in England: the middle half from 5,000 to 11,000.
fn practices(
    request: &Request,
    localities: usize,
    areas: i32,
    years: f64,
    draw: &mut Draw,
) -> Vec<Practice> {
    let count = at(i32::try_from(request.practice_count()).unwrap_or(1));
    let patients = i32::try_from(request.patients).unwrap_or(i32::MAX);
    let sizes: Vec<f64> = (0..count).map(|_| draw.log_normal(1.0, 0.55).clamp(0.25, 3.5)).collect();
    let total: f64 = sizes.iter().sum();
    // One each, and the others by size, so that no list is empty and together they are exact.
    let others = f64::from(patients - counted(count));
    let mut practices = Vec::with_capacity(count);
    let mut so_far = 0.0;
    let mut before = 0;
    let mut first_place = 0;
    for (number, size) in sizes.iter().enumerate() {
        let middle = (so_far + size / 2.0) / total * f64::from(areas);
        so_far += size;
        let until =
            if number + 1 == count { nearest(others) } else { nearest(so_far / total * others) };
        let list = 1 + until - before;
        before = until;
        let reach = (2.5 * size / total * f64::from(areas)).max(3.0);
        let end = |side: f64| down(middle + side * reach).clamp(0, areas - 1);
        let growth = nearest(f64::from(list) * GROWTH * years * draw.spread(0.2, 1.8));
        let width = if count < 1_000 { 3 } else { 4 };
        practices.push(Practice {
            code: format!("ZP{:0width$}", number + 1),
            locality: number * localities / count,
            first_place,
            list,
            growth,
            youth: 0.35 * draw.normal(),
            quality: 0.3 * draw.normal(),
            areas: (end(-1.0), end(1.0)),
        });
        first_place += u64::from((list + growth).unsigned_abs());
    }
    practices
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::Split;

    #[test]
    fn lists_are_exactly_the_patients_asked_for() {
        let check = |patients: u32, practices: Option<u32>, expected: (usize, usize)| {
            let (from, to) = Request::days(None, None);
            let split = Split::Month;
            let request =
                Request { patients, seed: 3, from, to, practices, split, only: Vec::new() };
            let district = District::new(&request, 4.0);
            let listed: i32 = district.practices.iter().map(|practice| practice.list).sum();
            assert_eq!(listed.unsigned_abs(), patients);
            assert!(district.practices.iter().all(|practice| practice.list > 0));
            assert_eq!((district.practices.len(), district.trusts), expected);
        };
        check(1, None, (1, 2));
        check(9, Some(9), (9, 2));
        check(5_000, None, (8, 2));
        check(200_000, None, (23, 2));
        check(1_000_000, Some(150), (150, 4));
        check(5_000_000, None, (595, 20));
    }
}
