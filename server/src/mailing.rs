//! Starts what carries mail: the runner that sends letters, the door for deliveries by LMTP, the socket for what `mail import`
//! brings, a fetcher for each mailbox of the configuration that has an IMAP address, and what follows the mailboxes that admins add.

use engine::Engine;
use mail::inbound::handover;
use mail::inbound::imap::{AskedFor, MailboxConfig};
use mail::inbound::lmtp::{self, Listener, LmtpConfig};
use mail::outbound::Transport;
use tokio::sync::watch;
use tracing::{debug, error, info, warn};

use url::Url;

use crate::config::{Config, Mailbox};
use crate::failure::Failure;
use crate::fetching;
use crate::stop::Parts;

/// How many connections of mail there may be at a time, with what listens for them: descriptors that the web must leave.
pub(crate) fn connections(config: &Config) -> usize {
    let lmtp = config.mail.lmtp.is_some().then_some(lmtp::CONNECTIONS + 1);
    let import = config.handover().map(|_| handover::CONNECTIONS + 1);
    let fetched = config.mail.mailboxes.iter().filter(|mailbox| mailbox.imap.is_some()).count();
    lmtp.unwrap_or_default() + import.unwrap_or_default() + fetched
}

/// Letters first, so that whatever a mail brings about can leave.
///
/// # Errors
/// When an address or a certificate cannot be used, or the database does not answer.
pub(crate) async fn start(parts: &mut Parts, config: &Config, engine: &Engine) -> Result<(), Failure> {
    let smtp = &config.mail.smtp;
    let ca_file = smtp.ca_file.as_deref();
    let transport = match &smtp.oauth {
        Some(provider) => Transport::with_tokens(&smtp.url, ca_file, engine.clone(), provider),
        None => Transport::open(&smtp.url, ca_file),
    };
    let transport = transport.map_err(|error| Failure::Refused(format!("mail.smtp: {error}")))?;
    let (outbox, signers) = (engine.clone(), config.mail.dkim.clone());
    parts.start("letters", |stop| async move {
        if let Err(error) = mail::outbound::run(outbox, transport, signers, stop).await {
            error!(error = %engine::Causes(&error), "no letter can be sent");
        }
    });
    if let Some(place) = &config.mail.lmtp {
        let listener = Listener::bind(place)
            .await
            .map_err(|error| Failure::Refused(format!("mail.lmtp: cannot listen at {place}: {error}")))?;
        info!(
            at = listener.address().map_or_else(|| place.to_string(), |address| address.to_string()),
            "mail is taken by LMTP"
        );
        let (engine, lmtp) = (engine.clone(), lmtp(config));
        parts.start("lmtp", |stop| mail::inbound::lmtp::run(engine, listener, lmtp, stop));
    }
    take_over(parts, config, engine).await;
    // Whoever held them was killed: otherwise their mail would wait until the claims run out.
    engine.release_abandoned_mailboxes().await?;
    let (ask, asked_for) = watch::channel(AskedFor::new());
    for mailbox in &config.mail.mailboxes {
        let Some(fetched) = fetched(config, mailbox) else { continue };
        let fetched = MailboxConfig { asked_for: Some(asked_for.clone()), ..fetched };
        let engine = engine.clone();
        parts.start("mailbox", |stop| mail::inbound::imap::run(engine, fetched, stop));
    }
    let (engine, limit) = (engine.clone(), encoded_limit(config));
    parts.start("mailboxes of admins", |stop| fetching::run(engine, limit, ask, stop));
    Ok(())
}

/// Takes messages from `mail import`, which works by itself where that is not possible.
async fn take_over(parts: &mut Parts, config: &Config, engine: &Engine) {
    let Some(place) = config.handover() else {
        info!(
            "`mail import` works by itself: its socket has no directory on this machine, or too long a path"
        );
        return;
    };
    let at = place.path.display();
    let listener = match handover::Listener::bind(&place.path).await {
        Ok(listener) => {
            debug!(path = %at, "messages of `mail import` are taken");
            Some(listener)
        }
        Err(error) => {
            warn!(path = %at, %error, "cannot listen for `mail import`, which works by itself until the place is free");
            None
        }
    };
    let engine = engine.clone();
    parts.start("import", |stop| handover::run(engine, place, listener, stop));
}

/// How a mailbox is fetched; `None`: its mail comes in another way.
pub(crate) fn fetched(config: &Config, mailbox: &Mailbox) -> Option<MailboxConfig> {
    let imap = mailbox.imap.clone()?;
    let usual = MailboxConfig::new(&mailbox.address, imap.endpoint, imap.log_in);
    let (ca_file, handling) = (imap.ca_file, imap.handling);
    let place = Some(usual.endpoint.place());
    Some(MailboxConfig { ca_file, handling, place, message_limit: encoded_limit(config), ..usual })
}

/// Base64 and its line ends make a mail somewhat larger than what is in it.
pub(crate) fn encoded_limit(config: &Config) -> u64 {
    config.limits.message.saturating_mul(7) / 5
}

/// How mail is taken by LMTP.
fn lmtp(config: &Config) -> LmtpConfig {
    let public = Url::parse(&config.server.address(None)).ok();
    let host = public.as_ref().and_then(Url::host_str).unwrap_or("localhost").to_owned();
    LmtpConfig { host, message_limit: encoded_limit(config) }
}
