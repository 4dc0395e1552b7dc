//! What is counted while patients are made, for what organisations report in sums.

use crate::rates::{BANDS, CONDITIONS};
use crate::whole::at;

/// Counts of one practice in one month, on its first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ListMonth {
    /// Patients by sex (women first) and age band.
    pub patients: [[i32; BANDS]; 2],
    /// Patients with each condition.
    pub conditions: [i32; CONDITIONS.len()],
    /// Babies born since a month ago, the month's last day included.
    pub births: i32,
}

impl ListMonth {
    const NONE: Self =
        Self { patients: [[0; BANDS]; 2], conditions: [0; CONDITIONS.len()], births: 0 };

    /// Everybody on the list.
    pub(crate) fn all(&self) -> i32 {
        self.patients.iter().flatten().sum()
    }

    /// Patients from one age band to another, both among them; `sex` 0 for women, 1 for men.
    pub(crate) fn aged(&self, sex: usize, first: usize, last: usize) -> i32 {
        self.patients[sex][first..=last].iter().sum()
    }

    fn add(&mut self, other: &Self) {
        let ours = self.patients.iter_mut().flatten().chain(&mut self.conditions);
        for (sum, count) in ours.zip(other.patients.iter().flatten().chain(&other.conditions)) {
            *sum += count;
        }
        self.births += other.births;
    }
}

/// Counts of one site on one day; those of beds are differences from the day before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct SiteDay {
    pub occupied: i32,
    pub over_7: i32,
    pub over_21: i32,
    pub waiting: i32,
    pub discharges: i32,
    pub before_noon: i32,
    pub ambulances: i32,
    pub late_ambulances: i32,
}

impl SiteDay {
    fn add(&mut self, other: &Self) {
        self.occupied += other.occupied;
        self.over_7 += other.over_7;
        self.over_21 += other.over_21;
        self.waiting += other.waiting;
        self.discharges += other.discharges;
        self.before_noon += other.before_noon;
        self.ambulances += other.ambulances;
        self.late_ambulances += other.late_ambulances;
    }
}

/// Counts of sites and providers.
#[derive(Debug, Clone)]
pub(crate) struct Tally {
    days: usize,
    months: usize,
    sites: Vec<SiteDay>,
    /// Attendances, stays and appointments of each provider and month: how much may go wrong.
    activity: Vec<i32>,
}

impl Tally {
    /// Nothing counted yet; `days` from the origin of the span.
    pub(crate) fn new(sites: usize, providers: usize, days: usize, months: usize) -> Self {
        Self {
            days,
            months,
            sites: vec![SiteDay::default(); sites * days],
            activity: vec![0; providers * months],
        }
    }

    /// The counts of a site on a day; days beyond the last are counted on none.
    pub(crate) fn site_day(&mut self, site: usize, day: i32) -> Option<&mut SiteDay> {
        if day < 0 || at(day) >= self.days {
            return None;
        }
        self.sites.get_mut(site * self.days + at(day))
    }

    /// The days of a site.
    pub(crate) fn site(&self, site: usize) -> &[SiteDay] {
        &self.sites[site * self.days..(site + 1) * self.days]
    }

    /// Counts one thing that a provider did.
    pub(crate) fn did(&mut self, provider: usize, month: usize) {
        self.activity[provider * self.months + month] += 1;
    }

    /// What a provider did in a month.
    pub(crate) fn activity(&self, provider: usize, month: usize) -> i32 {
        self.activity[provider * self.months + month]
    }

    /// Adds the counts of another tally of the same shape.
    pub(crate) fn add(&mut self, other: &Self) {
        for (sum, count) in self.sites.iter_mut().zip(&other.sites) {
            sum.add(count);
        }
        for (sum, count) in self.activity.iter_mut().zip(&other.activity) {
            *sum += count;
        }
    }
}

/// The lists of practices by month.
#[derive(Debug, Clone)]
pub(crate) struct Lists {
    months: usize,
    counts: Vec<ListMonth>,
}

impl Lists {
    /// Empty lists.
    pub(crate) fn new(practices: usize, months: usize) -> Self {
        Self { months, counts: vec![ListMonth::NONE; practices * months] }
    }

    /// The list of a practice at a month's first day.
    pub(crate) fn month(&self, practice: usize, month: usize) -> &ListMonth {
        &self.counts[practice * self.months + month]
    }

    /// The same, to count in.
    pub(crate) fn month_mut(&mut self, practice: usize, month: usize) -> &mut ListMonth {
        &mut self.counts[practice * self.months + month]
    }

    /// Adds the months of one practice, counted elsewhere as a single list.
    pub(crate) fn add(&mut self, practice: usize, part: &Self) {
        for month in 0..self.months {
            self.month_mut(practice, month).add(part.month(0, month));
        }
    }
}
