//! A mail on its way in: what a transport found in it, and what became of it.

use std::net::IpAddr;

use chrono::{DateTime, Utc};

use super::{
    CommentId, FoundSignature, MailId, MailReason, MailRelation, MailSignature, MailboxFault,
    MailboxProgress, TicketId, Upload,
};

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
    /// A person may have written it, but it asks for no automatic answer: `X-Auto-Response-Suppress`, an empty
    /// `Return-Path`.
    Suppressed,
}

/// What says that a mail which answers one of ours is not its sender's own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unattended {
    /// A header of a responder, such as `Auto-Submitted: auto-replied` (RFC 3834).
    Header,
    /// The subject of a vacation program, and nothing else.
    Subject,
    /// It is a report: a delay, a delivery, a read receipt (RFC 6522).
    Report,
    /// It is an emoji, which asks for nothing.
    Reaction,
}

/// One `Authentication-Results` header (RFC 8601): what a mail server found out about the sender.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuthenticationResults {
    /// The name of the server that wrote it, in lower case.
    pub server: String,
    /// What it checked, in order.
    pub results: Vec<MethodResult>,
}

/// The result of one check; everything in lower case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MethodResult {
    /// `spf`, `dkim`, `dmarc`, …
    pub method: String,
    /// `pass`, `fail`, `none`, …
    pub result: String,
    /// Properties such as `header.from`, with their values.
    pub properties: Vec<(String, String)>,
}

/// A report that a mail of ours did not arrive (RFC 3464 and its relatives).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bounce {
    /// Message-ID of the mail that the report encloses or quotes, without angle brackets.
    pub original_message_id: Option<String>,
    /// Subject of that mail.
    pub subject: Option<String>,
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
    /// Whether a mail server wrote it, by the name of its sender.
    pub by_machine: bool,
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

/// What wrote a mail that is passed on, if no person did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Machine {
    /// A mail server, by the name of its sender or since it is a report.
    MailServer,
    /// A program that says so (`Auto-Submitted`), or that gives no way back (an empty `Return-Path`).
    Program,
}

