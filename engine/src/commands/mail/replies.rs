//! Notes where letters about a ticket go for a customer whose mail names another address in Reply-To.

use super::receive::Incoming;
use crate::{
    commands::user::is_own_address,
    content::address::{is_usable, normalise},
    error::Result,
    incoming::{authentication::Verdict, writer::Writer},
    model::{TicketId, UserId},
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
    for one in &mail.reply_to {
        let Some(address) = normalise(&one.address).filter(|address| is_usable(address)) else { continue };
        if !is_own_address(work, &address).await? {
            return reply_addresses::set(work.tx(), ticket, customer, address).await;
        }
    }
    Ok(())
}
