//! Rows of comments.

use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{Work, entity::comment};
use crate::{
    error::Result,
    model::{Comment, CommentId, TicketId},
};

/// The comment of an id.
pub(crate) async fn find(db: &impl ConnectionTrait, id: CommentId) -> Result<Option<comment::Model>> {
    Ok(comment::Entity::find_by_id(id.0).one(db).await?)
}

/// The comments of a ticket, oldest first.
pub(crate) async fn of_ticket(db: &impl ConnectionTrait, ticket: TicketId) -> Result<Vec<comment::Model>> {
    let of_ticket = comment::Entity::find()
        .filter(comment::Column::TicketId.eq(ticket.0))
        .order_by_asc(comment::Column::CreatedAt)
        .order_by_asc(comment::Column::Id);
    Ok(of_ticket.all(db).await?)
}

/// Writes a new comment.
pub(crate) async fn insert(work: &Work<'_>, new: &Comment) -> Result<()> {
    let row = comment::ActiveModel {
        id: Set(new.id.into()),
        ticket_id: Set(new.ticket.into()),
        author_id: Set(new.author.into()),
        visibility: Set(new.visibility.as_str().to_owned()),
        channel: Set(new.channel.as_str().to_owned()),
        text: Set(new.text.clone()),
        html: Set(new.html.clone()),
        automatic: Set(new.automatic),
        created_at: Set(new.created_at),
        redacted_at: Set(None),
        redacted_files: Set(0),
        has_more: Set(new.has_more),
    };
    comment::Entity::insert(row).exec_without_returning(work.tx()).await?;
    Ok(())
}
