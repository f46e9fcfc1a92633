//! Rows of watchers: who is told of a ticket beside its customer and its assignee.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, FromQueryResult,
    JoinType, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, RelationDef, sea_query::OnConflict,
};
use uuid::Uuid;

use super::{
    entity::{account, ticket, watcher},
    logins::Known,
    tickets::subject,
};
use crate::{
    actor::Actor,
    content::address::plain,
    error::{Error, Result},
    model::{Role, TicketId, UserId, Watching},
    policy::sight::Sight,
};

/// The most people that watch one ticket.
pub(crate) const MOST: u64 = 20;

/// From who watches to their account.
fn their_account() -> RelationDef {
    watcher::Entity::belongs_to(account::Entity).from(watcher::Column::UserId).to(account::Column::Id).into()
}

/// Somebody who watches a ticket.
#[derive(Debug, Clone, FromQueryResult)]
pub(crate) struct Watcher {
    /// Which ticket.
    pub(crate) ticket_id: Uuid,
    /// Who.
    pub(crate) user_id: Uuid,
    kind: String,
    role: String,
}

impl Watcher {
    /// Whether they are staff.
    pub(crate) fn is_staff(&self) -> bool {
        self.role != Role::Customer.as_str()
    }

    /// Whether watching alone lets them read the ticket; others must see it for another reason.
    fn reads(&self) -> bool {
        self.kind == Watching::Reader.as_str() && !self.is_staff()
    }
}

/// Whether a user may read a ticket because they watch it.
pub(crate) async fn may_read(db: &impl ConnectionTrait, ticket: Uuid, user: UserId) -> Result<bool> {
    Ok(of(db, ticket, user).await? == Some(Watching::Reader))
}

/// The customers who may read a ticket because they watch it.
pub(crate) async fn readers(db: &impl ConnectionTrait, ticket: Uuid) -> Result<Vec<UserId>> {
    let found = watcher::Entity::find()
        .select_only()
        .column(watcher::Column::UserId)
        .join(JoinType::InnerJoin, their_account())
        .filter(watcher::Column::TicketId.eq(ticket))
        .filter(watcher::Column::Kind.eq(Watching::Reader.as_str()))
        .filter(account::Column::Role.eq(Role::Customer.as_str()));
    let ids: Vec<Uuid> = found.into_tuple().all(db).await?;
    Ok(ids.into_iter().map(Into::into).collect())
}

/// How a user watches a ticket; `None`: they never did.
pub(crate) async fn of(db: &impl ConnectionTrait, ticket: Uuid, user: UserId) -> Result<Option<Watching>> {
    let row = watcher::Entity::find_by_id((ticket, user.0)).one(db).await?;
    row.map(|row| row.kind.parse().map_err(Error::internal)).transpose()
}

/// Whether a user was taken off the watchers of a ticket, or somebody whose mail arrives in the same mailbox.
pub(crate) async fn was_removed(
    db: &impl ConnectionTrait,
    ticket: Uuid,
    (user, address): (UserId, &str),
) -> Result<bool> {
    let removed: Vec<(Uuid, String)> = watcher::Entity::find()
        .select_only()
        .column(watcher::Column::UserId)
        .column(account::Column::Email)
        .join(JoinType::InnerJoin, their_account())
        .filter(watcher::Column::TicketId.eq(ticket))
        .filter(watcher::Column::Kind.eq(Watching::Removed.as_str()))
        .into_tuple()
        .all(db)
        .await?;
    let mailbox = plain(address);
    Ok(removed.iter().any(|(id, email)| *id == user.0 || plain(email) == mailbox))
}

/// How many watch a ticket.
pub(crate) async fn count(db: &impl ConnectionTrait, ticket: TicketId) -> Result<u64> {
    let watching = watcher::Entity::find()
        .filter(watcher::Column::TicketId.eq(ticket.0))
        .filter(watcher::Column::Kind.ne(Watching::Removed.as_str()));
    Ok(watching.count(db).await?)
}

/// Makes a user watch a ticket in this way.
pub(crate) async fn set(
    tx: &DatabaseTransaction,
    ticket: TicketId,
    user: UserId,
    kind: Watching,
    now: DateTime<Utc>,
) -> Result<()> {
    let row = watcher::ActiveModel {
        ticket_id: Set(ticket.into()),
        user_id: Set(user.into()),
        kind: Set(kind.as_str().to_owned()),
        created_at: Set(now),
    };
    let known = OnConflict::columns([watcher::Column::TicketId, watcher::Column::UserId])
        .update_column(watcher::Column::Kind)
        .to_owned();
    watcher::Entity::insert(row).on_conflict(known).exec_without_returning(tx).await?;
    Ok(())
}

/// Tells a customer who wrote on somebody else's ticket of what comes next, as long as they see it; who was taken off stays off.
pub(crate) async fn follow(
    tx: &DatabaseTransaction,
    ticket: TicketId,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<()> {
    if of(tx, ticket.0, user).await?.is_none() && count(tx, ticket).await? < MOST {
        set(tx, ticket, user, Watching::Follower, now).await?;
    }
    Ok(())
}

/// Who watches these tickets and sees them, in the order in which they began.
pub(crate) async fn who_see(db: &impl ConnectionTrait, tickets: &[ticket::Model]) -> Result<Vec<Watcher>> {
    let watching = watcher::Entity::find()
        .select_only()
        .columns([watcher::Column::TicketId, watcher::Column::UserId, watcher::Column::Kind])
        .column(account::Column::Role)
        .join(JoinType::InnerJoin, their_account())
        .filter(watcher::Column::TicketId.is_in(tickets.iter().map(|ticket| ticket.id)))
        .filter(watcher::Column::Kind.ne(Watching::Removed.as_str()))
        .filter(account::Column::Active.eq(true))
        .order_by_asc(watcher::Column::CreatedAt)
        .order_by_asc(watcher::Column::UserId);
    let mut seeing: Vec<Watcher> = watching.into_model::<Watcher>().all(db).await?;
    let mut blind = HashSet::new();
    for watcher in seeing.iter().filter(|watcher| !watcher.reads()) {
        let row = tickets.iter().find(|row| row.id == watcher.ticket_id);
        let known = Known::User(watcher.user_id.into());
        let actor = match Box::pin(known.recognise_in(db)).await? {
            Some(recognised) => Actor::viewer(recognised.viewer(&known)?),
            None => Actor::nobody(),
        };
        if row.is_none() || !Sight::of(&actor).sees(&subject(db, &actor, row).await?) {
            blind.insert((watcher.ticket_id, watcher.user_id));
        }
    }
    seeing.retain(|watcher| !blind.contains(&(watcher.ticket_id, watcher.user_id)));
    Ok(seeing)
}
