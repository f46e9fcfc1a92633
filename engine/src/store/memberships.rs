//! Rows of memberships: to which organisations people belong, the first of them marked.

use std::collections::HashMap;

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait,
    IntoActiveModel, QueryFilter, QueryOrder, Select, sea_query::OnConflict,
};
use uuid::Uuid;

use super::{
    Work, domains,
    entity::{membership, organisation},
    many,
};
use crate::{
    content::address::domain_of,
    error::{Error, Result},
    model::{OrganisationId, UserId},
};

fn by_place(found: Select<membership::Entity>) -> Select<membership::Entity> {
    found.order_by_desc(membership::Column::Main).order_by_asc(membership::Column::OrganisationId)
}

/// The first organisation that a user belongs to.
pub(crate) async fn first(db: &impl ConnectionTrait, user: UserId) -> Result<Option<membership::Model>> {
    let found = membership::Entity::find()
        .filter(membership::Column::UserId.eq(user.0))
        .filter(membership::Column::Main.eq(true));
    Ok(found.one(db).await?)
}

/// The organisations that a user belongs to, the first one first.
pub(crate) async fn of(db: &impl ConnectionTrait, user: UserId) -> Result<Vec<OrganisationId>> {
    let found = membership::Entity::find().filter(membership::Column::UserId.eq(user.0));
    let rows = by_place(found).all(db).await?;
    Ok(rows.into_iter().map(|row| row.organisation_id.into()).collect())
}

/// What the organisations that a user belongs to are called, the first one first.
pub(crate) async fn names_of(db: &impl ConnectionTrait, user: UserId) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for id in of(db, user).await? {
        names.extend(organisation::Entity::find_by_id(id.0).one(db).await?.map(|row| row.name));
    }
    Ok(names)
}

/// The memberships of many users, the first one of each first.
pub(crate) async fn of_each(
    db: &impl ConnectionTrait,
    users: &[UserId],
) -> Result<HashMap<UserId, Vec<membership::Model>>> {
    let mut all: HashMap<UserId, Vec<membership::Model>> = HashMap::new();
    for some in users.chunks(many::AT_ONCE) {
        let ids = some.iter().map(|user| user.0);
        let found = membership::Entity::find().filter(membership::Column::UserId.is_in(ids));
        for row in by_place(found).all(db).await? {
            all.entry(row.user_id.into()).or_default().push(row);
        }
    }
    Ok(all)
}

/// The memberships of these organisations that came with the domain of an address.
pub(crate) async fn by_domain(
    db: &impl ConnectionTrait,
    organisations: &[OrganisationId],
) -> Result<Vec<membership::Model>> {
    let found = membership::Entity::find()
        .filter(membership::Column::OrganisationId.is_in(organisations.iter().map(|id| id.0)))
        .filter(membership::Column::Domain.is_not_null());
    Ok(found.all(db).await?)
}

/// Whether a user belongs to this organisation.
pub(crate) async fn belongs(
    db: &impl ConnectionTrait,
    user: UserId,
    organisation: OrganisationId,
) -> Result<bool> {
    Ok(membership::Entity::find_by_id((user.0, organisation.0)).one(db).await?.is_some())
}

/// The organisation for which a user opens a ticket who says nothing of it: the one that owns the domain of the address
/// that they write from, if they belong to it, or their first.
pub(crate) async fn spoken_for(
    db: &impl ConnectionTrait,
    user: UserId,
    address: Option<&str>,
) -> Result<Option<OrganisationId>> {
    let all = of(db, user).await?;
    if all.len() > 1
        && let Some(address) = address
        && let Some(owner) = domains::owner(db, domain_of(address)).await?
        && all.contains(&owner)
    {
        return Ok(Some(owner));
    }
    Ok(all.first().copied())
}

/// The organisation for which a user asks: the one that was named, which must be theirs, or the one that they speak for.
pub(crate) async fn asked_for(
    db: &impl ConnectionTrait,
    user: UserId,
    named: Option<OrganisationId>,
    address: Option<&str>,
) -> Result<Option<OrganisationId>> {
    match named {
        None => spoken_for(db, user, address).await,
        Some(one) if belongs(db, user, one).await? => Ok(Some(one)),
        Some(_) => {
            let message = "The customer does not belong to this organisation.";
            Err(Error::bad("organisation", "organisation-not-theirs", message))
        }
    }
}

/// Refuses organisations that do not exist. `field`: which input names them.
pub(crate) async fn refuse_unknown(
    tx: &DatabaseTransaction,
    organisations: &[OrganisationId],
    field: &'static str,
) -> Result<()> {
    for wanted in organisations {
        if organisation::Entity::find_by_id(wanted.0).one(tx).await?.is_none() {
            return Err(Error::organisation_unknown(field));
        }
    }
    Ok(())
}

