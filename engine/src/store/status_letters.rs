//! Emails of a status that was set on a page without an answer, which are withdrawn when it is taken back.

use std::collections::BTreeSet;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

use super::{Work, entity::letter, letters};
use crate::{
    error::Result,
    model::{EventChange, FromTo, LetterChange, LetterState, Status, TicketId, UserId, Withdrawn},
};

/// Withdraws the waiting emails that tell of nothing but this change of the status, since it is taken back; who would have
/// got them.
pub(crate) async fn withdraw(
    work: &Work<'_>,
    ticket: TicketId,
    status: FromTo<Status>,
) -> Result<BTreeSet<UserId>> {
    let told = [LetterChange::Changed(EventChange::Status(status))];
    let waiting = letter::Entity::find()
        .filter(letter::Column::TicketId.eq(ticket.0))
        .filter(letter::Column::CommentId.is_null())
        .filter(letter::Column::State.eq(LetterState::Waiting.as_str()))
        .filter(letter::Column::Attempts.eq(0))
        .filter(letter::Column::ClaimedUntil.is_null())
        .filter(letter::Column::NextAt.gt(work.now()))
        .all(work.tx())
        .await?;
    let mut ids: Vec<Uuid> = Vec::new();
    let mut people = BTreeSet::new();
    for row in waiting {
        if letters::told(&row)?.changes == told {
            ids.push(row.id);
            people.insert(row.recipient_id.into());
        }
    }
    if ids.is_empty() {
        return Ok(people);
    }
    letter::Entity::update_many()
        .col_expr(letter::Column::State, Expr::value(LetterState::Withdrawn.as_str()))
        .col_expr(letter::Column::LastError, Expr::value(Withdrawn::TakenBack.as_str()))
        .col_expr(letter::Column::SettledAt, Expr::value(work.now()))
        .filter(letter::Column::Id.is_in(ids))
        .exec(work.tx())
        .await?;
    Ok(people)
}
