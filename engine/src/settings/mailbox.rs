//! A mailbox that an admin added, beside those of the configuration.

use super::mail::Replies;
use crate::model::{ImapAccess, MailboxHandling, MailboxId, MailboxRule, QueueId};

/// A mailbox that an admin added.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
#[expect(clippy::struct_excessive_bools, reason = "each is decided for itself")]
pub struct MailboxDefinition {
    /// Its id.
    pub id: MailboxId,
    /// The address whose mail arrives in it.
    pub address: String,
    /// The queue that it feeds.
    pub queue: QueueId,
    /// Where it is fetched from; `None`: its mail comes by LMTP or by the pipe.
    pub imap: Option<ImapAccess>,
    /// The provider whose tokens open it, by its name in the configuration; `None`: a password does.
    pub oauth: Option<String>,
    /// What happens with answers.
    pub replies: Replies,
    /// Whether `name+anything@host` arrives in it.
    pub plus_addressing: bool,
    /// Whether people who are copied in watch the ticket.
    pub cc_watches: bool,
    /// For how many days after a ticket was closed an answer reopens it, before it opens a linked new one; `None`: for ever.
    pub reopen_days: Option<u16>,
    /// What is looked for in its mails.
    pub rules: Vec<MailboxRule>,
    /// What becomes of the mails in its folder.
    pub handling: MailboxHandling,
    /// Whether it is not fetched for now. Its address stays one of ours.
    pub paused: bool,
    /// Whether its password has to be entered again, since the key that it was sealed under is missing.
    pub password_unreadable: bool,
}
