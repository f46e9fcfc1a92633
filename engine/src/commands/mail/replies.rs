//! Notes where letters about a ticket go for a customer whose mail names another address in Reply-To.

use super::receive::{Incoming, written_by};
use crate::{
    commands::user::is_own_address,
    content::address::{is_usable, normalise},
    error::Result,
    incoming::{authentication::Verdict, writer::Writer},
    model::{Address, Forwarded, Machine, TicketId, UserId},
    store::{Work, reply_addresses},
};

/// Remembers the first usable address in Reply-To. A list, a machine and a form answer for nobody, and a letter to
/// ourselves helps nobody either. Whoever knows the ids of a conversation can write in the name of its customer, and must
/// not get the letters of a ticket that was there before: that needs a sender for whom a trusted server vouches.
pub(super) async fn remember_reply_address(
    work: &Work<'_>,
    incoming: &Incoming,
    ticket: TicketId,
    customer: UserId,
    opened: bool,
) -> Result<()> {
    let mail = incoming.message();
    if !matches!(incoming.writer, Writer::Sender(_)) {
        return Ok(());
    }
    let vouched = match incoming.verdict(work) {
        Verdict::Pass => true,
        Verdict::Unknown => opened,
        Verdict::Fail => false,
    };
    if !vouched || mail.automatic.is_some() || mail.unattended.is_some() {
        return Ok(());
    }
    remember_first(work, &mail.reply_to, (ticket, customer)).await
}

/// The same of an enclosed mail that opened a ticket, as if it had come by itself: of that no server says anything.
pub(super) async fn remember_of_enclosed(
    work: &Work<'_>,
    mail: &Forwarded,
    (ticket, customer): (TicketId, UserId),
) -> Result<()> {
    let by_mail_server = mail.machine == Some(Machine::MailServer);
    let writer = written_by(work, (mail.from.as_ref(), &mail.reply_to), by_mail_server).await?;
    if !matches!(writer, Writer::Sender(_)) || mail.automatic || mail.machine.is_some() {
        return Ok(());
    }
    remember_first(work, &mail.reply_to, (ticket, customer)).await
}

async fn remember_first(
    work: &Work<'_>,
    reply_to: &[Address],
    (ticket, customer): (TicketId, UserId),
) -> Result<()> {
    for one in reply_to {
        let Some(address) = normalise(&one.address).filter(|address| is_usable(address)) else { continue };
        if !is_own_address(work, &address).await? {
            return reply_addresses::set(work.tx(), ticket, customer, address).await;
        }
    }
    Ok(())
}
