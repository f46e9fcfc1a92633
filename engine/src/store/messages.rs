//! Which ticket a Message-ID belongs to: that of a mail that came in, or of a letter of ours.

use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::OnConflict,
};

use super::{
    Work,
    entity::{comment, message, ticket},
};
use crate::{
    error::Result,
    model::{CommentId, TicketId},
};

/// What is known of a Message-ID.
pub(crate) async fn find(db: &impl ConnectionTrait, id: &str) -> Result<Option<message::Model>> {
    Ok(message::Entity::find_by_id(id.to_owned()).one(db).await?)
}

/// Those of these Message-IDs that are known, in any order.
pub(crate) async fn known_of(db: &impl ConnectionTrait, ids: &[&String]) -> Result<Vec<message::Model>> {
    let known =
        message::Entity::find().filter(message::Column::MessageId.is_in(ids.iter().map(|id| id.as_str())));
    Ok(known.all(db).await?)
}

/// The ticket to which a mail with this id belongs, such as a letter of ours.
pub(crate) async fn ticket(db: &impl ConnectionTrait, id: &str) -> Result<Option<ticket::Model>> {
    let Some(known) = find(db, id).await? else { return Ok(None) };
    Ok(ticket::Entity::find_by_id(known.ticket_id).one(db).await?)
}

/// The comment that a mail with this id became; `None`: there is none, or it is a letter of ours.
pub(crate) async fn comment(db: &impl ConnectionTrait, id: &str) -> Result<Option<comment::Model>> {
    let Some(known) = find(db, id).await? else { return Ok(None) };
    let Some(comment) = known.comment_id.filter(|_| known.letter_id.is_none()) else { return Ok(None) };
    Ok(comment::Entity::find_by_id(comment).one(db).await?)
}

/// Remembers that the id of a mail, if it has one, means this ticket, unless it means one already.
pub(crate) async fn remember(
    work: &Work<'_>,
    id: Option<&str>,
    ticket: TicketId,
    comment: CommentId,
) -> Result<()> {
    let Some(id) = id else { return Ok(()) };
    let row = message::ActiveModel {
        message_id: Set(id.to_owned()),
        ticket_id: Set(ticket.into()),
        comment_id: Set(Some(comment.into())),
        letter_id: Set(None),
    };
    let known = OnConflict::column(message::Column::MessageId).do_nothing().to_owned();
    message::Entity::insert(row).on_conflict(known).exec_without_returning(work.tx()).await?;
    Ok(())
}
