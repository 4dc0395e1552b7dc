//! Leads are asked once a day and occasion, and nothing that was to be sent is lost.

use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, EntityTrait as _};
use sea_orm::{PaginatorTrait as _, QueryFilter as _};

use super::messages::{message, messages};
use super::rules::{ReminderSettings, Rhythm};
use super::store::{ReminderReport, run, wanted};
use super::{delivery::Delivery, settings};
use crate::App;
use crate::commitments::rules::Status;
use crate::commitments::store as commitments;
use crate::commitments::updates::{NewUpdate, post_update};
use crate::db::entities::{commitment, commitment_lead, lead, person, reminder};
use crate::escalation;
use crate::plans::import::tests::{home, import_on};
use crate::shell::clock::{AsAt, Clock};
use crate::shell::errors::AppError;
use crate::shell::home_folder::{HomeFolder, MailSettings};
use crate::shell::scope::{Role, Scope, Visible};
use crate::testing::TestHome;

/// The action plan, with two leads who can be written to.
async fn district() -> TestHome {
    let test = home().await;
    import_on(&test, "2018-04-03").await;
    for (code, name) in [("HPI", "Ada Hill"), ("DUC", "Ben Field")] {
        holds(&test, code, name).await;
    }
    test
}

async fn holds(test: &TestHome, code: &str, name: &str) {
    let connection = test.app.ledger.connection();
    let post = lead::Entity::find().filter(lead::Column::Code.eq(code)).one(connection).await;
    let post = post.unwrap().unwrap();
    let first = name.split(' ').next().unwrap();
    let row = person::ActiveModel {
        name: Set(name.to_owned()),
        email: Set(Some(format!("{first}@COM.example"))),
        organisation_id: Set(post.organisation_id),
        ..Default::default()
    };
    let person_id = person::Entity::insert(row).exec(connection).await.unwrap().last_insert_id;
    let held = lead::ActiveModel {
        id: Set(post.id),
        person_id: Set(Some(person_id)),
        ..Default::default()
    };
    held.update(connection).await.unwrap();
}

async fn run_on(test: &TestHome, day: &str) -> ReminderReport {
    let app = test.app.with_clock(Clock::noon(day.parse().unwrap()));
    run(&app, &Scope::system(app.today())).await.unwrap()
}

fn outbox(app: &App) -> Vec<String> {
    let folder = std::fs::read_dir(app.home.outbox()).unwrap();
    let mut files: Vec<String> =
        folder.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap()).collect();
    files.sort();
    files
}

#[tokio::test]
async fn each_lead_gets_one_message_a_day_about_everything_asked() {
    let test = district().await;
    // 15 February 2019 is a Friday: three actions and two steps of Ada's, two and one of Ben's.
    let report = run_on(&test, "2019-02-15").await;
    assert_eq!((report.messages, report.commitments, report.nobody), (2, 8, 0));
    assert_eq!((report.sent, report.failed), (2, 0));
    let again = run_on(&test, "2019-02-15").await;
    assert_eq!(again, ReminderReport::default());
    let files = outbox(&test.app);
    assert_eq!(files.len(), 2);
    for (part, written) in
        [("To: \"Ada Hill\" <ada@com.example>", 1), ("To: \"Ben Field\" <ben@com.example>", 1)]
    {
        assert_eq!(files.iter().filter(|file| file.contains(part)).count(), written, "{part}");
    }
    let all = files.concat();
    for part in ["* 1.1 Hold a weekly performance meeting", "Due 31 May 2018", "Dear Ben Field,"] {
        assert!(all.contains(part), "{part} is missing: {all}");
    }
    let scope = test.system();
    let listed = messages(&test.app, &scope).await.unwrap();
    assert!(listed.iter().all(|message| message.sent_at.is_some()), "{listed:?}");
    assert_eq!(message(&test.app, &scope, listed[0].id).await.unwrap(), listed[0]);
}

#[tokio::test]
async fn an_answer_ends_the_asking_until_the_next_occasion() {
    let test = district().await;
    run_on(&test, "2019-02-15").await;
    let wanted_on = async |day: &str| {
        let scope = Scope { today: day.parse().unwrap(), ..test.system() };
        let wanted = wanted(&test.app, &scope).await.unwrap();
        let own = wanted.iter().filter(|wanted| wanted.line.reference == "1.1");
        own.map(|wanted| (wanted.is_asked, wanted.is_late())).next()
    };
    // Asked about on the 14th, with five working days to answer in.
    assert_eq!(wanted_on("2019-02-18").await, Some((true, false)));
    assert_eq!(wanted_on("2019-02-20").await, Some((true, false)));
    let wanted = commitment::Column::Reference.eq("1.1");
    let id = commitment::Entity::find().filter(wanted).one(test.app.ledger.connection()).await;
    let id = id.unwrap().unwrap().id;
    let app = test.app.with_clock(Clock::noon("2019-02-19".parse().unwrap()));
    let update = NewUpdate {
        status: Status::AtRisk,
        note: "The room is double booked.".to_owned(),
        seen_update_id: None,
        ..NewUpdate::default()
    };
    post_update(&app, &Scope::system(app.today()), id, update).await.unwrap();
    assert_eq!(wanted_on("2019-02-20").await, None);
    // A week after the asking before, it is asked again.
    assert_eq!(wanted_on("2019-02-21").await, Some((false, false)));
}

