//! The datasets that are shipped, embedded in the binary.

use super::{Dataset, read_dataset};
use crate::definition_file::DefinitionFault;

/// Name and text of each file of `catalogue/datasets`.
const SHIPPED: [(&str, &str); 16] = [
    ("ae_attendances.toml", include_str!("../../../../catalogue/datasets/ae_attendances.toml")),
    ("complaints.toml", include_str!("../../../../catalogue/datasets/complaints.toml")),
    ("daily_situation.toml", include_str!("../../../../catalogue/datasets/daily_situation.toml")),
    (
        "delayed_transfers.toml",
        include_str!("../../../../catalogue/datasets/delayed_transfers.toml"),
    ),
    ("episodes.toml", include_str!("../../../../catalogue/datasets/episodes.toml")),
    ("incidents.toml", include_str!("../../../../catalogue/datasets/incidents.toml")),
    ("list_sizes.toml", include_str!("../../../../catalogue/datasets/list_sizes.toml")),
    (
        "national_comparators.toml",
        include_str!("../../../../catalogue/datasets/national_comparators.toml"),
    ),
    (
        "outpatient_appointments.toml",
        include_str!("../../../../catalogue/datasets/outpatient_appointments.toml"),
    ),
    ("prescribing.toml", include_str!("../../../../catalogue/datasets/prescribing.toml")),
    ("referrals.toml", include_str!("../../../../catalogue/datasets/referrals.toml")),
    ("returns.toml", include_str!("../../../../catalogue/datasets/returns.toml")),
    ("rtt_pathways.toml", include_str!("../../../../catalogue/datasets/rtt_pathways.toml")),
    ("spells.toml", include_str!("../../../../catalogue/datasets/spells.toml")),
    ("staffing.toml", include_str!("../../../../catalogue/datasets/staffing.toml")),
    ("survey_responses.toml", include_str!("../../../../catalogue/datasets/survey_responses.toml")),
];

/// The datasets that are shipped, in the order of their names.
///
/// # Errors
///
/// Returns the faults of their files; the tests hold that there are none.
pub fn shipped() -> Result<Vec<Dataset>, Vec<DefinitionFault>> {
    SHIPPED.iter().map(|(file, text)| read_dataset(file, text)).collect()
}
