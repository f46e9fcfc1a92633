//! Rows of the files of drafts: added as they are chosen, removed with the comment that they become a part of.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, sea_query::Expr,
};
use uuid::Uuid;

use super::{
    Work,
    entity::{
        attachment, comment,
        draft_file::{ActiveModel, Column, Entity, Model},
        ticket,
    },
    erasures::{self, Erased},
    many,
};
use crate::{
    blobs::Kind,
    content::Inspected,
    error::{Error, Result},
    model::{CommentId, TicketId, UserId},
};

/// How long a file waits to be sent.
const KEPT: TimeDelta = TimeDelta::days(30);

/// The files of a person's draft on a ticket, in the order in which they were chosen.
pub(crate) async fn of(
    db: &impl ConnectionTrait,
    user: UserId,
    tickets: impl IntoIterator<Item = TicketId>,
) -> Result<Vec<Model>> {
    let theirs = Entity::find()
        .filter(Column::UserId.eq(user.0))
        .filter(Column::TicketId.is_in(tickets.into_iter().map(|ticket| ticket.0)));
    Ok(theirs.order_by_asc(Column::AddedAt).order_by_asc(Column::Id).all(db).await?)
}

/// Those of these files that are the person's on the ticket of this number, in the order in which they were chosen.
pub(crate) async fn by_id(
    db: &impl ConnectionTrait,
    user: UserId,
    number: i64,
    ids: &[Uuid],
) -> Result<Vec<Model>> {
    let here = ticket::Entity::find()
        .select_only()
        .column(ticket::Column::Id)
        .filter(ticket::Column::Number.eq(number));
    let theirs = Entity::find()
        .filter(Column::UserId.eq(user.0))
        .filter(Column::TicketId.in_subquery(here.into_query()))
        .filter(Column::Id.is_in(ids.iter().copied()))
        .order_by_asc(Column::AddedAt)
        .order_by_asc(Column::Id);
    Ok(theirs.all(db).await?)
}

/// Adds kept files to a person's draft on a ticket, as chosen at this time.
pub(crate) async fn add(
    work: &Work<'_>,
    (user, ticket): (UserId, TicketId),
    files: &[Inspected],
    at: DateTime<Utc>,
) -> Result<()> {
    let mut rows = Vec::with_capacity(files.len());
    for inspected in files {
        rows.push(ActiveModel {
            id: Set(work.id::<Uuid>()?),
            user_id: Set(user.into()),
            ticket_id: Set(ticket.into()),
            filename: Set(inspected.filename.clone()),
            content_type: Set(inspected.content_type.clone()),
            size: Set(inspected.size),
            sha256: Set(inspected.sha256.clone()),
            encrypted: Set(inspected.encrypted),
            weak_encryption: Set(inspected.weak_encryption),
            added_at: Set(at),
        });
    }
    many::insert(work.tx(), rows, None).await?;
    // A redaction may have erased the same bytes since they were kept: from here on it sees that they are named.
    for inspected in files {
        if !work.engine().blobs().holds(Kind::Attachment, &inspected.sha256).await? {
            return Err(Error::unavailable("a file was erased while it was being kept"));
        }
    }
    Ok(())
}

/// Gives the files of a comment back to its author's draft, before what they have chosen since; whether there are any. They were
/// counted when they came, and their bytes stay where they are.
pub(crate) async fn give_back(work: &Work<'_>, row: &comment::Model) -> Result<bool> {
    let sent = attachment::Entity::find()
        .filter(attachment::Column::CommentId.eq(row.id))
        .order_by_asc(attachment::Column::Position);
    let mut files = Vec::new();
    for file in sent.all(work.tx()).await? {
        files.push(Inspected {
            filename: file.filename,
            content_type: file.content_type,
            size: file.size,
            sha256: file.sha256,
            encrypted: file.encrypted,
            weak_encryption: file.weak_encryption,
        });
    }
    add(work, (row.author_id.into(), row.ticket_id.into()), &files, row.created_at).await?;
    Ok(!files.is_empty())
}

/// Removes from a draft what has become a part of this comment.
pub(crate) async fn became_attachments(
    tx: &DatabaseTransaction,
    user: UserId,
    ticket: TicketId,
    comment: CommentId,
) -> Result<()> {
    let sent = attachment::Entity::find()
        .select_only()
        .column(attachment::Column::Sha256)
        .filter(attachment::Column::CommentId.eq(comment.0));
    Entity::delete_many()
        .filter(Column::UserId.eq(user.0))
        .filter(Column::TicketId.eq(ticket.0))
        .filter(Column::Sha256.in_subquery(sent.into_query()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Removes files of a person's draft on a ticket; without ids, all of them. The bytes stay until they are swept.
pub(crate) async fn remove(
    tx: &DatabaseTransaction,
    user: UserId,
    ticket: TicketId,
    ids: Option<&[Uuid]>,
) -> Result<()> {
    let mut removed =
        Entity::delete_many().filter(Column::UserId.eq(user.0)).filter(Column::TicketId.eq(ticket.0));
    if let Some(ids) = ids {
        removed = removed.filter(Column::Id.is_in(ids.iter().copied()));
    }
    removed.exec(tx).await?;
    Ok(())
}

/// The files go along with a ticket that becomes a part of another.
pub(crate) async fn move_along(tx: &DatabaseTransaction, from: TicketId, to: TicketId) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::TicketId, Expr::value(to.0))
        .filter(Column::TicketId.eq(from.0))
        .exec(tx)
        .await?;
    Ok(())
}

/// Forgets files for good, with their bytes.
pub(crate) async fn erase(work: &Work<'_>, which: Condition) -> Result<()> {
    for row in Entity::find().filter(which).all(work.tx()).await? {
        Entity::delete_by_id(row.id).exec(work.tx()).await?;
        erasures::note(work, Erased::Blob(Kind::Attachment), &row.sha256).await?;
    }
    Ok(())
}

/// Whether some wait for longer than they are kept.
pub(crate) async fn has_old(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<bool> {
    Ok(Entity::find().filter(Column::AddedAt.lt(now - KEPT)).one(db).await?.is_some())
}

/// Removes those that wait for longer than they are kept.
pub(crate) async fn forget_old(tx: &DatabaseTransaction, now: DateTime<Utc>) -> Result<()> {
    Entity::delete_many().filter(Column::AddedAt.lt(now - KEPT)).exec(tx).await?;
    Ok(())
}
