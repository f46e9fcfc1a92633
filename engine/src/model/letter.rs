//! A mail that is owed, with everything that its text needs.

use chrono::{DateTime, Utc};

use super::{
    Address, Attachment, CommentId, LetterChange, LetterId, MailServerFault, Notice, OwnTexts, Status,
};

/// Why a mail is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LetterKind {
    /// Your ticket has this number.
    Confirmation,
    /// There is something new.
    Changed,
    /// We have a question.
    Question,
    /// We think it is done, and it closes itself.
    Resolved,
    /// It is about to close itself.
    Reminder,
    /// It is closed.
    Closed,
    /// A part of it goes on as a ticket of its own.
    Split,
    /// Here is the link to set a password.
    PasswordRequest,
    /// An account was prepared for you.
    Invitation,
    /// A second factor of yours was set up, turned off or reset.
    SecondFactor,
    /// Your account has another address; to the former one.
    AddressChanged,
    /// This is what happened in several tickets.
    Digest,
    /// An agreed time is about to pass.
    SlaWarning,
    /// An agreed time has passed.
    SlaBreached,
}

impl LetterKind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::Confirmation,
        Self::Changed,
        Self::Question,
        Self::Resolved,
        Self::Reminder,
        Self::Closed,
        Self::Split,
        Self::PasswordRequest,
        Self::Invitation,
        Self::SecondFactor,
        Self::AddressChanged,
        Self::Digest,
        Self::SlaWarning,
        Self::SlaBreached,
    ];

    /// The word as the outbox keeps it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Confirmation => "CONFIRMATION",
            Self::Changed => "CHANGED",
            Self::Question => "QUESTION",
            Self::Resolved => "RESOLVED",
            Self::Reminder => "REMINDER",
            Self::Closed => "CLOSED",
            Self::Split => "SPLIT",
            Self::PasswordRequest => "PASSWORD_REQUEST",
            Self::Invitation => "INVITATION",
            Self::SecondFactor => "SECOND_FACTOR",
            Self::AddressChanged => "ADDRESS_CHANGED",
            Self::Digest => "DIGEST",
            Self::SlaWarning => "SLA_WARNING",
            Self::SlaBreached => "SLA_BREACHED",
        }
    }

    /// The kind of a word of the outbox.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == word)
    }
}

/// Whose words a letter carries: a mail says so to other machines (RFC 3834).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterOrigin {
    /// A member of the staff wrote a public answer, and this takes it to the customer's side.
    Answer,
    /// The installation tells what happened.
    Notice,
}

/// How far a letter has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterState {
    /// To be sent at its time.
    Waiting,
    /// Some node is sending it.
    Claimed,
    /// A mail server has accepted it.
    Sent,
    /// It could not be delivered.
    Failed,
    /// It waits until the staff release it, since its ticket sent too many.
    Held,
    /// It was not sent, since its recipient may not read it or cannot be reached any more.
    Withdrawn,
}

impl LetterState {
    /// Every state.
    pub const ALL: &'static [Self] =
        &[Self::Waiting, Self::Claimed, Self::Sent, Self::Failed, Self::Held, Self::Withdrawn];

    /// The state of a word of the outbox.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|state| state.as_str() == word)
    }

    /// The word as the outbox keeps it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "WAITING",
            Self::Claimed => "CLAIMED",
            Self::Sent => "SENT",
            Self::Failed => "FAILED",
            Self::Held => "HELD",
            Self::Withdrawn => "WITHDRAWN",
        }
    }
}

