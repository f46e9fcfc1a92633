//! How mail comes in and goes out, for admins.

use async_graphql::{Context, Enum, ID, Object, SimpleObject};

use crate::{
    error::Failure,
    ids, limits,
    loaders::{self, Among},
    objects::{Queue, ReplyPolicy, TicketPriority, TicketStatus},
    scalars::DateTime,
};

/// What is wrong with a mailbox.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::MailboxFault")]
pub(crate) enum MailboxFault {
    /// Its server cannot be reached.
    Unreachable,
    /// There is no encrypted connection to its server.
    Tls,
    /// Its server does not take user and password.
    LogIn,
    /// Nobody has signed in at its provider yet.
    NotConnected,
    /// Its provider no longer grants that it is read.
    ConsentGone,
    /// Its provider gives no token, for a reason that may pass.
    NoToken,
    /// Its server does not take the token.
    TokenRefused,
    /// The folder cannot be opened.
    Folder,
    /// The folder that emails are moved to does not exist, or takes none. They were taken in, and stay where they are.
    Target,
    /// Its server does not do what is asked, or answers too late.
    Server,
    /// An email could not be stored here.
    Storage,
    /// Its password cannot be read, since the key that it was kept under is missing: it has to be entered again.
    PasswordUnreadable,
}

/// How the connection to a mailbox is kept from listeners.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::MailboxSecurity")]
pub(crate) enum MailboxSecurity {
    /// TLS from the first byte, usually at port 993.
    Tls,
    /// TLS after a plain greeting, usually at port 143.
    #[graphql(name = "STARTTLS")]
    StartTls,
    /// None: for a server on the same machine alone.
    None,
}

/// What becomes of an email in its mailbox once it was taken in.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(name = "MailboxAfterFetch", remote = "engine::AfterFetch")]
pub(crate) enum AfterFetch {
    /// It is marked as read, and stays.
    Mark,
    /// It is moved to another folder.
    Move,
    /// It is deleted.
    Delete,
}

/// What becomes of emails that came more than a day before their mailbox was fetched for the first time, from its folder.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(name = "MailboxOldMail", remote = "engine::OldMail")]
pub(crate) enum OldMail {
    /// Those that nobody has read there are taken in with their own dates, and nobody is written to.
    Quiet,
    /// The same for all of them, read or not.
    Import,
    /// Those that nobody has read there are taken in as if they came now, and confirmed.
    Answer,
}

/// How far a mailbox with many emails is taken in.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub(crate) struct MailboxProgress {
    /// How many emails were taken in.
    done: i32,
    /// How many there are to be taken in.
    total: i32,
}

impl From<engine::MailboxProgress> for MailboxProgress {
    fn from(progress: engine::MailboxProgress) -> Self {
        let count = |count: u64| i32::try_from(count).unwrap_or(i32::MAX);
        Self { done: count(progress.done), total: count(progress.total) }
    }
}

/// Where a mailbox is set up.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
pub(crate) enum MailboxOrigin {
    /// In the configuration file, and it is changed there.
    File,
    /// Here, by an admin.
    Page,
}

/// An address that emails come from. For admins.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct MailSender {
    /// The address.
    address: String,
    /// Whether emails from it are signed (DKIM).
    signed: bool,
    /// The domain whose key signs them; null: they are not signed here.
    signed_by: Option<String>,
    /// Whether answers to it arrive: a mailbox has it as its address or alias, or a queue as its own.
    arrives: bool,
}

impl From<engine::MailSender> for MailSender {
    fn from(sender: engine::MailSender) -> Self {
        let (address, signed_by, arrives) = (sender.address, sender.signed_by, sender.arrives);
        Self { address, signed: signed_by.is_some(), signed_by, arrives }
    }
}

/// What is looked for in the emails of a mailbox, and what an email then does.
#[derive(Clone, Debug)]
pub(crate) struct MailboxRule(engine::MailboxRule);

/// What is looked for in the emails of a mailbox, and what an email then does.
#[Object]
impl MailboxRule {
    /// The header that it looks at.
    async fn header(&self) -> &str {
        &self.0.header
    }