#[tokio::test]
async fn nobody_is_written_to_on_a_day_off_or_while_the_plan_asks_nobody() {
    let test = district().await;
    assert_eq!(run_on(&test, "2019-02-16").await, ReminderReport::default());
    let plan_id = commitment::Entity::find().one(test.app.ledger.connection()).await;
    let plan_id = plan_id.unwrap().unwrap().plan_id;
    let paused = ReminderSettings { paused: true, ..ReminderSettings::default() };
    settings::save(&test.app, &test.system(), plan_id, &paused).await.unwrap();
    assert_eq!(run_on(&test, "2019-02-18").await, ReminderReport::default());
    let quiet = ReminderSettings {
        days_before: vec![14],
        on_due_day: false,
        days_after_every: None,
        rhythm: Rhythm::None,
        grace_days: 3,
        to_contributors: false,
        paused: false,
    };
    settings::save(&test.app, &test.system(), plan_id, &quiet).await.unwrap();
    let found = settings::find(&test.app, &test.system(), plan_id).await.unwrap();
    assert_eq!((found.settings, found.set_by.as_deref()), (quiet, Some("command line")));
    // Only what is due at the end of February.
    let report = run_on(&test, "2019-02-18").await;
    assert_eq!((report.messages, report.commitments), (1, 1));
}

#[tokio::test]
async fn a_message_that_the_server_does_not_take_is_tried_again() {
    let test = district().await;
    let mut folder = HomeFolder::clone(&test.app.home);
    // Nothing listens on port 9 of this machine.
    let server = Some("smtp://ada:secret@127.0.0.1:9".to_owned());
    folder.settings.mail = Some(MailSettings { server, sender: None });
    let unreachable = App { home: folder.into(), ..test.app.clone() };
    let report = run(&unreachable, &test.system()).await.unwrap();
    assert_eq!((report.messages, report.sent, report.failed), (2, 0, 2));
    let listed = messages(&test.app, &test.system()).await.unwrap();
    let failure = listed[0].failure.clone().unwrap();
    assert!(failure.contains("127.0.0.1:9") && !failure.contains("secret"), "{failure}");
    let report = run(&test.app, &test.system()).await.unwrap();
    assert_eq!((report.messages, report.sent, report.failed), (0, 2, 0));
    let kept = reminder::Entity::find().count(test.app.ledger.connection()).await.unwrap();
    assert_eq!(kept, 8);
}

#[tokio::test]
async fn settings_that_name_no_address_or_server_are_refused_with_what_to_write() {
    let test = home().await;
    for (server, sender, part) in [
        (None, Some("somebody"), "is no address; write 'Name <a@b.c>'"),
        (Some("mail.example"), None, "write smtps://user:password@host"),
    ] {
        let mut folder = HomeFolder::clone(&test.app.home);
        let (server, sender) = (server.map(str::to_owned), sender.map(str::to_owned));
        folder.settings.mail = Some(MailSettings { server, sender });
        let error = Delivery::open(&folder).err().unwrap();
        assert!(format!("{error:#}").contains(part), "{error:#}");
    }
}

#[tokio::test]
async fn what_is_asked_is_seen_by_those_who_run_the_plan() {
    let test = district().await;
    run_on(&test, "2019-02-15").await;
    let other = Visible::Only(std::sync::Arc::new([test.id("OTH").await].into()));
    let elsewhere = Scope {
        role: Role::PerformanceManager,
        visible: other.clone(),
        within: other,
        ..test.system()
    };
    assert!(wanted(&test.app, &elsewhere).await.unwrap().is_empty());
    let listed = messages(&test.app, &test.system()).await.unwrap();
    let hidden = message(&test.app, &elsewhere, listed[0].id).await;
    assert!(matches!(hidden, Err(AppError::NotFound)), "{hidden:?}");
    let viewer = Scope { role: Role::Viewer, ..test.system() };
    let refused = wanted(&test.app, &viewer).await.map(|_| ());
    assert!(matches!(refused, Err(AppError::Forbidden(_))), "{refused:?}");
}

