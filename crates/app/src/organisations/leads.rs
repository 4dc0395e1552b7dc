//! Posts that answer for things, and who holds them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, DbErr, EntityTrait as _,
    QueryFilter as _, QueryOrder as _,
};

use crate::db::Ledger;
use crate::db::entities::{lead, person};
use crate::shell::errors::AppError;
use crate::shell::scope::Scope;

/// A post, and who holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    /// Its row.
    pub id: i64,
    /// The organisation it belongs to.
    pub organisation_id: i64,
    /// Code, such as `DoF`.
    pub code: String,
    /// Title, such as `Director of Finance`.
    pub title: String,
    /// Who holds it, once known.
    pub person: Option<String>,
}

impl Lead {
    /// Title and holder, as shown.
    #[must_use]
    pub fn shown(&self) -> String {
        match &self.person {
            Some(person) => format!("{person}, {}", self.title),
            None => self.title.clone(),
        }
    }
}

/// Every post of the organisations that may be seen, by title.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn list(
    ledger: &Ledger,
    scope: &Scope,
    organisation_id: Option<i64>,
) -> Result<Vec<Lead>, AppError> {
    let mut condition = scope.sees_condition(lead::Column::OrganisationId);
    if let Some(id) = organisation_id {
        condition = condition.add(lead::Column::OrganisationId.eq(id));
    }
    Ok(select(ledger.connection(), condition).await?)
}

/// Posts by id: a lead named beside a thing may be shown wherever that thing may be.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn by_ids(
    connection: &impl ConnectionTrait,
    ids: BTreeSet<i64>,
) -> Result<BTreeMap<i64, Lead>, DbErr> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let condition = Condition::all().add(lead::Column::Id.is_in(ids));
    let leads = select(connection, condition).await?;
    Ok(leads.into_iter().map(|lead| (lead.id, lead)).collect())
}

async fn select(
    connection: &impl ConnectionTrait,
    condition: Condition,
) -> Result<Vec<Lead>, DbErr> {
    let posts = lead::Entity::find()
        .filter(condition)
        .order_by_asc(lead::Column::Title)
        .order_by_asc(lead::Column::Id)
        .all(connection)
        .await?;
    let holders: BTreeSet<i64> = posts.iter().filter_map(|post| post.person_id).collect();
    let names: BTreeMap<i64, String> = if holders.is_empty() {
        BTreeMap::new()
    } else {
        let people = person::Entity::find().filter(person::Column::Id.is_in(holders));
        let people = people.all(connection).await?;
        people.into_iter().map(|person| (person.id, person.name)).collect()
    };
    let with_holder = |post: lead::Model| Lead {
        id: post.id,
        organisation_id: post.organisation_id,
        code: post.code,
        title: post.title,
        person: post.person_id.and_then(|id| names.get(&id).cloned()),
    };
    Ok(posts.into_iter().map(with_holder).collect())
}

/// Every row of the posts that the holder of `lead_id` answers for: the same post under earlier
/// holders, and other posts of the same person.
///
/// # Errors
///
/// Returns an error when the ledger cannot be read.
pub async fn held_with(connection: &impl ConnectionTrait, lead_id: i64) -> Result<Vec<i64>, DbErr> {
    let Some(post) = lead::Entity::find_by_id(lead_id).one(connection).await? else {
        return Ok(Vec::new());
    };
    let same_post = Condition::all()
        .add(lead::Column::OrganisationId.eq(post.organisation_id))
        .add(lead::Column::Code.eq(post.code));
    let mut condition = Condition::any().add(same_post);
    if let Some(person_id) = post.person_id {
        condition = condition.add(lead::Column::PersonId.eq(person_id));
    }
    let posts = lead::Entity::find().filter(condition).all(connection).await?;
    Ok(posts.into_iter().map(|post| post.id).collect())
}

/// Finds posts of one organisation by code, title or holder, making those that are not yet known: a post
/// named by a document exists, whoever holds it.
#[derive(Debug)]
pub struct PostFinder {
    organisation_id: i64,
    from_day: NaiveDate,
    by_name: BTreeMap<String, i64>,
    /// Titles of the posts made on the way.
    pub made: Vec<String>,
}

impl PostFinder {
    /// Reads the posts of an organisation; new ones are made as from `day`.
    ///
    /// # Errors
    ///
    /// Returns an error when the ledger cannot be read.
    pub async fn open(
        connection: &impl ConnectionTrait,
        organisation_id: i64,
        day: NaiveDate,
    ) -> Result<Self, DbErr> {
        let posts = lead::Entity::find()
            .filter(lead::Column::OrganisationId.eq(organisation_id))
            .order_by_asc(lead::Column::FromDay)
            .all(connection)
            .await?;
        let mut by_name = BTreeMap::new();
        // A later holder replaces an earlier one; a code goes before a title, and both before the
        // name of whoever holds the post, which some documents write instead.
        let people = person::Entity::find()
            .filter(person::Column::OrganisationId.eq(organisation_id))
            .all(connection)
            .await?;
        let names: BTreeMap<i64, String> =
            people.into_iter().map(|person| (person.id, person.name)).collect();
        for post in &posts {
            if let Some(name) = post.person_id.and_then(|id| names.get(&id)) {
                by_name.insert(folded(name), post.id);
            }
        }
        for post in &posts {
            by_name.insert(folded(&post.title), post.id);
        }
        for post in &posts {
            by_name.insert(folded(&post.code), post.id);
        }
        Ok(Self { organisation_id, from_day: day, by_name, made: Vec::new() })
    }

    /// The post of that code or title, if it is known.
    #[must_use]
    pub fn known(&self, name: &str) -> Option<i64> {
        self.by_name.get(&folded(name)).copied()
    }

    /// The post of that code or title; made when it is not known. None for an empty name.
    ///
    /// # Errors
    ///
    /// Returns an error when the ledger refuses the row.
    pub async fn find_or_make(
        &mut self,
        transaction: &impl ConnectionTrait,
        code: &str,
        title: Option<&str>,
    ) -> Result<Option<i64>, DbErr> {
        let code = code.trim();
        if code.is_empty() {
            return Ok(None);
        }
        let known = self.known(code).or_else(|| title.and_then(|title| self.known(title)));
        if known.is_some() {
            return Ok(known);
        }
        let title = title.map_or(code, str::trim);
        let row = lead::ActiveModel {
            organisation_id: Set(self.organisation_id),
            code: Set(code.to_owned()),
            title: Set(title.to_owned()),
            person_id: Set(None),
            from_day: Set(self.from_day),
            to_day: Set(None),
            ..Default::default()
        };
        let id = lead::Entity::insert(row).exec(transaction).await?.last_insert_id;
        self.by_name.insert(folded(title), id);
        self.by_name.insert(folded(code), id);
        self.made.push(title.to_owned());
        Ok(Some(id))
    }
}

/// Codes and titles are the same in any case and spacing.
fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
