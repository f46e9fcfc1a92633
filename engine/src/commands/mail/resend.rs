//! Sends a letter again that failed, was held or was not sent; for the staff who work its ticket.

use crate::{
    actor::Actor,
    apply::{closes_at, counted_from},
    engine::Engine,
    error::{Error, Result},
    incoming::undelivered::refuses_files,
    model::{EventChange, EventKind, FromTo, LetterId, LetterState, TicketId, Withdrawn},
    outbox::untold::is_reachable,
    policy::Action,
    store::{
        NewEvent, Work, auto_close, entity::ticket, letters, people, returned_letters, rows, tickets,
        undeliverable,
    },
};

impl Engine {
    /// Puts a letter of a ticket back among those that are due now, to the address that its recipient has now, and
    /// answers the ticket. A ticket that was kept open because of it waits to close itself again. That mail to the address
    /// came back before is forgotten. One that was refused for its size or for a file goes without its files.
    ///
    /// # Errors
    /// `NotFound` for a letter that is absent or of a hidden ticket; `Forbidden` for all but staff; `BadInput` for `id`,
    /// when the letter was sent already, is being sent, tells of an answer that was taken back, or its recipient cannot be reached.
    pub async fn resend_letter(&self, actor: &Actor, id: LetterId) -> Result<TicketId> {
        let work = Work::begin(self).await?;
        let row = letters::find(work.tx(), id).await?;
        let of = match row.as_ref().and_then(|row| row.ticket_id) {
            Some(ticket) => tickets::find(work.tx(), ticket.into()).await?,
            None => None,
        };
        // No ticket has the number 0: a letter that is absent is answered like one of a hidden ticket.
        let number = of.map_or(0, |ticket| ticket.number);
        let (found, subject, permit) =
            tickets::lock_subject(work.tx(), (actor, &[]), number, Action::WorkTicket).await?;
        self.ask_guard(actor, Action::WorkTicket, Some(&subject))?;
        // Read again: whoever had the ticket before may have sent it on its way.
        let row = letters::lock(&work, id).await?.ok_or(Error::NotFound { what: "email" })?;
        let ticket = found.row.id;
        let state = LetterState::parse(&row.state);
        if matches!(state, Some(LetterState::Sent | LetterState::Claimed) | None) {
            return Err(Error::bad("id", "email-not-waiting", "This email was sent already."));
        }
        if row.last_error.as_deref() == Some(Withdrawn::TakenBack.as_str()) {
            return Err(Error::bad("id", "email-taken-back", "The answer of this email was taken back."));
        }
        let account = people::find(work.tx(), row.recipient_id.into()).await?;
        let Some(account) = account.filter(is_reachable) else {
            let message = "The recipient's account is deactivated or has no usable address.";
            return Err(Error::bad("id", "recipient-unreachable", message));
        };
        let for_customer = row.recipient_id == found.row.customer_id;
        let mut events = vec![NewEvent {
            kind: EventKind::Changed,
            ticket: ticket.into(),
            actor: actor.user().map(|viewer| viewer.id),
            cause: actor.cause(),
            comment: row.comment_id.map(Into::into),
            changes: vec![EventChange::MailResent(FromTo::now(account.email.clone()))],
            internal: true,
        }];
        undeliverable::clear(work.tx(), [row.address.as_str(), account.email.as_str()]).await?;
        // Why it goes without its files now.
        let too_large = row.last_error.filter(|words| refuses_files(words));
        returned_letters::send_again(&work, row.id, account.email, too_large).await?;
        if for_customer {
            events.extend(close_again(&work, &found.row).await?);
        }
        work.commit(permit, events).await?;
        Ok(ticket.into())
    }
}

/// The customer is told now, so the time until the ticket closes itself begins.
async fn close_again(work: &Work<'_>, row: &ticket::Model) -> Result<Option<NewEvent>> {
    let closes = closes_at(work, row.queue_id, rows::status(row)?, work.now()).await?;
    let (None, Some(closes)) = (row.auto_close_at, closes) else { return Ok(None) };
    let from = counted_from(work, row.queue_id, rows::status(row)?).await?;
    auto_close::set(work, row, closes, from).await?;
    Ok(Some(NewEvent {
        kind: EventKind::Changed,
        ticket: row.id.into(),
        actor: None,
        cause: crate::model::Cause::System,
        comment: None,
        changes: vec![EventChange::AutoCloseAt(FromTo::now(closes))],
        internal: false,
    }))
}
