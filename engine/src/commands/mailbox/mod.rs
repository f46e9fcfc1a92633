//! Mailboxes beside those of the configuration: admins add, change, try and delete them, and have any mailbox fetched now.
//!
//! Whoever fetches asks [`Engine::mailboxes_to_fetch`](crate::Engine::mailboxes_to_fetch) again and again, and everybody else
//! [`Engine::mailboxes_in_force`](crate::Engine::mailboxes_in_force) or the unit of work: nothing has to be told.

mod accounts;
mod certificates;
mod changes;
mod check;
mod create;
mod delete;
mod fetch;
mod handling;
mod problems;
mod reseal;
mod rules;
mod shared;
mod test;
mod update;

use crate::model::{AfterFetch, MailSecret, MailboxRule, MailboxSecurity, OldMail, QueueId};
use crate::settings::Replies;

/// What is decided for a mailbox; `None`: the usual for a new one, and as it is for one that is there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MailboxTerms {
    /// The queue that it feeds.
    pub queue: Option<QueueId>,
    /// The server that it is fetched from, a name or an IP address; empty: it is not fetched, mail comes by LMTP or the pipe.
    pub host: Option<String>,
    /// The port; 0: the usual one.
    pub port: Option<i32>,
    /// How the connection is kept from listeners.
    pub security: Option<MailboxSecurity>,
    /// Whom to log in as; empty: the address.
    pub user: Option<String>,
    /// The password.
    pub password: Option<MailSecret>,
    /// A provider whose tokens open it in the place of a password, by its name in the configuration; empty: a password does.
    pub oauth: Option<String>,
    /// The folder; empty: INBOX.
    pub folder: Option<String>,
    /// Certificates that are trusted beside those of the system, in PEM; empty: none.
    pub certificates: Option<String>,
    /// What becomes of a mail in its mailbox once it was taken in.
    pub after_fetch: Option<AfterFetch>,
    /// The folder that it is moved to, where it is moved.
    pub move_to: Option<String>,
    /// A day such as `2026-01-31`: what came before it (UTC) is left alone; empty: nothing is.
    pub only_newer_than: Option<String>,
    /// What becomes of mails that came long before the mailbox was fetched for the first time.
    pub old_mail: Option<OldMail>,
    /// What is looked for in its mails; empty: nothing.
    pub rules: Option<Vec<MailboxRule>>,
    /// What happens with answers.
    pub replies: Option<Replies>,
    /// Whether `name+anything@host` arrives in it.
    pub plus_addressing: Option<bool>,
    /// Whether people who are copied in watch the ticket.
    pub cc_watches: Option<bool>,
    /// For how many days after a ticket was closed an answer reopens it, at most 3,650; a later one opens a linked new ticket.
    /// `Some(None)`: for ever, as for a new mailbox that says nothing.
    pub reopen_days: Option<Option<i32>>,
    /// Whether it is not fetched for now.
    pub paused: Option<bool>,
}

pub use create::CreateMailbox;
pub use problems::CheckMailbox;
pub use test::TestMailbox;
