//! Which tickets a Message-ID belongs to: those of the mails that came in with it, or that of a letter of ours. An id of ours is that of
//! one letter; programs of others give one to many mails, of which the first is in `message` and the others in `further_message`.

use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, sea_query::OnConflict,
};
use uuid::Uuid;

use super::{
    Work,
    entity::{comment, further_message, message, ticket},
};
use crate::{
    error::Result,
    model::{CommentId, TicketId},
};

/// What is known of these Message-IDs, in any order; of each of them the first mail first, and the newest last.
pub(crate) async fn known_of(db: &impl ConnectionTrait, ids: &[&str]) -> Result<Vec<message::Model>> {
    let first = message::Entity::find().filter(message::Column::MessageId.is_in(ids.iter().copied()));
    let mut known = first.all(db).await?;
    let comment = further_message::Entity::belongs_to(comment::Entity)
        .from(further_message::Column::CommentId)
        .to(comment::Column::Id)
        .into();
    let further: Vec<(String, Uuid, Uuid)> = further_message::Entity::find()
        .select_only()
        .columns([further_message::Column::MessageId, further_message::Column::CommentId])
        .column(comment::Column::TicketId)
        .join(JoinType::InnerJoin, comment)
        .filter(further_message::Column::MessageId.is_in(ids.iter().copied()))
        .order_by_asc(comment::Column::CreatedAt)
        .order_by_asc(comment::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    known.extend(further.into_iter().map(|(message_id, comment, ticket_id)| message::Model {
        message_id,
        ticket_id,
        comment_id: Some(comment),
        letter_id: None,
    }));
    Ok(known)
}

/// The tickets to which mails with this id belong, such as a letter of ours: each once.
pub(crate) async fn tickets(db: &impl ConnectionTrait, id: &str) -> Result<Vec<ticket::Model>> {
    let known = known_of(db, &[id]).await?;
    if known.is_empty() {
        return Ok(Vec::new());
    }
    let ids = known.into_iter().map(|known| known.ticket_id);
    Ok(ticket::Entity::find().filter(ticket::Column::Id.is_in(ids)).all(db).await?)
}

/// The comments that mails with this id became, in any order; a letter of ours became none.
pub(crate) async fn comments(db: &impl ConnectionTrait, id: &str) -> Result<Vec<comment::Model>> {
    let known = known_of(db, &[id]).await?;
    let theirs = known.into_iter().filter(|known| known.letter_id.is_none());
    let ids: Vec<Uuid> = theirs.filter_map(|known| known.comment_id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(comment::Entity::find().filter(comment::Column::Id.is_in(ids)).all(db).await?)
}

/// Remembers that the id of a mail, if it has one, means this ticket: as the first, or beside those that it means already. Whoever uses
/// the id of a letter of ours changes nothing of what that means.
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
    if message::Entity::insert(row).on_conflict(known).exec_without_returning(work.tx()).await? > 0 {
        return Ok(());
    }
    let first = message::Entity::find_by_id(id.to_owned()).one(work.tx()).await?;
    if first.is_none_or(|first| first.letter_id.is_some() || first.comment_id == Some(comment.into())) {
        return Ok(());
    }
    let row =
        further_message::ActiveModel { message_id: Set(id.to_owned()), comment_id: Set(comment.into()) };
    let key = [further_message::Column::MessageId, further_message::Column::CommentId];
    let twice = OnConflict::columns(key).do_nothing().to_owned();
    further_message::Entity::insert(row).on_conflict(twice).exec_without_returning(work.tx()).await?;
    Ok(())
}
