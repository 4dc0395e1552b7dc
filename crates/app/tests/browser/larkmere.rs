//! The example district, replayed from its manifest and served on a port of its own.

use std::path::{Path, PathBuf};

use bellwether_app::commitments::files as commitments;
use bellwether_app::commitments::rules::Status;
use bellwether_app::commitments::store::CommitmentRow;
use bellwether_app::commitments::updates::{NewUpdate, post_update};
use bellwether_app::drafts::store::receive;
use bellwether_app::editions::taking::{plan_named, take_next_edition};
use bellwether_app::escalation;
use bellwether_app::exports::store::{Format, Which, export};
use bellwether_app::flows::register::catalogue as register;
use bellwether_app::flows::store::{LoadOptions, load_observations};
use bellwether_app::flows::targets::load_targets;
use bellwether_app::indicators::catalogue;
use bellwether_app::organisations::{files, post_file};
use bellwether_app::plans::import::{ImportOptions, import};
use bellwether_app::plans::store as plans;
use bellwether_app::plans::tree::settle;
use bellwether_app::reminders;
use bellwether_app::shell::clock::{AsAt, Clock};
use bellwether_app::shell::scope::Scope;
use bellwether_app::signin::accounts::{NewUser, create_user};
use bellwether_app::testing::TestHome;
use bellwether_app::{App, router};
use bellwether_report::xlsx::heading;
use chrono::NaiveDate;
use serde::Deserialize;

use crate::workbook::edit;

/// The password of every account.
pub(crate) const PASSWORD: &str = "correct horse battery";

#[derive(Deserialize)]
struct Manifest {
    today: String,
    organisations: String,
    links: String,
    leads: String,
    indicators: String,
    flows: String,
    targets: String,
    account: Vec<Account>,
    step: Vec<Step>,
}

#[derive(Deserialize)]
struct Account {
    email: String,
    name: String,
    role: String,
    organisation: String,
    lead: Option<String>,
}

#[derive(Deserialize)]
struct Step {
    day: String,
    kind: String,
    file: String,
    organisation: Option<String>,
    edition_of: Option<String>,
    inside: Option<String>,
    plan_kind: Option<String>,
}

/// The district, served.
pub(crate) struct Larkmere {
    home: TestHome,
    today: NaiveDate,
    pub(crate) address: String,
}

impl Larkmere {
    /// Replays the manifest and serves what came of it.
    pub(crate) async fn open() -> Self {
        let home = TestHome::new().await.expect("an installation");
        let text = std::fs::read_to_string(examples().join("demo.toml")).expect("a manifest");
        let manifest: Manifest = toml::from_str(&text).expect("a manifest");
        let app = home.app.with_clock(noon(&manifest.today));
        let today = app.today();
        found(&app, &manifest).await;
        for step in &manifest.step {
            let then = app.with_clock(noon(&step.day));
            take(&then, step).await;
        }
        let scope = Scope::system(app.today());
        // Asked a week and a half ago, and again today.
        for day in ["2019-01-08", &manifest.today] {
            let then = app.with_clock(noon(day));
            reminders::store::run(&then, &Scope::system(then.today())).await.expect("messages");
        }
        escalation::store::evaluate(&app, &scope).await.expect("an evaluation");
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("its number"));
        tokio::spawn(async move { axum::serve(listener, router(app)).await });
        Self { home, today, address }
    }

    /// Writes a file that the browser can send.
    pub(crate) fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.home.ledger.folder.path().join(name);
        std::fs::write(&path, text).expect("a file");
        path
    }

    /// The plan listed first.
    pub(crate) async fn first_plan(&self) -> i64 {
        let (app, scope) = (self.at_today(), Scope::system(self.today));
        let plans = plans::list(&app.ledger, &scope, AsAt(self.today)).await.expect("plans");
        plans.first().expect("a plan").id
    }

    /// The plan with some words in its title.
    pub(crate) async fn plan_called(&self, words: &str) -> i64 {
        let (app, scope) = (self.at_today(), Scope::system(self.today));
        let plans = plans::list(&app.ledger, &scope, AsAt(self.today)).await.expect("plans");
        plans.iter().find(|plan| plan.title.contains(words)).expect(words).id
    }

    /// A plan's workbook with an update, a conflict and a row that is refused; and the commitment
    /// in conflict.
    pub(crate) async fn edited_workbook(&self, plan: i64) -> (PathBuf, i64) {
        let (app, scope) = (self.at_today(), Scope::system(self.today));
        let written = export(&app, &scope, Which::One(plan), Format::Xlsx, AsAt(self.today)).await;
        let written = written.expect("a workbook");
        let filter = plans::PlanFilter::default();
        let view = plans::find(&app.ledger, &scope, plan, AsAt(self.today), filter).await;
        let view = view.expect("the plan");
        let begun =
            |row: &&CommitmentRow| matches!(row.status, Status::NotStarted | Status::OnTrack);
        let rows = view.sections.iter().flat_map(|section| &section.commitments);
        let rows: Vec<&CommitmentRow> = rows.filter(begun).take(3).collect();
        let here = NewUpdate {
            status: Status::OffTrack,
            note: "The lease fell through".to_owned(),
            seen_update_id: rows[1].latest_update_id,
            ..NewUpdate::default()
        };
        post_update(&app, &scope, rows[1].id, here).await.expect("an update");
        let edited = edit(
            &written.bytes,
            &[
                (rows[0].id, heading::NEW_NOTE, "Half of the rooms are ready"),
                (rows[0].id, heading::PROGRESS, "50"),
                (rows[1].id, heading::STATUS, "At risk"),
                (rows[1].id, heading::NEW_NOTE, "The lease is late"),
                (rows[2].id, heading::STATUS, "Green"),
            ],
        );
        let path = self.home.ledger.folder.path().join("plan.xlsx");
        std::fs::write(&path, edited).expect("a file");
        (path, rows[1].id)
    }

    fn at_today(&self) -> App {
        self.home.app.with_clock(Clock::noon(self.today))
    }

    /// A file of the examples.
    pub(crate) fn example(name: &str) -> PathBuf {
        examples().join(name).canonicalize().expect("an example")
    }
}

