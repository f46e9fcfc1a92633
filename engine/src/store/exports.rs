//! Rows of what is handed out of one person: the tickets that they opened or wrote in, and what was said there in public.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use uuid::Uuid;

use super::{
    entity::{attachment, comment, ticket},
    many,
};
use crate::{error::Result, model::Visibility};

/// The tickets that a person opened, and those in which they wrote in public, by number.
pub(crate) async fn tickets(db: &impl ConnectionTrait, person: Uuid) -> Result<Vec<ticket::Model>> {
    let wrote = comment::Entity::find()
        .select_only()
        .column(comment::Column::TicketId)
        .filter(comment::Column::AuthorId.eq(person))
        .filter(comment::Column::Visibility.eq(Visibility::Public.as_str()))
        .into_query();
    let theirs = Condition::any()
        .add(ticket::Column::CustomerId.eq(person))
        .add(ticket::Column::Id.in_subquery(wrote));
    Ok(ticket::Entity::find().filter(theirs).order_by_asc(ticket::Column::Number).all(db).await?)
}

/// The public comments of a ticket, the oldest first. `author`: those of this person alone.
pub(crate) async fn comments(
    db: &impl ConnectionTrait,
    ticket: Uuid,
    author: Option<Uuid>,
) -> Result<Vec<comment::Model>> {
    let mut comments = comment::Entity::find()
        .filter(comment::Column::TicketId.eq(ticket))
        .filter(comment::Column::Visibility.eq(Visibility::Public.as_str()))
        .order_by_asc(comment::Column::CreatedAt)
        .order_by_asc(comment::Column::Id);
    if let Some(author) = author {
        comments = comments.filter(comment::Column::AuthorId.eq(author));
    }
    Ok(comments.all(db).await?)
}

/// The files of these comments, those of each in their order.
pub(crate) async fn files(db: &impl ConnectionTrait, comments: &[Uuid]) -> Result<Vec<attachment::Model>> {
    let mut files = Vec::new();
    for ids in comments.chunks(many::AT_ONCE) {
        let found = attachment::Entity::find()
            .filter(attachment::Column::CommentId.is_in(ids.iter().copied()))
            .order_by_asc(attachment::Column::Position);
        files.extend(found.all(db).await?);
    }
    Ok(files)
}
