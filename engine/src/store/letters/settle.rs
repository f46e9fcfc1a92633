//! What became of claimed letters, as their rows keep it.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter,
    sea_query::{Expr, ExprTrait},
};

use crate::{
    error::Result,
    model::{LetterId, LetterState},
    store::{Work, entity::letter},
};

/// Notes that these letters were sent.
pub(crate) async fn sent(work: &Work<'_>, ids: &[LetterId]) -> Result<()> {
    letter::Entity::update_many()
        .col_expr(letter::Column::State, Expr::value(LetterState::Sent.as_str()))
        .col_expr(letter::Column::SentAt, Expr::value(work.now()))
        .col_expr(letter::Column::ClaimedBy, Expr::value(None::<String>))
        .col_expr(letter::Column::ClaimedUntil, Expr::value(None::<DateTime<Utc>>))
        .col_expr(letter::Column::LastError, Expr::value(None::<String>))
        .filter(letter::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .exec(work.tx())
        .await?;
    Ok(())
}

/// Notes what the mail server said when it took a letter.
pub(crate) async fn accepted(work: &Work<'_>, id: LetterId, words: Option<String>) -> Result<()> {
    letter::Entity::update_many()
        .col_expr(letter::Column::Accepted, Expr::value(words))
        .filter(letter::Column::Id.eq(id.0))
        .exec(work.tx())
        .await?;
    Ok(())
}

/// Ends the claim of a letter that was not sent: its state, when it is due if it waits, and why.
pub(crate) async fn end(
    work: &Work<'_>,
    before: letter::Model,
    state: LetterState,
    next_at: DateTime<Utc>,
    error: String,
) -> Result<()> {
    let mut row = before.into_active_model();
    row.state = Set(state.as_str().to_owned());
    row.next_at = Set(next_at);
    row.claimed_by = Set(None);
    row.claimed_until = Set(None);
    row.last_error = Set(Some(error));
    row.settled_at = Set((state != LetterState::Waiting).then(|| work.now()));
    row.update(work.tx()).await?;
    Ok(())
}

/// Those of these letters that may be put back: what waits, what failed, and what this node has claimed.
pub(crate) async fn to_put_back(
    work: &Work<'_>,
    ids: &[LetterId],
    life: Option<String>,
) -> Result<Vec<letter::Model>> {
    let settled = [LetterState::Waiting, LetterState::Failed].map(LetterState::as_str);
    // What another node has claimed meanwhile is its own affair.
    let claimed = Condition::all()
        .add(letter::Column::State.eq(LetterState::Claimed.as_str()))
        .add(letter::Column::ClaimedBy.eq(life));
    let waiting = letter::Entity::find()
        .filter(letter::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .filter(Condition::any().add(letter::Column::State.is_in(settled)).add(claimed));
    Ok(waiting.all(work.tx()).await?)
}

/// Lets these letters wait again from now on, as if they had not been tried the last time.
pub(crate) async fn put_back(work: &Work<'_>, rows: &[letter::Model], reason: &str) -> Result<()> {
    letter::Entity::update_many()
        .col_expr(letter::Column::State, Expr::value(LetterState::Waiting.as_str()))
        .col_expr(letter::Column::Attempts, Expr::col(letter::Column::Attempts).sub(1))
        .col_expr(letter::Column::NextAt, Expr::value(work.now()))
        .col_expr(letter::Column::ClaimedBy, Expr::value(None::<String>))
        .col_expr(letter::Column::ClaimedUntil, Expr::value(None::<DateTime<Utc>>))
        .col_expr(letter::Column::LastError, Expr::value(reason))
        .filter(letter::Column::Id.is_in(rows.iter().map(|row| row.id)))
        .exec(work.tx())
        .await?;
    Ok(())
}
