//! Edited spreadsheets brought back: shown change by change, then posted as updates, all or none.

use std::collections::{BTreeMap, BTreeSet};

use bellwether_plan::formats::xlsx::sheets;
use bellwether_report::xlsx::{COMMITMENTS_SHEET, heading};
use sea_orm::{ColumnTrait as _, Condition, ConnectionTrait};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::gather::{self, PastUpdate};
use super::rules::{
    Decision, Difference, EditedRow, Happened, Later, Version, decide, read_day, read_progress,
};
use crate::App;
use crate::commitments::store::{self as commitments, CommitmentRow};
use crate::commitments::updates::{self, NewUpdate};
use crate::db::entities::commitment;
use crate::shell::audit::{self, Subject};
use crate::shell::clock::AsAt;
use crate::shell::errors::AppError;
use crate::shell::scope::{Permission, Scope};

/// A row of the sheet, as its cells have it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetRow {
    /// The number that the spreadsheet gives it, counted from 1.
    pub number: usize,
    /// Id of the commitment.
    pub id: String,
    /// Which state it was edited from.
    pub version: String,
    /// How it stands.
    pub status: String,
    /// How much is done.
    pub progress: String,
    /// The last day on which it is due.
    pub due: String,
    /// What is new.
    pub note: String,
}

/// A row that becomes an update.
#[derive(Debug, Clone)]
pub struct RowChange {
    /// The row.
    pub row: SheetRow,
    /// The commitment as it is now.
    pub commitment: CommitmentRow,
    /// What it changes beside saying something.
    pub differences: Vec<Difference>,
    /// How the commitment looks now: a choice is one between this and the row.
    pub now: Version,
    new: NewUpdate,
}

/// A row that cannot be taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedRow {
    /// The number that the spreadsheet gives it.
    pub number: usize,
    /// What it is about, as far as that can be told.
    pub about: String,
    /// Why, and what to do.
    pub why: String,
}

/// What would come of a spreadsheet.
#[derive(Debug, Clone, Default)]
pub struct Preview {
    /// Rows that change nothing.
    pub unchanged: usize,
    /// Rows that become updates.
    pub ready: Vec<RowChange>,
    /// Rows that change what was changed here since.
    pub conflicts: Vec<RowChange>,
    /// Rows that cannot be taken in.
    pub refused: Vec<RefusedRow>,
}

/// Which side counts where both have changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The spreadsheet's.
    Sheet,
    /// What is here: the row is left out.
    Here,
}

/// A choice made on one conflict, and how the commitment looked when it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// Which side.
    pub side: Side,
    /// How the commitment looked.
    pub seen: String,
}

/// What came of a spreadsheet.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// So many updates were posted.
    Posted(usize),
    /// Nothing was posted, since something has to be looked at first.
    LookAgain(Preview),
}

/// Reads the sheet of commitments out of a workbook that was written by us and edited.
///
/// # Errors
///
/// Returns a sentence for whoever sent it.
pub fn read(bytes: &[u8]) -> Result<Vec<SheetRow>, String> {
    let sheets = sheets(bytes).map_err(|error| {
        format!("{error}. Send the spreadsheet that was written out here, saved as .xlsx.")
    })?;
    let named = sheets.iter().find(|sheet| sheet.name == COMMITMENTS_SHEET);
    let sheet = named.ok_or_else(|| {
        format!(
            "The workbook has no sheet called {COMMITMENTS_SHEET}. Send the spreadsheet that was \
             written out here."
        )
    })?;
    let has = |row: &&Vec<String>, wanted: &str| row.iter().any(|cell| cell.trim() == wanted);
    let top = sheet.rows.iter().position(|row| {
        has(&row, heading::ID) && has(&row, heading::VERSION) && has(&row, heading::STATUS)
    });
    let Some(top) = top else {
        return Err(format!(
            "The sheet {COMMITMENTS_SHEET} lacks the headings {}, {} and {}. Put them back as they \
             were written out.",
            heading::ID,
            heading::STATUS,
            heading::VERSION
        ));
    };
    let columns = Columns::of(&sheet.rows[top]);
    let numbered = sheet.rows.iter().zip(&sheet.row_numbers).skip(top + 1);
    Ok(numbered.filter_map(|(cells, number)| columns.row(cells, *number)).collect())
}

/// Where each column is.
struct Columns(BTreeMap<String, usize>);

impl Columns {
    fn of(headings: &[String]) -> Self {
        let named = headings.iter().enumerate();
        Self(named.map(|(position, cell)| (cell.trim().to_owned(), position)).collect())
    }

