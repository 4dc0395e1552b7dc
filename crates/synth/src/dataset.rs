//! The datasets that are written, with their columns in order, as `catalogue/datasets` has them.

/// One dataset of the district.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dataset {
    /// A&E attendances.
    AeAttendances,
    /// Admissions: spells.
    Spells,
    /// Admissions: episodes.
    Episodes,
    /// Outpatient appointments.
    OutpatientAppointments,
    /// Referrals.
    Referrals,
    /// Referral-to-treatment pathways.
    RttPathways,
    /// Delayed transfers of care.
    DelayedTransfers,
    /// Survey responses.
    SurveyResponses,
    /// Prescribing by practice and month.
    Prescribing,
    /// List sizes.
    ListSizes,
    /// Staffing.
    Staffing,
    /// Incidents.
    Incidents,
    /// Complaints.
    Complaints,
    /// Returns.
    Returns,
    /// National comparators.
    NationalComparators,
    /// The daily situation of each site.
    DailySituation,
}

impl Dataset {
    /// Every dataset.
    pub const ALL: [Self; 16] = [
        Self::AeAttendances,
        Self::Spells,
        Self::Episodes,
        Self::OutpatientAppointments,
        Self::Referrals,
        Self::RttPathways,
        Self::DelayedTransfers,
        Self::SurveyResponses,
        Self::Prescribing,
        Self::ListSizes,
        Self::Staffing,
        Self::Incidents,
        Self::Complaints,
        Self::Returns,
        Self::NationalComparators,
        Self::DailySituation,
    ];

    /// Its name, which is also that of its files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::AeAttendances => "ae_attendances",
            Self::Spells => "spells",
            Self::Episodes => "episodes",
            Self::OutpatientAppointments => "outpatient_appointments",
            Self::Referrals => "referrals",
            Self::RttPathways => "rtt_pathways",
            Self::DelayedTransfers => "delayed_transfers",
            Self::SurveyResponses => "survey_responses",
            Self::Prescribing => "prescribing",
            Self::ListSizes => "list_sizes",
            Self::Staffing => "staffing",
            Self::Incidents => "incidents",
            Self::Complaints => "complaints",
            Self::Returns => "returns",
            Self::NationalComparators => "national_comparators",
            Self::DailySituation => "daily_situation",
        }
    }

    /// The dataset of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dataset| dataset.name() == name)
    }

    /// Its place in [`Self::ALL`].
    pub(crate) fn index(self) -> usize {
        self as usize
    }

    /// By which working day of the next month a month's part is due, as a sender is held to it;
    /// the daily situation is due on the day after each month's end.
    pub(crate) fn due_working_day(self) -> u32 {
        match self {
            Self::DailySituation => 1,
            Self::AeAttendances | Self::DelayedTransfers => 5,
            Self::Spells | Self::Episodes | Self::ListSizes | Self::Incidents => 10,
            Self::Referrals | Self::OutpatientAppointments | Self::Complaints => 12,
            Self::RttPathways | Self::Returns | Self::SurveyResponses => 15,
            Self::Staffing => 20,
            Self::NationalComparators => 28,
            Self::Prescribing => 30,
        }
    }

    /// The header of its files, without a line end.
    #[must_use]
    pub fn header(self) -> &'static str {
        HEADERS[self.index()]
    }
}

/// Headers in the order of [`Dataset::ALL`].
const HEADERS: [&str; 16] = [
    "attendance_id,provider,site,department_type,arrived_at,arrival_mode,\
                 attendance_category,attendance_source,assessed_at,treated_at,\
                 decided_to_admit_at,concluded_at,departed_at,acuity,chief_complaint,injury,\
                 diagnosis,discharge_destination,resource_group,price,patient,age,sex,\
                 ethnic_group,lsoa,deprivation_quintile,practice,commissioner",
    "spell_id,provider,site,admitted_at,discharged_at,admission_method,\
                 patient_class,specialty,source,discharge_destination,diagnosis,procedure,\
                 critical_care_days,ready_to_leave_on,ambulatory_care_sensitive,\
                 days_since_discharge,attendance_id,resource_group,price,patient,age,sex,\
                 ethnic_group,lsoa,deprivation_quintile,practice,commissioner",
    "spell_id,episode_number,provider,started_at,ended_at,specialty,consultant,\
                 ward,diagnoses,procedures,resource_group,patient,age,sex,ethnic_group,lsoa,\
                 deprivation_quintile,practice,commissioner",
    "appointment_id,provider,appointment_at,booked_on,referral_id,specialty,visit,\
                 medium,attendance,outcome,booked_electronically,price,patient,age,sex,\
                 ethnic_group,lsoa,deprivation_quintile,practice,commissioner",
    "referral_id,provider,received_at,source,priority,specialty,electronic,\
                 first_seen_on,rejected,patient,age,sex,ethnic_group,lsoa,\
                 deprivation_quintile,practice,commissioner",
    "pathway_id,provider,clock_start,clock_stop,specialty,priority,stop_reason,\
                 decided_to_admit_on,admission_planned_on,referral_id,patient,age,sex,\
                 ethnic_group,lsoa,deprivation_quintile,practice,commissioner",
    "spell_id,provider,site,delayed_on,reason,responsible,patient,age,sex,\
                 ethnic_group,lsoa,deprivation_quintile,practice,commissioner",
    "survey,response_id,question,answered_on,score,positive,weight,provider,\
                 practice,commissioner,age,sex,ethnic_group,deprivation_quintile",
    "practice,commissioner,month,presentation,chemical,section,items,quantity,cost",
    "practice,commissioner,month,sex,age_from,age_to,patients",
    "organisation,month,staff_group,established,in_post,days_available,days_sick,\
                 starters,leavers,bank_and_agency,appraised,trained",
    "organisation,incident_id,occurred_on,reported_on,kind,harm,infection,serious,\
                 closed_on,practice,commissioner",
    "organisation,complaint_id,received_on,acknowledged_on,answered_on,agreed_by,\
                 subject,upheld,practice,commissioner",
    "indicator,organisation,period_start,period_end,breakdown,category,numerator,\
                 denominator,value,sent_on",
    "indicator,organisation,organisation_name,period_start,period_end,numerator,\
                 denominator,value,source",
    "provider,site,day,beds_available,beds_occupied,waiting_for_bed,discharges,\
                 discharges_before_noon,stays_over_7_days,stays_over_21_days,\
                 ambulances_over_30_minutes,ambulances",
];
