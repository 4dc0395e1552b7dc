//! Accounts: made, listed, closed and opened again, and their passwords.

use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _,
};
use serde_json::json;

use super::rules;
use crate::App;
use crate::db::Ledger;
use crate::db::entities::{lead, organisation, session, user};
use crate::shell::audit::{self, Subject};
use crate::shell::errors::AppError;
use crate::shell::scope::{Permission, Role, Scope};

/// An account to be made.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// E-mail address, in any case.
    pub email: String,
    /// Name, as shown.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Code of the organisation.
    pub organisation: String,
    /// Code of the post held there, when one is.
    pub lead: Option<String>,
    /// Password.
    pub password: String,
}

/// An account, as listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserRow {
    /// Its row.
    pub id: i64,
    /// E-mail address.
    pub email: String,
    /// Name.
    pub name: String,
    /// Role, in the words shown.
    pub role: String,
    /// Code of the organisation.
    pub organisation: String,
    /// Code of the post held.
    pub lead: Option<String>,
    /// Whether it is closed.
    pub disabled: bool,
}

const ONLY_ADMINISTRATORS: &str = "only administrators manage accounts";

/// Makes an account.
///
/// # Errors
///
/// Refuses a weak password, an address that has an account, an unknown organisation or post, and
/// anybody but an administrator.
pub async fn create_user(app: &App, scope: &Scope, new: NewUser) -> Result<i64, AppError> {
    if !scope.may(Permission::ManageUsers) {
        return Err(AppError::Forbidden(ONLY_ADMINISTRATORS));
    }
    let email = rules::check_email(&new.email).map_err(AppError::Invalid)?;
    if new.name.trim().is_empty() {
        return Err(AppError::Invalid("Give the account a name.".to_owned()));
    }
    rules::check_password(&new.password, &email).map_err(AppError::Invalid)?;
    let password_hash = app.gate.hash(&new.password).await?;
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| {
            let taken = user::Entity::find().filter(user::Column::Email.eq(&email)).one(tx).await?;
            if taken.is_some() {
                return Err(AppError::Invalid(format!("{email} has an account already.")));
            }
            let organisation_id = organisation_id(tx, &new.organisation).await?;
            let lead_id = match &new.lead {
                Some(code) => Some(lead_id(tx, organisation_id, code).await?),
                None => None,
            };
            let row = user::ActiveModel {
                email: Set(email.clone()),
                name: Set(new.name.trim().to_owned()),
                role: Set(new.role.word().to_owned()),
                organisation_id: Set(organisation_id),
                lead_id: Set(lead_id),
                password_hash: Set(password_hash.clone()),
                created_at: Set(actor.at),
                disabled_at: Set(None),
                ..Default::default()
            };
            let id = user::Entity::insert(row).exec(tx).await?.last_insert_id;
            let detail =
                json!({"email": email, "role": new.role.word(), "organisation": new.organisation});
            audit::record(tx, &actor, "made the account", Subject::new("user", id), detail).await?;
            Ok(id)
        })
        .await
}

/// A password made up for somebody: a hundred random bits in letters that are not mistaken for
/// each other.
#[must_use]
pub fn make_up_password() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let groups = (0..4).map(|_| {
        let letters =
            rand::random::<[u8; 5]>().map(|byte| char::from(LETTERS[usize::from(byte % 32)]));
        letters.iter().collect::<String>()
    });
    groups.collect::<Vec<_>>().join("-")
}

async fn organisation_id(tx: &impl ConnectionTrait, code: &str) -> Result<i64, AppError> {
    let wanted = organisation::Column::Code.eq(code.trim().to_uppercase());
    let found = organisation::Entity::find().filter(wanted).one(tx).await?;
    let unknown = || AppError::Invalid(format!("There is no organisation with the code '{code}'."));
    found.map(|organisation| organisation.id).ok_or_else(unknown)
}

async fn lead_id(
    tx: &impl ConnectionTrait,
    organisation: i64,
    code: &str,
) -> Result<i64, AppError> {
    let found = lead::Entity::find()
        .filter(lead::Column::OrganisationId.eq(organisation))
        .filter(lead::Column::Code.eq(code.trim()))
        .order_by_desc(lead::Column::FromDay)
        .one(tx)
        .await?;
    let unknown = || AppError::Invalid(format!("There is no post '{code}' in that organisation."));
    found.map(|lead| lead.id).ok_or_else(unknown)
}

