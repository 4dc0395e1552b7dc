//! Names of organisations, all invented.

const FIRST: [&str; 40] = [
    "Alder", "Ashby", "Beacon", "Birch", "Bramble", "Bridge", "Castle", "Cedar", "Chapel",
    "Clover", "Copper", "Corner", "Dale", "Elm", "Fern", "Field", "Forge", "Garden", "Grange",
    "Hazel", "Heather", "Hill", "Holly", "Ivy", "Juniper", "Larch", "Linden", "Maple", "Market",
    "Meadow", "Mill", "Oak", "Orchard", "Park", "Quarry", "River", "Rowan", "Station", "Willow",
    "Wren",
];
const SECOND: [&str; 12] = [
    "Lane", "Road", "Street", "Green", "Court", "Gate", "View", "Wharf", "Grove", "Cross", "Bank",
    "End",
];
const KIND: [&str; 6] = [
    "Surgery",
    "Medical Centre",
    "Health Centre",
    "Practice",
    "Medical Practice",
    "Family Doctors",
];
/// Towns of the invented district, after which hospitals and localities are named.
const TOWNS: [&str; 24] = [
    "Ambermoor",
    "Brackenfold",
    "Cawdale",
    "Dunmere",
    "Elverton",
    "Farrowby",
    "Garthwick",
    "Hexley",
    "Inverby",
    "Jarrowdale",
    "Kelmarsh",
    "Lambley",
    "Marfield",
    "Netherton",
    "Oxcombe",
    "Penhallow",
    "Quernmoor",
    "Rothwell",
    "Skelby",
    "Thornaby",
    "Ulverdale",
    "Warkton",
    "Yarrowby",
    "Zeal Moor",
];

/// The town of a number; after the last they come again with a number.
pub(crate) fn town(number: usize) -> String {
    let name = TOWNS[number % TOWNS.len()];
    match number / TOWNS.len() {
        0 => name.to_owned(),
        again => format!("{name} {}", again + 1),
    }
}

/// The name of a practice: no two of the first 2,880 are the same, and after them a number is
/// added.
pub(crate) fn practice(number: usize) -> String {
    let pairs = FIRST.len() * SECOND.len();
    let first = FIRST[number % FIRST.len()];
    let second = SECOND[(number / FIRST.len() + 5 * (number % FIRST.len())) % SECOND.len()];
    let kind = KIND[(number / pairs + 7 * (number % pairs)) % KIND.len()];
    let again = number / (pairs * KIND.len());
    if again == 0 {
        format!("{first} {second} {kind}")
    } else {
        format!("{first} {second} {kind} {}", again + 1)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_practice_has_a_name_of_its_own() {
        let names: BTreeSet<String> = (0..9_999).map(practice).collect();
        assert_eq!(names.len(), 9_999);
    }
}