/// A mail that is owed.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and any combination can be")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Its id.
    pub id: LetterId,
    /// Why it is owed.
    pub kind: LetterKind,
    /// Whose words it carries.
    pub origin: LetterOrigin,
    /// Who gets it.
    pub to: Address,
    /// Who it comes from.
    pub from: Address,
    /// What stands below it in the place of our name; `None`: our name.
    pub signature: Option<String>,
    /// Whether it goes to the staff and tells of what they alone read: an answer is for them alone, too.
    pub is_note: bool,
    /// Where an answer goes; signed where the mailbox takes plus-addresses.
    pub reply_to: Option<String>,
    /// To where failures of its delivery are reported, so that a report is known to be about this letter; `None`: to nobody.
    pub envelope_sender: Option<String>,
    /// Its language, `de` or `en`.
    pub locale: String,
    /// IANA zone of its times.
    pub time_zone: String,
    /// `Message-ID` without angle brackets; the same at every attempt.
    pub message_id: String,
    /// `References` without angle brackets, oldest first.
    pub references: Vec<String>,
    /// The mark by which this installation knows its own mails when they come back.
    pub loop_mark: String,
    /// Which attempt this is, from 1.
    pub attempt: i32,
    /// When it became owed.
    pub created_at: DateTime<Utc>,
    /// When it is being sent.
    pub now: DateTime<Utc>,
    /// The ticket it is about.
    pub ticket: Option<LetterTicket>,
    /// The comment that caused it, where mails carry texts.
    pub comment: Option<LetterComment>,
    /// What was written after it until the letter left, in order.
    pub more_comments: Vec<LetterComment>,
    /// What else it tells.
    pub changes: Vec<LetterChange>,
    /// Where its reader switches off emails of its kind, without a log-in; `None`: they cannot be switched off.
    pub unsubscribe: Option<String>,
    /// What happened in several tickets, in an email that tells of many.
    pub news: Vec<LetterNews>,
    /// In how many more tickets something happened.
    pub more_news: usize,
    /// The link of a password mail.
    pub link: Option<String>,
    /// Until when that link works.
    pub link_expires_at: Option<DateTime<Utc>>,
    /// The link by which the customer says what became of the ticket, in letters that ask.
    pub ask: Option<AskLink>,
    /// Who we are.
    pub brand_name: String,
    /// Where to turn to.
    pub contact: String,
    /// Where the web pages are.
    pub public_url: String,
    /// The privacy notice in the reader's language, in a confirmation; `None`: the house has none of its own.
    pub notice: Option<String>,
    /// The words of one's own in which it is written; `None`: the default's.
    pub own: Option<OwnTexts>,
    /// Whether the reader is staff.
    pub for_staff: bool,
    /// Whether the reader is a customer who is told of somebody else's ticket.
    pub for_watcher: bool,
    /// Whether the reader's address is that of a function, such as `info@`, which several people may read.
    pub to_role_address: bool,
}

/// The link by which the customer says what became of the ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskLink {
    /// Absolute link to the page that asks; looking at it changes nothing.
    pub url: String,
    /// Whether the letter asks if it is solved.
    pub solved: bool,
    /// Whether the letter asks how satisfied they are.
    pub satisfied: bool,
}

/// What an email that tells of many says of one ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterNews {
    /// Its number.
    pub number: i64,
    /// Its title.
    pub title: String,
    /// Absolute link to its page.
    pub url: String,
    /// Where it stands.
    pub status: Status,
    /// What happened, in order; none twice.
    pub notices: Vec<Notice>,
}

/// What a letter tells of its ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterTicket {
    /// Its number.
    pub number: i64,
    /// Its title.
    pub title: String,
    /// Absolute link to its page.
    pub url: String,
    /// Where it stands.
    pub status: Status,
    /// When it closes itself.
    pub auto_close_at: Option<DateTime<Utc>>,
    /// The tag in the subject, e.g. `example.org`.
    pub subject_tag: String,
    /// Whether the mail asks not to be answered.
    pub reply_hint: bool,
}

/// What a letter tells of a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterComment {
    /// Who wrote it.
    pub author: String,
    /// What they wrote.
    pub text: String,
    /// The same as HTML that is safe in an email, without pictures; none of what came by mail.
    pub html: Option<String>,
    /// The files that the email is to carry, in their order: those of an answer of the staff, as long as they fit.
    pub files: Vec<Attachment>,
    /// How many more files the comment has.
    pub more_files: usize,
}

