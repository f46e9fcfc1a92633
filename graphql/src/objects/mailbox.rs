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
    /// An encrypted connection to its server cannot be established.
    Tls,
    /// Its server refuses the user or password.
    LogIn,
    /// Nobody has signed in at its provider yet.
    NotConnected,
    /// The consent at its provider is no longer valid.
    ConsentGone,
    /// Its provider does not issue a token at the moment.
    NoToken,
    /// Its server refuses the token.
    TokenRefused,
    /// The folder cannot be opened.
    Folder,
    /// The folder to move emails to does not exist or does not accept them. They were imported and stay where they are.
    Target,
    /// Its server does not respond as expected, or too late.
    Server,
    /// An email could not be stored.
    Storage,
    /// Its password cannot be decrypted because its key is missing: it has to be entered again.
    PasswordUnreadable,
}

/// How the connection to a mailbox is encrypted.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::MailboxSecurity")]
pub(crate) enum MailboxSecurity {
    /// TLS from the first byte, usually on port 993.
    Tls,
    /// TLS after an unencrypted greeting, usually on port 143.
    #[graphql(name = "STARTTLS")]
    StartTls,
    /// None: only for a server on the same machine.
    None,
}

/// What happens to an email in its mailbox after import.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(name = "MailboxAfterFetch", remote = "engine::AfterFetch")]
pub(crate) enum AfterFetch {
    /// It is marked as read and stays.
    Mark,
    /// It is moved to another folder.
    Move,
    /// It is deleted.
    Delete,
}

/// What happens to emails received more than a day before their mailbox was first fetched from its folder.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(name = "MailboxOldMail", remote = "engine::OldMail")]
pub(crate) enum OldMail {
    /// Unread ones are imported with their own dates, and nobody is notified.
    Quiet,
    /// All of them are imported with their own dates, and nobody is notified.
    Import,
    /// Unread ones are imported and confirmed as if they arrived now.
    Answer,
}

/// The progress of the import of a mailbox with many emails.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub(crate) struct MailboxProgress {
    /// How many emails were imported.
    done: i32,
    /// How many emails there are to import.
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
    /// In the configuration file, where it has to be changed.
    File,
    /// By an admin.
    Page,
}

/// An address that emails are sent from. For admins.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct MailSender {
    /// The address.
    address: String,
    /// Whether emails from it are signed (DKIM).
    signed: bool,
    /// The domain whose key signs them; null if they are not signed here.
    signed_by: Option<String>,
    /// Whether answers to it arrive: it is the address or alias of a mailbox, or the address of a queue.
    arrives: bool,
}

impl From<engine::MailSender> for MailSender {
    fn from(sender: engine::MailSender) -> Self {
        let (address, signed_by, arrives) = (sender.address, sender.signed_by, sender.arrives);
        Self { address, signed: signed_by.is_some(), signed_by, arrives }
    }
}

/// A rule for the emails of a mailbox.
#[derive(Clone, Debug)]
pub(crate) struct MailboxRule(engine::MailboxRule);

/// A rule for the emails of a mailbox.
#[Object]
impl MailboxRule {
    /// The header to search.
    async fn header(&self) -> &str {
        &self.0.header
    }

    /// A regular expression; its first group captures a number that the emails of one ticket share.
    async fn pattern(&self) -> &str {
        &self.0.pattern
    }

    /// The status that a matching email sets.
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

    /// The queue in which it opens a ticket; null for that of the mailbox.
    async fn queue(&self, ctx: &Context<'_>) -> Result<Option<Queue>, Failure> {
        match self.0.queue {
            Some(queue) => loaders::queue(ctx, queue, Among::Many).await,
            None => Ok(None),
        }
    }
}

/// A mailbox and its health. For admins.
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

/// A mailbox and its health. For admins.
#[Object]
impl Mailbox {
    /// Opaque; null for a mailbox in the configuration file.
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

    /// Whether it was added by an admin but its address is also in the configuration file, which takes precedence: this
    /// mailbox is not fetched.
    async fn overridden(&self) -> bool {
        self.0.overridden
    }

    /// The name of its queue.
    async fn queue_name(&self) -> &str {
        &self.0.queue
    }

    /// Its queue; null for a mailbox in the configuration file, which has only `queue`.
    async fn queue(&self, ctx: &Context<'_>) -> Result<Option<Queue>, Failure> {
        match self.definition() {
            Some(definition) => loaders::queue(ctx, definition.queue, Among::Many).await,
            None => Ok(None),
        }
    }

    /// The name or IP address of the server, if it was added by an admin and is fetched.
    async fn host(&self) -> Option<&str> {
        self.access().map(|access| access.host.as_str())
    }

    /// The server's port.
    async fn port(&self) -> Option<i32> {
        self.access().map(|access| access.port.into())
    }

    /// How the connection is encrypted.
    async fn security(&self) -> Option<MailboxSecurity> {
        self.access().map(|access| access.security.into())
    }