    fn row(&self, cells: &[String], number: usize) -> Option<SheetRow> {
        let cell = |heading: &str| {
            let position = self.0.get(heading)?;
            cells.get(*position).map(|cell| cell.trim().to_owned())
        };
        let cell = |heading: &str| cell(heading).unwrap_or_default();
        let row = SheetRow {
            number,
            id: cell(heading::ID),
            version: cell(heading::VERSION),
            status: cell(heading::STATUS),
            progress: cell(heading::PROGRESS),
            due: cell(heading::DUE_BY),
            note: cell(heading::NEW_NOTE),
        };
        let is_empty = [&row.id, &row.version, &row.status, &row.note].iter().all(|c| c.is_empty());
        (!is_empty).then_some(row)
    }
}

/// Shows what would come of rows that came back for a plan.
///
/// # Errors
///
/// Returns [`AppError::NotFound`] when there is no such plan, or none that may be seen, and refuses
/// whoever may post no updates at all.
pub async fn preview(
    app: &App,
    scope: &Scope,
    plan_id: i64,
    rows: &[SheetRow],
) -> Result<Preview, AppError> {
    evaluate(app.ledger.connection(), scope, plan_id, rows).await
}

/// Posts rows that came back as updates, in one transaction.
///
/// Nothing is posted while a row is refused, or a conflict has no choice that was made on how the
/// commitment looks now.
///
/// # Errors
///
/// As [`preview`].
pub async fn apply(
    app: &App,
    scope: &Scope,
    plan_id: i64,
    file: &SheetFile,
    rows: &[SheetRow],
    choose: impl Fn(&RowChange) -> Option<Side>,
) -> Result<Outcome, AppError> {
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| {
            let mut preview = evaluate(tx, scope, plan_id, rows).await?;
            let unchosen = preview.conflicts.iter().any(|change| choose(change).is_none());
            if unchosen || !preview.refused.is_empty() {
                return Ok(Outcome::LookAgain(preview));
            }
            let chosen =
                preview.conflicts.extract_if(.., |change| choose(change) == Some(Side::Sheet));
            let posted: Vec<RowChange> = preview.ready.into_iter().chain(chosen).collect();
            for change in &posted {
                updates::post_in(tx, &actor, scope, change.commitment.id, &change.new).await?;
            }
            if !posted.is_empty() {
                let detail = json!({
                    "file": file.name,
                    "sha256": file.sha256,
                    "updates": posted.len(),
                    "left_out": preview.conflicts.len(),
                });
                let subject = Subject::new("plan", plan_id);
                audit::record(tx, &actor, "brought back a spreadsheet", subject, detail).await?;
            }
            Ok(Outcome::Posted(posted.len()))
        })
        .await
}

/// The file that rows came from, as the audit chain remembers it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetFile {
    /// Its name, without its folder.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

impl SheetFile {
    /// A file by its name and bytes.
    #[must_use]
    pub fn of(name: &str, bytes: &[u8]) -> Self {
        Self { name: name.to_owned(), sha256: hex::encode(Sha256::digest(bytes)) }
    }
}

async fn evaluate(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    plan_id: i64,
    rows: &[SheetRow],
) -> Result<Preview, AppError> {
    let plan = updates::plan_of(connection, plan_id).await?;
    let (organisation_id, _) = plan.filter(|(id, _)| scope.sees(*id)).ok_or(AppError::NotFound)?;
    if !scope.may(Permission::PostOwnUpdate) {
        return Err(AppError::Forbidden("only leads and performance managers post updates"));
    }
    let of_plan = || Condition::all().add(commitment::Column::PlanId.eq(plan_id));
    let today = AsAt(scope.today);
    let found = commitments::rows(connection, of_plan(), today).await?;
    let known = found.into_iter().map(|row| (row.id, row)).collect();
    let mut facts = Facts {
        scope,
        organisation_id,
        known,
        updates: gather::updates(connection, of_plan(), today).await?,
        moved_to: BTreeMap::new(),
        seen: BTreeSet::new(),
    };
    for (id, moves) in gather::moves(connection, of_plan(), today).await? {
        facts.moved_to.insert(id, moves.into_iter().filter_map(|moved| moved.to).collect());
    }
    let mut preview = Preview::default();
    for row in rows {
        match facts.decide(row) {
            Ok(None) => preview.unchanged += 1,
            Ok(Some((change, false))) => preview.ready.push(change),
            Ok(Some((change, true))) => preview.conflicts.push(change),
            Err(refused) => preview.refused.push(refused),
        }
    }
    Ok(preview)
}

