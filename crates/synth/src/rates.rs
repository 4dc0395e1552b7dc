//! How often what happens to whom: orders of magnitude of published English figures.
//!
//! Sources, all by five-year age band or reduced to it, and rounded:
//! - population: Office for National Statistics, mid-year estimates for England, 2018;
//! - A&E attendances by age and deprivation: NHS Digital, *Hospital Accident and Emergency
//!   Activity 2018-19* (about 430 attendances a year for 1,000 people, twice as many in the most
//!   deprived tenth as in the least);
//! - admissions: NHS Digital, *Hospital Admitted Patient Care Activity 2018-19* (about 110
//!   emergency admissions for 1,000 people, a third of them without a night);
//! - outpatients: NHS Digital, *Hospital Outpatient Activity 2018-19* (a ninth of the first
//!   appointments missed or called off by the patient);
//! - referrals and waits: NHS England, *Consultant-led referral to treatment waiting times* and
//!   *Quarterly referral activity*, 2018-19 (87 % of those waiting below 18 weeks);
//! - conditions: NHS Digital, *Quality and Outcomes Framework 2018-19*;
//! - maternities: Office for National Statistics, *Births in England and Wales 2018*;
//! - deaths: Office for National Statistics, life tables for England 2016-2018;
//! - delayed transfers: NHS England, *Delayed transfers of care*, 2018-19.

/// Age bands: five years each, the last from 90.
pub(crate) const BANDS: usize = 19;

/// People of England in thousands by age band, women and men.
pub(crate) const POPULATION: [[f64; BANDS]; 2] = [
    [
        1630.0, 1724.0, 1602.0, 1491.0, 1708.0, 1881.0, 1892.0, 1855.0, 1715.0, 1923.0, 1975.0,
        1784.0, 1529.0, 1456.0, 1426.0, 1009.0, 795.0, 520.0, 343.0,
    ],
    [
        1717.0, 1814.0, 1683.0, 1573.0, 1796.0, 1944.0, 1896.0, 1843.0, 1693.0, 1876.0, 1926.0,
        1733.0, 1469.0, 1366.0, 1309.0, 877.0, 630.0, 344.0, 163.0,
    ],
];

/// A&E attendances a year for each person, by age band.
pub(crate) const ATTENDANCES: [f64; BANDS] = [
    0.60, 0.34, 0.37, 0.43, 0.49, 0.43, 0.38, 0.35, 0.33, 0.32, 0.31, 0.31, 0.31, 0.33, 0.39, 0.48,
    0.60, 0.75, 0.88,
];

/// Emergency admissions a year that do not come by A&E, by age band.
pub(crate) const DIRECT_EMERGENCIES: [f64; BANDS] = [
    0.060, 0.012, 0.010, 0.014, 0.018, 0.018, 0.017, 0.017, 0.018, 0.020, 0.023, 0.028, 0.034,
    0.043, 0.058, 0.080, 0.110, 0.140, 0.160,
];

/// Referrals a year for each person, by age band.
pub(crate) const REFERRALS: [f64; BANDS] = [
    0.22, 0.17, 0.18, 0.22, 0.26, 0.30, 0.33, 0.34, 0.35, 0.38, 0.41, 0.44, 0.48, 0.52, 0.57, 0.60,
    0.57, 0.48, 0.34,
];

/// Planned admissions a year beside those that end a pathway (endoscopy, infusions, dialysis).
pub(crate) const PLANNED: [f64; BANDS] = [
    0.010, 0.010, 0.010, 0.012, 0.015, 0.020, 0.025, 0.030, 0.040, 0.050, 0.065, 0.080, 0.095,
    0.110, 0.120, 0.120, 0.100, 0.070, 0.040,
];

/// Maternities a year for each woman, by age band.
pub(crate) const MATERNITIES: [f64; BANDS] = [
    0.0, 0.0, 0.0, 0.012, 0.050, 0.087, 0.101, 0.059, 0.014, 0.001, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0,
    0.0, 0.0, 0.0,
];

/// Share of attendances at a major department that end with an admission, by age band.
pub(crate) const ADMITTED: [f64; BANDS] = [
    0.19, 0.10, 0.11, 0.15, 0.17, 0.18, 0.19, 0.21, 0.23, 0.25, 0.28, 0.32, 0.37, 0.42, 0.47, 0.52,
    0.56, 0.60, 0.62,
];

/// Deaths a year for each person, by age band.
pub(crate) const DEATHS: [f64; BANDS] = [
    0.0009, 0.0001, 0.0001, 0.0003, 0.0004, 0.0005, 0.0007, 0.0010, 0.0015, 0.0022, 0.0033, 0.0051,
    0.0081, 0.0125, 0.0202, 0.0360, 0.0660, 0.1200, 0.2200,
];

/// Median nights of an emergency stay of at least one, by age band.
pub(crate) const NIGHTS: [f64; BANDS] =
    [1.4, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 2.0, 2.3, 2.6, 2.9, 3.2, 3.6, 4.2, 4.8, 5.6, 6.4, 7.0, 7.2];

