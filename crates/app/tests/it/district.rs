//! A small district to try things on: a commissioner with a plan and figures, a provider whose
//! figures are published, and a neighbour that sees none of it.

use bellwether_app::commitments::store as commitments;
use bellwether_app::drafts::rules::Kind;
use bellwether_app::drafts::store as drafts;
use bellwether_app::flows::register::catalogue as register;
use bellwether_app::flows::store::{LoadOptions, load_observations};
use bellwether_app::indicators::catalogue;
use bellwether_app::organisations::{files, post_file};
use bellwether_app::plans::import::{ImportOptions, import};
use bellwether_app::router;
use bellwether_app::shell::clock::{AsAt, Clock};
use bellwether_app::shell::scope::Role;
use bellwether_app::signin::accounts::{NewUser, create_user};
use bellwether_app::testing::TestHome;

use crate::visitor::{PASSWORD, Visitor};

pub(crate) const VIEWER: &str = "viewer@example.org";
pub(crate) const LEAD: &str = "lead@example.org";
pub(crate) const BOARD: &str = "board@example.org";
pub(crate) const MANAGER: &str = "manager@example.org";
pub(crate) const ADMINISTRATOR: &str = "administrator@example.org";
pub(crate) const NEIGHBOUR: &str = "neighbour@example.org";

/// Address, role, organisation and post of everybody with an account.
pub(crate) const PEOPLE: [(&str, Role, &str, Option<&str>); 6] = [
    (VIEWER, Role::Viewer, "NM1", None),
    (LEAD, Role::Lead, "NM1", Some("DUC")),
    (BOARD, Role::BoardMember, "NM1", None),
    (MANAGER, Role::PerformanceManager, "NM1", None),
    (ADMINISTRATOR, Role::Administrator, "NM1", None),
    (NEIGHBOUR, Role::PerformanceManager, "NB1", None),
];

const ORGANISATIONS: &[u8] = b"code,name,kind,open_data,opened_on,closed_on\n\
    NM1,Northmere,commissioner,false,2013-04-01,\n\
    NB1,Neighbour,commissioner,false,2013-04-01,\n\
    PUB,Published Hospitals,provider,true,2013-04-01,\n";

const LEADS: &[u8] = b"organisation,code,title,person,email,from_day,to_day\n\
    NM1,DUC,Director of Urgent Care,Ada Byron,ada@example.org,2018-04-01,\n\
    NM1,HPI,Head of Performance and Information,Bob Cole,bob@example.org,2018-04-01,\n";

/// The district, seeded.
pub(crate) struct District {
    pub(crate) home: TestHome,
    pub(crate) plan_text: String,
    plan: i64,
    commitment: i64,
    own: i64,
    draft: (i64, i64),
}

impl District {
    pub(crate) async fn new() -> Self {
        let home = TestHome::new().await.expect("an installation");
        let (app, scope) = (&home.app, home.system());
        files::organisations(app, &scope, "organisations.csv", ORGANISATIONS).await.expect("them");
        post_file::leads(app, &scope, "leads.csv", LEADS).await.expect("the posts");
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
        let folder = format!("{root}/catalogue/indicators");
        let definitions = catalogue::read_folder(folder.as_ref()).expect("definitions");
        catalogue::import(app, &scope, &definitions).await.expect("a catalogue");
        let folder = format!("{root}/catalogue/flows");
        let flows = register::read_folder(folder.as_ref()).expect("flows");
        register::import(app, &scope, &flows).await.expect("a register");
        let options = LoadOptions::default();
        let figures = figures();
        let report = load_observations(app, &scope, "ae4.csv", figures.as_bytes(), options);
        assert!(report.await.expect("a report").faults.is_empty());
        let file = format!("{root}/examples/plans/larkmere-action-plan-2018-19.txt");
        let plan_text = std::fs::read_to_string(file).expect("the example's plan");
        let earlier = Clock::noon("2018-04-03".parse().expect("a day"));
        let then = app.with_clock(earlier);
        let options = ImportOptions::default();
        let report = import(&then, &scope, "NM1", "plan.txt", plan_text.as_bytes(), options).await;
        let plan = report.expect("a plan").plan_id;
        for person in PEOPLE {
            create_user(app, &scope, new_user(person)).await.expect("an account");
        }
        let (commitment, own) = two_commitments(&home).await;
        let draft = draft(&home, &plan_text).await;
        Self { home, plan_text, plan, commitment, own, draft }
    }

