//! Writes letters into the outbox, with the message id by which an answer to one is known.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, EntityTrait, sea_query::OnConflict};

use crate::{
    error::Result,
    model::{CommentId, LetterId, LetterKind, LetterState, TicketId, UserId},
    store::{
        Work,
        entity::{letter, message},
    },
};

/// A letter that is to be written.
pub(crate) struct NewLetter {
    pub(crate) id: LetterId,
    pub(crate) kind: LetterKind,
    pub(crate) ticket: Option<TicketId>,
    pub(crate) comment: Option<CommentId>,
    pub(crate) recipient: UserId,
    pub(crate) address: String,
    pub(crate) message_id: String,
    /// What no two letters share.
    pub(crate) dedupe: Option<String>,
    pub(crate) state: LetterState,
    /// When it leaves, at the earliest.
    pub(crate) leaves: DateTime<Utc>,
    /// Why it does not leave, if it does not.
    pub(crate) error: Option<String>,
    /// What it tells, as a row keeps it.
    pub(crate) changes: String,
    /// Of what it tells, as far as its reader may switch that off.
    pub(crate) notice: Option<String>,
}

impl NewLetter {
    fn row(self, now: DateTime<Utc>) -> letter::ActiveModel {
        letter::ActiveModel {
            id: Set(self.id.into()),
            kind: Set(self.kind.as_str().to_owned()),
            ticket_id: Set(self.ticket.map(Into::into)),
            comment_id: Set(self.comment.map(Into::into)),
            recipient_id: Set(self.recipient.into()),
            address: Set(self.address),
            message_id: Set(self.message_id),
            dedupe: Set(self.dedupe),
            state: Set(self.state.as_str().to_owned()),
            attempts: Set(0),
            next_at: Set(self.leaves),
            claimed_by: Set(None),
            claimed_until: Set(None),
            last_error: Set(self.error),
            created_at: Set(now),
            sent_at: Set(None),
            changes: Set(self.changes),
            accepted: Set(None),
            settled_at: Set(None),
            notice: Set(self.notice),
        }
    }
}

/// Writes a letter.
pub(crate) async fn add(work: &Work<'_>, new: NewLetter) -> Result<()> {
    letter::Entity::insert(new.row(work.now())).exec_without_returning(work.tx()).await?;
    Ok(())
}

/// Writes a letter unless there is one of the same `dedupe`.
pub(super) async fn add_once(work: &Work<'_>, new: NewLetter) -> Result<()> {
    letter::Entity::insert_many([new.row(work.now())])
        .on_conflict(OnConflict::column(letter::Column::Dedupe).do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(work.tx())
        .await?;
    Ok(())
}

/// Keeps by which message id an answer to a letter is known.
pub(crate) async fn remember(
    work: &Work<'_>,
    id: LetterId,
    message_id: String,
    (ticket, comment): (TicketId, Option<CommentId>),
) -> Result<()> {
    let known = message::ActiveModel {
        message_id: Set(message_id),
        ticket_id: Set(ticket.into()),
        comment_id: Set(comment.map(Into::into)),
        letter_id: Set(Some(id.into())),
    };
    message::Entity::insert(known).exec_without_returning(work.tx()).await?;
    Ok(())
}
