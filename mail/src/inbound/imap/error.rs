//! What can go wrong while a mailbox is fetched, in words for the operator.

use std::error::Error as _;

use async_imap::error::Error as Refused;
use engine::content::quoted;
use engine::{MailTokenError, MailboxFault, ProviderFault};

use super::{folder_name, folders};

/// Why a mailbox could not be fetched.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No connection.
    #[error("cannot connect to {server}")]
    Connect {
        /// Host and port.
        server: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The certificates to trust cannot be read.
    #[error("cannot read the certificates in {file}")]
    Certificates {
        /// The file.
        file: String,
        /// Why.
        #[source]
        source: rustls::pki_types::pem::Error,
    },
    /// TLS cannot be set up.
    #[error("cannot set up TLS")]
    Tls(#[source] rustls::Error),
    /// The server shows a certificate that is not trusted.
    #[error("the certificate of {server} {why}")]
    Certificate {
        /// Host and port.
        server: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The host is not a name that a certificate could be for.
    #[error("{} is not a valid host name", quoted(.0))]
    HostName(String),
    /// The server does not offer STARTTLS, and the password must not cross the net in the clear.
    #[error("the server does not offer STARTTLS; use imaps:// if it supports that")]
    NoStartTls,
    /// The server does not take the log-in.
    #[error("the server refused the login of {}; check user and password", quoted(.user))]
    LogIn {
        /// Who tried.
        user: String,
        /// What the server said.
        #[source]
        source: async_imap::error::Error,
    },
    /// There is no token to log in with.
    #[error(transparent)]
    Token(#[from] engine::MailTokenError),
    /// The server takes no tokens at all.
    #[error("the server does not accept tokens: it offers neither OAUTHBEARER nor XOAUTH2")]
    NoTokens,
    /// The server does not take the token.
    #[error(
        "the server refused the token of {}; check that IMAP is enabled for the account and that the person who connected it has access to this mailbox",
        quoted(.user)
    )]
    TokenRefused {
        /// Who tried.
        user: String,
        /// What the server said.
        #[source]
        source: async_imap::error::Error,
    },
    /// The folder cannot be opened.
    #[error("the server cannot open the folder {}{}", quoted(.folder), existing(.known))]
    Folder {
        /// Which.
        folder: String,
        /// Those that there are, as far as the server tells.
        known: Vec<String>,
        /// What the server said.
        #[source]
        source: async_imap::error::Error,
    },
    /// Mails cannot be moved to the folder that they are to be moved to.
    #[error("mail cannot be moved to the folder {}: {}{}", quoted(.folder), not_moved(.folder, .known, .answer), existing(.known))]
    Target {
        /// Which.
        folder: String,
        /// Those that there are, as far as the server tells.
        known: Vec<String>,
        /// What the server said.
        answer: async_imap::error::Error,
    },
    /// Mails cannot be deleted.
    #[error("the server did not delete a mail")]
    NotDeleted(#[source] async_imap::error::Error),
    /// The folder has no `UIDVALIDITY`, so no place in it can be kept.
    #[error("the server did not send a UIDVALIDITY for the folder")]
    NoUidValidity,
    /// The server took too long.
    #[error("the server did not answer for {0} seconds")]
    Slow(u64),
    /// The server hung up.
    #[error("the server closed the connection")]
    Closed,
    /// The server did not do what was asked.
    #[error("the server did not {what}")]
    Command {
        /// What was asked.
        what: &'static str,
        /// What the server said.
        #[source]
        source: async_imap::error::Error,
    },
    /// The server did not hand out what it has.
    #[error("the server did not send the {what}")]
    Withheld {
        /// What was asked for.
        what: &'static str,
    },
    /// What the server answered made the code that reads it panic.
    #[error("the server sent a response that cannot be read")]
    Unreadable,
    /// A mail was not taken in; it keeps its place and is tried again.
    #[error("mail {uid} could not be imported: {reason}")]
    NotTakenIn {
        /// Its UID.
        uid: u32,
        /// Why.
        reason: String,
    },
    /// The engine failed.
    #[error("the engine failed")]
    Engine(#[from] engine::Error),
}

impl Error {
    /// What is wrong in one word.
    #[must_use]
    pub const fn fault(&self) -> MailboxFault {
        match self {
            Self::Connect { .. } | Self::HostName(_) => MailboxFault::Unreachable,
            Self::Certificates { .. } | Self::Certificate { .. } | Self::Tls(_) | Self::NoStartTls => {
                MailboxFault::Tls
            }
            Self::LogIn { .. } => MailboxFault::LogIn,
            Self::Token(MailTokenError::NotConnected { .. }) => MailboxFault::NotConnected,
            Self::Token(MailTokenError::ConsentGone { .. }) => MailboxFault::ConsentGone,
            Self::Token(MailTokenError::Provider { .. }) => MailboxFault::NoToken,
            Self::NoTokens | Self::TokenRefused { .. } => MailboxFault::TokenRefused,
            Self::Folder { .. } | Self::NoUidValidity => MailboxFault::Folder,
            Self::Target { .. } => MailboxFault::Target,
            Self::NotDeleted(_)
            | Self::Slow(_)
            | Self::Closed
            | Self::Command { .. }
            | Self::Unreadable
            | Self::Withheld { .. } => MailboxFault::Server,
            Self::NotTakenIn { .. } | Self::Engine(_) | Self::Token(MailTokenError::Engine(_)) => {
                MailboxFault::Storage
            }
        }
    }

    /// Whether trying often makes it worse.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        match self {
            Self::LogIn { source, .. } | Self::TokenRefused { source, .. } => {
                matches!(source, async_imap::error::Error::No(_))
            }
            Self::Token(MailTokenError::Provider { fault: ProviderFault::Refused(_), .. }) => true,
            _ => false,
        }
    }

    /// Whether mails were taken in, and only could not be moved or deleted in their mailbox.
    #[must_use]
    pub const fn is_of_filing(&self) -> bool {
        matches!(self, Self::Target { .. } | Self::NotDeleted(_))
    }

    /// Whether nothing helps before somebody signs in at the provider.
    #[must_use]
    pub const fn awaits_sign_in(&self) -> bool {
        matches!(self, Self::Token(MailTokenError::NotConnected { .. } | MailTokenError::ConsentGone { .. }))
    }

    /// Whether the database or the disk failed, and not the server.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        matches!(self, Self::Engine(_) | Self::NotTakenIn { .. } | Self::Token(MailTokenError::Engine(_)))
    }
}

