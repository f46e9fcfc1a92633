//! The circuit breaker against machines that answer each other: so many letters of one ticket to one person, and no more
//! until somebody of the staff has looked.
//!
//! What a person of the staff writes on the page or by API is never held back by machines; it has a cap of its own, far
//! beyond what people write. Everything else is a letter that a machine may have caused: after [`PER_HOUR`] within an hour,
//! or [`UNATTENDED`] at whatever pace, automatic letters of that ticket are held. Held letters stand on the ticket, where
//! the staff can send them. The next answer or change of the staff lets letters pass again.

use chrono::{DateTime, Duration, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::OnConflict,
};

use super::{Owed, untold};
use crate::{
    error::Result,
    model::{Cause, Change, EventKind, LetterState, Role, TicketId},
    store::{
        NewEvent, Work,
        entity::{account, event, letter, mail_breaker, ticket},
        rows, tickets,
    },
};

/// So many automatic letters of one ticket go to one person within an hour.
const PER_HOUR: u64 = 10;
/// So many go to one person while nobody of the staff looks at the ticket, however slowly.
const UNATTENDED: u64 = 20;
/// So many letters that the staff caused themselves go to one person within an hour.
const BY_HAND_PER_HOUR: u64 = 60;

/// Whether a letter may leave.
pub(super) enum Pass {
    /// It may.
    Free,
    /// It is held, and these lines tell the staff so, if it is the first one.
    Held(Vec<NewEvent>),
}

/// Asks whether a letter may leave.
pub(super) async fn pass(work: &Work<'_>, owed: &Owed, address: &str) -> Result<Pass> {
    let Some(ticket) = owed.ticket else { return Ok(Pass::Free) };
    let hour_ago = work.now() - Duration::hours(1);
    if owed.by_hand {
        let full = count(work, owed, ticket, Some(hour_ago)).await? >= BY_HAND_PER_HOUR;
        return if full { trip(work, ticket, address).await } else { Ok(Pass::Free) };
    }
    let tripped = mail_breaker::Entity::find_by_id(ticket.0).one(work.tx()).await?;
    if tripped.is_none() && count(work, owed, ticket, None).await? < PER_HOUR {
        return Ok(Pass::Free);
    }
    let attended = attended(work, ticket).await?;
    match tripped {
        Some(tripped) if attended.is_none_or(|at| at < tripped.tripped_at) => {
            return Ok(Pass::Held(Vec::new()));
        }
        Some(_) => {
            mail_breaker::Entity::delete_by_id(ticket.0).exec(work.tx()).await?;
        }
        None => {}
    }
    let since = attended.map_or(hour_ago, |at| at.max(hour_ago));
    let full = count(work, owed, ticket, Some(since)).await? >= PER_HOUR
        || count(work, owed, ticket, attended).await? >= UNATTENDED;
    if full { trip(work, ticket, address).await } else { Ok(Pass::Free) }
}

/// How many letters of the ticket went to the recipient; those that are held do not count.
async fn count(work: &Work<'_>, owed: &Owed, ticket: TicketId, since: Option<DateTime<Utc>>) -> Result<u64> {
    let mut letters = letter::Entity::find()
        .filter(letter::Column::TicketId.eq(ticket.0))
        .filter(letter::Column::RecipientId.eq(owed.recipient.0))
        .filter(letter::Column::State.ne(LetterState::Held.as_str()));
    if let Some(since) = since {
        letters = letters.filter(letter::Column::CreatedAt.gt(since));
    }
    Ok(letters.count(work.tx()).await?)
}

/// When somebody of the staff last did something to the ticket themselves, not by mail.
async fn attended(work: &Work<'_>, ticket: TicketId) -> Result<Option<DateTime<Utc>>> {
    let by_hand = [Cause::Web, Cause::Api].map(Cause::as_str);
    let staff = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::Role.is_in([Role::Agent.as_str(), Role::Admin.as_str()]));
    let last = event::Entity::find()
        .filter(event::Column::TicketId.eq(ticket.0))
        .filter(event::Column::Cause.is_in(by_hand))
        .filter(event::Column::ActorId.in_subquery(sea_orm::QueryTrait::into_query(staff)))
        .order_by_desc(event::Column::Seq)
        .one(work.tx())
        .await?;
    Ok(last.map(|event| event.at))
}

/// Holds the ticket's automatic letters from now on, tells the staff, and keeps it from closing itself unseen.
async fn trip(work: &Work<'_>, ticket: TicketId, address: &str) -> Result<Pass> {
    let row = mail_breaker::ActiveModel { ticket_id: Set(ticket.into()), tripped_at: Set(work.now()) };
    let again = OnConflict::column(mail_breaker::Column::TicketId)
        .update_column(mail_breaker::Column::TrippedAt)
        .to_owned();
    mail_breaker::Entity::insert(row).on_conflict(again).exec_without_returning(work.tx()).await?;
    tracing::warn!(%ticket, "a ticket sends too many letters; its automatic letters are held until the staff have looked");
    let mut events = vec![NewEvent {
        kind: EventKind::Changed,
        ticket,
        actor: None,
        cause: Cause::System,
        comment: None,
        changes: vec![Change { field: "mailHeld".to_owned(), from: Some(address.to_owned()), to: None }],
        internal: true,
    }];
    if let Some(row) = tickets::lock_id(work.tx(), ticket).await? {
        let waits = rows::attention(&row).alarmed(work.now());
        let marked = ticket::ActiveModel {
            id: Unchanged(row.id),
            waiting_since: Set(waits.waiting_since),
            customer_posts: Set(waits.customer_posts),
            ..Default::default()
        };
        marked.update(work.tx()).await?;
        events.extend(untold::stop_closing(work, &row, None).await?);
    }
    Ok(Pass::Held(events))
}