/// Every account, by e-mail address.
///
/// # Errors
///
/// Refuses anybody but an administrator.
pub async fn list(ledger: &Ledger, scope: &Scope) -> Result<Vec<UserRow>, AppError> {
    if !scope.may(Permission::ManageUsers) {
        return Err(AppError::Forbidden(ONLY_ADMINISTRATORS));
    }
    let connection = ledger.connection();
    let users = user::Entity::find().order_by_asc(user::Column::Email).all(connection).await?;
    let mut rows = Vec::with_capacity(users.len());
    for user in users {
        let organisation = organisation::Entity::find_by_id(user.organisation_id).one(connection);
        let organisation = organisation.await?.map(|organisation| organisation.code);
        let lead = match user.lead_id {
            Some(id) => lead::Entity::find_by_id(id).one(connection).await?.map(|lead| lead.code),
            None => None,
        };
        let role = user.role.parse::<Role>().map_err(anyhow::Error::from)?;
        rows.push(UserRow {
            id: user.id,
            email: user.email,
            name: user.name,
            role: role.title().to_owned(),
            organisation: organisation.unwrap_or_default(),
            lead,
            disabled: user.disabled_at.is_some(),
        });
    }
    Ok(rows)
}

/// Closes an account and ends its sessions, or opens it again.
///
/// # Errors
///
/// Refuses an unknown account, one's own, and anybody but an administrator.
pub async fn set_disabled(
    app: &App,
    scope: &Scope,
    email: &str,
    disabled: bool,
) -> Result<(), AppError> {
    if !scope.may(Permission::ManageUsers) {
        return Err(AppError::Forbidden(ONLY_ADMINISTRATORS));
    }
    let email = email.trim().to_lowercase();
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| {
            let found = user::Entity::find().filter(user::Column::Email.eq(&email)).one(tx).await?;
            let Some(found) = found else {
                return Err(AppError::Invalid(format!("There is no account {email}.")));
            };
            if scope.user_id == Some(found.id) {
                return Err(AppError::Invalid("You cannot close your own account.".to_owned()));
            }
            let id = found.id;
            let mut row = found.into_active_model();
            row.disabled_at = Set(disabled.then_some(actor.at));
            row.update(tx).await?;
            end_sessions(tx, id, None).await?;
            let action = if disabled { "closed the account" } else { "opened the account again" };
            let detail = json!({"email": email});
            audit::record(tx, &actor, action, Subject::new("user", id), detail).await?;
            Ok(())
        })
        .await
}

/// Changes the own password, and ends every other session of the account.
///
/// # Errors
///
/// Refuses a wrong current password and a weak new one.
pub async fn change_password(
    app: &App,
    scope: &Scope,
    session_id: i64,
    current: &str,
    new: &str,
) -> Result<(), AppError> {
    let id = scope.user_id.ok_or(AppError::NotFound)?;
    let account = user::Entity::find_by_id(id).one(app.ledger.connection()).await?;
    let account = account.ok_or(AppError::NotFound)?;
    if app.gate.count_attempt(&account.email, None).is_err() {
        return Err(AppError::Invalid(
            "Too many attempts; wait a minute and try again.".to_owned(),
        ));
    }
    if !app.gate.verify(current, Some(&account.password_hash)).await? {
        return Err(AppError::Invalid("The current password is not right.".to_owned()));
    }
    rules::check_password(new, &account.email).map_err(AppError::Invalid)?;
    let password_hash = app.gate.hash(new).await?;
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| {
            let mut row = account.into_active_model();
            row.password_hash = Set(password_hash);
            row.update(tx).await?;
            end_sessions(tx, id, Some(session_id)).await?;
            let subject = Subject::new("user", id);
            audit::record(tx, &actor, "changed the password", subject, json!({})).await?;
            Ok(())
        })
        .await
}

async fn end_sessions(
    tx: &impl ConnectionTrait,
    user_id: i64,
    except: Option<i64>,
) -> Result<(), AppError> {
    let mut ended = session::Entity::delete_many().filter(session::Column::UserId.eq(user_id));
    if let Some(kept) = except {
        ended = ended.filter(session::Column::Id.ne(kept));
    }
    ended.exec(tx).await?;
    Ok(())
}
