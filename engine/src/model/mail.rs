//! A mail on its way in: what a transport found in it, and what became of it.

use chrono::{DateTime, Utc};

use super::{CommentId, Upload};

/// A mail address with the name beside it.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Address {
    /// The display name, decoded; may be empty.
    pub name: String,
    /// The address itself.
    pub address: String,
}

/// Why a mail counts as written by a machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Automatic {
    /// An answer such as an out-of-office notice (RFC 3834 `auto-replied`).
    AutoReply,
    /// Sent by a program on its own (RFC 3834 `auto-generated`), or in bulk.
    Generated,
    /// A mailing list.
    List,
}

/// A report that a mail of ours did not arrive (RFC 3464 and its relatives).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bounce {
    /// Message-ID of the mail that did not arrive, without angle brackets.
    pub original_message_id: Option<String>,
    /// The address that could not be reached.
    pub recipient: Option<String>,
    /// The enhanced status code, e.g. `5.1.1`.
    pub status: Option<String>,
    /// The words of the other server.
    pub diagnostic: Option<String>,
    /// Whether trying again is of no use.
    pub permanent: bool,
    /// Whether it is a report by the standard, rather than one that only reads like one.
    pub standard: bool,
}

/// A file of an incoming mail.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IncomingAttachment {
    /// The file.
    pub upload: Upload,
    /// `Content-ID` without angle brackets, by which the HTML refers to it.
    pub content_id: Option<String>,
    /// Whether it is shown inside the text.
    pub inline: bool,
}

/// What a transport read out of a mail. Ids stand without angle brackets, addresses as they were written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IncomingMessage {
    /// `Message-ID`.
    pub message_id: Option<String>,
    /// `In-Reply-To`.
    pub in_reply_to: Vec<String>,
    /// `References`, oldest first.
    pub references: Vec<String>,
    /// `From`.
    pub from: Option<Address>,
    /// `Reply-To`, if it is another.
    pub reply_to: Option<Address>,
    /// Everybody it went to: To, Cc, and what the delivery added.
    pub recipients: Vec<String>,
    /// The decoded subject; may be empty.
    pub subject: String,
    /// What the sender wrote, without the quoted mail.
    pub text: String,
    /// The HTML body as it came; it is made safe before it is kept.
    pub html: Option<String>,
    /// Its files.
    pub attachments: Vec<IncomingAttachment>,
    /// Whether a machine wrote it.
    pub automatic: Option<Automatic>,
    /// Whether it reports a failed delivery.
    pub bounce: Option<Bounce>,
    /// The mark that every Schalter gives its mails, if it carries one; each installation has its own.
    pub loop_mark: Option<String>,
    /// The language it declares, if any.
    pub locale: Option<String>,
    /// `Date`.
    pub date: Option<DateTime<Utc>>,
    /// Whether nothing could be read out of it but its bytes.
    pub unreadable: bool,
}

/// A raw mail that lies in the blob store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawMail {
    /// SHA-256 of its bytes in lower-case hexadecimal.
    pub sha256: String,
}

/// A mail to be taken in.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// Where its bytes lie.
    pub raw: RawMail,
    /// The mailbox or queue address that received it, where known.
    pub mailbox: Option<String>,
    /// What was read out of it.
    pub message: IncomingMessage,
}

/// What became of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// A new ticket.
    Created,
    /// A comment on a ticket.
    Commented,
    /// It had been taken in before.
    Duplicate,
    /// A failed delivery was noted.
    Bounced,
    /// It is kept, and nothing else was done.
    Ignored,
}

impl Outcome {
    /// The word as the ledger keeps it and the command line prints it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Commented => "commented",
            Self::Duplicate => "duplicate",
            Self::Bounced => "bounced",
            Self::Ignored => "ignored",
        }
    }
}

/// What became of a mail, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// What became of it.
    pub outcome: Outcome,
    /// The number of the ticket concerned.
    pub ticket: Option<i64>,
    /// The comment that holds it.
    pub comment: Option<CommentId>,
    /// Why, where that is not plain.
    pub reason: Option<String>,
}

/// How far a mailbox has been read (RFC 9051, 2.3.1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MailboxCursor {
    /// `UIDVALIDITY` of the mailbox.
    pub uid_validity: u32,
    /// The last `UID` that was taken in.
    pub last_uid: u32,
}

/// How a mailbox fares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailboxHealth {
    /// Its name.
    pub name: String,
    /// When it was last read without a fault.
    pub last_success_at: Option<DateTime<Utc>>,
    /// What the last fault was; none since the last success.
    pub last_error: Option<String>,
    /// When that was.
    pub last_error_at: Option<DateTime<Utc>>,
}
