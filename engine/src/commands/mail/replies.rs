//! Notes where letters about a ticket go for a customer whose mail names another address in Reply-To.

use super::receive::Incoming;
use crate::{
    commands::user::is_own_address,
    content::address::{is_usable, normalise},
    error::Result,
    incoming::writer::Writer,
    model::{TicketId, UserId},
    store::{Work, reply_addresses},
};

/// Remembers the first usable address in Reply-To. A list, a machine and a form answer for nobody, and a letter to
/// ourselves helps nobody either.
pub(super) async fn remember_reply_address(
    work: &Work<'_>,
    incoming: &Incoming,
    ticket: TicketId,
    customer: UserId,
) -> Result<()> {
    let mail = incoming.message();
    if !matches!(incoming.writer, Writer::Sender(_)) || mail.automatic.is_some() || mail.unattended.is_some()
    {
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
