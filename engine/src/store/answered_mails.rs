//! Mails that never came here, and the comments whose mails answer them: people write to each other and copy the desk in later.

use std::collections::HashSet;

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{OnConflict, SelectStatement},
};
use uuid::Uuid;

use super::entity::{answered_mail, comment, message};
use crate::{
    error::Result,
    model::{CommentId, UserId},
};

/// A mail answers one other; a hostile one may name thousands.
const MOST_ANSWERED: usize = 5;

/// So many comments that answer the same mail are looked at: a newsletter has many.
const MOST_COMMENTS: u64 = 20;

/// Remembers what the mail of a comment answers, as far as it never came here.
pub(crate) async fn remember(
    tx: &DatabaseTransaction,
    answered: &[String],
    comment: CommentId,
) -> Result<()> {
    let ids: Vec<&str> = answered.iter().map(String::as_str).take(MOST_ANSWERED).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let known: HashSet<String> = message::Entity::find()
        .select_only()
        .column(message::Column::MessageId)
        .filter(message::Column::MessageId.is_in(ids.iter().copied()))
        .into_tuple()
        .all(tx)
        .await?
        .into_iter()
        .collect();
    let rows = ids.into_iter().filter(|id| !known.contains(*id)).map(|id| answered_mail::ActiveModel {
        message_id: Set(id.to_owned()),
        comment_id: Set(comment.into()),
    });
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        return Ok(());
    }
    let key = [answered_mail::Column::MessageId, answered_mail::Column::CommentId];
    let twice = OnConflict::columns(key).do_nothing().to_owned();
    answered_mail::Entity::insert_many(rows).on_conflict(twice).exec_without_returning(tx).await?;
    Ok(())
}

/// The tickets in which a comment answers one of these mails: those where this person wrote it, and then the others; newest first.
pub(crate) async fn tickets(
    tx: &DatabaseTransaction,
    answered: &[String],
    author: UserId,
) -> Result<Vec<Uuid>> {
    let ids: Vec<&str> = answered.iter().map(String::as_str).take(MOST_ANSWERED).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let answering = answered_mail::Entity::find()
        .select_only()
        .column(answered_mail::Column::CommentId)
        .filter(answered_mail::Column::MessageId.is_in(ids))
        .into_query();
    let mut found: Vec<Uuid> = Vec::new();
    for by in [comment::Column::AuthorId.eq(author.0), comment::Column::AuthorId.ne(author.0)] {
        let tickets: Vec<Uuid> = comment::Entity::find()
            .select_only()
            .column(comment::Column::TicketId)
            .filter(comment::Column::Id.in_subquery(answering.clone()))
            .filter(by)
            .order_by_desc(comment::Column::CreatedAt)
            .order_by_desc(comment::Column::Id)
            .limit(MOST_COMMENTS)
            .into_tuple()
            .all(tx)
            .await?;
        found.extend(tickets);
    }
    let mut seen = HashSet::new();
    found.retain(|ticket| seen.insert(*ticket));
    Ok(found)
}

/// Forgets what the mails of these comments answer.
pub(super) async fn forget(tx: &DatabaseTransaction, comments: SelectStatement) -> Result<()> {
    let theirs = answered_mail::Column::CommentId.in_subquery(comments);
    answered_mail::Entity::delete_many().filter(theirs).exec(tx).await?;
    Ok(())
}
