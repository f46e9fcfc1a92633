//! Adds a mail that the staff pass on to the ticket that it answers, as if its writer had sent it to the desk.

use sea_orm::EntityTrait;

use super::{
    behalf::Theirs,
    hold::ask_guard,
    join::{Added, add},
    late,
    pointers::{answered, remember_message},
    receive::Incoming,
    sender::Sender,
};
use crate::{
    apply::Kept,
    error::{Error, Result},
    incoming::{rules::Ruled, writer::Writer},
    model::{Address, Delivery, Forwarded, IncomingMessage, Unattended},
    routing::{Candidate, Route},
    rules::texts::clean_text,
    store::{Work, entity::account},
};

/// A mail that belongs into a ticket.
pub(super) struct Enclosed {
    /// Which ticket.
    pub(super) candidate: Candidate,
    /// What the one who passes it on wrote above.
    pub(super) note: String,
    sent: Incoming,
    writer: Sender,
}

/// The ticket that a mail answers which is passed on, if it answers one of ours; `proven`: a trusted server vouches for the one who
/// passes it on.
pub(super) async fn enclosed(
    work: &Work<'_>,
    incoming: &Incoming,
    by: Sender,
    (theirs, mail): (&Theirs, &Forwarded),
    (files, proven): (Vec<Kept>, bool),
) -> Result<Option<Enclosed>> {
    let Some(candidate) = answered(work, mail, Some(theirs.customer)).await? else { return Ok(None) };
    let account = account::Entity::find_by_id(theirs.customer.0).one(work.tx()).await?;
    let account = account.ok_or_else(|| Error::internal("the account of a mail's writer is missing"))?;
    let writer = Sender::of(&account)?;
    let sent = as_sent(incoming, account, (theirs.address.as_str(), mail), files);
    let (Route::Join(candidate), _) = Box::pin(late::led(work, &sent, Route::Join(candidate), &[])).await?
    else {
        return Ok(None);
    };
    match ask_guard(work, Some(by.id), Route::Join(candidate), &[]).await {
        Err(Error::Guarded { .. }) => return Ok(None),
        asked => asked?,
    }
    // Anybody could have sent it in the name of the staff: then it is nobody's word, and for the staff alone.
    let kept = Candidate { about_note: true, sender_takes_part: false, signed_for_staff: false, ..candidate };
    let candidate = if proven { candidate } else { kept };
    Ok(Some(Enclosed { candidate, note: mail.note.clone(), sent, writer }))
}

/// Adds it. What answers the mail that passed it on finds its ticket by that, too.
pub(super) async fn write(work: &mut Work<'_>, incoming: &Incoming, enclosed: &Enclosed) -> Result<Added> {
    // What covers the tickets that the same mail opens covers this one as well.
    let (added, _) = Box::pin(add(work, &enclosed.sent, enclosed.writer, enclosed.candidate)).await?;
    let passed_on = incoming.message().message_id.as_deref();
    remember_message(work, passed_on, added.ticket, added.comment).await?;
    Ok(added)
}

/// A mail that is passed on, as it would have come from its writer. No server says anything of that.
fn as_sent(
    incoming: &Incoming,
    account: account::Model,
    (address, mail): (&str, &Forwarded),
    files: Vec<Kept>,
) -> Incoming {
    let from = Address { name: account.name.clone(), address: address.to_owned() };
    let whole = clean_text(&mail.text);
    let message = IncomingMessage {
        message_id: mail.message_id.clone(),
        in_reply_to: mail.in_reply_to.clone(),
        references: mail.references.clone(),
        from: Some(from.clone()),
        recipients: mail.recipients.clone(),
        subject: mail.subject.clone().unwrap_or_default(),
        text: mail.answer.as_ref().map_or_else(|| whole.clone(), |answer| clean_text(answer)),
        whole: mail.answer.as_ref().map(|_| whole),
        answer_html: mail.answer_html.clone(),
        unattended: mail.automatic.then_some(Unattended::Header),
        ..IncomingMessage::default()
    };
    Incoming {
        delivery: Delivery {
            raw: incoming.delivery.raw.clone(),
            mailbox: incoming.delivery.mailbox.clone(),
            message,
        },
        files,
        pictures: Vec::new(),
        arrived: incoming.arrived.clone(),
        ruled: Ruled::default(),
        writer: Writer::Sender(from),
        sender: Some(account),
        released: incoming.released,
    }
}