/// Makes a user a member of these organisations and of no others, the first one first. What they may see in those to
/// which they belonged before stays. `field`: which input names them.
pub(crate) async fn set(
    tx: &DatabaseTransaction,
    user: UserId,
    organisations: &[OrganisationId],
    field: &'static str,
) -> Result<()> {
    refuse_unknown(tx, organisations, field).await?;
    membership::Entity::delete_many()
        .filter(membership::Column::UserId.eq(user.0))
        .filter(membership::Column::OrganisationId.is_not_in(organisations.iter().map(|one| one.0)))
        .exec(tx)
        .await?;
    let known = of(tx, user).await?;
    let new = organisations.iter().filter(|one| !known.contains(one));
    let rows = new.map(|one| membership::ActiveModel {
        user_id: Set(user.into()),
        organisation_id: Set(one.0),
        sees_tickets: Set(false),
        domain: Set(None),
        main: Set(false),
    });
    many::insert(tx, rows.collect(), None).await?;
    match organisations.first() {
        Some(first) => lead(tx, user, *first).await,
        None => Ok(()),
    }
}

/// Makes a user who belongs nowhere a member of the organisation that owns the domain of their address; answers whether they
/// are one only now.
pub(crate) async fn join(
    work: &Work<'_>,
    user: UserId,
    organisation: OrganisationId,
    domain: &str,
) -> Result<bool> {
    let row = membership::ActiveModel {
        user_id: Set(user.into()),
        organisation_id: Set(organisation.into()),
        sees_tickets: Set(false),
        domain: Set(Some(domain.to_owned())),
        main: Set(true),
    };
    Ok(many::insert_new(work.tx(), row, &mut OnConflict::new()).await?)
}

/// Makes one of a user's organisations the first.
pub(crate) async fn lead(tx: &DatabaseTransaction, user: UserId, wanted: OrganisationId) -> Result<()> {
    let before = first(tx, user).await?;
    if before.as_ref().is_some_and(|row| row.organisation_id == wanted.0) {
        return Ok(());
    }
    if let Some(before) = before {
        mark(tx, before, false).await?;
    }
    if let Some(row) = membership::Entity::find_by_id((user.0, wanted.0)).one(tx).await? {
        mark(tx, row, true).await?;
    }
    Ok(())
}

/// Marks no organisation of a user as the first, before some of them become somebody else's; answers which one was.
pub(crate) async fn unmark(tx: &DatabaseTransaction, user: Uuid) -> Result<Option<Uuid>> {
    let Some(row) = first(tx, user.into()).await? else { return Ok(None) };
    let was = row.organisation_id;
    mark(tx, row, false).await?;
    Ok(Some(was))
}

/// Marks an organisation of a user as the first: `wanted` if they still belong to it.
pub(crate) async fn settle(tx: &DatabaseTransaction, user: Uuid, wanted: Option<Uuid>) -> Result<()> {
    let all = of(tx, user.into()).await?;
    let kept = wanted.map(OrganisationId::from).filter(|wanted| all.contains(wanted));
    match kept.or_else(|| all.first().copied()) {
        Some(first) => lead(tx, user.into(), first).await,
        None => Ok(()),
    }
}

async fn mark(tx: &DatabaseTransaction, row: membership::Model, main: bool) -> Result<()> {
    let mut row = row.into_active_model();
    row.main = Set(main);
    row.update(tx).await?;
    Ok(())
}

/// Selects a member to see the tickets of an organisation if it shares them with selected members, or takes that back.
/// Without `organisation`, of their first. Answers the organisation, if that is new.
pub(crate) async fn select(
    tx: &DatabaseTransaction,
    user: UserId,
    organisation: Option<OrganisationId>,
    selected: bool,
) -> Result<Option<OrganisationId>> {
    let member = match organisation {
        Some(one) => membership::Entity::find_by_id((user.0, one.0)).one(tx).await?,
        None => first(tx, user).await?,
    };
    let Some(member) = member else {
        let field = if organisation.is_some() { "ofOrganisation" } else { "seesOrganisation" };
        if selected || organisation.is_some() {
            let message = "Only a member of an organisation can be selected to see its tickets.";
            return Err(Error::bad(field, "member-required", message));
        }
        return Ok(None);
    };
    if member.sees_tickets == selected {
        return Ok(None);
    }
    let organisation = member.organisation_id;
    let mut row = member.into_active_model();
    row.sees_tickets = Set(selected);
    row.update(tx).await?;
    Ok(Some(organisation.into()))
}
