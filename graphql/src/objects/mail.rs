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

/// What became of an incoming mail.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::Outcome")]
pub(crate) enum MailOutcome {
    /// A new ticket.
    Created,
    /// A comment on a ticket.
    Commented,
    /// Nothing: it had been received before.
    Duplicate,
    /// A note that an email of ours was not delivered.
    Bounced,
    /// Nothing: it is kept, and that is all.
    Ignored,
    /// Nothing yet: it waits for the staff to release or discard it.
    Held,
    /// Nothing: it could not be processed.
    Failed,
}

/// Why a mail became what it became, where that is not plain.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::MailReason")]
pub(crate) enum MailReason {
    /// It carries the mark of our own emails.
    OwnMail,
    /// It claims to come from one of our own addresses and names nobody to answer.
    OwnAddress,
    /// A filter marked it as spam, and its sender has no account.
    Spam,
    /// A mail server or an empty sender wrote it, and not about an email of ours.
    MailServer,
    /// It names no sender to answer, and its sender has no account.
    NullSender,
    /// More new senders wrote within the hour than may.
    TooManyNewSenders,
    /// Its sender wrote more within the hour than one may.
    TooManyFromSender,
    /// The program that the desk is part of refused it.
    Guarded,
    /// It claims to be from a member of the staff, and nothing proves that.
    StaffUnproven,
    /// It claims to be from a member of the staff, and the check of its sender failed.
    StaffForged,
    /// A trusted server says that its sender did not write it.
    SenderForged,
    /// Its sender is no longer a member of the staff, or does not work this queue.
    FormerStaff,
    /// Its sender takes no part in the ticket: the reply address is of somebody else, or its reader may not read the ticket any more.
    Uninvited,
    /// An automatic reply of a member of the staff.
    StaffAutoReply,
    /// An automatic reply.
    AutoReply,
    /// A receipt: an email of ours was read, or deleted unread.
    ReadReceipt,
    /// Replies to this mailbox are shown to the staff alone.
    RepliesHeldBack,
    /// The subject names a ticket in which its sender takes no part.
    MentionsOther,
    /// It answers a ticket that was closed too long ago to be reopened, and opened a linked new one.
    FollowsClosed,
    /// No confirmation was sent: it asks for none, its sender is forged, or there were too many.
    NotConfirmed,
    /// It came long before its mailbox was fetched: it has its own date, and nobody was written to.
    Old,
    /// Somebody had read it before its mailbox was fetched: it has its own date, and nobody was written to.
    Read,
    /// A member of the staff passed on the email of somebody else.
    PassedOn,
    /// A member of the staff passed on an email that names no address of its writer: the customer is missing.
    CustomerMissing,
    /// A member of the staff passed on an email, and nothing tells where it ends: they may have written below it, so the staff alone see it.
    ForwardEndUnknown,
    /// A member of the staff wrote to somebody and copied the desk in.
    WrittenByStaff,
    /// Nothing could be read in it: it is attached as it came.
    Unreadable,
    /// An email was not delivered.
    Undelivered,
    /// It was received before.
    Duplicate,
    /// A member of the staff discarded it.
    Discarded,
}

/// By what an email found its ticket.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::MailRelation")]
pub(crate) enum MailRelation {
    /// By the signed reply address that it came to.
    ReplyAddress,
    /// By what it answers: `In-Reply-To` or `References`.
    Thread,
    /// By what it answers, which was split off from the ticket of the reply address that it came to.
    SplitOff,
    /// By a number that a rule of the mailbox knows.
    PartnerNumber,
    /// By the number in its subject.
    Subject,
    /// By another answer to the email that it answers, which never came here.
    SameMail,
    /// By an email in it that came here before.
    Forward,
    /// By nothing: it has a ticket of its own.
    None,
}

/// A filter of incoming emails; omitted fields do not narrow it.
#[derive(Debug, Default, InputObject)]
pub(crate) struct MailFilter {
    /// With one of these outcomes.
    outcome: Option<Vec<MailOutcome>>,
    /// In the ticket with this number, or pointing to it.
    ticket: Option<i64>,
    /// Received at this time or later.
    since: Option<DateTime>,
    /// Received before this time.
    before: Option<DateTime>,
    /// From this address, in any case; `@example.org`: from any of that domain.
    from: Option<String>,
    /// Received by this mailbox.
    mailbox: Option<String>,
    /// With this `Message-ID`.
    message_id: Option<String>,
    /// With this text in the sender's name or address or in the subject, in any case, or with this `Message-ID`.
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

/// How many emails have one outcome.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub(crate) struct MailCount {
    /// The outcome.
    pub(crate) outcome: MailOutcome,
    /// How many.
    pub(crate) count: u64,
}

