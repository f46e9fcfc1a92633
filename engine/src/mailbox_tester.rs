//! What the engine asks of whoever speaks with mail servers: whether a mailbox can be fetched.

use futures::future::BoxFuture;

use crate::model::{ImapAccess, MailSecret, MailboxFault, MailboxFound, MailboxHandling};

/// How to log in to a mailbox that is tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TestedLogIn {
    /// By this password.
    Password(MailSecret),
    /// By this token of a provider.
    Token(MailSecret),
}

/// Tries mailboxes. The crate `mail` does.
pub trait MailboxTester: Send + Sync {
    /// Connects, logs in, opens the folder, and looks whether there is the one that mails are moved to; changes nothing. Nothing that the server said is in the answer.
    fn test<'a>(
        &'a self,
        access: &'a ImapAccess,
        by: &'a TestedLogIn,
        handling: &'a MailboxHandling,
    ) -> BoxFuture<'a, Result<MailboxFound, MailboxFault>>;
}
