//! Notes a failed delivery in the ticket whose mail it was; the status does not change, and nobody is written to.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};

use super::ledger::{Entry, complete};
use crate::{
    error::Result,
    model::{Bounce, Cause, EventKind, IncomingMessage, LetterState, Outcome, Received, TicketId},
    policy,
    store::{
        NewEvent, Work,
        entity::{letter, message, ticket},
    },
};

/// Takes in a report of a failed delivery.
pub(super) async fn take_in(
    work: Work<'_>,
    entry: Entry,
    mail: &IncomingMessage,
    bounce: &Bounce,
) -> Result<Received> {
    let found = original(&work, mail, bounce).await?;
    let words = words(bounce);
    let mut received =
        Received { outcome: Outcome::Bounced, ticket: None, comment: None, reason: Some(words.clone()) };
    let mut events = Vec::new();
    let mut id: Option<TicketId> = None;
    if let Some((row, sent)) = found {
        received.ticket = Some(row.number);
        id = Some(row.id.into());
        if bounce.permanent {
            let address = sent.as_ref().map(|sent| sent.address.clone()).or_else(|| bounce.recipient.clone());
            if let Some(sent) = sent {
                let mut sent = sent.into_active_model();
                sent.state = Set(LetterState::Failed.as_str().to_owned());
                sent.last_error = Set(Some(words.clone()));
                sent.update(work.tx()).await?;
            }
            events.push(NewEvent {
                kind: EventKind::MailBounced,
                ticket: row.id.into(),
                actor: None,
                cause: Cause::Mail,
                comment: None,
                changes: vec![crate::model::Change {
                    field: "mail".to_owned(),
                    from: address,
                    to: Some(words),
                }],
                internal: true,
            });
        }
    }
    complete(&work, &entry, id, &received).await?;
    work.commit(policy::housekeeping(), events).await?;
    Ok(received)
}

/// The ticket, and the letter if it was one of ours, that the report is about.
async fn original(
    work: &Work<'_>,
    mail: &IncomingMessage,
    bounce: &Bounce,
) -> Result<Option<(ticket::Model, Option<letter::Model>)>> {
    let ids = bounce.original_message_id.iter().chain(&mail.in_reply_to).chain(mail.references.iter().rev());
    for id in ids.take(20) {
        let Some(known) = message::Entity::find_by_id(id.clone()).one(work.tx()).await? else { continue };
        let Some(row) = ticket::Entity::find_by_id(known.ticket_id).one(work.tx()).await? else { continue };
        let sent = match known.letter_id {
            Some(letter) => letter::Entity::find_by_id(letter).one(work.tx()).await?,
            None => None,
        };
        return Ok(Some((row, sent)));
    }
    Ok(None)
}

fn words(bounce: &Bounce) -> String {
    let parts = [&bounce.status, &bounce.diagnostic].into_iter().flatten().map(String::as_str);
    let words = parts.collect::<Vec<_>>().join(" ");
    let fallback =
        if bounce.permanent { "the mail could not be delivered" } else { "the delivery is delayed" };
    if words.is_empty() { fallback.to_owned() } else { words.chars().take(500).collect() }
}
