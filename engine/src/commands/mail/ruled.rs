//! What the rules of a mailbox make of a mail: the ticket that its number means, and what it sets there.

use super::receive::Incoming;
use crate::{
    apply::LockedTicket,
    content::{
        address::{domain_of, organisational_domain, plain},
        open_domain::is_free_mail,
    },
    error::{Causes, Code, Result},
    incoming::{rules::Ruled, writer::Writer},
    model::{Cause, TicketChange, TicketId, UserId},
    rules::{By, Side},
    store::{Work, foreign_numbers},
};

/// The ticket that the number in a mail means. A number means something only among the mails of one organisation: another
/// may have the same, and a stranger could guess it.
pub(super) async fn ticket(work: &Work<'_>, incoming: &Incoming) -> Result<Option<TicketId>> {
    let (Some(number), Some(sender)) = (&incoming.ruled.number, scope(work, incoming)) else {
        return Ok(None);
    };
    Ok(foreign_numbers::ticket(work.tx(), number, &sender).await?.map(Into::into))
}

/// Remembers that the number in a mail means this ticket.
pub(super) async fn remember_number(work: &Work<'_>, incoming: &Incoming, ticket: TicketId) -> Result<()> {
    let (Some(number), Some(sender)) = (&incoming.ruled.number, scope(work, incoming)) else { return Ok(()) };
    foreign_numbers::set(work.tx(), number, &sender, ticket).await
}

/// Does to a ticket what the rules say about a mail that joins it.
pub(super) async fn carry_out(
    work: &mut Work<'_>,
    ticket: &mut LockedTicket,
    ruled: &Ruled,
    by: UserId,
) -> Result<()> {
    let changes: Vec<TicketChange> = ruled
        .status
        .map(TicketChange::SetStatus)
        .into_iter()
        .chain(ruled.priority.map(TicketChange::Prioritise))
        .chain((!ruled.tags.is_empty()).then(|| TicketChange::AddTags(ruled.tags.clone())))
        .collect();
    if !changes.is_empty() {
        // The operator wrote the rule; its sender is the one who need not be told.
        let by = By { user: Some(by), side: Side::Staff, cause: Cause::Mail };
        match Box::pin(work.apply(ticket, by, &changes, Vec::new())).await {
            Err(error) if !matches!(error.code(), Code::Internal | Code::Unavailable) => {
                // The mail is taken all the same: a rule that asks for too much shall not keep it out.
                let ticket = ticket.row.number;
                tracing::warn!(error = %Causes(&error), ticket, "a rule of a mailbox was not carried out");
            }
            done => drop(done?),
        }
    }
    Ok(())
}

/// Among whose mails a number means something: those of a company's domain, or of one address of a provider for everybody.
fn scope(work: &Work<'_>, incoming: &Incoming) -> Option<String> {
    let (Writer::Sender(person) | Writer::Behind(person)) = &incoming.writer else { return None };
    let address = plain(&person.address);
    let domain = organisational_domain(domain_of(&address)).to_owned();
    let free = is_free_mail(&domain, &work.engine().settings().mail.free_mail_domains);
    Some(if free { address } else { domain })
}
