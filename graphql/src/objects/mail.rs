//! A mail that came in: what became of it and why, and where to fetch it as it came.

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};

use crate::{
    caller,
    error::Failure,
    http::mail_path,
    ids,
    loaders::{self, Among},
    objects::{MailSignature, Ticket},
    scalars::DateTime,
};

/// The outcome of an incoming email.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::Outcome")]
pub(crate) enum MailOutcome {
    /// A new ticket.
    Created,
    /// A comment on a ticket.
    Commented,
    /// Nothing: it was received before.
    Duplicate,
    /// A record that one of our emails was not delivered.
    Bounced,
    /// Nothing: it is only kept.
    Ignored,
    /// Nothing yet: it is waiting for the staff to release or discard it.
    Held,
    /// Nothing: it could not be processed.
    Failed,
}

/// The reason for the outcome of an email.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::MailReason")]
pub(crate) enum MailReason {
    /// It carries the mark of our own emails.
    OwnMail,
    /// It comes from one of our own addresses, so there is nobody to reply to.
    OwnAddress,
    /// A filter marked it as spam, and its sender has no account.
    Spam,
    /// It was sent by a mail server or without a sender, and is not about one of our emails.
    MailServer,
    /// Its sender address is empty, and its sender has no account.
    NullSender,
    /// Too many new senders wrote within an hour.
    TooManyNewSenders,
    /// Its sender wrote too many emails within an hour.
    TooManyFromSender,
    /// The host program refused it.
    Guarded,
    /// It claims to be from a staff member, but nothing proves that.
    StaffUnproven,
    /// It claims to be from a staff member, but the sender check failed.
    StaffForged,
    /// A trusted server reports that its sender is forged.
    SenderForged,
    /// Its sender is no longer a staff member, or does not work this queue.
    FormerStaff,
    /// Its sender is not a participant of the ticket: the reply address belongs to somebody else, or to somebody who can no
    /// longer see the ticket.
    Uninvited,
    /// An automatic reply of a staff member.
    StaffAutoReply,
    /// An automatic reply.
    AutoReply,
    /// A receipt: one of our emails was read or deleted unread.
    ReadReceipt,
    /// Replies to this mailbox are visible only to the staff.
    RepliesHeldBack,
    /// It refers to a ticket of which the sender is not a participant, by the number in its subject or by what it answers.
    MentionsOther,
    /// It replies to a ticket that was closed too long ago to be reopened, and opened a new, linked one.
    FollowsClosed,
    /// No confirmation was sent: it is automatic, its sender is forged, or there were too many.
    NotConfirmed,
    /// It was received long before its mailbox was set up: it keeps its own date, and nobody was notified.
    Old,
    /// It had been read before its mailbox was set up: it keeps its own date, and nobody was notified.
    Read,
    /// A staff member forwarded somebody else's email.
    PassedOn,
    /// A staff member forwarded an email without the address of its author: the customer is missing.
    CustomerMissing,
    /// A staff member forwarded an email, but where it ends could not be determined: they may have written below it, so
    /// only the staff can see it.
    ForwardEndUnknown,
    /// A staff member forwarded an email, but whose the files beside it are could not be determined: they are in a note
    /// that only the staff can see.
    ForwardFilesUnknown,
    /// A staff member wrote to somebody and copied the desk.
    WrittenByStaff,
    /// It could not be read and is attached as it was received.
    Unreadable,
    /// An email was not delivered.
    Undelivered,
    /// It was received before.
    Duplicate,
    /// A staff member discarded it.
    Discarded,
}

/// How an email was matched to its ticket.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::MailRelation")]
pub(crate) enum MailRelation {
    /// By the signed reply address that it was sent to.
    ReplyAddress,
    /// By the email it answers: `In-Reply-To` or `References`.
    Thread,
    /// By the email it answers, which was split off from the ticket of the reply address.
    SplitOff,
    /// By a number found by a rule of the mailbox.
    PartnerNumber,
    /// By the number in its subject.
    Subject,
    /// By another answer to the same email, which was not received itself.
    SameMail,
    /// By an enclosed email that was received before.
    Forward,
    /// Not matched: it has its own ticket.
    None,
}

/// A filter for incoming emails; omitted fields match everything.
#[derive(Debug, Default, InputObject)]
pub(crate) struct MailFilter {
    /// With one of these outcomes.
    outcome: Option<Vec<MailOutcome>>,
    /// In or about the ticket with this number.
    ticket: Option<i64>,
    /// Received at this time or later.
    since: Option<DateTime>,
    /// Received before this time.
    before: Option<DateTime>,
    /// From this address, ignoring case; `@example.org` for any address of that domain.
    from: Option<String>,
    /// Received by this mailbox.
    mailbox: Option<String>,
    /// With this `Message-ID`.
    message_id: Option<String>,
    /// With this text in the sender's name or address or in the subject, ignoring case, or with this `Message-ID`.
    query: Option<String>,
}

