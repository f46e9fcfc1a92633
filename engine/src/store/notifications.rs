//! Rows of notifications: what concerns a member of the staff, noted in the transaction in which it happens.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QuerySelect, QueryTrait as _, Select,
    sea_query::{Expr, ExprTrait as _},
};

use super::{
    Work,
    entity::{notification, ticket},
    page::{Ordering, Window},
    visible::Visible,
};
use crate::{
    error::Result,
    model::{CommentId, Direction, NotificationFilter, NotificationId, NotificationKind, TicketId, UserId},
};

/// How long they are kept.
const KEPT: TimeDelta = TimeDelta::days(90);

/// Notes something for a person. What they have not read of the same kind in the same ticket is brought forward instead:
/// five answers of a customer are one line.
pub(crate) async fn note(
    work: &Work<'_>,
    user: UserId,
    ticket: TicketId,
    kind: NotificationKind,
    comment: Option<CommentId>,
) -> Result<()> {
    let unread = notification::Entity::find()
        .filter(notification::Column::UserId.eq(user.0))
        .filter(notification::Column::TicketId.eq(ticket.0))
        .filter(notification::Column::Kind.eq(kind.as_str()))
        .filter(notification::Column::ReadAt.is_null())
        .one(work.tx())
        .await?;
    if let Some(unread) = unread {
        let mut row = unread.into_active_model();
        row.at = Set(work.now());
        row.comment_id = Set(comment.map(Into::into));
        row.update(work.tx()).await?;
        return Ok(());
    }
    let row = notification::ActiveModel {
        id: Set(work.id::<NotificationId>()?.into()),
        user_id: Set(user.into()),
        ticket_id: Set(ticket.into()),
        kind: Set(kind.as_str().to_owned()),
        comment_id: Set(comment.map(Into::into)),
        at: Set(work.now()),
        read_at: Set(None),
    };
    notification::Entity::insert(row).exec_without_returning(work.tx()).await?;
    Ok(())
}

/// Which of a person's notifications are read.
pub(crate) enum Read<'r> {
    All,
    OfTicket(TicketId),
    These(&'r [NotificationId]),
}

/// Marks a person's notifications as read; answers how many were not.
pub(crate) async fn read(
    tx: &DatabaseTransaction,
    user: UserId,
    which: Read<'_>,
    now: DateTime<Utc>,
) -> Result<u64> {
    let unread = notification::Entity::update_many()
        .col_expr(notification::Column::ReadAt, Expr::value(now))
        .filter(notification::Column::UserId.eq(user.0))
        .filter(notification::Column::ReadAt.is_null());
    let unread = match which {
        Read::All => unread,
        Read::OfTicket(ticket) => unread.filter(notification::Column::TicketId.eq(ticket.0)),
        Read::These(ids) => unread.filter(notification::Column::Id.is_in(ids.iter().map(|id| id.0))),
    };
    Ok(unread.exec(tx).await?.rows_affected)
}

/// What was told of a ticket is told of the one that it was merged into.
pub(crate) async fn follow(tx: &DatabaseTransaction, from: TicketId, to: TicketId) -> Result<()> {
    notification::Entity::update_many()
        .col_expr(notification::Column::TicketId, Expr::value(to.0))
        .filter(notification::Column::TicketId.eq(from.0))
        .exec(tx)
        .await?;
    Ok(())
}

/// Removes those that a comment was the first to cause. What was brought forward by it was to be told before, and stays.
pub(crate) async fn forget(tx: &DatabaseTransaction, comment: CommentId) -> Result<()> {
    notification::Entity::delete_many()
        .filter(notification::Column::CommentId.eq(comment.0))
        // Ids sort by when they were made.
        .filter(notification::Column::Id.gt(comment.0))
        .exec(tx)
        .await?;
    Ok(())
}

/// Whether some are older than they are kept.
pub(crate) async fn has_old(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<bool> {
    let old = notification::Entity::find().filter(notification::Column::At.lt(now - KEPT));
    Ok(old.one(db).await?.is_some())
}

/// Removes those that are older than they are kept.
pub(crate) async fn forget_old(tx: &DatabaseTransaction, now: DateTime<Utc>) -> Result<()> {
    notification::Entity::delete_many().filter(notification::Column::At.lt(now - KEPT)).exec(tx).await?;
    Ok(())
}

/// Newest first.
pub(crate) fn ordering() -> Ordering {
    let by = (notification::Column::At.into_expr(), notification::Column::Id.into_expr());
    Ordering { name: "notification", kinds: ['t', 'i'], by, direction: Direction::Desc }
}

/// A window of a person's notifications, of tickets that they see now.
pub(crate) async fn page(
    db: &impl ConnectionTrait,
    window: &Window,
    (user, visible): (UserId, Visible<'_>),
    filter: &NotificationFilter,
) -> Result<Vec<notification::Model>> {
    Ok(window.narrow(found(user, visible, filter)).all(db).await?)
}

/// How many notifications a person has, of tickets that they see now.
pub(crate) async fn count(
    db: &impl ConnectionTrait,
    (user, visible): (UserId, Visible<'_>),
    filter: &NotificationFilter,
) -> Result<u64> {
    Ok(found(user, visible, filter).count(db).await?)
}

fn found(user: UserId, visible: Visible<'_>, filter: &NotificationFilter) -> Select<notification::Entity> {
    let seen = ticket::Entity::find()
        .select_only()
        .expr(Expr::value(1))
        .filter(ticket::Column::Id.into_expr().eq(notification::Column::TicketId.into_expr()))
        .filter(visible.tickets());
    let mut found = notification::Entity::find()
        .filter(notification::Column::UserId.eq(user.0))
        .filter(Expr::exists(seen.into_query()));
    if let Some(unread) = filter.unread {
        let read_at = notification::Column::ReadAt;
        found = found.filter(if unread { read_at.is_null() } else { read_at.is_not_null() });
    }
    if !filter.kinds.is_empty() {
        let words = filter.kinds.iter().map(|kind| kind.as_str());
        found = found.filter(notification::Column::Kind.is_in(words));
    }
    found
}
