//! Importing a plan in two steps: what would be read from it, then the import itself.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use bellwether_calendar::FinancialYear;
use bellwether_plan::Document;
use bellwether_plan::draft::{Commitment, Severity};
use serde::Deserialize;

use super::import::{self, ImportOptions};
use super::pages::{DraftLine, FindingLine, ImportPage, Preview};
use crate::App;
use crate::organisations::store as organisations;
use crate::shell::answer::{self, Page};
use crate::shell::components::{Choice, Problem, short_day};
use crate::shell::csrf::{CheckedForm, CheckedUpload, Guarded};
use crate::shell::errors::AppError;
use crate::shell::layout::Layout;
use crate::shell::routes::Routes;
use crate::shell::scope::Permission;
use crate::shell::session::Visitor;

/// A planning document is some hundred thousand bytes; twice eight megabytes carry it in hexadecimal.
const LARGEST_FORM: usize = 17 << 20;

/// The document as a file.
const LARGEST_FILE: usize = 8 << 20;

pub(super) fn routes() -> Routes {
    Routes::new()
        .post("/plans/import/preview", preview)
        .post("/plans/import", keep)
        .taking_up_to(LARGEST_FORM)
        .and(Routes::new().get("/plans/import", ask))
}

fn allowed(visitor: &Visitor) -> Result<(), AppError> {
    if visitor.scope.may(Permission::ImportPlan) {
        return Ok(());
    }
    Err(AppError::Forbidden("Only performance managers and administrators import plans."))
}

async fn ask(State(app): State<App>, visitor: Visitor) -> Page {
    allowed(&visitor)?;
    answer::page(&import_page(&app, &visitor, "", "").await?)
}

async fn preview(State(app): State<App>, upload: CheckedUpload) -> Result<Response, AppError> {
    let visitor = &upload.visitor;
    allowed(visitor)?;
    let (chosen, year) = (upload.field("organisation"), upload.field("plan_year").trim());
    let mut page = import_page(&app, visitor, chosen, year).await?;
    match read(&app, &upload) {
        Ok(preview) => {
            page.preview = Some(preview);
            Ok(answer::page(&page)?.into_response())
        }
        Err(Refused::Field(problem)) => {
            page.layout.has_problem = true;
            page.problems = vec![problem];
            answer::refused(&page)
        }
        Err(Refused::Otherwise(error)) => Err(error),
    }
}

enum Refused {
    Field(Problem),
    Otherwise(AppError),
}

fn field(field: &'static str, message: &str) -> Refused {
    Refused::Field(Problem { field, message: answer::sentence(message) })
}

fn read(app: &App, upload: &CheckedUpload) -> Result<Preview, Refused> {
    let Some((file_name, bytes)) = &upload.file else {
        return Err(field("file", "Choose the document"));
    };
    if bytes.len() > LARGEST_FILE {
        return Err(field(
            "file",
            "The file is larger than 8 MB; choose the document saved as text",
        ));
    }
    let plan_year = upload.field("plan_year").trim();
    let options = ImportOptions {
        plan_year: year(plan_year).map_err(|message| field("plan_year", &message))?,
        ..ImportOptions::default()
    };
    let document = import::preview(app, &upload.visitor.scope, file_name, bytes, options);
    let document = document.map_err(|error| match error {
        AppError::Invalid(message) => field("file", &message),
        error => Refused::Otherwise(error),
    })?;
    Ok(Preview {
        file_name: file_name.clone(),
        organisation: upload.field("organisation").to_owned(),
        plan_year: plan_year.to_owned(),
        bytes: hex::encode(bytes),
        facts: facts(&document),
        findings: document.findings.iter().map(finding_line).collect(),
        commitments: document.commitments.iter().map(draft_line).collect(),
    })
}

fn year(text: &str) -> Result<Option<FinancialYear>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| format!("'{text}' is no planning year; write 2018/19"))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct KeepForm {
    csrf: String,
    organisation: String,
    plan_year: String,
    file_name: String,
    bytes: String,
}