/// A mail that came in, as the ledger knows it. For the staff.
#[derive(Clone, Debug)]
pub(crate) struct Mail {
    pub(crate) row: engine::IncomingMail,
    pub(crate) among: Among,
}

/// A mail that came in, as the ledger knows it. For the staff.
#[Object]
impl Mail {
    /// Opaque; unique across all types.
    pub(crate) async fn id(&self) -> ID {
        ids::id(self.row.id)
    }

    /// When it came.
    async fn received_at(&self) -> DateTime {
        self.row.received_at.into()
    }

    /// Its `Message-ID`, without angle brackets.
    async fn message_id(&self) -> Option<&str> {
        self.row.message_id.as_deref()
    }

    /// The address in `From`, as it was written; null when there is none.
    async fn from(&self) -> Option<&str> {
        self.row.from.as_deref()
    }

    /// The name beside the address in `From`.
    async fn from_name(&self) -> Option<&str> {
        self.row.from_name.as_deref()
    }

    /// Its subject; null when it was removed with the comment that it became.
    async fn subject(&self) -> Option<&str> {
        self.row.subject.as_deref()
    }

    /// The address that received it; null when it came by the pipe and nobody named one.
    async fn mailbox(&self) -> Option<&str> {
        self.row.mailbox.as_deref()
    }

    /// What became of it.
    async fn outcome(&self) -> MailOutcome {
        self.row.outcome.into()
    }

    /// Why, in English words; null where that is plain.
    async fn reason(&self) -> Option<&str> {
        self.row.reason.as_deref()
    }

    /// The same as a word that does not change.
    async fn reason_code(&self) -> Option<MailReason> {
        self.row.why.map(Into::into)
    }

    /// What the reason is about: the number of another ticket, or the words of a mail server.
    async fn reason_detail(&self) -> Option<&str> {
        self.row.detail.as_deref()
    }

    /// By what it found its ticket; null when it is in none, or came before this was recorded.
    async fn relation(&self) -> Option<MailRelation> {
        self.row.relation.map(Into::into)
    }

    /// What a trusted server found out about its sender (RFC 8601), such as `spf=pass dkim=pass dmarc=pass`; null when none has
    /// said anything.
    async fn authentication(&self) -> Option<&str> {
        self.row.authentication.as_deref()
    }

    /// What its signature says (S/MIME); null: it is not signed.
    async fn signature(&self) -> Option<MailSignature> {
        self.row.signature.clone().map(Into::into)
    }

    /// Whether the staff should look twice at the comment that it became: nothing proves who wrote it.
    async fn is_warning(&self) -> bool {
        self.row.why.is_some_and(engine::MailReason::is_warning)
    }

    /// Whether it can no longer be downloaded as it came, since something in it was redacted or it is older
    /// than such emails are kept: then nothing is left to process again.
    async fn is_removed(&self) -> bool {
        self.row.sha256.is_empty()
    }

    /// How often the same email came again: then it became nothing.
    async fn repeats(&self) -> u64 {
        self.row.repeats
    }

    /// When it came last; null when it came once.
    async fn repeated_at(&self) -> Option<DateTime> {
        self.row.repeated_at.map(Into::into)
    }

    /// The ticket that it is in, or that it points to while it is held.
    async fn ticket(&self, ctx: &Context<'_>) -> Result<Option<Ticket>, Failure> {
        match self.row.ticket {
            Some(ticket) => loaders::ticket(ctx, ticket, self.among).await,
            None => Ok(None),
        }
    }

    /// Where to download it as it came (message/rfc822), with the viewer's session or token; nothing is there if it was removed.
    pub(crate) async fn raw_url(&self, ctx: &Context<'_>) -> Result<String, Failure> {
        let base = &caller::engine(ctx)?.settings().public_url;
        Ok(format!("{base}{}", mail_path(self.row.id)))
    }
}
