//! Rows of accounts and of what hangs on them: addresses, domains, queues worked.

pub(crate) mod counts;
mod filter;
pub(crate) mod invitations;
pub(crate) mod list;
pub(crate) mod open_tickets;
pub(crate) mod order;
pub(crate) mod states;

mod addresses;
pub(crate) mod changes;
mod clash;
pub(crate) mod new;
pub(crate) mod staff;

use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, sea_query::OnConflict,
};
use uuid::Uuid;

use addresses::of_address;
pub(crate) use addresses::{addresses, addresses_of, by_address, lead, lead_no_more, led_to};
pub(crate) use clash::Clash;

use super::{
    constraint::violates,
    entity::{account, organisation, organisation_domain, queue, queue_member},
    locks::Lock as _,
    many, memberships,
    names::{findable, folded},
    turns::{self, Turn},
};
use crate::{
    actor::Actor,
    content::address,
    error::{Error, Result},
    model::{Organisation, OrganisationId, QueueId, Role, User, UserId},
    store::rows,
};

/// Nobody is called anything longer.
const LONGEST_IDENTIFIER: usize = 254;

/// The account that somebody means who logs in: by the mail address, or by the user name. `typed` is trimmed.
pub(crate) async fn by_identifier(db: &impl ConnectionTrait, typed: &str) -> Result<Option<account::Model>> {
    // Databases refuse such text with an error, which would look like a fault of ours.
    if typed.len() > LONGEST_IDENTIFIER || typed.chars().any(char::is_control) {
        return Ok(None);
    }
    if typed.contains('@') {
        let email = address::normalise(typed).unwrap_or_else(|| typed.to_owned());
        return by_address(db, &email).await;
    }
    by_user_name(db, &folded(typed)).await
}

/// The accounts that were merged into a user's, and those that had been merged into these before.
pub(crate) async fn merged_into(tx: &DatabaseTransaction, user: UserId) -> Result<Vec<account::Model>> {
    let mut all: Vec<account::Model> = Vec::new();
    let mut targets = vec![user.0];
    while let Some(target) = targets.pop() {
        let merged = account::Entity::find().filter(account::Column::MergedIntoId.eq(target)).all(tx).await?;
        targets.extend(merged.iter().map(|row| row.id));
        all.extend(merged);
    }
    Ok(all)
}

/// The account that a user's was merged into.
pub(crate) async fn merge_target(tx: &DatabaseTransaction, user: UserId) -> Result<Option<UserId>> {
    let row = account::Entity::find_by_id(user.0).one(tx).await?.ok_or(Error::NotFound { what: "user" })?;
    Ok(row.merged_into_id.map(UserId::from))
}

/// Who has what belongs to a user: the last account of a chain of merged ones.
pub(crate) async fn holder(tx: &DatabaseTransaction, user: UserId) -> Result<UserId> {
    let mut row = lock(tx, user).await?;
    while let Some(next) = row.merged_into_id {
        row = lock(tx, next.into()).await?;
    }
    Ok(row.id.into())
}

/// The account whose main address this is.
pub(crate) async fn by_main_address(
    db: &impl ConnectionTrait,
    address: &str,
) -> Result<Option<account::Model>> {
    Ok(account::Entity::find().filter(account::Column::Email.eq(address)).one(db).await?)
}

/// The account of a user name, given as it is compared.
pub(crate) async fn by_user_name(db: &impl ConnectionTrait, folded: &str) -> Result<Option<account::Model>> {
    let found = account::Entity::find().filter(account::Column::UserNameFolded.eq(folded));
    Ok(found.one(db).await?)
}

/// The account of an id.
pub(crate) async fn find(db: &impl ConnectionTrait, id: UserId) -> Result<Option<account::Model>> {
    Ok(account::Entity::find_by_id(id.0).one(db).await?)
}

/// The same, locked until the work ends.
pub(crate) async fn find_locked(tx: &DatabaseTransaction, id: UserId) -> Result<Option<account::Model>> {
    Ok(account::Entity::find_by_id(id.0).locked().one(tx).await?)
}

/// Locks these accounts until the work ends, always in the same order.
pub(crate) async fn lock_all(tx: &DatabaseTransaction, users: &[UserId]) -> Result<()> {
    for some in users.chunks(many::AT_ONCE) {
        let theirs =
            account::Entity::find().filter(account::Column::Id.is_in(some.iter().map(|user| user.0)));
        let ids = theirs.select_only().column(account::Column::Id).order_by_asc(account::Column::Id).locked();
        ids.into_tuple::<Uuid>().all(tx).await?;
    }
    Ok(())
}