/// The folders that could be meant, in words.
fn existing(known: &[String]) -> String {
    if known.is_empty() { String::new() } else { format!("; existing folders: {}", known.join(", ")) }
}

/// Why mails cannot be moved to a folder, in words.
fn not_moved(folder: &str, known: &[String], answer: &Refused) -> String {
    let words = answer.to_string().to_uppercase();
    let named = known.iter().any(|one| folder_name::is_same(one, folder));
    let listed = !known.is_empty() && known.len() < folders::NAMED;
    if words.contains("TRYCREATE") || words.contains("NONEXISTENT") || (listed && !named) {
        return "the server says that it does not exist".to_owned();
    }
    said(answer).unwrap_or_else(|| "the server refused it".to_owned())
}

/// What a server says when it refuses something, without the names that the library has for it; `None`: it did not refuse.
fn said(cause: &Refused) -> Option<String> {
    let (Refused::No(told) | Refused::Bad(told)) = cause else { return None };
    let quoted = told
        .split_once("info: Some(\"")
        .or_else(|| told.split_once("information: Some(\""))
        .and_then(|(_, rest)| rest.rsplit_once("\")"))
        .map(|(words, _)| words.replace("\\\"", "\"").replace("\\\\", "\\"));
    Some(match quoted.as_deref().map(str::trim).filter(|words| !words.is_empty()) {
        Some(words) => format!("the server says: {words}"),
        None => "the server gave no reason".to_owned(),
    })
}

/// The error and its causes in one sentence.
#[must_use]
pub fn sentence(error: &Error) -> String {
    let mut sentence = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        sentence.push_str(": ");
        let plain = inner.downcast_ref::<Refused>().and_then(said);
        sentence.push_str(&plain.unwrap_or_else(|| inner.to_string()));
        cause = inner.source();
    }
    sentence
}

#[cfg(test)]
mod tests {
    use super::{Error, Refused, sentence};

    fn target(known: &[&str], answer: Refused) -> String {
        let known = known.iter().map(|&name| name.to_owned()).collect();
        sentence(&Error::Target { folder: "Done".to_owned(), known, answer })
    }

    #[test]
    fn that_a_folder_is_missing_is_said_in_plain_words() {
        let missing = "mail cannot be moved to the folder \"Done\": the server says that it does not exist";
        let answer =
            || Refused::No("code: Some(TryCreate), info: Some(\"Mailbox doesn't exist: Done\")".to_owned());
        assert_eq!(target(&[], answer()), missing);
        assert_eq!(target(&["INBOX"], answer()), format!("{missing}; existing folders: INBOX"));
        let nameless = Refused::No("code: None, info: None".to_owned());
        assert_eq!(target(&["INBOX"], nameless), format!("{missing}; existing folders: INBOX"));
    }

    #[test]
    fn what_a_server_says_is_told_without_the_names_of_the_library() {
        let full = Refused::No("code: None, info: Some(\"Quota \\\"mail\\\" exceeded\")".to_owned());
        let words = target(&["INBOX", "Done"], full);
        assert!(
            words.contains("\"Done\": the server says: Quota \"mail\" exceeded; existing folders"),
            "{words}"
        );
        let outcome = "outcome: Outcome { code: None, information: Some(\"not now\") }".to_owned();
        let words = sentence(&Error::Command { what: "idle", source: Refused::Bad(outcome) });
        assert_eq!(words, "the server did not idle: the server says: not now");
        let silent = Refused::No("code: None, info: None".to_owned());
        assert_eq!(
            sentence(&Error::NotDeleted(silent)),
            "the server did not delete a mail: the server gave no reason"
        );
    }
}
