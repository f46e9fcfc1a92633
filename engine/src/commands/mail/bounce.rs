//! Notes a failed delivery in the ticket whose mail it was; the status does not change, and nobody is written to.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::ledger::{Entry, complete};
use crate::{
    error::Result,
    model::{Bounce, Cause, Change, EventKind, IncomingMessage, LetterState, Outcome, Received, TicketId},
    policy,
    store::{
        NewEvent, Work,
        entity::{letter, message, ticket},
    },
};

/// The most ids of a report that are looked up.
const LOOKED_UP: usize = 20;

/// What a report is about, as far as we know it.
#[derive(Debug, Default)]
pub(super) struct Original {
    ticket: Option<ticket::Model>,
    letter: Option<letter::Model>,
}

impl Original {
    /// Whether it is a mail that we sent.
    pub(super) const fn is_ours(&self) -> bool {
        self.letter.is_some()
    }
}

/// Takes in a report of a failed delivery.
pub(super) async fn take_in(
    work: Work<'_>,
    entry: Entry,
    bounce: &Bounce,
    original: Original,
) -> Result<Received> {
    let words = words(bounce);
    let id: Option<TicketId> = original.ticket.as_ref().map(|row| row.id.into());
    let received = Received {
        outcome: Outcome::Bounced,
        ticket: original.ticket.as_ref().map(|row| row.number),
        comment: None,
        reason: Some(words.clone()),
    };
    let mut events = Vec::new();
    if bounce.permanent {
        let address = original.letter.as_ref().map(|sent| sent.address.clone());
        let from = address.or_else(|| bounce.recipient.clone());
        if let Some(ticket) = id {
            events.push(NewEvent {
                kind: EventKind::MailBounced,
                ticket,
                actor: None,
                cause: Cause::Mail,
                comment: None,
                changes: vec![Change { field: "mail".to_owned(), from, to: Some(words.clone()) }],
                internal: true,
            });
        }
        if let Some(sent) = original.letter {
            fail(&work, sent, words).await?;
        }
    }
    complete(&work, &entry, id, &received).await?;
    work.commit(policy::housekeeping(), events).await?;
    Ok(received)
}

async fn fail(work: &Work<'_>, sent: letter::Model, words: String) -> Result<()> {
    if sent.ticket_id.is_none() {
        tracing::warn!(letter = %sent.id, user = %sent.recipient_id, "a letter about an account came back");
    }
    let mut sent = sent.into_active_model();
    sent.state = Set(LetterState::Failed.as_str().to_owned());
    sent.last_error = Set(Some(words));
    sent.update(work.tx()).await?;
    Ok(())
}

/// The mail that the report is about: one of our letters, or else a mail of a ticket.
pub(super) async fn original(work: &Work<'_>, mail: &IncomingMessage, bounce: &Bounce) -> Result<Original> {
    let ids = bounce.original_message_id.iter().chain(&mail.in_reply_to).chain(mail.references.iter().rev());
    for id in ids.take(LOOKED_UP) {
        let sent = letter::Entity::find().filter(letter::Column::MessageId.eq(id)).one(work.tx()).await?;
        let known = message::Entity::find_by_id(id.clone()).one(work.tx()).await?;
        let of = known.map(|known| known.ticket_id).or_else(|| sent.as_ref().and_then(|sent| sent.ticket_id));
        let row = match of {
            Some(of) => ticket::Entity::find_by_id(of).one(work.tx()).await?,
            None => None,
        };
        if sent.is_some() || row.is_some() {
            return Ok(Original { ticket: row, letter: sent });
        }
    }
    Ok(Original::default())
}

fn words(bounce: &Bounce) -> String {
    let parts = [&bounce.status, &bounce.diagnostic].into_iter().flatten().map(String::as_str);
    let words = parts.collect::<Vec<_>>().join(" ");
    let fallback =
        if bounce.permanent { "the mail could not be delivered" } else { "the delivery is delayed" };
    if words.is_empty() { fallback.to_owned() } else { words.chars().take(500).collect() }
}
