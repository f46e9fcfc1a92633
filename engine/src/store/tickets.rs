//! Rows of tickets and what hangs on them: loaded for a change, numbered, written back.

mod beside;
pub(crate) mod comments;
pub(crate) mod count;
pub(crate) mod files;
pub(crate) mod filter;
pub(crate) mod named;
pub(crate) mod order;
pub(crate) mod read;
mod sought;
pub(crate) mod standing;
pub(crate) mod tally;
mod texts;
mod write;

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, EntityTrait, FromQueryResult,
    QueryFilter, QueryOrder, QueryResult, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait, LockType, OnConflict, Order, Query},
};
use uuid::Uuid;

use super::{
    entity::{account, counter, participant, queue_member, ticket, ticket_tag, watcher},
    locks::Lock as _,
    turns, watchers,
};
use crate::{
    actor::Actor,
    error::{Error, Result},
    model::{Role, Status, TicketId, UserId, Watching},
    policy::{self, Action, Permit, Subject},
};

pub(crate) use write::{count_change, insert, mark_reminded, move_closing, set_due, unassign, update};

/// A ticket with its tags and what somebody has to do with it, read in one statement.
#[derive(Debug)]
pub(crate) struct Tagged {
    pub(crate) row: ticket::Model,
    /// Sorted.
    pub(crate) tags: Vec<String>,
    pub(crate) ties: Ties,
    /// Its version when the statement began.
    seen_version: i64,
    /// Whether the account of whoever asks for it is still that of a person.
    actor_stands: bool,
}

/// What somebody has to do with a ticket.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Ties {
    /// They work its queue by membership.
    pub(crate) in_queue: bool,
    /// They may read it because they watch it.
    pub(crate) watched: bool,
    /// They take part in it.
    pub(crate) takes_part: bool,
}

impl FromQueryResult for Tagged {
    fn from_query_result(result: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        let tags: Option<String> = result.try_get(prefix, "tags")?;
        let tags = tags.map(|tags| serde_json::from_str(&tags)).transpose();
        let mut tags: Vec<String> =
            tags.map_err(|cause| DbErr::Custom(cause.to_string()))?.unwrap_or_default();
        tags.sort_unstable();
        Ok(Self {
            row: ticket::Model::from_query_result(result, prefix)?,
            tags,
            ties: Ties {
                in_queue: result.try_get(prefix, "in_queue")?,
                watched: result.try_get(prefix, "watched")?,
                takes_part: result.try_get(prefix, "takes_part")?,
            },
            seen_version: result.try_get(prefix, "seen_version")?,
            actor_stands: result.try_get::<i64>(prefix, "standing")? > 0,
        })
    }
}

impl Tagged {
    /// What it is to the policy, for the actor for whom it was read.
    pub(crate) fn subject(&self) -> Subject {
        subject_of(&self.row, self.ties)
    }
}

/// The ticket of a number, locked, with what it is to the policy and the permit to do `action` to it. A ticket that is hidden
/// and one that is absent give the same answer. The account of the actor, and those of `named` people, are held.
///
/// # Errors
/// `Unauthenticated`, when the actor's account was erased or merged since they were recognised.
pub(crate) async fn lock_subject(
    tx: &DatabaseTransaction,
    (actor, named): (&Actor, &[UserId]),
    number: i64,
    action: Action,
) -> Result<(Tagged, Subject, Permit)> {
    let of_number = ticket::Entity::find().filter(ticket::Column::Number.eq(number));
    let found = lock_tagged(tx, (actor, named), of_number).await?;
    let ticket = match found {
        Some(ticket) => led(tx, actor, ticket).await?,
        None => None,
    };
    let subject = ticket.as_ref().map_or_else(Subject::absent, Tagged::subject);
    let permit = policy::check(actor, action, Some(&subject))?;
    ticket.map(|ticket| (ticket, subject, permit)).ok_or(Error::NotFound { what: "ticket" })
}

/// Where the number of a ticket leads: to the ticket itself, or to the one into which it was merged, locked.
async fn led(tx: &DatabaseTransaction, actor: &Actor, ticket: Tagged) -> Result<Option<Tagged>> {
    match ticket.row.merged_into_id {
        Some(target) => lock_id_tagged(tx, actor, target.into()).await,
        None => Ok(Some(ticket)),
    }
}