/// Keeps the account of the actor as it is until the work ends, if they are a person. Asked before anything else is locked.
///
/// # Errors
/// `Unauthenticated`, when it was erased or merged since they were recognised.
pub(crate) async fn hold_actor(tx: &DatabaseTransaction, actor: &Actor) -> Result<()> {
    let Some(viewer) = actor.user() else { return Ok(()) };
    match account::Entity::find_by_id(viewer.id.0).held().one(tx).await? {
        Some(row) if !is_gone(&row) => Ok(()),
        _ => Err(Error::Unauthenticated),
    }
}

/// The account that an address leads to, which stays as it is until the work ends. `address` is normalised.
pub(crate) async fn hold_by_address(
    tx: &DatabaseTransaction,
    address: &str,
) -> Result<Option<account::Model>> {
    match of_address(address).held().one(tx).await? {
        // Whoever had to wait for a merge or an erasure asks once more whose the address is now.
        Some(row) if is_gone(&row) => Ok(of_address(address).held().one(tx).await?),
        found => Ok(found),
    }
}

/// Whether an account is that of nobody any more: erased, or merged into another.
fn is_gone(row: &account::Model) -> bool {
    row.erased_at.is_some() || row.merged_into_id.is_some()
}

/// The account of somebody who changes what is their own, locked until the work ends.
///
/// # Errors
/// `Unauthenticated`, when it was erased or merged since they were recognised.
pub(crate) async fn lock_own(tx: &DatabaseTransaction, viewer: UserId) -> Result<account::Model> {
    let row = find_locked(tx, viewer).await?;
    row.filter(|row| !is_gone(row)).ok_or(Error::Unauthenticated)
}

/// The account of an id that there must be, locked until the work ends.
pub(crate) async fn lock(tx: &DatabaseTransaction, id: UserId) -> Result<account::Model> {
    find_locked(tx, id).await?.ok_or(Error::NotFound { what: "user" })
}

/// An account as the model has it.
pub(crate) async fn user(db: &impl ConnectionTrait, row: account::Model) -> Result<User> {
    let member = memberships::first(db, row.id.into()).await?;
    rows::user(row, member)
}

/// The mail domains of an organisation, sorted.
pub(crate) async fn domains_of(db: &impl ConnectionTrait, id: OrganisationId) -> Result<Vec<String>> {
    let owned = organisation_domain::Column::OrganisationId.eq(id.0);
    let rows = organisation_domain::Entity::find().filter(owned).all(db).await?;
    let mut domains: Vec<_> = rows.into_iter().map(|row| row.domain).collect();
    domains.sort_unstable();
    Ok(domains)
}

/// Puts a user into every queue.
pub(crate) async fn work_every_queue(tx: &DatabaseTransaction, user: UserId) -> Result<()> {
    let queues: Vec<Uuid> =
        queue::Entity::find().select_only().column(queue::Column::Id).into_tuple().all(tx).await?;
    let rows = queues
        .into_iter()
        .map(|id| queue_member::ActiveModel { queue_id: Set(id), user_id: Set(user.into()) })
        .collect();
    let known = OnConflict::columns([queue_member::Column::QueueId, queue_member::Column::UserId])
        .do_nothing()
        .to_owned();
    Ok(many::insert(tx, rows, Some(known)).await?)
}

/// The queues that a user works by membership, in the order of their ids.
pub(crate) async fn queues_of(db: &impl ConnectionTrait, user: UserId) -> Result<Vec<QueueId>> {
    let ids: Vec<Uuid> = queue_member::Entity::find()
        .select_only()
        .column(queue_member::Column::QueueId)
        .filter(queue_member::Column::UserId.eq(user.0))
        .order_by_asc(queue_member::Column::QueueId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().map(Into::into).collect())
}

/// Takes a user out of every queue.
pub(crate) async fn leave_every_queue(tx: &DatabaseTransaction, user: UserId) -> Result<()> {
    queue_member::Entity::delete_many().filter(queue_member::Column::UserId.eq(user.0)).exec(tx).await?;
    Ok(())
}

