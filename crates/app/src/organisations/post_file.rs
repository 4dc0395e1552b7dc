//! Posts and who holds them from CSV files: all of a file or nothing.

use chrono::{Days, NaiveDate};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr,
    EntityTrait as _, IntoActiveModel as _, QueryFilter as _, QueryOrder as _,
};

use super::files::{
    FileError, Taken, allowed, day, ends_after_it_began, ids_by_code, needed, read, record, refuse,
    unknown_organisation,
};
use crate::App;
use crate::db::entities::{lead, person};
use crate::flows::csv::{Columns, Fault, Row};
use crate::shell::scope::Scope;

struct Post {
    organisation: String,
    code: String,
    title: String,
    person: Option<String>,
    email: Option<String>,
    from_day: NaiveDate,
    to_day: Option<NaiveDate>,
}

/// Takes in posts and who holds them: `organisation,code,title,person,email,from_day,to_day`.
///
/// A new holder of a post ends the one before; a post that was known from a document alone gets its
/// holder.
///
/// # Errors
///
/// Names every row that is not right; nothing is taken in unless all are.
pub async fn leads(app: &App, scope: &Scope, file: &str, bytes: &[u8]) -> Result<Taken, FileError> {
    allowed(scope)?;
    let columns = Columns {
        required: &["organisation", "code", "title", "from_day"],
        optional: &["person", "email", "to_day"],
    };
    let rows = read(file, bytes, columns, post)?;
    let actor = app.actor(scope);
    app.ledger
        .write(async |tx| {
            let ids = ids_by_code(tx).await?;
            let mut taken = Taken::default();
            let mut faults = Vec::new();
            for (number, post) in rows {
                let Some(organisation_id) = ids.get(&post.organisation) else {
                    faults.push(unknown_organisation(number, "organisation", &post.organisation));
                    continue;
                };
                keep_post(tx, &post, *organisation_id, &mut taken).await?;
            }
            if !faults.is_empty() {
                return Err(refuse(file, faults));
            }
            record(tx, &actor, "lead", file, taken).await?;
            Ok(taken)
        })
        .await
}

fn post(row: &Row) -> Result<Post, Fault> {
    let from_day = day(row, "from_day")?
        .ok_or_else(|| row.fault("from_day", "it is empty", "write the first day"))?;
    let to_day = day(row, "to_day")?;
    ends_after_it_began(row, Some(from_day), to_day, "to_day")?;
    let filled = |column| match row.get(column) {
        "" => None,
        text => Some(text.to_owned()),
    };
    Ok(Post {
        organisation: needed(row, "organisation")?.to_uppercase(),
        code: needed(row, "code")?,
        title: needed(row, "title")?,
        person: filled("person"),
        email: filled("email"),
        from_day,
        to_day,
    })
}

async fn keep_post(
    tx: &impl ConnectionTrait,
    post: &Post,
    organisation_id: i64,
    taken: &mut Taken,
) -> Result<(), DbErr> {
    let person_id = match &post.person {
        Some(name) => Some(person(tx, organisation_id, name, post.email.as_deref()).await?),
        None => None,
    };
    let holders = lead::Entity::find()
        .filter(lead::Column::OrganisationId.eq(organisation_id))
        .filter(lead::Column::Code.eq(&post.code))
        .order_by_desc(lead::Column::FromDay)
        .all(tx)
        .await?;
    let same =
        holders.iter().find(|held| held.from_day == post.from_day || held.person_id.is_none());
    if let Some(before) = same {
        let after = lead::Model {
            title: post.title.clone(),
            person_id,
            from_day: post.from_day,
            to_day: post.to_day,
            ..before.clone()
        };
        if *before == after {
            taken.unchanged += 1;
        } else {
            after.into_active_model().reset_all().update(tx).await?;
            taken.changed += 1;
        }
        return Ok(());
    }
    let until = post.from_day.checked_sub_days(Days::new(1));
    for earlier in holders.into_iter().filter(|held| held.from_day < post.from_day) {
        if earlier.to_day.is_none_or(|to| to >= post.from_day) {
            let mut row = earlier.into_active_model();
            row.to_day = Set(until);
            row.update(tx).await?;
        }
    }
    let row = lead::ActiveModel {
        organisation_id: Set(organisation_id),
        code: Set(post.code.clone()),
        title: Set(post.title.clone()),
        person_id: Set(person_id),
        from_day: Set(post.from_day),
        to_day: Set(post.to_day),
        ..Default::default()
    };
    lead::Entity::insert(row).exec(tx).await?;
    taken.added += 1;
    Ok(())
}

async fn person(
    tx: &impl ConnectionTrait,
    organisation_id: i64,
    name: &str,
    email: Option<&str>,
) -> Result<i64, DbErr> {
    let known = person::Entity::find()
        .filter(person::Column::OrganisationId.eq(organisation_id))
        .filter(person::Column::Name.eq(name))
        .one(tx)
        .await?;
    if let Some(known) = known {
        let id = known.id;
        if email.is_some() && known.email.as_deref() != email {
            let mut row = known.into_active_model();
            row.email = Set(email.map(str::to_owned));
            row.update(tx).await?;
        }
        return Ok(id);
    }
    let row = person::ActiveModel {
        name: Set(name.to_owned()),
        email: Set(email.map(str::to_owned)),
        organisation_id: Set(organisation_id),
        ..Default::default()
    };
    Ok(person::Entity::insert(row).exec(tx).await?.last_insert_id)
}