async fn found(app: &App, manifest: &Manifest) {
    let scope = Scope::system(app.today());
    let file = |name: &str| (name.to_owned(), read(name));
    let (name, bytes) = file(&manifest.organisations);
    files::organisations(app, &scope, &name, &bytes).await.expect("organisations");
    let (name, bytes) = file(&manifest.links);
    files::tree_links(app, &scope, &name, &bytes).await.expect("trees");
    let (name, bytes) = file(&manifest.leads);
    post_file::leads(app, &scope, &name, &bytes).await.expect("posts");
    let folder = examples().join(&manifest.indicators);
    let definitions = catalogue::read_folder(&folder).expect("definitions");
    catalogue::import(app, &scope, &definitions).await.expect("a catalogue");
    let flows = register::read_folder(&examples().join(&manifest.flows)).expect("flows");
    register::import(app, &scope, &flows).await.expect("a register");
    let (name, bytes) = file(&manifest.targets);
    let options = LoadOptions { known_on: "2016-04-01".parse().ok(), take_good_rows: false };
    let report = load_targets(app, &scope, &name, &bytes, options).await.expect("targets");
    assert!(report.faults.is_empty(), "{:?}", report.faults);
    for account in &manifest.account {
        let new = NewUser {
            email: account.email.clone(),
            name: account.name.clone(),
            role: account.role.parse().expect("a role"),
            organisation: account.organisation.clone(),
            lead: account.lead.clone(),
            password: PASSWORD.to_owned(),
        };
        create_user(app, &scope, new).await.expect("an account");
    }
}

async fn take(app: &App, step: &Step) {
    let scope = Scope::system(app.today());
    let bytes = read(&step.file);
    let name = step.file.rsplit('/').next().unwrap_or_default();
    match step.kind.as_str() {
        "plan" => {
            let organisation = step.organisation.as_deref().unwrap_or_default();
            let options = ImportOptions::default();
            let plan = if let Some(plan) = &step.edition_of {
                let plan = plan_named(app, &scope, plan).await.expect("the earlier edition");
                let report = take_next_edition(app, &scope, plan, name, &bytes, options).await;
                report.expect(name).plan_id
            } else {
                let report = import(app, &scope, organisation, name, &bytes, options).await;
                report.expect(name).plan_id
            };
            let (inside, kind) = (step.inside.as_deref(), step.plan_kind.as_deref());
            settle(app, &scope, plan, inside, kind).await.expect("its place");
        }
        "draft" => {
            let organisation = step.organisation.as_deref().unwrap_or_default();
            let options = ImportOptions::default();
            let received = receive(app, &scope, organisation, name, &bytes, options, None);
            received.await.expect(name);
        }
        "observations" => {
            let options = LoadOptions { known_on: None, take_good_rows: true };
            load_observations(app, &scope, name, &bytes, options).await.expect(name);
        }
        "updates" => drop(commitments::updates(app, &scope, name, &bytes).await.expect(name)),
        "links" => drop(commitments::links(app, &scope, name, &bytes).await.expect(name)),
        kind => panic!("{kind} is no kind of step"),
    }
}

fn read(name: &str) -> Vec<u8> {
    std::fs::read(examples().join(name)).expect(name)
}

fn noon(day: &str) -> Clock {
    Clock::noon(day.parse::<NaiveDate>().expect("a day"))
}

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}