/// By deprivation quintile, the most deprived first: A&E attendances against the mean.
pub(crate) const ATTENDANCES_BY_QUINTILE: [f64; 5] = [1.42, 1.13, 0.95, 0.82, 0.70];
/// The same of emergency admissions.
pub(crate) const EMERGENCIES_BY_QUINTILE: [f64; 5] = [1.32, 1.11, 0.97, 0.85, 0.77];
/// The same of referrals.
pub(crate) const REFERRALS_BY_QUINTILE: [f64; 5] = [1.05, 1.02, 1.00, 0.98, 0.95];

/// One long-term condition.
#[derive(Debug)]
pub(crate) struct Condition {
    /// Its name in `persons.csv`.
    pub name: &'static str,
    /// Share of those aged 0-17, 18-39, 40-59, 60-74 and from 75 who have it.
    pub prevalence: [f64; 5],
    /// How much commoner in the most deprived fifth than in the middle one.
    pub deprived: f64,
    /// By what emergencies are multiplied.
    pub emergencies: f64,
    /// Outpatient appointments a year for its sake.
    pub clinics: f64,
}

const fn condition(
    name: &'static str,
    prevalence: [f64; 5],
    deprived: f64,
    emergencies: f64,
    clinics: f64,
) -> Condition {
    Condition { name, prevalence, deprived, emergencies, clinics }
}

/// Long-term conditions of the Quality and Outcomes Framework.
pub(crate) const CONDITIONS: [Condition; 14] = [
    condition("hypertension", [0.0, 0.012, 0.13, 0.35, 0.54], 1.05, 1.05, 0.02),
    condition("diabetes", [0.003, 0.012, 0.07, 0.16, 0.18], 1.35, 1.30, 0.35),
    condition("asthma", [0.045, 0.058, 0.062, 0.074, 0.070], 1.15, 1.20, 0.08),
    condition("copd", [0.0, 0.0008, 0.013, 0.055, 0.080], 1.9, 1.75, 0.20),
    condition("coronary_heart_disease", [0.0, 0.001, 0.020, 0.085, 0.170], 1.25, 1.40, 0.30),
    condition("heart_failure", [0.0, 0.0005, 0.004, 0.018, 0.065], 1.25, 1.80, 0.45),
    condition("atrial_fibrillation", [0.0, 0.0008, 0.007, 0.045, 0.150], 1.0, 1.35, 0.25),
    condition("stroke", [0.0, 0.001, 0.010, 0.040, 0.105], 1.2, 1.40, 0.15),
    condition("chronic_kidney_disease", [0.0, 0.002, 0.014, 0.075, 0.240], 1.1, 1.30, 0.25),
    condition("cancer", [0.001, 0.005, 0.024, 0.070, 0.120], 0.95, 1.45, 0.90),
    condition("depression", [0.004, 0.095, 0.135, 0.110, 0.085], 1.25, 1.35, 0.05),
    condition("dementia", [0.0, 0.0, 0.0004, 0.008, 0.085], 1.05, 1.70, 0.12),
    condition("serious_mental_illness", [0.0005, 0.008, 0.014, 0.012, 0.010], 1.7, 1.70, 0.30),
    condition("epilepsy", [0.004, 0.007, 0.009, 0.009, 0.010], 1.25, 1.60, 0.25),
];

/// Number of a condition by name among [`CONDITIONS`].
pub(crate) const DIABETES: usize = 1;
/// The same.
pub(crate) const CANCER: usize = 9;
/// The same.
pub(crate) const DEMENTIA: usize = 11;

/// Ethnic groups as the datasets name them.
pub(crate) const ETHNIC_GROUPS: [&str; 6] =
    ["white", "mixed", "asian", "black", "other", "not_stated"];
/// Their shares where an area is as mixed as England (Census 2011).
pub(crate) const ETHNIC_SHARES: [f64; 6] = [0.854, 0.023, 0.078, 0.035, 0.010, 0.05];

/// The band of an age.
pub(crate) fn band(age: i32) -> usize {
    crate::whole::at(age / 5).min(BANDS - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_over_the_population_meet_the_published_totals() {
        let total: f64 = POPULATION.iter().flatten().sum();
        let check = |name: &str, rates: &[f64; BANDS], published: f64| {
            let sum: f64 = POPULATION
                .iter()
                .flat_map(|people| people.iter().zip(rates))
                .map(|(people, rate)| people * rate)
                .sum();
            let found = sum / total;
            assert!((found / published - 1.0).abs() < 0.1, "{name}: {found} for {published}");
        };
        // Attendances 24.0 million, deaths 505,000, consultant-led referrals about 20 million, of
        // 55.98 million people.
        check("attendances", &ATTENDANCES, 24.0 / 55.98);
        check("deaths", &DEATHS, 0.505 / 55.98);
        check("referrals", &REFERRALS, 20.0 / 55.98);
        assert!((total / 55_980.0 - 1.0).abs() < 0.02, "{total}");
        let births: f64 =
            POPULATION[0].iter().zip(&MATERNITIES).map(|(women, rate)| women * rate).sum();
        assert!((births / 620.0 - 1.0).abs() < 0.1, "{births}");
    }
}
