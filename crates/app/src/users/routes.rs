//! The page on which accounts are made, closed and opened again.

use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::pages::{NewUserText, UserLine, UsersPage};
use crate::App;
use crate::organisations::{leads, store as organisations};
use crate::shell::answer::{self, Page};
use crate::shell::components::{Choice, Problem};
use crate::shell::csrf::{CheckedForm, Guarded};
use crate::shell::errors::AppError;
use crate::shell::layout::Layout;
use crate::shell::routes::Routes;
use crate::shell::scope::Role;
use crate::shell::session::Visitor;
use crate::signin::accounts::{self, NewUser, UserRow};

pub(crate) fn routes() -> Routes {
    Routes::new().get("/users", show).post("/users", add).post("/users/close", close)
}

#[derive(Debug, Deserialize)]
struct Said {
    done: Option<String>,
}

async fn show(State(app): State<App>, visitor: Visitor, Query(said): Query<Said>) -> Page {
    let words = said.done.as_deref().map(|done| match done {
        "added" => "The account is made.",
        _ => "The account is changed.",
    });
    answer::page(&users_page(&app, &visitor, words, Vec::new(), NewUserForm::default()).await?)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct NewUserForm {
    csrf: String,
    name: String,
    email: String,
    role: String,
    organisation: String,
    lead: String,
    password: String,
}

impl Guarded for NewUserForm {
    fn csrf(&self) -> &str {
        &self.csrf
    }
}

async fn add(
    State(app): State<App>,
    CheckedForm(visitor, sent): CheckedForm<NewUserForm>,
) -> Result<Response, AppError> {
    let new = NewUser {
        email: sent.email.clone(),
        name: sent.name.clone(),
        role: sent.role.parse().unwrap_or(Role::Viewer),
        organisation: sent.organisation.clone(),
        lead: post_code(&sent.lead, &sent.organisation)?,
        password: sent.password.clone(),
    };
    match accounts::create_user(&app, &visitor.scope, new).await {
        Ok(_) => Ok(answer::see_other("/users?done=added")),
        Err(AppError::Invalid(message)) => {
            let problems = vec![Problem { field: field_of(&message), message }];
            answer::refused(&users_page(&app, &visitor, None, problems, sent).await?)
        }
        Err(error) => Err(error),
    }
}

/// A post is chosen as `organisation/code`, since two organisations may use the same code.
fn post_code(chosen: &str, organisation: &str) -> Result<Option<String>, AppError> {
    if chosen.is_empty() {
        return Ok(None);
    }
    match chosen.split_once('/') {
        Some((of, code)) if of == organisation => Ok(Some(code.to_owned())),
        _ => Err(AppError::Invalid(
            "The post belongs to another organisation. Choose one of the same.".to_owned(),
        )),
    }
}

fn field_of(message: &str) -> &'static str {
    let message = message.to_lowercase();
    if message.contains("password") {
        "password"
    } else if message.contains("name") {
        "name"
    } else {
        "email"
    }
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct CloseForm {
    csrf: String,
    email: String,
    closed: String,
}

impl Guarded for CloseForm {
    fn csrf(&self) -> &str {
        &self.csrf
    }
}

async fn close(
    State(app): State<App>,
    CheckedForm(visitor, sent): CheckedForm<CloseForm>,
) -> Result<Response, AppError> {
    accounts::set_disabled(&app, &visitor.scope, &sent.email, sent.closed == "yes").await?;
    Ok(answer::see_other("/users?done=changed"))
}

async fn users_page(
    app: &App,
    visitor: &Visitor,
    said: Option<&str>,
    problems: Vec<Problem>,
    form: NewUserForm,
) -> Result<UsersPage, AppError> {
    let (ledger, scope) = (&app.ledger, &visitor.scope);
    let users = accounts::list(ledger, scope).await?;
    let organisations = organisations::list(ledger, scope).await?;
    let code_of = |id| {
        let found = organisations.iter().find(|organisation| organisation.id == id);
        found.map(|organisation| organisation.code.clone()).unwrap_or_default()
    };
    let posts = leads::list(ledger, scope, None).await?;
    let posts = posts.into_iter().map(|post| {
        let of = code_of(post.organisation_id);
        (format!("{of}/{}", post.code), format!("{} ({of})", post.title))
    });
    let none = std::iter::once((String::new(), "None".to_owned()));
    let titles = Role::ALL.map(|role| (role.word(), role.title()));
    let names = organisations.iter().map(|found| (found.code.clone(), found.name.clone()));
    Ok(UsersPage {
        layout: Layout::inside(visitor, "Users", "/users").with_problem(!problems.is_empty()),
        said: said.map(str::to_owned),
        problems,
        rows: users.into_iter().map(|user| line(user, &visitor.email)).collect(),
        roles: Choice::list(titles, Some(or(&form.role, "viewer"))),
        organisations: Choice::list(names, Some(&form.organisation)),
        leads: Choice::list(none.chain(posts), Some(&form.lead)),
        form: NewUserText { name: form.name, email: form.email },
    })
}

fn or<'a>(text: &'a str, otherwise: &'a str) -> &'a str {
    if text.is_empty() { otherwise } else { text }
}

fn line(user: UserRow, own: &str) -> UserLine {
    UserLine {
        is_self: user.email == own,
        name: user.name,
        email: user.email,
        role: user.role,
        lead: user.lead.unwrap_or_default(),
        organisation: user.organisation,
        disabled: user.disabled,
    }
}
