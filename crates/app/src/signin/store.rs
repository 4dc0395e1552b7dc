//! Signing in and out, and the scope of whoever is signed in.

use std::net::IpAddr;

use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _,
};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::rules;
use crate::App;
use crate::db::entities::{session, user};
use crate::organisations::leads;
use crate::shell::audit::{self, Actor, Subject};
use crate::shell::errors::AppError;
use crate::shell::scope::{Role, Scope, Visible};

/// What the cookie of a session holds: 256 random bits in hexadecimal.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken(pub String);

impl std::fmt::Debug for SessionToken {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SessionToken(kept secret)")
    }
}

impl SessionToken {
    fn fresh() -> Self {
        Self(hex::encode(rand::random::<[u8; 32]>()))
    }

    fn hash(&self) -> String {
        hex::encode(Sha256::digest(self.0.as_bytes()))
    }
}

/// Why somebody was not let in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The address and password do not go together; which of them is wrong is not said.
    #[error("the e-mail address or the password is not right")]
    Wrong,
    /// Too many attempts on this account or from this address.
    #[error("too many attempts; try again in {seconds} seconds")]
    TooMany {
        /// How long to wait.
        seconds: u64,
    },
    /// Only we can put it right.
    #[error("something went wrong")]
    Internal(#[from] anyhow::Error),
}

impl From<sea_orm::DbErr> for SignInError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Internal(error.into())
    }
}

/// Somebody signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// What they may see and do.
    pub scope: Scope,
    /// What their forms must send back.
    pub csrf_token: String,
    /// The session's row.
    pub session_id: i64,
    /// Their e-mail address.
    pub email: String,
}

/// Lets somebody in.
///
/// # Errors
///
/// Says no in the same words, and after the same time, whether the account or the password is
/// wrong.
pub async fn sign_in(
    app: &App,
    email: &str,
    password: &str,
    address: Option<IpAddr>,
) -> Result<SessionToken, SignInError> {
    let email = email.trim().to_lowercase();
    app.gate.count_attempt(&email, address).map_err(|seconds| SignInError::TooMany { seconds })?;
    if password.len() > rules::LONGEST_PASSWORD {
        return Err(SignInError::Wrong);
    }
    let account = user::Entity::find()
        .filter(user::Column::Email.eq(&email))
        .one(app.ledger.connection())
        .await?;
    let hash = account.as_ref().map(|account| account.password_hash.as_str());
    let same = app.gate.verify(password, hash).await?;
    let Some(account) = account else { return Err(SignInError::Wrong) };
    let actor =
        Actor { name: account.name.clone(), user_id: Some(account.id), at: app.clock.now() };
    let subject = Subject::new("user", account.id);
    if !same || account.disabled_at.is_some() {
        let detail = json!({"closed": account.disabled_at.is_some()});
        app.ledger
            .write(async |tx| audit::record(tx, &actor, "was refused", subject, detail).await)
            .await?;
        return Err(SignInError::Wrong);
    }
    let token = SessionToken::fresh();
    let row = session::ActiveModel {
        token_hash: Set(token.hash()),
        user_id: Set(account.id),
        csrf_token: Set(hex::encode(rand::random::<[u8; 32]>())),
        created_at: Set(actor.at),
        last_seen_at: Set(actor.at),
        expires_at: Set(actor.at + rules::ABSOLUTE_LIMIT),
        ..Default::default()
    };
    app.ledger
        .write(async |tx| {
            let over = session::Column::ExpiresAt.lt(actor.at);
            session::Entity::delete_many().filter(over).exec(tx).await?;
            session::Entity::insert(row).exec(tx).await?;
            audit::record(tx, &actor, "signed in", subject, json!({})).await
        })
        .await?;
    Ok(token)
}

/// Whoever a session belongs to, while it lasts and the account is open.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn session(app: &App, token: &SessionToken) -> Result<Option<SignedIn>, AppError> {
    let connection = app.ledger.connection();
    // The token itself is never compared: an index look-up of its hash tells nothing by its time.
    let wanted = session::Column::TokenHash.eq(token.hash());
    let Some(kept) = session::Entity::find().filter(wanted).one(connection).await? else {
        return Ok(None);
    };
    let now = app.clock.now();
    if !rules::session_holds(kept.last_seen_at, kept.expires_at, now) {
        return Ok(None);
    }
    let account = user::Entity::find_by_id(kept.user_id).one(connection).await?;
    let Some(account) = account.filter(|account| account.disabled_at.is_none()) else {
        return Ok(None);
    };
    let signed_in = SignedIn {
        email: account.email.clone(),
        scope: scope_of(app, account).await?,
        csrf_token: kept.csrf_token.clone(),
        session_id: kept.id,
    };
    if now - kept.last_seen_at >= rules::SEEN_STEP {
        let mut row = kept.into_active_model();
        row.last_seen_at = Set(now);
        app.ledger.write(async |tx| row.update(tx).await).await?;
    }
    Ok(Some(signed_in))
}

/// What somebody may see and do now; none when there is no such account, or it is closed.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub(crate) async fn scope_of_user(app: &App, user_id: i64) -> Result<Option<Scope>, AppError> {
    let found = user::Entity::find_by_id(user_id).one(app.ledger.connection()).await?;
    match found.filter(|account| account.disabled_at.is_none()) {
        Some(account) => Ok(Some(scope_of(app, account).await?)),
        None => Ok(None),
    }
}

async fn scope_of(app: &App, account: user::Model) -> Result<Scope, AppError> {
    let role = account.role.parse::<Role>().map_err(anyhow::Error::from)?;
    let today = app.today();
    let lead_ids = match account.lead_id {
        Some(id) => leads::held_with(app.ledger.connection(), id).await?,
        None => Vec::new(),
    };
    let (within, visible) = if role == Role::Administrator {
        (Visible::All, Visible::All)
    } else {
        let seen = app.visibility.of(&app.ledger, account.organisation_id, today).await?;
        (seen.within, seen.visible)
    };
    Ok(Scope {
        user_id: Some(account.id),
        name: account.name,
        role,
        organisation_id: Some(account.organisation_id),
        visible,
        within,
        lead_ids,
        today,
    })
}

/// Ends a session; one that is over already is no error.
///
/// # Errors
///
/// Returns an error when the ledger cannot be written.
pub async fn sign_out(app: &App, signed_in: &SignedIn) -> Result<(), AppError> {
    let actor = app.actor(&signed_in.scope);
    app.ledger
        .write(async |tx| {
            session::Entity::delete_by_id(signed_in.session_id).exec(tx).await?;
            if let Some(id) = signed_in.scope.user_id {
                let subject = Subject::new("user", id);
                audit::record(tx, &actor, "signed out", subject, json!({})).await?;
            }
            Ok(())
        })
        .await
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
