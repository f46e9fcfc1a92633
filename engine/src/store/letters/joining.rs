//! Letters that wait or are held, and that others join.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};

use super::tell;
use crate::{
    error::Result,
    model::{CommentId, LetterChange, LetterKind, LetterState, TicketId, UserId, Withdrawn},
    rules::joining::{JOINING, Told},
    store::{Work, changes, entity::letter, locks::Lock as _},
};

/// A letter of this kind that is held for a person, about this ticket or about none.
pub(crate) async fn held(
    work: &Work<'_>,
    ticket: Option<TicketId>,
    recipient: UserId,
    kind: LetterKind,
) -> Result<Option<letter::Model>> {
    let of_same = match ticket {
        Some(ticket) => letter::Column::TicketId.eq(ticket.0),
        None => letter::Column::TicketId.is_null(),
    };
    let held = letter::Entity::find()
        .filter(of_same)
        .filter(letter::Column::RecipientId.eq(recipient.0))
        .filter(letter::Column::Kind.eq(kind.as_str()))
        .filter(letter::Column::State.eq(LetterState::Held.as_str()));
    Ok(held.one(work.tx()).await?)
}

/// Lets a held letter tell this.
pub(crate) async fn tell_held(
    work: &Work<'_>,
    held: letter::Model,
    (comment, all): (Option<CommentId>, &[LetterChange]),
    notice: Option<String>,
) -> Result<()> {
    let mut held = held.into_active_model();
    held.changes = Set(changes::kept(all)?);
    held.comment_id = Set(comment.map(Into::into));
    held.notice = Set(notice);
    held.update(work.tx()).await?;
    Ok(())
}

/// The newest letter that waits to tell a person of a ticket and was not tried yet, locked; none that would leave later than at
/// this time.
pub(crate) async fn lock_waiting(
    work: &Work<'_>,
    ticket: TicketId,
    recipient: UserId,
    leaves: DateTime<Utc>,
) -> Result<Option<letter::Model>> {
    let waiting = letter::Entity::find()
        .filter(letter::Column::TicketId.eq(ticket.0))
        .filter(letter::Column::RecipientId.eq(recipient.0))
        .filter(letter::Column::Kind.is_in(JOINING.map(LetterKind::as_str)))
        .filter(letter::Column::State.eq(LetterState::Waiting.as_str()))
        .filter(letter::Column::Attempts.eq(0))
        .filter(letter::Column::NextAt.lte(leaves))
        .order_by_desc(letter::Column::Id)
        // One that is just being claimed leaves without what would join it.
        .locked();
    Ok(waiting.one(work.tx()).await?)
}

/// What a waiting letter tells after another has joined it.
pub(crate) struct Joined<'t> {
    pub(crate) told: &'t Told,
    /// Of what it tells, as far as its reader may switch that off.
    pub(crate) notice: Option<String>,
    /// When it leaves, if that is later now.
    pub(crate) leaves: Option<DateTime<Utc>>,
    /// Whether it tells of nothing any more, and is withdrawn.
    pub(crate) taken_back: bool,
}

/// Lets a waiting letter tell this.
pub(crate) async fn tell_waiting(work: &Work<'_>, waiting: letter::Model, joined: Joined<'_>) -> Result<()> {
    let mut waiting = waiting.into_active_model();
    tell(&mut waiting, joined.told)?;
    waiting.notice = Set(joined.notice);
    if let Some(leaves) = joined.leaves {
        waiting.next_at = Set(leaves);
    }
    if joined.taken_back {
        waiting.state = Set(LetterState::Withdrawn.as_str().to_owned());
        waiting.last_error = Set(Some(Withdrawn::TakenBack.as_str().to_owned()));
        waiting.settled_at = Set(Some(work.now()));
    }
    waiting.update(work.tx()).await?;
    Ok(())
}