    /// The user to log in as. The password is never shown.
    async fn user(&self) -> Option<&str> {
        self.access().map(|access| access.user.as_str())
    }

    /// The name of the provider whose tokens are used; null if a password is used or it is not fetched.
    async fn oauth(&self) -> Option<&str> {
        self.0.oauth.as_deref()
    }

    /// The folder.
    async fn folder(&self) -> Option<&str> {
        self.access().map(|access| access.folder.as_str())
    }

    /// What happens to an email in the mailbox after import; null for a mailbox in the configuration file and for one that
    /// is not fetched.
    async fn after_fetch(&self) -> Option<AfterFetch> {
        self.handling().map(|handling| handling.after_fetch.into())
    }

    /// The folder that emails are moved to, if they are.
    async fn move_to(&self) -> Option<&str> {
        self.handling()?.move_to.as_deref()
    }

    /// Emails received before this day (UTC), such as `2026-01-31`, are ignored; null for no limit.
    async fn only_newer_than(&self) -> Option<String> {
        self.handling()?.only_newer_than.map(|day| day.to_string())
    }

    /// What happens to old emails; null for a mailbox in the configuration file and for one that is not fetched.
    async fn old_mail(&self) -> Option<OldMail> {
        self.handling().map(|handling| handling.old_mail.into())
    }

    /// The progress of the import, while there are many emails to import.
    async fn progress(&self) -> Option<MailboxProgress> {
        self.0.health.progress.map(Into::into)
    }

    /// What happens to answers by email; null for a mailbox in the configuration file.
    async fn replies(&self) -> Option<ReplyPolicy> {
        self.definition().map(|definition| definition.replies.into())
    }

    /// Whether `name+anything@host` arrives in it; null for a mailbox in the configuration file.
    async fn plus_addressing(&self) -> Option<bool> {
        self.definition().map(|definition| definition.plus_addressing)
    }

    /// Whether people in Cc watch the ticket; null for a mailbox in the configuration file.
    async fn cc_watches(&self) -> Option<bool> {
        self.definition().map(|definition| definition.cc_watches)
    }

    /// For how many days after it was closed an answer by email reopens a ticket; later ones open a new, linked ticket.
    /// Null for always, and for a mailbox in the configuration file.
    async fn reopen_days(&self) -> Option<i32> {
        self.definition()?.reopen_days.map(Into::into)
    }

    /// PEM certificates to trust in addition to those of the system.
    async fn certificates(&self) -> Option<&str> {
        self.access()?.certificates.as_deref()
    }

    /// Its rules; null for a mailbox in the configuration file.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn rules(&self) -> Option<Vec<MailboxRule>> {
        self.definition().map(|definition| definition.rules.iter().cloned().map(MailboxRule).collect())
    }

    /// Whether fetching is paused. Its address stays one of ours.
    async fn paused(&self) -> bool {
        self.definition().is_some_and(|definition| definition.paused)
    }

    /// The server that it is fetched from; null if it is not fetched.
    async fn server(&self) -> Option<&str> {
        self.0.health.server.as_deref()
    }

    /// Where a mail server delivers to it by LMTP; null if none does.
    async fn lmtp(&self) -> Option<&str> {
        self.0.health.lmtp.as_deref()
    }

    /// When the last email for it was received, in any way.
    async fn last_mail_at(&self) -> Option<DateTime> {
        self.0.health.last_mail_at.map(DateTime)
    }

    /// How many emails for it were received today, in the viewer's time zone, in any way.
    async fn mails_today(&self) -> i32 {
        i32::try_from(self.0.today).unwrap_or(i32::MAX)
    }

    /// When that day started.
    async fn day_began_at(&self) -> DateTime {
        DateTime(self.0.day_began)
    }

    /// How many emails for it are held and waiting for the staff.
    async fn mails_held(&self) -> i32 {
        i32::try_from(self.0.held).unwrap_or(i32::MAX)
    }

    /// Whether a fetch requested by an admin has not finished yet.
    async fn fetching(&self) -> bool {
        self.0.health.asked
    }

    /// Whether it is fetched: it has a server, is not paused, and its password can be decrypted or somebody has signed in
    /// at its provider.
    async fn is_fetched(&self) -> bool {
        self.0.is_fetched()
    }

    /// When it was last fetched without a fault.
    async fn last_success_at(&self) -> Option<DateTime> {
        self.0.health.last_success_at.map(DateTime)
    }

    /// The last fault; null since the last success.
    async fn last_error(&self) -> Option<&str> {
        self.0.health.last_error.as_deref()
    }

    /// The kind of fault, if it is known.
    async fn last_fault(&self) -> Option<MailboxFault> {
        self.0.health.last_fault.map(Into::into)
    }

    /// When that was.
    async fn last_error_at(&self) -> Option<DateTime> {
        self.0.health.last_error_at.map(DateTime)
    }
}