/// What rows are held against.
struct Facts<'a> {
    scope: &'a Scope,
    organisation_id: i64,
    known: BTreeMap<i64, CommitmentRow>,
    updates: BTreeMap<i64, Vec<PastUpdate>>,
    moved_to: BTreeMap<i64, Vec<chrono::NaiveDate>>,
    seen: BTreeSet<i64>,
}

impl Facts<'_> {
    /// The change of a row and whether it is a conflict; none when it changes nothing.
    fn decide(&mut self, row: &SheetRow) -> Result<Option<(RowChange, bool)>, RefusedRow> {
        let refuse = |about: &str, why: String| RefusedRow {
            number: row.number,
            about: about.to_owned(),
            why,
        };
        let id = row.id.split('.').next().unwrap_or_default().parse::<i64>();
        let known = id.ok().and_then(|id| self.known.get(&id));
        let Some(commitment) = known else {
            let why = format!(
                "This plan has no commitment with the id '{}'. Leave the column {} as it was \
                 written out.",
                row.id,
                heading::ID
            );
            return Err(refuse(&row.note, why));
        };
        let about = format!("{} {}", commitment.reference, commitment.text);
        let about = about.trim();
        if !self.seen.insert(commitment.id) {
            let why = "The sheet has this commitment twice. Keep one of the rows.";
            return Err(refuse(about, why.to_owned()));
        }
        let edited = edited(row).map_err(|why| refuse(about, why))?;
        let happened = self.happened(commitment, &edited);
        match decide(&edited, &happened) {
            Decision::Nothing => Ok(None),
            Decision::Refused(why) => Err(refuse(about, why)),
            Decision::Update { .. } if !self.may_post(commitment) => {
                let why = "Only its leads and performance managers post updates on it.";
                Err(refuse(about, why.to_owned()))
            }
            Decision::Update { differences, is_conflict } => {
                let change = RowChange {
                    new: new_update(&edited, &happened.now, &differences),
                    row: row.clone(),
                    commitment: commitment.clone(),
                    differences,
                    now: happened.now,
                };
                Ok(Some((change, is_conflict)))
            }
        }
    }

    fn may_post(&self, commitment: &CommitmentRow) -> bool {
        commitments::may_post(self.scope, self.organisation_id, commitment)
    }

    fn happened(&self, commitment: &CommitmentRow, edited: &EditedRow) -> Happened {
        let since = edited.base.update_id.unwrap_or(0);
        let later = self.updates.get(&commitment.id).into_iter().flatten();
        let later = later.filter(|update| update.id > since).filter_map(|update| {
            Some(Later {
                status: update.status.parse().ok()?,
                note: update.note.clone(),
                progress: update.progress.and_then(|percent| u8::try_from(percent).ok()),
            })
        });
        Happened {
            now: Version::of(commitment),
            later: later.collect(),
            moved_to: self.moved_to.get(&commitment.id).cloned().unwrap_or_default(),
        }
    }
}

/// Reads the cells of a row.
fn edited(row: &SheetRow) -> Result<EditedRow, String> {
    let base: Version = row.version.parse().map_err(|_| {
        format!(
            "The hidden column {} no longer says from which state this row was edited. Write the \
             plan out again and edit that file.",
            heading::VERSION
        )
    })?;
    let status = match row.status.as_str() {
        "" => base.status,
        text => {
            text.parse().map_err(|_| format!("'{text}' is no status; choose one from the list."))?
        }
    };
    Ok(EditedRow {
        status,
        progress: read_progress(&row.progress)?,
        due: read_day(&row.due)?,
        note: row.note.clone(),
        base,
    })
}

/// The update that a row becomes: what it does not change stays as it is now.
fn new_update(edited: &EditedRow, now: &Version, differences: &[Difference]) -> NewUpdate {
    let mut new = NewUpdate {
        status: now.status,
        note: edited.note.trim().to_owned(),
        seen_update_id: now.update_id,
        ..NewUpdate::default()
    };
    for difference in differences {
        match difference {
            Difference::Status { row, .. } => new.status = *row,
            Difference::Progress { row, .. } => new.progress = *row,
            Difference::Due { row, .. } => {
                let written = row.map(|day| day.format("%-d %B %Y").to_string());
                new.due = written.unwrap_or_default();
            }
        }
    }
    new
}
