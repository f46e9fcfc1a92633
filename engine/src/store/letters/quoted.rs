//! What letters quote: comments, with their authors and files.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use uuid::Uuid;

use crate::{
    error::Result,
    model::{CommentId, Role, Visibility},
    store::entity::{account, attachment, comment},
};

/// The comment of an id, if customers may read it and it was not redacted.
pub(crate) async fn quotable(db: &impl ConnectionTrait, id: CommentId) -> Result<Option<comment::Model>> {
    let quotable = comment::Entity::find_by_id(id.0)
        .filter(comment::Column::Visibility.eq(Visibility::Public.as_str()))
        .filter(comment::Column::RedactedAt.is_null());
    Ok(quotable.one(db).await?)
}

/// The newest comment of a ticket that customers may read.
pub(crate) async fn newest_public(db: &impl ConnectionTrait, ticket: Uuid) -> Result<Option<comment::Model>> {
    let public = comment::Entity::find()
        .filter(comment::Column::TicketId.eq(ticket))
        .filter(comment::Column::Visibility.eq(Visibility::Public.as_str()))
        .order_by_desc(comment::Column::Id);
    Ok(public.one(db).await?)
}

/// Whether somebody of the staff wrote one of these comments, for customers to read and not by a machine.
pub(crate) async fn is_any_by_staff(db: &impl ConnectionTrait, comments: &[CommentId]) -> Result<bool> {
    let staff = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::Role.is_in([Role::Agent, Role::Admin].map(Role::as_str)));
    let written = comment::Entity::find()
        .filter(comment::Column::Id.is_in(comments.iter().map(|id| id.0)))
        .filter(comment::Column::Visibility.eq(Visibility::Public.as_str()))
        .filter(comment::Column::Automatic.eq(false))
        .filter(comment::Column::AuthorId.in_subquery(staff.into_query()));
    Ok(written.one(db).await?.is_some())
}

/// The files of a comment, in their order.
pub(crate) async fn files(db: &impl ConnectionTrait, comment: Uuid) -> Result<Vec<attachment::Model>> {
    let files = attachment::Entity::find().filter(attachment::Column::CommentId.eq(comment));
    Ok(files.order_by_asc(attachment::Column::Position).all(db).await?)
}
