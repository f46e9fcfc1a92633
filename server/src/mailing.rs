//! Starts what carries mail: the runner that sends letters, and a fetcher for each mailbox that has an IMAP address.

use engine::Engine;
use mail::inbound::imap::MailboxConfig;
use mail::outbound::Transport;
use tracing::error;

use crate::config::Config;
use crate::failure::Failure;
use crate::stop::Parts;

/// Letters first, so that whatever a mail brings about can leave.
///
/// # Errors
/// When an address or a certificate cannot be used, or the database does not answer.
pub(crate) async fn start(parts: &mut Parts, config: &Config, engine: &Engine) -> Result<(), Failure> {
    let smtp = &config.mail.smtp;
    let transport = Transport::open(&smtp.url, smtp.ca_file.as_deref())
        .map_err(|error| Failure::Refused(format!("mail.smtp: {error}")))?;
    let outbox = engine.clone();
    parts.start("letters", |stop| async move {
        if let Err(error) = mail::outbound::run(outbox, transport, stop).await {
            error!(error = &error as &dyn std::error::Error, "no letter can be sent");
        }
    });
    // Whoever held them was killed: otherwise their mail would wait until the claims run out.
    engine.release_abandoned_mailboxes().await?;
    for mailbox in &config.mail.mailboxes {
        let Some(imap) = mailbox.imap.clone() else { continue };
        let usual = MailboxConfig::new(&mailbox.address, imap.endpoint, imap.password);
        // Base64 and its line ends make a mail somewhat larger than what is in it.
        let message_limit = config.limits.message.saturating_mul(7) / 5;
        let fetched = MailboxConfig { ca_file: imap.ca_file, message_limit, ..usual };
        let engine = engine.clone();
        parts.start("mailbox", |stop| mail::inbound::imap::run(engine, fetched, stop));
    }
    Ok(())
}
