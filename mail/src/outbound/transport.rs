//! The way out of the house: a mail server, or a directory that captures.
//!
//! | address | means |
//! | --- | --- |
//! | `smtp://host:25` | in plain, for a server on this machine or in this network |
//! | `smtp://host:587?tls=required`, `smtp+starttls://host` | STARTTLS, or no mail at all |
//! | `smtps://host:465` | TLS from the first byte |
//! | `file://data/outbox`, `file:///srv/outbox` | one `.eml` a mail in that directory |
//!
//! `user:password@` before the host logs in; special characters are percent-encoded. `timeout=30` (seconds) bounds
//! connecting, and then each step up to the mail itself; 60 is the default. `data_timeout=600` bounds the answer to the mail itself;
//! that is the default, and as long as RFC 5321 asks for. Each letter has an envelope sender of its own where its mailbox takes plus-addresses, so that a
//! report of failed delivery is known to be about it, and none otherwise; `verp=off` leaves it out everywhere.
//! `sender=bounces@example.org` names one for all letters instead, for servers that refuse others.
//! `ehlo=tickets.example.org` is the name to greet the server with; without it, that of the machine.

mod capture;
mod smtp;

use std::path::Path;

use engine::{Engine, MailServerFault};
use thiserror::Error;

pub use capture::Capture;
pub use smtp::Smtp;

use super::message::Outgoing;

/// Where mails go.
#[derive(Debug)]
pub enum Transport {
    /// To a mail server.
    Smtp(Box<Smtp>),
    /// Into a directory.
    Capture(Capture),
}

/// Why an address cannot be used as a way out.
#[derive(Debug, Error)]
pub enum OpenError {
    /// It breaks the grammar above. The address itself is not quoted, since it may hold a password.
    #[error("the URL for outgoing mail {0}")]
    Address(String),
    /// The certificates cannot be used.
    #[error("the CA certificates for outgoing mail cannot be used: {0}")]
    Certificates(String),
    /// The directory cannot be made.
    #[error("the directory {directory} for captured mail cannot be created: {source}")]
    Directory {
        /// The directory.
        directory: String,
        /// What the system says.
        source: std::io::Error,
    },
}

/// Why a mail did not get through. The words are the server's and may hold addresses: they are for the staff, not for
/// the log.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum SendError {
    /// Worth another attempt: a time-out, or an answer of the class 4xx about this very mail.
    #[error("{0}")]
    Passing(String),
    /// The line broke, or nothing was answered, while the mail was handed over: nobody knows whether it arrived.
    #[error("{0}")]
    Broken(String),
    /// The server accepts sender and recipient, but answers the mail itself with 4xx: it may be about this mail. When no
    /// other gets through either, the server is to blame.
    #[error("{0}")]
    Deferred(String),
    /// It concerns the mail server and no single mail: no connection, no log-in, or it refuses our sender or everybody.
    /// Every mail waits until it is mended.
    #[error("{1}")]
    Server(MailServerFault, String),
    /// The mail is larger than the server, or the recipient's, takes, or a file of it is not taken.
    #[error("{0}")]
    TooLarge(String),
    /// The same, said as if it passed by itself: worth another attempt, but not with the same files.
    #[error("{0}")]
    TooLargeForNow(String),
    /// Another attempt is of no use: an answer of the class 5xx about this very mail.
    #[error("{0}")]
    Permanent(String),
    /// The same, but the answer does not say that the address is to blame: when nobody else gets through either, the
    /// server is.
    #[error("{0}")]
    Doubtful(String),
}

impl SendError {
    /// Whether another attempt is of no use.
    #[must_use]
    pub const fn permanent(&self) -> bool {
        matches!(self, Self::Permanent(_) | Self::Doubtful(_) | Self::TooLarge(_))
    }
}

/// A mail whose sender and recipient were accepted; it is sent by [`Transport::finish`], and not at all without.
#[derive(Debug)]
pub struct Begun<'m>(Step<'m>);

#[derive(Debug)]
enum Step<'m> {
    Smtp(Box<smtp::Conversation>, &'m Outgoing),
    Capture(&'m Outgoing),
}

impl Transport {
    /// Reads an address. No connection is made yet, so that a server that is down keeps nothing from starting.
    ///
    /// `ca_file` holds certificates (PEM) to trust besides the system's.
    ///
    /// # Errors
    /// When the address or the certificates cannot be used, or a directory cannot be made.
    pub fn open(address: &str, ca_file: Option<&Path>) -> Result<Self, OpenError> {
        match address.strip_prefix("file://") {
            Some(directory) => Capture::open(Path::new(directory)).map(Self::Capture),
            None => Smtp::open(address, ca_file).map(Box::new).map(Self::Smtp),
        }
    }

    /// The same for a server that takes tokens: the user of the address is the account at this provider, for which the
    /// engine has them.
    ///
    /// # Errors
    /// As [`Transport::open`].
    pub fn with_tokens(
        address: &str,
        ca_file: Option<&Path>,
        engine: Engine,
        provider: impl Into<String>,
    ) -> Result<Self, OpenError> {
        Smtp::with_tokens(address, ca_file, engine, provider.into()).map(Box::new).map(Self::Smtp)
    }

    /// Where mails go, as the log names it: host and port, or the directory.
    #[must_use]
    pub fn place(&self) -> String {
        match self {
            Self::Smtp(smtp) => smtp.place(),
            Self::Capture(capture) => capture.directory().display().to_string(),
        }
    }

    /// The account of an address that is logged in to by a token.
    ///
    /// # Errors
    /// When the address, or its use with a token, is wrong.
    pub fn token_account(address: &str, ca_file: Option<&Path>) -> Result<String, OpenError> {
        Smtp::token_account(address, ca_file)
    }

    /// Sends a mail; when it returns, the server or the disk has it. Answers what the server said.
    ///
    /// # Errors
    /// See [`SendError`].
    pub async fn send(&self, mail: &Outgoing) -> Result<String, SendError> {
        self.finish(self.begin(mail).await?).await
    }

    /// Does all that can be done before the mail itself: connects, and names sender and recipient. Nothing is sent yet.
    ///
    /// # Errors
    /// See [`SendError`].
    pub async fn begin<'m>(&self, mail: &'m Outgoing) -> Result<Begun<'m>, SendError> {
        match self {
            Self::Smtp(smtp) => Ok(Begun(Step::Smtp(Box::new(smtp.begin(mail).await?), mail))),
            Self::Capture(_) => Ok(Begun(Step::Capture(mail))),
        }
    }

    /// Hands the mail itself over; when it returns, the server or the disk has it. Answers what the server said.
    ///
    /// # Errors
    /// See [`SendError`]. After a time-out or a broken line nobody knows whether the mail arrived.
    pub async fn finish(&self, begun: Begun<'_>) -> Result<String, SendError> {
        match (self, begun.0) {
            (Self::Smtp(smtp), Step::Smtp(conversation, mail)) => smtp.finish(*conversation, mail).await,
            (Self::Capture(capture), Step::Capture(mail) | Step::Smtp(_, mail)) => {
                capture.send(mail).await.map(|()| String::new())
            }
            (Self::Smtp(smtp), Step::Capture(mail)) => smtp.finish(smtp.begin(mail).await?, mail).await,
        }
    }

    /// Takes leave of the server until there is more to send.
    pub async fn rest(&self) {
        if let Self::Smtp(smtp) = self {
            smtp.rest().await;
        }
    }
}
