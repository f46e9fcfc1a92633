//! Tries a mailbox once: connect, log in, open the folder, and nothing else.

use engine::{Engine, TestedLogIn};

use super::connect::{self, patiently};
use super::{Error, MailboxConfig, folders};

/// What was found in a mailbox that works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked {
    /// How many mails the folder holds.
    pub mails: u32,
    /// Whether the server tells about new mail by itself (IDLE).
    pub idles: bool,
}

/// Tries a mailbox; nothing in it is changed, and it need not be claimed.
///
/// # Errors
/// The first thing that is wrong.
pub async fn check(engine: &Engine, config: &MailboxConfig) -> Result<Checked, Error> {
    look(connect::session(engine, config).await?, config).await
}

/// The same with this password or token.
pub(super) async fn check_with(config: &MailboxConfig, by: &TestedLogIn) -> Result<Checked, Error> {
    look(connect::session_with(config, by).await?, config).await
}

async fn look(connected: connect::Connected, config: &MailboxConfig) -> Result<Checked, Error> {
    let connect::Connected { mut session, idles, .. } = connected;
    let mails = folders::examine(&mut session, &config.endpoint.folder).await?.exists;
    if let Some(target) = &config.handling.move_to {
        folders::expect(&mut session, target).await?;
    }
    // It works; whether the server answers the farewell is of no matter.
    let _unanswered = patiently(async { Ok(session.logout().await) }).await;
    Ok(Checked { mails, idles })
}