/// How many admins besides this user can still log in. It stays true until the transaction ends: two admins who take each other's
/// role would otherwise both count the other.
pub(crate) async fn other_admins(tx: &DatabaseTransaction, user: Uuid) -> Result<u64> {
    turns::take(tx, Turn::Admins).await?;
    let others = account::Entity::find()
        .filter(account::Column::Role.eq(Role::Admin.as_str()))
        .filter(account::Column::Active.eq(true))
        .filter(account::Column::Id.ne(user));
    Ok(others.count(tx).await?)
}

/// The ids of the staff, whether switched on or not.
pub(crate) async fn staff(db: &impl ConnectionTrait, most: u64) -> Result<Vec<UserId>> {
    let ids: Vec<Uuid> = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::Role.is_in([Role::Agent.as_str(), Role::Admin.as_str()]))
        .order_by_asc(account::Column::Id)
        .limit(most)
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().map(Into::into).collect())
}

/// An organisation as the model has it, locked until the work ends.
pub(crate) async fn lock_organisation(
    tx: &DatabaseTransaction,
    id: OrganisationId,
) -> Result<organisation::Model> {
    let row = organisation::Entity::find_by_id(id.0).locked().one(tx).await?;
    row.ok_or(Error::NotFound { what: "organisation" })
}

/// An organisation with its domains.
pub(crate) async fn organisation(
    db: &impl ConnectionTrait,
    row: organisation::Model,
) -> Result<Organisation> {
    let domains = organisation_domain::Entity::find()
        .filter(organisation_domain::Column::OrganisationId.eq(row.id))
        .all(db)
        .await?;
    rows::organisation(row, domains.into_iter().map(|owned| owned.domain).collect())
}

/// One of these domains that belongs to another organisation.
pub(crate) async fn anothers_domain(
    tx: &DatabaseTransaction,
    id: OrganisationId,
    domains: &[String],
) -> Result<Option<String>> {
    let taken = organisation_domain::Entity::find()
        .filter(organisation_domain::Column::Domain.is_in(domains))
        .filter(organisation_domain::Column::OrganisationId.ne(id.0))
        .one(tx)
        .await?;
    Ok(taken.map(|taken| taken.domain))
}

/// Gives an organisation these domains and no others; answers the first one that belongs to another.
pub(crate) async fn own_domains(
    tx: &DatabaseTransaction,
    id: OrganisationId,
    domains: &[String],
) -> Result<Option<String>> {
    organisation_domain::Entity::delete_many()
        .filter(organisation_domain::Column::OrganisationId.eq(id.0))
        .exec(tx)
        .await?;
    if domains.is_empty() {
        return Ok(None);
    }
    if let Some(taken) = anothers_domain(tx, id, domains).await? {
        return Ok(Some(taken));
    }
    let rows = domains.iter().map(|domain| organisation_domain::ActiveModel {
        domain: Set(domain.clone()),
        organisation_id: Set(id.into()),
    });
    match many::insert(tx, rows.collect(), None).await {
        // Somebody else was quicker; with which of them, this transaction cannot ask any more.
        Err(cause) if violates(&cause, "domain") => Ok(Some(domains.join(", "))),
        done => Ok(done.map(|()| None)?),
    }
}

/// The account of what another system calls somebody.
pub(crate) async fn by_external_id(
    db: &impl ConnectionTrait,
    external_id: &str,
) -> Result<Option<account::Model>> {
    Ok(account::Entity::find().filter(account::Column::ExternalId.eq(external_id)).one(db).await?)
}

/// The organisation of what another system calls it.
pub(crate) async fn organisation_of_external_id(
    db: &impl ConnectionTrait,
    external_id: &str,
) -> Result<Option<OrganisationId>> {
    let found = organisation::Entity::find().filter(organisation::Column::ExternalId.eq(external_id));
    Ok(found.one(db).await?.map(|row| row.id.into()))
}

/// The organisation of this name, in any case where none is spelt just so.
pub(crate) async fn organisation_called(
    db: &impl ConnectionTrait,
    name: &str,
) -> Result<Option<OrganisationId>> {
    let alike = organisation::Entity::find()
        .filter(organisation::Column::Folded.eq(findable(name)))
        .order_by_asc(organisation::Column::Id)
        .all(db)
        .await?;
    let exact = alike.iter().find(|row| row.name == name);
    let same = |row: &&organisation::Model| folded(&row.name) == folded(name);
    Ok(exact.or_else(|| alike.iter().find(same)).map(|row| row.id.into()))
}
