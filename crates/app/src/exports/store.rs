//! Writing plans out in every format, as they stood at the end of a day.

use std::fmt;
use std::str::FromStr;

use anyhow::Context as _;
use bellwether_report::{docx, xlsx};
use sea_orm::{EntityTrait as _, QueryFilter as _, QuerySelect as _};

use super::gather::{self, Gathered};
use super::{calendar, csv, json, standing};
use crate::App;
use crate::db::Ledger;
use crate::db::entities::plan;
use crate::shell::clock::AsAt;
use crate::shell::errors::AppError;
use crate::shell::scope::Scope;

/// What is taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// One plan.
    One(i64),
    /// One plan and those inside it, at any depth, as far as they may be seen.
    WithPlansInside(i64),
    /// Every plan that may be seen.
    All,
}

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A workbook that can be edited and brought back.
    Xlsx,
    /// A document.
    Docx,
    /// A row a commitment.
    Csv,
    /// The shape of a draft plan, with what has happened since.
    Json,
    /// Due days for a calendar.
    Ics,
}

impl Format {
    /// Every one, in the order offered.
    pub const ALL: [Self; 5] = [Self::Xlsx, Self::Docx, Self::Csv, Self::Json, Self::Ics];

    /// The word used in addresses and as the ending of a file's name.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Docx => "docx",
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Ics => "ics",
        }
    }

    /// What a browser is told that it is.
    #[must_use]
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => "application/json",
            Self::Ics => "text/calendar; charset=utf-8",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.word())
    }
}

/// No format that plans are written in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no format; use xlsx, docx, csv, json or ics")]
pub struct FormatError(pub String);

impl FromStr for Format {
    type Err = FormatError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let word = text.trim().to_lowercase();
        let found = Self::ALL.into_iter().find(|format| format.word() == word);
        found.ok_or_else(|| FormatError(text.to_owned()))
    }
}

/// A file that plans were written to.
#[derive(Debug, Clone)]
pub struct Exported {
    /// A name for it, such as `action-plan-2018-19-2019-02-15.xlsx`.
    pub file_name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Writes plans out as they stood at the end of a day.
///
/// # Errors
///
/// Returns [`AppError::NotFound`] when there was no such plan, or none that may be seen.
pub async fn export(
    app: &App,
    scope: &Scope,
    which: Which,
    format: Format,
    as_at: AsAt,
) -> Result<Exported, AppError> {
    let gathered = gather::gather(&app.ledger, scope, which, as_at).await?;
    let file_name = file_name(&gathered, format);
    let bytes = match format {
        Format::Csv => csv::plans(&gathered).map_err(anyhow::Error::from)?,
        Format::Ics => calendar::plans(&gathered, app.clock.now(), None).into_bytes(),
        Format::Json => {
            let history = gather::history(&app.ledger, &gathered).await?;
            let value = json::plans(&gathered, &history, app.clock.now());
            serde_json::to_vec_pretty(&value).map_err(anyhow::Error::from)?
        }
        Format::Xlsx | Format::Docx => {
            let standing = standing::standing(gathered, app.clock.now());
            let written = tokio::task::spawn_blocking(move || match format {
                Format::Docx => docx::document(&standing).map_err(anyhow::Error::from),
                _ => xlsx::workbook(&standing).map_err(anyhow::Error::from),
            });
            written.await.context("writing the file was cut short")??
        }
    };
    Ok(Exported { file_name, bytes })
}

/// The title of a plan.
///
/// # Errors
///
/// Returns [`AppError::NotFound`] when there is no such plan, or none that may be seen.
pub(crate) async fn title(ledger: &Ledger, scope: &Scope, id: i64) -> Result<String, AppError> {
    let found: Option<String> = plan::Entity::find_by_id(id)
        .select_only()
        .column(plan::Column::Title)
        .filter(scope.sees_condition(plan::Column::OrganisationId))
        .into_tuple()
        .one(ledger.connection())
        .await?;
    found.ok_or(AppError::NotFound)
}

fn file_name(gathered: &Gathered, format: Format) -> String {
    let title = match (gathered.which, gathered.plans.as_slice()) {
        (Which::All, _) | (_, []) => "plans".to_owned(),
        (Which::WithPlansInside(_), [plan, _, ..]) => {
            format!("{} and inside", plan.summary.title)
        }
        (_, [plan, ..]) => plan.summary.title.clone(),
    };
    format!("{}-{}.{format}", slug(&title), gathered.as_at.0)
}

/// Words of a title as part of a file's name.
fn slug(title: &str) -> String {
    let letters = title.chars().map(|letter| {
        if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { ' ' }
    });
    let words: String = letters.collect();
    let mut slug = words.split_whitespace().collect::<Vec<_>>().join("-");
    slug.truncate(60);
    if slug.is_empty() { "plan".to_owned() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_after_its_plan() {
        for (title, expected) in [
            ("Action plan 2018/19: “Fit for winter”", "action-plan-2018-19-fit-for-winter"),
            ("../../etc/passwd", "etc-passwd"),
            ("Ñ", "plan"),
        ] {
            assert_eq!(slug(title), expected);
        }
    }

    #[test]
    fn formats_are_read_as_they_are_written() {
        for format in Format::ALL {
            assert_eq!(format.to_string().to_uppercase().parse(), Ok(format));
        }
        assert!("pdf".parse::<Format>().unwrap_err().to_string().contains("use xlsx"));
    }
}
