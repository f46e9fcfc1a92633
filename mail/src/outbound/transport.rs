//! The way out of the house: a mail server, or a directory that captures.
//!
//! | address | means |
//! | --- | --- |
//! | `smtp://host:25` | in plain, for a server on this machine or in this network |
//! | `smtp://host:587?tls=required`, `smtp+starttls://host` | STARTTLS, or no mail at all |
//! | `smtps://host:465` | TLS from the first byte |
//! | `file://data/outbox`, `file:///srv/outbox` | one `.eml` a mail in that directory |
//!
//! `user:password@` before the host logs in; special characters are percent-encoded. `timeout=30` (seconds) bounds one
//! mail; 60 is the default. `sender=bounces@example.org` names an envelope sender for servers that refuse the empty one,
//! and for whoever wants reports of failed delivery; without it there is none, as RFC 3834 asks of automatic mail.

mod capture;
mod smtp;

use std::path::Path;

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
    #[error("the address for outgoing mail {0}")]
    Address(String),
    /// The certificates cannot be used.
    #[error("the certificates to trust for outgoing mail cannot be used: {0}")]
    Certificates(String),
    /// The directory cannot be made.
    #[error("the directory {directory} for captured mail cannot be made: {source}")]
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
    /// Worth another attempt: no connection, a time-out, an answer of the class 4xx.
    #[error("{0}")]
    Passing(String),
    /// The mail server does not let us in. Worth another attempt, since an operator will have to set it right.
    #[error("{0}")]
    Login(String),
    /// Another attempt is of no use: an answer of the class 5xx about this very mail.
    #[error("{0}")]
    Permanent(String),
}

impl SendError {
    /// Whether another attempt is of no use.
    #[must_use]
    pub const fn permanent(&self) -> bool {
        matches!(self, Self::Permanent(_))
    }
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

    /// Sends a mail; when it returns, the server or the disk has it.
    ///
    /// # Errors
    /// Passing or permanent, see [`SendError`].
    pub async fn send(&self, mail: &Outgoing) -> Result<(), SendError> {
        match self {
            Self::Smtp(smtp) => smtp.send(mail).await,
            Self::Capture(capture) => capture.send(mail).await,
        }
    }

    /// Takes leave of the server until there is more to send.
    pub async fn rest(&self) {
        if let Self::Smtp(smtp) = self {
            smtp.rest().await;
        }
    }
}