impl Guarded for KeepForm {
    fn csrf(&self) -> &str {
        &self.csrf
    }
}

async fn keep(
    State(app): State<App>,
    CheckedForm(visitor, sent): CheckedForm<KeepForm>,
) -> Result<Response, AppError> {
    let unreadable = || AppError::Invalid("Choose the document again.".to_owned());
    let bytes = hex::decode(&sent.bytes).map_err(|_| unreadable())?;
    let plan_year = year(&sent.plan_year).map_err(AppError::Invalid)?;
    let options = ImportOptions { plan_year, ..ImportOptions::default() };
    let (scope, file) = (&visitor.scope, sent.file_name.as_str());
    let report = import::import(&app, scope, &sent.organisation, file, &bytes, options).await?;
    let done = if report.already_there { "known" } else { "imported" };
    Ok(answer::see_other(&format!("/plans/{}?done={done}", report.plan_id)))
}

async fn import_page(
    app: &App,
    visitor: &Visitor,
    chosen: &str,
    plan_year: &str,
) -> Result<ImportPage, AppError> {
    let scope = &visitor.scope;
    let all = organisations::list(&app.ledger, scope).await?;
    let own = all.iter().find(|found| Some(found.id) == scope.organisation_id);
    let own = own.map(|found| found.code.clone()).unwrap_or_default();
    let allowed = all.into_iter().filter(|found| scope.may_in(Permission::ImportPlan, found.id));
    let named = allowed.map(|found| (found.code, found.name));
    let chosen = if chosen.is_empty() { &own } else { chosen };
    Ok(ImportPage {
        layout: Layout::inside(visitor, "Import a plan", "/plans").below("Plans", "/plans"),
        problems: Vec::new(),
        organisations: Choice::list(named, Some(chosen)),
        plan_year: plan_year.to_owned(),
        preview: None,
    })
}

fn facts(document: &Document) -> Vec<(&'static str, String)> {
    let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "not found".to_owned());
    let uncertain = document.commitments.iter().filter(|found| found.uncertain.is_some()).count();
    vec![
        ("Title", text(&document.title)),
        ("Organisation, as printed", text(&document.organisation)),
        ("Planning year", text(&document.plan_year)),
        ("Commitments", format!("{} ({uncertain} to be checked)", document.commitments.len())),
        ("Indicator rows", document.indicators.len().to_string()),
        ("Risks", document.risks.len().to_string()),
        ("Goals", document.goals.len().to_string()),
        ("In and out of scope", document.scope.len().to_string()),
        ("To be looked at", document.findings.len().to_string()),
    ]
}

fn finding_line(finding: &bellwether_plan::draft::Finding) -> FindingLine {
    let severity = match finding.severity {
        Severity::Info => "Good to know",
        Severity::Warning => "Warning",
        Severity::Error => "Error",
    };
    FindingLine {
        severity: severity.to_owned(),
        line: finding.line.and_then(|line| i64::try_from(line).ok()),
        message: finding.message.clone(),
    }
}

fn draft_line(draft: &Commitment) -> DraftLine {
    let join = |parts: Vec<String>| parts.join("; ");
    let leads = draft
        .leads
        .iter()
        .map(|lead| lead.expanded.clone().unwrap_or_else(|| lead.as_written.clone()));
    let written = draft.timescales.iter().map(|time| time.as_written.clone());
    let read = draft.timescales.iter().map(|time| match (time.earliest, time.latest) {
        (Some(first), Some(last)) if first == last => short_day(first),
        (Some(first), Some(last)) => format!("{} to {}", short_day(first), short_day(last)),
        (None, Some(last)) => format!("by {}", short_day(last)),
        _ => "no day".to_owned(),
    });
    DraftLine {
        reference: draft.reference.clone(),
        text: draft.text.clone(),
        leads: join(leads.collect()),
        due_as_written: join(written.collect()),
        read_as: join(read.collect()),
    }
}
