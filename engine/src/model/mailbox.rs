//! Where a mailbox that an admin added is fetched from, and what is found there.

use chrono::NaiveDate;
use sha2::{Digest as _, Sha256};

use super::{AfterFetch, MailAccount, MailSecret, MailboxSecurity, OldMail, Priority, QueueId, Status};

/// Where a mailbox is fetched from, and as whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImapAccess {
    /// The server's name or IP address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is kept from listeners.
    pub security: MailboxSecurity,
    /// Whom to log in as.
    pub user: String,
    /// The folder.
    pub folder: String,
    /// Certificates that are trusted beside those of the system, in PEM; `None`: none.
    pub certificates: Option<String>,
}

impl ImapAccess {
    /// The folder that is read, in one word: a position in one is of no use in another.
    #[must_use]
    pub fn place(&self) -> String {
        format!("{}@{}/{}", self.user, self.host, self.folder)
    }

    /// The account of a provider that opens it.
    #[must_use]
    pub fn account(&self, provider: &str) -> MailAccount {
        MailAccount { provider: provider.to_owned(), account: self.user.clone() }
    }

    /// The server alone, how the connection is kept from listeners, and whose word for it is taken beside that of the usual
    /// authorities: for this, and nothing else, a token is granted.
    #[must_use]
    pub fn token_place(&self) -> String {
        let (scheme, end) = match self.security {
            MailboxSecurity::Tls => ("imaps", ""),
            MailboxSecurity::StartTls => ("imap", ""),
            MailboxSecurity::None => ("imap", " (unencrypted)"),
        };
        let place = format!("{scheme}://{}:{}{end}", self.host, self.port);
        match self.certificates.as_deref().map(|pem| Sha256::digest(pem.as_bytes())).as_deref() {
            Some([a, b, c, d, ..]) => format!("{place} ({a:02x}{b:02x}{c:02x}{d:02x})"),
            _ => place,
        }
    }

    /// The server as people write it.
    #[must_use]
    pub fn server(&self) -> String {
        let scheme = if self.security == MailboxSecurity::Tls { "imaps" } else { "imap" };
        format!("{scheme}://{}:{}/{}", self.host, self.port, self.folder)
    }
}

/// What becomes of the mails in the folder of a mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailboxHandling {
    /// What becomes of a mail once it was taken in.
    pub after_fetch: AfterFetch,
    /// The folder that it is moved to, where it is moved.
    pub move_to: Option<String>,
    /// What came before this day (UTC) is left alone.
    pub only_newer_than: Option<NaiveDate>,
    /// What becomes of mails that came long before the mailbox was fetched for the first time.
    pub old_mail: OldMail,
}

impl MailboxHandling {
    /// A place in a mailbox with what is taken in there: if that is all, what was read of it before does not count.
    #[must_use]
    pub fn place(&self, place: &str) -> String {
        match (self.old_mail, self.only_newer_than) {
            (OldMail::Import, Some(day)) => format!("{place}{ALL}{day}"),
            (OldMail::Import, None) => format!("{place}{ALL}"),
            (OldMail::Quiet | OldMail::Answer, _) => place.to_owned(),
        }
    }

    /// Whether it is the same place, of which all was taken in before and is no more.
    pub(crate) fn is_narrower(was: &str, place: &str) -> bool {
        was.split_once(ALL).is_some_and(|(was, _)| was == place)
    }
}

/// What stands behind a place of which all mails are taken in; no name of a folder has it.
const ALL: char = '\u{1f}';

/// How far a mailbox with many mails is taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MailboxProgress {
    /// How many mails were taken in.
    pub done: u64,
    /// How many there are to be taken in.
    pub total: u64,
}

impl Default for MailboxHandling {
    fn default() -> Self {
        Self { after_fetch: AfterFetch::Mark, move_to: None, only_newer_than: None, old_mail: OldMail::Quiet }
    }
}

/// A rule of a mailbox that an admin added: what is looked for in its mails, and what a mail then does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MailboxRule {
    /// The header that it looks at: `Subject`, `From`, or one that begins with `X-`; empty: `Subject`.
    pub header: String,
    /// A regular expression; what its first group catches is the number that mails of one ticket share.
    pub pattern: String,
    /// The status that such a mail sets.
    pub status: Option<Status>,
    /// The priority that it sets.
    pub priority: Option<Priority>,
    /// The tags that it adds.
    pub tags: Vec<String>,
    /// The queue in which it opens a ticket.
    pub queue: Option<QueueId>,
}

/// How to log in to a mailbox that an admin added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailboxLogIn {
    /// By its password.
    Password(MailSecret),
    /// By its password, which cannot be read.
    Unreadable,
    /// By a token that a provider grants for this account.
    Account(MailAccount),
    /// The same, and nobody has signed in yet since the mailbox is reached so.
    AwaitsSignIn(MailAccount),
}

/// A mailbox that an admin added, and how to fetch it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FetchedMailbox {
    /// The address whose mail arrives in it.
    pub address: String,
    /// Where it is.
    pub access: ImapAccess,
    /// How to log in.
    pub log_in: MailboxLogIn,
    /// What becomes of the mails in it.
    pub handling: MailboxHandling,
    /// Whether it is not fetched for now.
    pub paused: bool,
}

/// What was found in a mailbox that works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MailboxFound {
    /// How many mails the folder holds.
    pub mails: u32,
    /// Whether the server tells about new mail by itself (IDLE).
    pub idles: bool,
}