/// A mail that another one passes on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and any combination can be")]
pub struct Forwarded {
    /// Who wrote it; `None`: no address of theirs stands there.
    pub from: Option<Address>,
    /// `Reply-To`, without the address in `From`.
    pub reply_to: Vec<Address>,
    /// Everybody it went to.
    pub recipients: Vec<String>,
    /// `In-Reply-To`.
    pub in_reply_to: Vec<String>,
    /// `References`, oldest first.
    pub references: Vec<String>,
    /// Its subject.
    pub subject: Option<String>,
    /// What they wrote.
    pub text: String,
    /// The same without the mail that it quotes; `None`: it quotes none.
    pub answer: Option<String>,
    /// What they wrote as HTML, if that can be told from the rest; it is made safe before it is kept.
    pub html: Option<String>,
    /// The beginning of it that is the answer, if it answers a mail and the HTML of it can be told; made safe in the same way.
    pub answer_html: Option<String>,
    /// The pictures that this HTML shows in place, where the mail is enclosed as a file of its own.
    pub pictures: Vec<IncomingAttachment>,
    /// What the one who passes it on wrote above.
    pub note: String,
    /// Its own `Message-ID`, where that is known.
    pub message_id: Option<String>,
    /// SHA-256 of the file that it is enclosed as, so that the files beside it are of the one who passes it on; `None`: it stands
    /// in the text.
    pub file: Option<String>,
    /// Whether a machine wrote it, as far as its headers tell.
    pub automatic: bool,
    /// The machine, where that is no person's.
    pub machine: Option<Machine>,
    /// The failed delivery that it reports.
    pub bounce: Option<Bounce>,
    /// Whether it can be told apart from what its sender wrote, and the subject or the text says that something is passed on.
    pub announced: bool,
    /// Whether nothing but a head tells it, so that it may as well be what its sender wrote.
    pub by_head_alone: bool,
    /// Where it stands in the text: the ids of the files, in lower case, that its HTML shows in place. They are its own.
    pub shown_files: Vec<String>,
    /// Those that the rest of the text shows: what the one who passes it on wrote, and older mails that it quotes. Whose a file is that
    /// is shown nowhere, nobody knows.
    pub other_files: Vec<String>,
    /// Whether words of the one who passes it on may be in its text, since nothing tells where it ends.
    pub is_end_unknown: bool,
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
    /// `Reply-To`, without the address in `From`.
    pub reply_to: Vec<Address>,
    /// Everybody it went to: To, Cc, and what the delivery added.
    pub recipients: Vec<String>,
    /// To whom its writer addressed it: To and Cc.
    pub addressees: Vec<Address>,
    /// To whom its writer addressed it in To.
    pub to: Vec<Address>,
    /// The mails that it passes on.
    pub forwarded: Vec<Forwarded>,
    /// The SHA-256 of each further mail that it encloses, which was not opened: they are files and nothing else.
    pub unopened: Vec<String>,
    /// The decoded subject; may be empty.
    pub subject: String,
    /// What the sender wrote, without the quoted mail.
    pub text: String,
    /// All that stands there, with what was left out of the text; `None`: nothing was.
    pub whole: Option<String>,
    /// The HTML body as it came; it is made safe before it is kept.
    pub html: Option<String>,
    /// How a mail without HTML is shown that holds an invitation; made safe in the same way.
    pub card_html: Option<String>,
    /// The beginning of it that is the text, without the quoted mail, if it has one; made safe in the same way.
    pub answer_html: Option<String>,
    /// Its files.
    pub attachments: Vec<IncomingAttachment>,
    /// Whether an automatic answer is out of place, and why.
    pub automatic: Option<Automatic>,
    /// Whether it says that a machine answered in its sender's place.
    pub unattended: Option<Unattended>,
    /// Whether the name of its sender is that of a mail server, such as `MAILER-DAEMON`.
    pub by_mail_server: bool,
    /// Whether it was sent with an empty envelope sender, or with an empty `From`.
    pub null_sender: bool,
    /// Every `Authentication-Results`, topmost first; empty if `From` names more than one sender.
    pub authentication: Vec<AuthenticationResults>,
    /// Its signature, if it is signed (S/MIME).
    pub signature: Option<FoundSignature>,
    /// The network address from which it entered, as the topmost `Received` with a public one tells.
    pub client: Option<IpAddr>,
    /// Headers that programs add, such as `X-Spam-Flag`, with their values.
    pub marks: Vec<(String, String)>,
    /// The mail that it reports on, if it reports something other than a failure, such as a delay.
    pub report_of: Option<String>,
    /// The mail of which it says that it was read or thrown away (RFC 8098).
    pub receipt_of: Option<String>,
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
    /// When it came, where it is taken in as an old one: then that is its date, and nobody is written to.
    pub old: Option<DateTime<Utc>>,
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
    /// It waits for the staff to release or discard it.
    Held,
    /// It was kept, but could not be processed.
    Failed,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: &'static [Self] = &[
        Self::Created,
        Self::Commented,
        Self::Duplicate,
        Self::Bounced,
        Self::Ignored,
        Self::Held,
        Self::Failed,
    ];

    /// The outcome of a word of the ledger.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|outcome| outcome.as_str() == word)
    }

    /// The word as the ledger keeps it and the command line prints it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Commented => "commented",
            Self::Duplicate => "duplicate",
            Self::Bounced => "bounced",
            Self::Ignored => "ignored",
            Self::Held => "held",
            Self::Failed => "failed",
        }
    }
}

/// What became of a mail, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Received {
    /// What became of it.
    pub outcome: Outcome,
    /// The number of the ticket concerned.
    pub ticket: Option<i64>,
    /// The comment that holds it.
    pub comment: Option<CommentId>,
    /// Why, where that is not plain.
    pub why: Option<MailReason>,
    /// What the reason is about: the number of another ticket, or the words of a mail server.
    pub detail: Option<String>,
    /// The same in English words.
    pub reason: Option<String>,
    /// By what it found its ticket; `None`: it is in none.
    pub relation: Option<MailRelation>,
}

impl Received {
    /// What became of a mail that is in no ticket.
    pub(crate) fn without_ticket(outcome: Outcome, why: MailReason) -> Self {
        Self { ticket: None, ..Self::of_ticket(outcome, 0, None) }.because(Some(why), None)
    }

    /// What became of a mail that is in a ticket.
    pub(crate) const fn of_ticket(outcome: Outcome, ticket: i64, comment: Option<CommentId>) -> Self {
        Self { outcome, ticket: Some(ticket), comment, why: None, detail: None, reason: None, relation: None }
    }

