//! Whether an address that somebody names as the mailbox of a mail is one: else the mail would end up where nobody looks for it.

use engine::{Actor, Engine, content::address::plain};

/// Whether it is a mailbox in force, or the address of a queue. What stands behind a plus sign is not looked at, since a mail
/// server may name the address as it was written.
///
/// # Errors
/// When the database fails.
pub async fn is_known(engine: &Engine, address: &str) -> engine::Result<bool> {
    let wanted = plain(address);
    // Those of the configuration are in force whatever the database holds.
    if engine.settings().mail.mailboxes.iter().any(|mailbox| plain(&mailbox.address) == wanted) {
        return Ok(true);
    }
    if engine.mailboxes_in_force().await?.iter().any(|mailbox| plain(&mailbox.address) == wanted) {
        return Ok(true);
    }
    let queues = engine.queues(&Actor::system()).await?;
    Ok(queues.iter().filter_map(|queue| queue.address.as_deref()).any(|address| plain(address) == wanted))
}