    /// A regular expression; what its first group catches is a number that emails of one ticket share.
    async fn pattern(&self) -> &str {
        &self.0.pattern
    }

    /// The status that such an email sets.
    async fn status(&self) -> Option<TicketStatus> {
        self.0.status.map(Into::into)
    }

    /// The priority that it sets.
    async fn priority(&self) -> Option<TicketPriority> {
        self.0.priority.map(Into::into)
    }

    /// The tags that it adds.
    async fn tags(&self) -> &[String] {
        &self.0.tags
    }

    /// The queue in which it opens a ticket; null: that of the mailbox.
    async fn queue(&self, ctx: &Context<'_>) -> Result<Option<Queue>, Failure> {
        match self.0.queue {
            Some(queue) => loaders::queue(ctx, queue, Among::Many).await,
            None => Ok(None),
        }
    }
}

/// A mailbox, and its health. For admins.
#[derive(Clone, Debug)]
pub(crate) struct Mailbox(pub(crate) engine::ListedMailbox);

impl Mailbox {
    fn definition(&self) -> Option<&engine::MailboxDefinition> {
        self.0.definition.as_ref()
    }

    fn access(&self) -> Option<&engine::ImapAccess> {
        self.definition()?.imap.as_ref()
    }

    fn handling(&self) -> Option<&engine::MailboxHandling> {
        self.access().and(self.definition()).map(|definition| &definition.handling)
    }
}

/// A mailbox, and its health. For admins.
#[Object]
impl Mailbox {
    /// Opaque; null for a mailbox of the configuration file.
    async fn id(&self) -> Option<ID> {
        self.definition().map(|definition| ids::id(definition.id))
    }

    /// Its address.
    async fn name(&self) -> &str {
        &self.0.health.name
    }

    /// Where it is set up.
    async fn origin(&self) -> MailboxOrigin {
        if self.definition().is_some() { MailboxOrigin::Page } else { MailboxOrigin::File }
    }

    /// Whether it was added by an admin, and the configuration file has its address too: then the file holds, and this one is
    /// not fetched.
    async fn overridden(&self) -> bool {
        self.0.overridden
    }

    /// The name of the queue that it feeds.
    async fn queue_name(&self) -> &str {
        &self.0.queue
    }

    /// The queue that it feeds; null for a mailbox of the configuration file, which names its queue.
    async fn queue(&self, ctx: &Context<'_>) -> Result<Option<Queue>, Failure> {
        match self.definition() {
            Some(definition) => loaders::queue(ctx, definition.queue, Among::Many).await,
            None => Ok(None),
        }
    }

    /// The server's name or IP address, for a mailbox that an admin added and that is fetched.
    async fn host(&self) -> Option<&str> {
        self.access().map(|access| access.host.as_str())
    }

    /// The server's port.
    async fn port(&self) -> Option<i32> {
        self.access().map(|access| access.port.into())
    }

    /// How the connection is kept from listeners.
    async fn security(&self) -> Option<MailboxSecurity> {
        self.access().map(|access| access.security.into())
    }

    /// Whom to log in as. The password is never shown.
    async fn user(&self) -> Option<&str> {
        self.access().map(|access| access.user.as_str())
    }

    /// The name of the provider whose tokens open it; null: a password does, or it is not fetched.
    async fn oauth(&self) -> Option<&str> {
        self.0.oauth.as_deref()
    }

    /// The folder.
    async fn folder(&self) -> Option<&str> {
        self.access().map(|access| access.folder.as_str())
    }

    /// What becomes of an email in the mailbox once it was taken in; null for a mailbox of the configuration file, and for one that
    /// is not fetched.
    async fn after_fetch(&self) -> Option<AfterFetch> {
        self.handling().map(|handling| handling.after_fetch.into())
    }

    /// The folder that it is moved to, where it is moved.
    async fn move_to(&self) -> Option<&str> {
        self.handling()?.move_to.as_deref()
    }