    /// The same with that by which it found its ticket.
    pub(crate) fn found_by(self, relation: MailRelation) -> Self {
        Self { relation: Some(relation), ..self }
    }

    /// The same with its reason.
    pub(crate) fn because(self, why: Option<MailReason>, detail: Option<&str>) -> Self {
        Self {
            why,
            detail: detail.map(ToOwned::to_owned),
            reason: why.map(|why| why.sentence(detail)),
            ..self
        }
    }
}

/// A line of the ledger of incoming mails.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct IncomingMail {
    /// Its id.
    pub id: MailId,
    /// When it came.
    pub received_at: DateTime<Utc>,
    /// `Message-ID`, without angle brackets.
    pub message_id: Option<String>,
    /// The address in `From`, as it was written.
    pub from: Option<String>,
    /// The name beside it.
    pub from_name: Option<String>,
    /// Its subject; unknown for mails that came before it was recorded.
    pub subject: Option<String>,
    /// The mailbox or queue address that received it, where known.
    pub mailbox: Option<String>,
    /// What became of it.
    pub outcome: Outcome,
    /// Why, where that is not plain.
    pub why: Option<MailReason>,
    /// What the reason is about: the number of another ticket, or the words of a mail server.
    pub detail: Option<String>,
    /// The same in English words.
    pub reason: Option<String>,
    /// By what it found its ticket; `None`: it is in none, or came before this was recorded.
    pub relation: Option<MailRelation>,
    /// What a trusted server found out about its sender, such as `spf=pass dmarc=fail`; `None`: none has said.
    pub authentication: Option<String>,
    /// What its signature says; `None`: it is not signed.
    pub signature: Option<MailSignature>,
    /// The ticket that it is in, or that a mail points to which is held.
    pub ticket: Option<TicketId>,
    /// The comment that holds it.
    pub comment: Option<CommentId>,
    /// SHA-256 of its bytes in lower-case hexadecimal.
    pub sha256: String,
    /// How often the same mail came again.
    pub repeats: u64,
    /// When it came last, if it came again.
    pub repeated_at: Option<DateTime<Utc>>,
}

/// Which mails of the ledger are asked for; what is left out does not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MailFilter {
    /// With one of these outcomes.
    pub outcome: Vec<Outcome>,
    /// In this ticket, or pointing to it.
    pub ticket: Option<i64>,
    /// Received at this time or later.
    pub since: Option<DateTime<Utc>>,
    /// Received before this time.
    pub before: Option<DateTime<Utc>>,
    /// From this address, in any case; `@example.org`: from any of that domain.
    pub from: Option<String>,
    /// Received by this mailbox, in any case.
    pub mailbox: Option<String>,
    /// With this `Message-ID`, in angle brackets or without.
    pub message_id: Option<String>,
    /// With this text in the sender's name or address or in the subject, in any case, or with this `Message-ID`.
    pub query: Option<String>,
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
#[non_exhaustive]
pub struct MailboxHealth {
    /// Its name.
    pub name: String,
    /// When it was last read without a fault.
    pub last_success_at: Option<DateTime<Utc>>,
    /// What the last fault was; none since the last success.
    pub last_error: Option<String>,
    /// The same in one word, if it is known.
    pub last_fault: Option<MailboxFault>,
    /// When that was.
    pub last_error_at: Option<DateTime<Utc>>,
    /// Where it is fetched from; `None`: it is not fetched.
    pub server: Option<String>,
    /// Where a mail server delivers to it by LMTP; `None`: none does.
    pub lmtp: Option<String>,
    /// When the last mail for it came in, however it came.
    pub last_mail_at: Option<DateTime<Utc>>,
    /// Whether an admin has asked to fetch it now, and that has not come to an end yet.
    pub asked: bool,
    /// How far it is taken in, while there are many mails to take in.
    pub progress: Option<MailboxProgress>,
}

/// An address that letters come from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MailSender {
    /// The address.
    pub address: String,
    /// The domain whose key signs letters from it (DKIM); `None`: they are not signed here.
    pub signed_by: Option<String>,
    /// Whether answers to it arrive, as far as mailboxes, aliases and queues say.
    pub arrives: bool,
}
