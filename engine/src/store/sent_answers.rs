//! Rows of answers that can still be taken back, and the emails that wait for it.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, sea_query::Expr,
};
use uuid::Uuid;

use super::{
    Work,
    entity::{attachment, comment, event, letter, sent_answer},
    erasures,
};
use crate::{
    error::Result,
    model::{CommentId, EventKind, LetterState, UserId, Visibility},
};

/// So many answers are offered to be taken back.
const MOST: u64 = 5;

/// Notes an answer with what its ticket was like before, and lets its emails wait so long.
pub(crate) async fn note(work: &Work<'_>, row: sent_answer::Model) -> Result<()> {
    sent_answer::Entity::delete_many()
        .filter(sent_answer::Column::Until.lt(work.now()))
        .exec(work.tx())
        .await?;
    letter::Entity::update_many()
        .col_expr(letter::Column::NextAt, Expr::value(row.until))
        .filter(letter::Column::CommentId.eq(row.comment_id))
        .filter(letter::Column::State.eq(LetterState::Waiting.as_str()))
        .filter(letter::Column::NextAt.lt(row.until))
        .exec(work.tx())
        .await?;
    let insert = sent_answer::Entity::insert(row.into_active_model());
    insert.exec_without_returning(work.tx()).await?;
    Ok(())
}

/// An answer that can still be taken back.
pub(crate) async fn of(work: &Work<'_>, comment: CommentId) -> Result<Option<sent_answer::Model>> {
    let found = sent_answer::Entity::find_by_id(comment.0).filter(sent_answer::Column::Until.gt(work.now()));
    Ok(found.one(work.tx()).await?)
}

/// The answers of this author that can still be taken back, the latest first.
pub(crate) async fn of_author(
    db: &impl ConnectionTrait,
    author: UserId,
    now: DateTime<Utc>,
) -> Result<Vec<CommentId>> {
    let sent = sent_answer::Entity::find()
        .select_only()
        .column(sent_answer::Column::CommentId)
        .filter(sent_answer::Column::Until.gt(now));
    let found = comment::Entity::find()
        .select_only()
        .column(comment::Column::Id)
        .filter(comment::Column::Id.in_subquery(sent.into_query()))
        .filter(comment::Column::AuthorId.eq(author.0))
        .order_by_desc(comment::Column::Id)
        .limit(MOST);
    let ids: Vec<Uuid> = found.into_tuple().all(db).await?;
    Ok(ids.into_iter().map(CommentId::from).collect())
}

/// Withdraws the emails of an answer; whether none had left.
pub(crate) async fn withdraw_letters(work: &Work<'_>, row: &comment::Model) -> Result<bool> {
    let theirs = || letter::Entity::find().filter(letter::Column::CommentId.eq(row.id));
    // An email tells of all that happened until it leaves: what came after the answer is still to be told.
    let later: Option<Uuid> = comment::Entity::find()
        .select_only()
        .column(comment::Column::Id)
        .filter(comment::Column::TicketId.eq(row.ticket_id))
        .filter(comment::Column::Visibility.eq(Visibility::Public.as_str()))
        .filter(comment::Column::AuthorId.eq(row.author_id))
        .filter(comment::Column::CreatedAt.gte(row.created_at))
        .filter(comment::Column::Id.gt(row.id))
        .order_by_asc(comment::Column::Id)
        .into_tuple()
        .one(work.tx())
        .await?;
    let mut withdrawn = letter::Entity::update_many().filter(letter::Column::CommentId.eq(row.id)).filter(
        letter::Column::State.is_in([LetterState::Waiting, LetterState::Held].map(LetterState::as_str)),
    );
    withdrawn = match later {
        Some(later) => withdrawn.col_expr(letter::Column::CommentId, Expr::value(later)),
        None => withdrawn.col_expr(letter::Column::State, Expr::value(LetterState::Withdrawn.as_str())),
    };
    withdrawn.exec(work.tx()).await?;
    let left = theirs().filter(letter::Column::State.ne(LetterState::Withdrawn.as_str()));
    Ok(left.one(work.tx()).await?.is_none())
}

/// Empties an answer and hides what is left of it from everybody but the staff.
pub(crate) async fn hide(work: &Work<'_>, row: &comment::Model) -> Result<()> {
    erasures::empty(work, row).await?;
    comment::Entity::update_many()
        .col_expr(comment::Column::Visibility, Expr::value(Visibility::Internal.as_str()))
        .filter(comment::Column::Id.eq(row.id))
        .exec(work.tx())
        .await?;
    event::Entity::update_many()
        .col_expr(event::Column::Internal, Expr::value(true))
        .filter(event::Column::CommentId.eq(row.id))
        .filter(event::Column::Kind.eq(EventKind::Commented.as_str()))
        .exec(work.tx())
        .await?;
    sent_answer::Entity::delete_by_id(row.id).exec(work.tx()).await?;
    Ok(())
}

/// Whether files came with the answer.
pub(crate) async fn has_files(work: &Work<'_>, comment: CommentId) -> Result<bool> {
    let files = attachment::Entity::find().filter(attachment::Column::CommentId.eq(comment.0));
    Ok(files.one(work.tx()).await?.is_some())
}
