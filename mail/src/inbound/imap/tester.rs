//! Tries mailboxes for the engine, which asks in the name of an admin.

use engine::{ImapAccess, MailboxFault, MailboxFound, MailboxHandling, MailboxTester, TestedLogIn};
use futures::FutureExt as _;
use futures::future::BoxFuture;

use super::{Checked, Endpoint, MailboxConfig, check::check_with};

/// More no server has to say before a folder is open: nothing of what it says is handed on, but it shall not fill the memory either.
const READ: usize = 256 * 1024;

/// Tries mailboxes over IMAP.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tester;

impl MailboxTester for Tester {
    fn test<'a>(
        &'a self,
        access: &'a ImapAccess,
        by: &'a TestedLogIn,
        handling: &'a MailboxHandling,
    ) -> BoxFuture<'a, Result<MailboxFound, MailboxFault>> {
        async move {
            let usual = MailboxConfig::new("", Endpoint::from(access), "");
            let certificates = access.certificates.clone();
            let handling = handling.clone();
            let config = MailboxConfig { read_limit: Some(READ), certificates, handling, ..usual };
            match check_with(&config, by).await {
                Ok(Checked { mails, idles }) => Ok(MailboxFound { mails, idles }),
                Err(error) => {
                    tracing::info!(server = %config.endpoint, fault = error.fault().as_str(), "a mailbox was tried and does not work");
                    Err(error.fault())
                }
            }
        }
        .boxed()
    }
}