    /// The day (UTC), such as `2026-01-31`, before which emails are left alone; null: none are.
    async fn only_newer_than(&self) -> Option<String> {
        self.handling()?.only_newer_than.map(|day| day.to_string())
    }

    /// What becomes of old emails; null for a mailbox of the configuration file, and for one that is not fetched.
    async fn old_mail(&self) -> Option<OldMail> {
        self.handling().map(|handling| handling.old_mail.into())
    }

    /// How far it is taken in, while there are many emails to take in.
    async fn progress(&self) -> Option<MailboxProgress> {
        self.0.health.progress.map(Into::into)
    }

    /// What happens with answers by email; null for a mailbox of the configuration file.
    async fn replies(&self) -> Option<ReplyPolicy> {
        self.definition().map(|definition| definition.replies.into())
    }

    /// Whether `name+anything@host` arrives in it; null for a mailbox of the configuration file.
    async fn plus_addressing(&self) -> Option<bool> {
        self.definition().map(|definition| definition.plus_addressing)
    }

    /// Whether people who are copied in watch the ticket; null for a mailbox of the configuration file.
    async fn cc_watches(&self) -> Option<bool> {
        self.definition().map(|definition| definition.cc_watches)
    }

    /// For how many days after a ticket was closed an answer by email reopens it; a later one opens a new ticket that is linked to
    /// it. Null: for ever, or a mailbox of the configuration file.
    async fn reopen_days(&self) -> Option<i32> {
        self.definition()?.reopen_days.map(Into::into)
    }

    /// Certificates in PEM by which its server is trusted beside those of the system.
    async fn certificates(&self) -> Option<&str> {
        self.access()?.certificates.as_deref()
    }

    /// What is looked for in its emails; null for a mailbox of the configuration file.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn rules(&self) -> Option<Vec<MailboxRule>> {
        self.definition().map(|definition| definition.rules.iter().cloned().map(MailboxRule).collect())
    }

    /// Whether it is not fetched for now. Its address stays one of ours.
    async fn paused(&self) -> bool {
        self.definition().is_some_and(|definition| definition.paused)
    }

    /// Where it is fetched from; null: it is not fetched.
    async fn server(&self) -> Option<&str> {
        self.0.health.server.as_deref()
    }

    /// Where a mail server delivers to it by LMTP; null: none does.
    async fn lmtp(&self) -> Option<&str> {
        self.0.health.lmtp.as_deref()
    }

    /// When the last email for it came in, however it came.
    async fn last_mail_at(&self) -> Option<DateTime> {
        self.0.health.last_mail_at.map(DateTime)
    }

    /// How many emails came in for it today, in the time zone of the viewer, however they came.
    async fn mails_today(&self) -> i32 {
        i32::try_from(self.0.today).unwrap_or(i32::MAX)
    }

    /// When that day began.
    async fn day_began_at(&self) -> DateTime {
        DateTime(self.0.day_began)
    }

    /// How many emails for it are held and wait for the staff.
    async fn mails_held(&self) -> i32 {
        i32::try_from(self.0.held).unwrap_or(i32::MAX)
    }

    /// Whether an admin has asked to fetch it now, and that has not come to an end yet.
    async fn fetching(&self) -> bool {
        self.0.health.asked
    }

    /// Whether it is fetched: it has a server, is not paused, and its password can be read, or somebody has signed in at its provider.
    async fn is_fetched(&self) -> bool {
        self.0.is_fetched()
    }

    /// When it was last read without a fault.
    async fn last_success_at(&self) -> Option<DateTime> {
        self.0.health.last_success_at.map(DateTime)
    }

    /// What the last fault was; null since the last success.
    async fn last_error(&self) -> Option<&str> {
        self.0.health.last_error.as_deref()
    }

    /// The same in one word, if it is known.
    async fn last_fault(&self) -> Option<MailboxFault> {
        self.0.health.last_fault.map(Into::into)
    }

    /// When that was.
    async fn last_error_at(&self) -> Option<DateTime> {
        self.0.health.last_error_at.map(DateTime)
    }
}
