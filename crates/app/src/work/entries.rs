//! What somebody entered into the rows of a sheet, read from the fields of its form. No IO.

use std::collections::BTreeMap;

use crate::commitments::rules::{Status, read_progress};
use crate::commitments::updates::NewUpdate;

/// One row as it was entered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// The word of a status.
    pub status: String,
    /// How much is done.
    pub progress: String,
    /// When it is due.
    pub due: String,
    /// What was said.
    pub note: String,
    /// The newest update on the page, 0 for none.
    pub seen: i64,
    /// Status, progress and due date as the page had them.
    pub was: String,
}

impl Entry {
    /// What a row without a change has in `was`.
    #[must_use]
    pub fn was(status: &str, progress: &str, due: &str) -> String {
        format!("{status}|{progress}|{due}")
    }

    /// Whether anything was entered.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        let now = Self::was(&self.status, self.progress.trim(), self.due.trim());
        now != self.was || !self.note.trim().is_empty()
    }

    /// The update that was entered.
    ///
    /// # Errors
    ///
    /// Returns what is wrong in a sentence.
    pub fn update(&self) -> Result<NewUpdate, String> {
        let status = self.status.parse::<Status>().map_err(|_| "Choose a status.".to_owned())?;
        let due_before = self.was.rsplit('|').next().unwrap_or_default();
        let due = self.due.trim();
        if due.is_empty() && !due_before.is_empty() {
            return Err("Leave the due date, or write another one.".to_owned());
        }
        Ok(NewUpdate {
            status,
            note: self.note.clone(),
            seen_update_id: (self.seen > 0).then_some(self.seen),
            progress: read_progress(&self.progress)?,
            due: if due == due_before { String::new() } else { due.to_owned() },
        })
    }
}

/// Reads the rows of a form whose fields are called `status-7`, `note-7` and so on.
#[must_use]
pub fn entries(fields: &BTreeMap<String, String>) -> BTreeMap<i64, Entry> {
    let mut entries: BTreeMap<i64, Entry> = BTreeMap::new();
    for (field, value) in fields {
        let Some((name, id)) = field.split_once('-') else { continue };
        let Ok(id) = id.parse::<i64>() else { continue };
        let value = value.replace("\r\n", "\n");
        let entry = entries.entry(id).or_default();
        match name {
            "status" => entry.status = value,
            "progress" => entry.progress = value,
            "due" => entry.due = value,
            "note" => entry.note = value,
            "seen" => entry.seen = value.parse().unwrap_or(0),
            "was" => entry.was = value,
            _ => {}
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(status: &str, progress: &str, due: &str, note: &str) -> Entry {
        let fields = [
            ("status-7", status),
            ("progress-7", progress),
            ("due-7", due),
            ("note-7", note),
            ("seen-7", "3"),
            ("was-7", "on_track|40|31 Mar 2019"),
            ("csrf", "token"),
        ];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let mut read = entries(&fields.into());
        assert_eq!(read.len(), 1);
        read.remove(&7).unwrap()
    }

    #[test]
    fn a_row_is_changed_by_anything_entered_into_it() {
        let check = |entry: Entry, expected: bool| {
            assert_eq!(entry.is_changed(), expected, "{entry:?}");
        };
        check(entry("on_track", "40", "31 Mar 2019", ""), false);
        check(entry("on_track", " 40 ", "31 Mar 2019 ", " "), false);
        check(entry("at_risk", "40", "31 Mar 2019", ""), true);
        check(entry("on_track", "50", "31 Mar 2019", ""), true);
        check(entry("on_track", "40", "June 2019", ""), true);
        check(entry("on_track", "40", "31 Mar 2019", "news"), true);
    }

    #[test]
    fn a_row_becomes_an_update_or_says_what_is_wrong() {
        let check = |entry: Entry, expected: &str| {
            let found = match entry.update() {
                Ok(new) => {
                    format!(
                        "{} {:?} '{}' {:?}",
                        new.status, new.progress, new.due, new.seen_update_id
                    )
                }
                Err(message) => message,
            };
            assert_eq!(found, expected);
        };
        check(entry("at_risk", "40", "31 Mar 2019", "x"), "at_risk Some(40) '' Some(3)");
        check(entry("On track", "", "June 2019", "x"), "on_track None 'June 2019' Some(3)");
        check(entry("green", "", "", "x"), "Choose a status.");
        check(entry("on_track", "", "", "x"), "Leave the due date, or write another one.");
        check(
            entry("on_track", "half", "31 Mar 2019", "x"),
            "'half' is no progress; write a whole number from 0 to 100.",
        );
    }
}
