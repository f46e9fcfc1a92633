//! Notes what became of a claimed mail: accepted, to be tried again, or given up and shown to the staff.

use std::time::Duration;

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter,
    sea_query::Expr,
};

use crate::{
    engine::Engine,
    error::Result,
    model::{Cause, Change, EventKind, Failure, LetterId, LetterState},
    policy,
    store::{NewEvent, Work, entity::letter},
};

/// After this many attempts, some four days, a mail is given up (RFC 5321, 4.5.4.1 asks for at least 4 to 5 days).
const ATTEMPTS: i32 = 24;

/// How long to wait before the next attempt: a minute, doubled each time, at most five hours.
#[must_use]
pub(crate) fn pause(attempts: i32) -> Duration {
    let doublings = u32::try_from(attempts.clamp(1, 10) - 1).unwrap_or(0);
    Duration::from_secs((60 << doublings).min(5 * 60 * 60))
}

impl Engine {
    /// Notes that a mail server has accepted these letters, all in one commit.
    ///
    /// # Errors
    /// Internal, when the database fails; then they may be sent once more.
    pub async fn letters_sent(&self, ids: &[LetterId]) -> Result<()> {
        let work = Work::begin(self).await?;
        letter::Entity::update_many()
            .col_expr(letter::Column::State, Expr::value(LetterState::Sent.as_str()))
            .col_expr(letter::Column::SentAt, Expr::value(work.now()))
            .col_expr(letter::Column::ClaimedBy, Expr::value(None::<String>))
            .col_expr(letter::Column::ClaimedUntil, Expr::value(None::<DateTime<Utc>>))
            .col_expr(letter::Column::LastError, Expr::value(None::<String>))
            .filter(letter::Column::Id.is_in(ids.iter().map(|id| id.0)))
            .exec(work.tx())
            .await?;
        work.commit(policy::housekeeping(), Vec::new()).await
    }

    /// Notes that a letter was not sent. A passing fault is tried again later, with growing pauses; a permanent one, or
    /// the last of many, is written into the ticket's journal as `MAIL_BOUNCED`, where the staff see it.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub async fn letter_failed(&self, id: LetterId, failure: Failure) -> Result<()> {
        let work = Work::begin(self).await?;
        let Some(before) = letter::Entity::find_by_id(id.0).one(work.tx()).await? else { return Ok(()) };
        let given_up = failure.permanent || before.attempts >= ATTEMPTS;
        let state = if given_up { LetterState::Failed } else { LetterState::Waiting };
        let event = before.ticket_id.filter(|_| given_up).map(|ticket| NewEvent {
            kind: EventKind::MailBounced,
            ticket: ticket.into(),
            actor: None,
            cause: Cause::Mail,
            comment: before.comment_id.map(Into::into),
            changes: vec![Change {
                field: "mail".to_owned(),
                from: Some(before.address.clone()),
                to: Some(failure.error.clone()),
            }],
            internal: true,
        });
        if given_up && before.ticket_id.is_none() {
            let (letter, user) = (before.id, before.recipient_id);
            tracing::warn!(%letter, %user, "a letter about an account was given up");
        }
        let next_at = work.now() + pause(before.attempts);
        let mut row = before.into_active_model();
        row.state = Set(state.as_str().to_owned());
        row.next_at = Set(next_at);
        row.claimed_by = Set(None);
        row.claimed_until = Set(None);
        row.last_error = Set(Some(failure.error));
        row.update(work.tx()).await?;
        work.commit(policy::housekeeping(), event.into_iter().collect()).await
    }
}