/// The ticket of an id with its tags, locked until the work ends.
pub(crate) async fn lock_id_tagged(
    tx: &DatabaseTransaction,
    actor: &Actor,
    id: TicketId,
) -> Result<Option<Tagged>> {
    lock_tagged(tx, (actor, &[]), ticket::Entity::find_by_id(id.0)).await
}

async fn lock_tagged(
    tx: &DatabaseTransaction,
    (actor, named): (&Actor, &[UserId]),
    find: Select<ticket::Entity>,
) -> Result<Option<Tagged>> {
    let list = match tx.get_database_backend() {
        DbBackend::Postgres => r#"json_agg("tag")::text"#,
        _ => r#"json_group_array("tag")"#,
    };
    let tags = format!(r#"(SELECT {list} FROM "ticket_tag" WHERE "ticket_id" = "ticket"."id")"#);
    let seen = r#"(SELECT "seen"."version" FROM "ticket" AS "seen" WHERE "seen"."id" = "ticket"."id")"#;
    let [in_queue, watched, takes_part] = ties_of(actor);
    let find = one_by_one(tx, find)
        .expr_as(standing(actor, named), "standing")
        .expr_as(Expr::cust(tags), "tags")
        .expr_as(Expr::cust(seen), "seen_version")
        .expr_as(in_queue, "in_queue")
        .expr_as(watched, "watched")
        .expr_as(takes_part, "takes_part")
        .locked();
    let mut found = find.clone().into_model::<Tagged>().one(tx).await?;
    // Who had to wait for the lock has the row as it is now, and what was looked up beside it as it was when the waiting began
    // (PostgreSQL, 13.2.1): once more, under the lock.
    if found.as_ref().is_some_and(|found| found.seen_version != found.row.version) {
        found = find.into_model::<Tagged>().one(tx).await?;
    }
    if found.as_ref().is_some_and(|found| !found.actor_stands) {
        return Err(Error::Unauthenticated);
    }
    Ok(found)
}

/// Of several who lock a ticket, one after the other, also in the order of their transactions, by which the journal tells what
/// happened first: PostgreSQL numbers a transaction that waits for a row before it has waited.
fn one_by_one(tx: &DatabaseTransaction, find: Select<ticket::Entity>) -> Select<ticket::Entity> {
    match tx.get_database_backend() {
        DbBackend::Postgres => find.filter(Expr::cust(turns::of_ticket(r#""ticket"."number""#))),
        _ => find,
    }
}

/// How many accounts of the actor are those of a person, which is one unless it was erased or merged; without a person, one. That
/// account and those of `named` are held, before the ticket is locked.
fn standing(actor: &Actor, named: &[UserId]) -> Expr {
    let Some(viewer) = actor.user() else { return Expr::value(1_i64) };
    let stands = Expr::col(account::Column::Id)
        .eq(viewer.id.0)
        .and(Expr::col(account::Column::ErasedAt).is_null())
        .and(Expr::col(account::Column::MergedIntoId).is_null());
    let mut ids: Vec<Uuid> = named.iter().map(|user| user.0).chain([viewer.id.0]).collect();
    ids.sort_unstable();
    ids.dedup();
    let held = Query::select()
        .expr_as(stands, "stands")
        .from(account::Entity)
        .and_where(Expr::col(account::Column::Id).is_in(ids))
        .order_by(account::Column::Id, Order::Asc)
        .lock(LockType::Share)
        .take();
    let counted = Query::select()
        .expr(Expr::cust(r#"count(*) FILTER (WHERE "held"."stands")"#))
        .from_subquery(held, "held")
        .take();
    Expr::SubQuery(None, Box::new(counted.into()))
}

/// Whether the actor works the ticket's queue, may read it because they watch it, and takes part in it.
fn ties_of(actor: &Actor) -> [Expr; 3] {
    let Some(viewer) = actor.user() else { return [false; 3].map(Expr::value) };
    let in_queue = queue_member::Entity::find()
        .filter(queue_member::Column::QueueId.into_expr().eq(ticket::Column::QueueId.into_expr()))
        .filter(queue_member::Column::UserId.eq(viewer.id.0));
    let watched = watcher::Entity::find()
        .filter(watcher::Column::TicketId.into_expr().eq(ticket::Column::Id.into_expr()))
        .filter(watcher::Column::UserId.eq(viewer.id.0))
        .filter(watcher::Column::Kind.eq(Watching::Reader.as_str()));
    let takes_part = participant::Entity::find()
        .filter(participant::Column::TicketId.into_expr().eq(ticket::Column::Id.into_expr()))
        .filter(participant::Column::UserId.eq(viewer.id.0));
    [
        if viewer.role == Role::Agent { Expr::exists(in_queue.into_query()) } else { Expr::value(false) },
        if viewer.role == Role::Customer { Expr::exists(watched.into_query()) } else { Expr::value(false) },
        Expr::exists(takes_part.into_query()),
    ]
}

/// Where what is meant for a ticket belongs: to the ticket itself, or to the one into which it was merged.
pub(crate) async fn leads_to(db: &impl ConnectionTrait, row: ticket::Model) -> Result<ticket::Model> {
    let Some(target) = row.merged_into_id else { return Ok(row) };
    Ok(ticket::Entity::find_by_id(target).one(db).await?.unwrap_or(row))
}

/// The ticket of an id.
pub(crate) async fn find(db: &impl ConnectionTrait, id: TicketId) -> Result<Option<ticket::Model>> {
    Ok(ticket::Entity::find_by_id(id.0).one(db).await?)
}

/// The ticket that has this number, also when it was merged into another.
pub(crate) async fn by_number(db: &impl ConnectionTrait, number: i64) -> Result<Option<ticket::Model>> {
    Ok(ticket::Entity::find().filter(ticket::Column::Number.eq(number)).one(db).await?)
}

/// The version of a ticket.
pub(crate) async fn version(db: &impl ConnectionTrait, id: TicketId) -> Result<Option<i64>> {
    let version = ticket::Entity::find_by_id(id.0).select_only().column(ticket::Column::Version);
    Ok(version.into_tuple().one(db).await?)
}

/// The tickets for which somebody is responsible and that are not closed, in one queue or in all, locked until the work ends;
/// those of each queue together. The caller has the turn of those who lock several tickets.
pub(crate) async fn lock_assigned(
    tx: &DatabaseTransaction,
    person: UserId,
    queue: Option<Uuid>,
) -> Result<Vec<ticket::Model>> {
    let open = [Status::New, Status::Open, Status::Pending, Status::Resolved].map(Status::as_str);
    let mut theirs = ticket::Entity::find()
        .filter(ticket::Column::AssigneeId.eq(person.0))
        .filter(ticket::Column::Status.is_in(open));
    if let Some(queue) = queue {
        theirs = theirs.filter(ticket::Column::QueueId.eq(queue));
    }
    let mut theirs = theirs.order_by_asc(ticket::Column::Number).locked().all(tx).await?;
    theirs.sort_by_key(|row| (row.queue_id, row.number));
    Ok(theirs)
}

/// The ticket of an id, locked until the work ends.
pub(crate) async fn lock_id(tx: &DatabaseTransaction, id: TicketId) -> Result<Option<ticket::Model>> {
    Ok(one_by_one(tx, ticket::Entity::find_by_id(id.0)).locked().one(tx).await?)
}

/// The number by which people know a ticket; `None`: it is gone.
pub(crate) async fn number(db: &impl ConnectionTrait, id: TicketId) -> Result<Option<i64>> {
    Ok(numbers(db, [id.0]).await?.map(|[number]| number))
}

/// The numbers of these tickets, in their order; `None`: one of them is gone.
pub(crate) async fn numbers<const N: usize>(
    db: &impl ConnectionTrait,
    ids: [Uuid; N],
) -> Result<Option<[i64; N]>> {
    let known: Vec<(Uuid, i64)> = ticket::Entity::find()
        .select_only()
        .columns([ticket::Column::Id, ticket::Column::Number])
        .filter(ticket::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    let mut numbers = [0; N];
    for (number, id) in numbers.iter_mut().zip(ids) {
        let Some((_, found)) = known.iter().find(|(known, _)| *known == id) else { return Ok(None) };
        *number = *found;
    }
    Ok(Some(numbers))
}

/// What a ticket is to the policy, for this actor.
pub(crate) async fn subject(
    db: &impl ConnectionTrait,
    actor: &Actor,
    row: Option<&ticket::Model>,
) -> Result<Subject> {
    let (id, queue) = row.map_or_else(|| (Uuid::nil(), Uuid::nil()), |row| (row.id, row.queue_id));
    // For every role the same number of steps, whether there is such a ticket or not.
    let (in_queue, watched) = match actor.user() {
        Some(viewer) if viewer.role == Role::Agent => (is_member(db, queue, viewer.id).await?, false),
        Some(viewer) if viewer.role == Role::Customer => {
            (false, watchers::may_read(db, id, viewer.id).await?)
        }
        _ => (false, false),
    };
    let ties = Ties { in_queue, watched, takes_part: false };
    Ok(row.map_or_else(Subject::absent, |row| subject_of(row, ties)))
}

fn subject_of(row: &ticket::Model, ties: Ties) -> Subject {
    Subject {
        ticket: row.id.into(),
        customer: row.customer_id.into(),
        organisation: row.organisation_id.map(Into::into),
        is_private: row.is_private,
        watched: ties.watched,
        in_queue: ties.in_queue,
    }
}

/// Whether a user works a queue by membership.
pub(crate) async fn is_member(db: &impl ConnectionTrait, queue: Uuid, user: UserId) -> Result<bool> {
    Ok(queue_member::Entity::find_by_id((queue, user.0)).one(db).await?.is_some())
}

/// The next number: one more than the last, and never less than `first`. Concurrent openings wait for each other here,
/// so that numbers grow in the order of the commits.
pub(crate) async fn next_number(tx: &DatabaseTransaction, first: i64) -> Result<i64> {
    const NAME: &str = "ticket";
    let row = counter::ActiveModel { name: Set(NAME.to_owned()), value: Set(first) };
    let value = Expr::col((counter::Entity, counter::Column::Value));
    let next: Expr = Expr::case(value.clone().lt(first), first).finally(value.add(1)).into();
    let count = OnConflict::column(counter::Column::Name).value(counter::Column::Value, next).to_owned();
    let row = counter::Entity::insert(row).on_conflict(count).exec_with_returning(tx).await?;
    Ok(row.value)
}

/// Notes that a user takes part in a ticket.
pub(crate) async fn take_part(tx: &DatabaseTransaction, ticket: TicketId, user: UserId) -> Result<()> {
    let row = participant::ActiveModel { ticket_id: Set(ticket.into()), user_id: Set(user.into()) };
    let twice = OnConflict::columns([participant::Column::TicketId, participant::Column::UserId])
        .do_nothing()
        .to_owned();
    participant::Entity::insert(row).on_conflict(twice).exec_without_returning(tx).await?;
    Ok(())
}

/// Whether a user takes part in a ticket.
pub(crate) async fn takes_part(db: &impl ConnectionTrait, ticket: TicketId, user: UserId) -> Result<bool> {
    Ok(participant::Entity::find_by_id((ticket.0, user.0)).one(db).await?.is_some())
}

/// The tags of a ticket, sorted.
pub(crate) async fn tags(db: &impl ConnectionTrait, ticket: TicketId) -> Result<Vec<String>> {
    let rows = ticket_tag::Entity::find().filter(ticket_tag::Column::TicketId.eq(ticket.0)).all(db).await?;
    let mut tags: Vec<_> = rows.into_iter().map(|row| row.tag).collect();
    tags.sort_unstable();
    Ok(tags)
}

/// Puts `tags` in the place of a ticket's tags.
pub(crate) async fn set_tags(tx: &DatabaseTransaction, ticket: TicketId, tags: &[String]) -> Result<()> {
    ticket_tag::Entity::delete_many().filter(ticket_tag::Column::TicketId.eq(ticket.0)).exec(tx).await?;
    if tags.is_empty() {
        return Ok(());
    }
    let rows = tags
        .iter()
        .map(|tag| ticket_tag::ActiveModel { ticket_id: Set(ticket.into()), tag: Set(tag.clone()) });
    ticket_tag::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

/// Whether another system calls a ticket so.
pub(crate) async fn has_external_id(db: &impl ConnectionTrait, external_id: &str) -> Result<bool> {
    let found = ticket::Entity::find().filter(ticket::Column::ExternalId.eq(external_id));
    Ok(found.one(db).await?.is_some())
}
