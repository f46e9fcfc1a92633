//! How mail comes in and goes out, for admins.

use async_graphql::{Enum, SimpleObject};

use crate::scalars::DateTime;

/// What is wrong with a mailbox.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::MailboxFault")]
pub(crate) enum MailboxFault {
    /// Its server cannot be reached.
    Unreachable,
    /// There is no encrypted connection to its server.
    Tls,
    /// Its server does not take user and password.
    LogIn,
    /// Nobody has signed in at its provider yet.
    NotConnected,
    /// Its provider no longer grants that it is read.
    ConsentGone,
    /// Its provider gives no token, for a reason that may pass.
    NoToken,
    /// Its server does not take the token.
    TokenRefused,
    /// The folder cannot be opened.
    Folder,
    /// Its server does not do what is asked, or answers too late.
    Server,
    /// An email could not be stored here.
    Storage,
}

/// An address that emails come from. For admins.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct MailSender {
    /// The address.
    address: String,
    /// Whether emails from it are signed (DKIM).
    signed: bool,
    /// The domain whose key signs them; null: they are not signed here.
    signed_by: Option<String>,
}

impl From<engine::MailSender> for MailSender {
    fn from(sender: engine::MailSender) -> Self {
        let (address, signed_by) = (sender.address, sender.signed_by);
        Self { address, signed: signed_by.is_some(), signed_by }
    }
}

/// A mailbox of the configuration, and its health. For admins.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Mailbox {
    /// Its address.
    name: String,
    /// Where it is fetched from; null: it is not fetched.
    server: Option<String>,
    /// Where a mail server delivers to it by LMTP; null: none does.
    lmtp: Option<String>,
    /// When the last email for it came in, however it came.
    last_mail_at: Option<DateTime>,
    /// When it was last read without a fault.
    last_success_at: Option<DateTime>,
    /// What the last fault was; null since the last success.
    last_error: Option<String>,
    /// The same in one word, if it is known.
    last_fault: Option<MailboxFault>,
    /// When that was.
    last_error_at: Option<DateTime>,
}

impl From<engine::MailboxHealth> for Mailbox {
    fn from(health: engine::MailboxHealth) -> Self {
        Self {
            name: health.name,
            server: health.server,
            lmtp: health.lmtp,
            last_mail_at: health.last_mail_at.map(DateTime),
            last_success_at: health.last_success_at.map(DateTime),
            last_error: health.last_error,
            last_fault: health.last_fault.map(Into::into),
            last_error_at: health.last_error_at.map(DateTime),
        }
    }
}