    /// Somebody not signed in.
    pub(crate) fn anybody(&self) -> Visitor {
        Visitor::new(router(self.home.app.clone()))
    }

    /// Somebody signed in.
    pub(crate) async fn visitor(&self, email: &str) -> Visitor {
        Visitor::signed_in(router(self.home.app.clone()), email).await
    }

    /// Puts the seeded rows into a path: `{plan}`, `{commitment}` (led by another post than that of
    /// [`LEAD`]), `{own}` (led by it), `{draft}`, `{row}` (of it) and `{indicator}`.
    pub(crate) fn fill(&self, path: &str) -> String {
        path.replace("{plan}", &self.plan.to_string())
            .replace("{commitment}", &self.commitment.to_string())
            .replace("{own}", &self.own.to_string())
            .replace("{draft}", &self.draft.0.to_string())
            .replace("{row}", &self.draft.1.to_string())
            .replace("{indicator}", "AE4")
    }
}

fn new_user((email, role, organisation, lead): (&str, Role, &str, Option<&str>)) -> NewUser {
    NewUser {
        email: email.to_owned(),
        name: email.split('@').next().unwrap_or_default().to_owned(),
        role,
        organisation: organisation.to_owned(),
        lead: lead.map(str::to_owned),
        password: PASSWORD.to_owned(),
    }
}

/// Fifteen months of one indicator for the commissioner and the provider.
fn figures() -> String {
    let mut text = String::from("organisation,indicator,period,numerator,denominator\n");
    for month in 0..15 {
        let (year, of_year) = (2017 + (month + 9) / 12, (month + 9) % 12 + 1);
        for (organisation, base) in [("NM1", 900), ("PUB", 940)] {
            let numerator = base - 7 * month + 5 * (month % 3);
            text += format!("{organisation},AE4,{year}-{of_year:02},{numerator},1000\n").as_str();
        }
    }
    text
}

/// A document that waits for its review, and the first row of it.
async fn draft(home: &TestHome, plan_text: &str) -> (i64, i64) {
    let (scope, options) = (home.system(), ImportOptions::default());
    let text = plan_text.replace("2018/19", "2019/20");
    let bytes = text.as_bytes();
    let received = drafts::receive(&home.app, &scope, "NM1", "next.txt", bytes, options, None);
    let draft = received.await.expect("a draft").draft().expect("a draft").0;
    let filter = drafts::RowFilter { kind: Some(Kind::Commitment), ..Default::default() };
    let rows = drafts::all_rows(home.app.ledger.connection(), draft, &filter);
    (draft, rows.await.expect("rows").first().expect("a row").id)
}

/// A commitment that the lead's post does not answer for, and one that it does.
async fn two_commitments(home: &TestHome) -> (i64, i64) {
    let (scope, today) = (home.system(), AsAt(home.app.today()));
    let rows = commitments::list(&home.app.ledger, &scope, None, today);
    let rows = rows.await.expect("commitments");
    let led_by = |row: &commitments::CommitmentRow, words: &str| {
        row.leads.iter().any(|lead| lead.shown.contains(words))
    };
    let own = rows.iter().find(|row| led_by(row, "Urgent Care")).expect("one of the lead's");
    let other = rows.iter().find(|row| !led_by(row, "Urgent Care")).expect("one of another's");
    (other.id, own.id)
}