#[tokio::test]
async fn an_answer_later_than_its_grace_is_a_signal_however_often_it_is_asked_again() {
    let test = district().await;
    let raised_on = async |day: &str| {
        let app = test.app.with_clock(Clock::noon(day.parse().unwrap()));
        let scope = Scope::system(app.today());
        escalation::store::evaluate(&app, &scope).await.unwrap();
        let open = escalation::store::open(&app.ledger, &scope).await.unwrap();
        let row = row_of(&test, "2.2").await;
        let of_it = open.into_iter().find(|signal| signal.subject_id == row);
        of_it.map(|signal| (signal.rule, signal.detail)).unwrap_or_default()
    };
    // Due on 28 February 2019: asked a fortnight before, and again two days before.
    report(&test, "2018-12-03", "2.2").await;
    run_on(&test, "2019-02-14").await;
    assert_eq!(raised_on("2019-02-21").await, Default::default());
    let (rule, detail) = raised_on("2019-02-22").await;
    assert_eq!(rule, escalation::rules::UNANSWERED);
    assert!(detail.contains("asked for by 21 February 2019 and has not come"), "{detail}");
    run_on(&test, "2019-02-26").await;
    assert_eq!(raised_on("2019-02-26").await.0, escalation::rules::UNANSWERED);
    let (rule, detail) = raised_on("2019-03-01").await;
    assert_eq!(rule, escalation::rules::OVERDUE);
    assert!(detail.ends_with("The update asked for by 21 February 2019 has not come."), "{detail}");
    report(&test, "2019-03-01", "2.2").await;
    let (_, detail) = raised_on("2019-03-01").await;
    assert!(!detail.contains("has not come"), "{detail}");
}

async fn report(test: &TestHome, day: &str, reference: &str) {
    let app = test.app.with_clock(Clock::noon(day.parse().unwrap()));
    let scope = Scope::system(app.today());
    let row = row_of(test, reference).await;
    let as_at = AsAt(app.today());
    let seen = commitments::find(&app.ledger, &scope, row, as_at).await.unwrap().row;
    let update = NewUpdate {
        status: Status::OnTrack,
        note: "Going on.".to_owned(),
        seen_update_id: seen.latest_update_id,
        ..NewUpdate::default()
    };
    post_update(&app, &scope, row, update).await.unwrap();
}

async fn row_of(test: &TestHome, reference: &str) -> i64 {
    let wanted = commitment::Column::Reference.eq(reference);
    let found = commitment::Entity::find().filter(wanted).one(test.app.ledger.connection()).await;
    found.unwrap().unwrap().id
}

#[tokio::test]
async fn those_who_contribute_get_a_copy_in_the_same_message_unless_the_plan_says_no() {
    let test = district().await;
    let connection = test.app.ledger.connection();
    let row = row_of(&test, "2.1").await;
    let own = commitment_lead::Entity::find().filter(commitment_lead::Column::CommitmentId.eq(row));
    assert_eq!(own.one(connection).await.unwrap().unwrap().as_written, "DUC");
    for (position, code) in [(1, "HPI"), (2, "DUC")] {
        let post = lead::Entity::find().filter(lead::Column::Code.eq(code)).one(connection).await;
        let helps = commitment_lead::ActiveModel {
            commitment_id: Set(row),
            position: Set(position),
            lead_id: Set(Some(post.unwrap().unwrap().id)),
            as_written: Set(code.to_owned()),
            accountable: Set(false),
            ..Default::default()
        };
        commitment_lead::Entity::insert(helps).exec(connection).await.unwrap();
    }
    // Due at the end of March: asked about a fortnight before, on the 17th, a Sunday. 2.2 is overdue.
    let plan_id =
        commitment::Entity::find_by_id(row).one(connection).await.unwrap().unwrap().plan_id;
    let only_due = ReminderSettings {
        rhythm: Rhythm::None,
        days_after_every: None,
        ..ReminderSettings::default()
    };
    settings::save(&test.app, &test.system(), plan_id, &only_due).await.unwrap();
    let ran = run_on(&test, "2019-03-18").await;
    assert_eq!((ran.messages, ran.commitments, ran.copies), (2, 2, 1), "{ran:?}");
    let files = outbox(&test.app).concat();
    let asked = "Subject: An update is asked on something you contribute to";
    assert!(files.contains(asked) && files.contains("Asked: Ben Field"), "{files}");
    assert_eq!(run_on(&test, "2019-03-19").await, ReminderReport::default(), "told once");
    let alone = ReminderSettings { to_contributors: false, ..only_due };
    settings::save(&test.app, &test.system(), plan_id, &alone).await.unwrap();
    let ran = run_on(&test, "2019-03-29").await;
    assert_eq!((ran.messages, ran.commitments, ran.copies), (1, 1, 0), "{ran:?}");
}