impl From<MailFilter> for engine::MailFilter {
    fn from(filter: MailFilter) -> Self {
        Self {
            outcome: filter.outcome.unwrap_or_default().into_iter().map(Into::into).collect(),
            ticket: filter.ticket,
            since: filter.since.map(|since| since.0),
            before: filter.before.map(|before| before.0),
            from: filter.from,
            mailbox: filter.mailbox,
            message_id: filter.message_id,
            query: filter.query,
        }
    }
}

/// The number of emails with an outcome.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub(crate) struct MailCount {
    /// The outcome.
    pub(crate) outcome: MailOutcome,
    /// The number.
    pub(crate) count: u64,
}

/// An incoming email, as recorded in the ledger. Staff only.
#[derive(Clone, Debug)]
pub(crate) struct Mail {
    pub(crate) row: engine::IncomingMail,
    pub(crate) among: Among,
}

/// An incoming email, as recorded in the ledger. Staff only.
#[Object]
impl Mail {
    /// Opaque; unique across all types.
    pub(crate) async fn id(&self) -> ID {
        ids::id(self.row.id)
    }

    /// When it was received.
    async fn received_at(&self) -> DateTime {
        self.row.received_at.into()
    }

    /// Its `Message-ID`, without angle brackets.
    async fn message_id(&self) -> Option<&str> {
        self.row.message_id.as_deref()
    }

    /// The address in `From`, as written; null for none.
    async fn from(&self) -> Option<&str> {
        self.row.from.as_deref()
    }

    /// The name in `From`.
    async fn from_name(&self) -> Option<&str> {
        self.row.from_name.as_deref()
    }

    /// Its subject; null if it was redacted with the comment that it became.
    async fn subject(&self) -> Option<&str> {
        self.row.subject.as_deref()
    }

    /// The mailbox address that received it; null if it was imported without one.
    async fn mailbox(&self) -> Option<&str> {
        self.row.mailbox.as_deref()
    }

    /// Its outcome.
    async fn outcome(&self) -> MailOutcome {
        self.row.outcome.into()
    }

    /// The reason, in English; null if there is no particular one.
    async fn reason(&self) -> Option<&str> {
        self.row.reason.as_deref()
    }

    /// The same as a stable code.
    async fn reason_code(&self) -> Option<MailReason> {
        self.row.why.map(Into::into)
    }

    /// The detail of the reason: the number of another ticket, or the words of a mail server.
    async fn reason_detail(&self) -> Option<&str> {
        self.row.detail.as_deref()
    }

    /// How it was matched to its ticket; null if it is in none, or was received before this was recorded.
    async fn relation(&self) -> Option<MailRelation> {
        self.row.relation.map(Into::into)
    }

    /// The sender check of a trusted server (RFC 8601), such as `spf=pass dkim=pass dmarc=pass`; null for none.
    async fn authentication(&self) -> Option<&str> {
        self.row.authentication.as_deref()
    }

    /// Its S/MIME signature; null if it is not signed.
    async fn signature(&self) -> Option<MailSignature> {
        self.row.signature.clone().map(Into::into)
    }

    /// Whether the staff should review the comment that it became: nothing proves who wrote it.
    async fn is_warning(&self) -> bool {
        self.row.why.is_some_and(engine::MailReason::is_warning)
    }

    /// Whether the original can no longer be downloaded or processed again, because something in it was redacted or it is
    /// older than originals are kept.
    async fn is_removed(&self) -> bool {
        self.row.sha256.is_empty()
    }

    /// How often the same email was received again, which had no effect.
    async fn repeats(&self) -> u64 {
        self.row.repeats
    }

    /// When it was last received again; null if never.
    async fn repeated_at(&self) -> Option<DateTime> {
        self.row.repeated_at.map(Into::into)
    }

    /// The ticket that it is in, or that it refers to while it is held.
    async fn ticket(&self, ctx: &Context<'_>) -> Result<Option<Ticket>, Failure> {
        match self.row.ticket {
            Some(ticket) => loaders::ticket(ctx, ticket, self.among).await,
            None => Ok(None),
        }
    }

    /// Where to download the original (message/rfc822), with the viewer's session or token; not found if it was removed.
    pub(crate) async fn raw_url(&self, ctx: &Context<'_>) -> Result<String, Failure> {
        let base = &caller::engine(ctx)?.settings().public_url;
        Ok(format!("{base}{}", mail_path(self.row.id)))
    }
}
