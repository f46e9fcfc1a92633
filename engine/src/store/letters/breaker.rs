//! What the circuit breaker counts and remembers: letters to a person, and the tickets whose automatic letters are held.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait as _, Select, sea_query::OnConflict,
};

use crate::{
    error::Result,
    model::{Cause, LetterState, Role, TicketId, UserId},
    store::{
        Work,
        entity::{account, event, letter, mail_breaker},
    },
};

/// How many letters about their account went to a person since then; those that are held do not count.
pub(crate) async fn sent_of_account(work: &Work<'_>, recipient: UserId, since: DateTime<Utc>) -> Result<u64> {
    Ok(to_person(recipient, since).filter(letter::Column::TicketId.is_null()).count(work.tx()).await?)
}

/// How many letters about tickets went to a person since then; those that are held do not count.
pub(crate) async fn sent_of_tickets(work: &Work<'_>, recipient: UserId, since: DateTime<Utc>) -> Result<u64> {
    Ok(to_person(recipient, since).filter(letter::Column::TicketId.is_not_null()).count(work.tx()).await?)
}

fn to_person(recipient: UserId, since: DateTime<Utc>) -> Select<letter::Entity> {
    letter::Entity::find()
        .filter(letter::Column::RecipientId.eq(recipient.0))
        .filter(letter::Column::CreatedAt.gt(since))
        .filter(letter::Column::State.ne(LetterState::Held.as_str()))
}

/// How many letters of a ticket went to a person; those that are held do not count.
pub(crate) async fn sent_of_ticket(
    work: &Work<'_>,
    ticket: TicketId,
    recipient: UserId,
    since: Option<DateTime<Utc>>,
) -> Result<u64> {
    let mut letters = letter::Entity::find()
        .filter(letter::Column::TicketId.eq(ticket.0))
        .filter(letter::Column::RecipientId.eq(recipient.0))
        .filter(letter::Column::State.ne(LetterState::Held.as_str()));
    if let Some(since) = since {
        letters = letters.filter(letter::Column::CreatedAt.gt(since));
    }
    Ok(letters.count(work.tx()).await?)
}

/// How many letters of a ticket to a person are held.
pub(crate) async fn held_of_ticket(work: &Work<'_>, ticket: TicketId, recipient: UserId) -> Result<u64> {
    let held = letter::Entity::find()
        .filter(letter::Column::TicketId.eq(ticket.0))
        .filter(letter::Column::RecipientId.eq(recipient.0))
        .filter(letter::Column::State.eq(LetterState::Held.as_str()));
    Ok(held.count(work.tx()).await?)
}

/// When somebody of the staff last did something to a ticket themselves, not by mail.
pub(crate) async fn attended_at(work: &Work<'_>, ticket: TicketId) -> Result<Option<DateTime<Utc>>> {
    let by_hand = [Cause::Web, Cause::Api].map(Cause::as_str);
    let staff = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::Role.is_in([Role::Agent.as_str(), Role::Admin.as_str()]));
    let last = event::Entity::find()
        .filter(event::Column::TicketId.eq(ticket.0))
        .filter(event::Column::Cause.is_in(by_hand))
        .filter(event::Column::ActorId.in_subquery(staff.into_query()))
        .order_by_desc(event::Column::Seq)
        .one(work.tx())
        .await?;
    Ok(last.map(|event| event.at))
}

/// Since when the automatic letters of a ticket are held, if they are.
pub(crate) async fn tripped_at(work: &Work<'_>, ticket: TicketId) -> Result<Option<DateTime<Utc>>> {
    let tripped = mail_breaker::Entity::find_by_id(ticket.0).one(work.tx()).await?;
    Ok(tripped.map(|tripped| tripped.tripped_at))
}

/// Notes that the automatic letters of a ticket are held from now on.
pub(crate) async fn trip(work: &Work<'_>, ticket: TicketId) -> Result<()> {
    let row = mail_breaker::ActiveModel { ticket_id: Set(ticket.into()), tripped_at: Set(work.now()) };
    let again = OnConflict::column(mail_breaker::Column::TicketId)
        .update_column(mail_breaker::Column::TrippedAt)
        .to_owned();
    mail_breaker::Entity::insert(row).on_conflict(again).exec_without_returning(work.tx()).await?;
    Ok(())
}

/// Notes that the automatic letters of a ticket are held no more.
pub(crate) async fn reset(work: &Work<'_>, ticket: TicketId) -> Result<()> {
    mail_breaker::Entity::delete_by_id(ticket.0).exec(work.tx()).await?;
    Ok(())
}