/// Why a letter was not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What the mail server said; shown to the staff.
    pub error: String,
    /// Whether trying again is of no use.
    pub permanent: bool,
}

/// A letter of a ticket, as the staff see it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TicketEmail {
    /// Its id.
    pub id: LetterId,
    /// Why it is owed.
    pub kind: LetterKind,
    /// Where it is to go.
    pub address: String,
    /// How far it has come.
    pub state: LetterState,
    /// Why it has not left: the words of the mail server, or one of the reasons of [`Withdrawn`]; none: it was not tried yet.
    pub reason: Option<String>,
    /// How often it was tried.
    pub attempts: i32,
    /// When it became owed.
    pub created_at: DateTime<Utc>,
    /// When a mail server took it.
    pub sent_at: Option<DateTime<Utc>>,
    /// What the mail server said then; `None`: it is not known any more.
    pub accepted: Option<String>,
    /// When it was given up, came back or was withdrawn.
    pub settled_at: Option<DateTime<Utc>>,
    /// The comment that caused it.
    pub comment: Option<CommentId>,
}

impl TicketEmail {
    /// Whether a mail server took it, and it came back.
    #[must_use]
    pub fn came_back(&self) -> bool {
        self.state == LetterState::Failed && self.sent_at.is_some()
    }

    /// Whether it is more than a letter on its way: one that waits with a reason, or since before `young`.
    #[must_use]
    pub fn is_worth_telling(&self, young: DateTime<Utc>) -> bool {
        match self.state {
            LetterState::Waiting | LetterState::Claimed => self.reason.is_some() || self.created_at < young,
            LetterState::Sent => false,
            LetterState::Failed | LetterState::Held => true,
            // That an answer was taken back, or a person forgotten, is no fault.
            LetterState::Withdrawn => {
                self.reason.as_deref().is_some_and(|reason| reason != Withdrawn::TakenBack.as_str())
            }
        }
    }
}

/// Why and since when mail does not reach an address.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Undeliverable {
    /// When the first mail came back.
    pub since: DateTime<Utc>,
    /// What the mail server said last.
    pub words: String,
}

/// How the outgoing mail server fares.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct MailServerHealth {
    /// Since when no letter can leave; `None`: all is well.
    pub failing_since: Option<DateTime<Utc>>,
    /// What the server said last.
    pub last_error: Option<String>,
    /// The same in one word, if it is known.
    pub last_fault: Option<MailServerFault>,
    /// When that was.
    pub last_error_at: Option<DateTime<Utc>>,
    /// When a letter left, give or take a minute.
    pub last_success_at: Option<DateTime<Utc>>,
    /// How many letters wait.
    pub waiting: u64,
    /// Since when the oldest of them waits.
    pub oldest_waiting_at: Option<DateTime<Utc>>,
    /// How many of the last day are held, since too many went to one person.
    pub held: u64,
}

/// Why a letter is not sent although nothing failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Withdrawn {
    /// The recipient's account is switched off.
    SwitchedOff,
    /// The recipient has no address that mail could go to.
    NoAddress,
    /// Mail to the recipient's address came back.
    Undeliverable,
    /// The recipient may not see the ticket any more.
    TicketHidden,
    /// The recipient may not see the comment any more.
    CommentHidden,
    /// The answer that it was to tell of was taken back, the status is another again, or the agreed time stands still.
    TakenBack,
}

impl Withdrawn {
    /// The word as the outbox and the journal keep it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SwitchedOff => "switched-off",
            Self::NoAddress => "no-address",
            Self::Undeliverable => "undeliverable",
            Self::TicketHidden => "ticket-hidden",
            Self::CommentHidden => "comment-hidden",
            Self::TakenBack => "taken-back",
        }
    }
}
