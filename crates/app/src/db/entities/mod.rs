//! The tables as they are today, one file each; migrations never use them.

pub mod audit_entry;
pub mod commitment;
pub mod commitment_lead;
pub mod commitment_timescale;
pub mod commitment_update;
pub mod indicator;
pub mod indicator_lead;
pub mod lead;
pub mod link;
pub mod load;
pub mod observation;
pub mod organisation;
pub mod organisation_link;
pub mod person;
pub mod plan;
pub mod plan_finding;
pub mod plan_goal;
pub mod plan_indicator;
pub mod plan_risk;
pub mod plan_scope;
pub mod section;
pub mod session;
pub mod signal;
pub mod target;
pub mod user;
