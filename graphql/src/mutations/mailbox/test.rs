//! Tries a mailbox, before it is added or after.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use engine::MailSecret;

use crate::{
    caller::logged_in,
    error::Failure,
    ids,
    objects::{AfterFetch, MailboxFault, MailboxSecurity},
};

#[derive(Default)]
pub(crate) struct TestMailbox;

/// A mailbox to test.
#[derive(InputObject)]
struct TestMailboxInput {
    /// A mailbox that an admin added; null for a new one.
    id: Option<ID>,
    /// The address, which is also the default user.
    address: Option<String>,
    /// The server to fetch it from, a name or an IP address without a port; if omitted, unchanged.
    host: Option<String>,
    /// The port; 0 for 993 with TLS, otherwise 143.
    port: Option<i32>,
    /// How the connection is encrypted; if omitted, unchanged, or TLS.
    security: Option<MailboxSecurity>,
    /// The user to log in as; if omitted, unchanged, or the address.
    user: Option<String>,
    /// The password; if omitted, the stored one, provided that server and user are unchanged.
    password: Option<String>,
    /// The provider whose tokens are used; if omitted, unchanged. Somebody must have signed in there.
    oauth: Option<String>,
    /// The folder; if omitted, unchanged, or INBOX.
    folder: Option<String>,
    /// What happens to an email in the mailbox after import; if omitted, unchanged, or MARK.
    after_fetch: Option<AfterFetch>,
    /// The folder to move emails to, which is tested as well; if omitted, unchanged.
    move_to: Option<String>,
    /// PEM certificates to trust in addition to those of the system; if omitted, unchanged; empty for none.
    certificates: Option<String>,
}

/// The result of testing a mailbox.
#[derive(Clone, Copy, Debug, SimpleObject)]
struct TestMailboxPayload {
    /// The fault; null if it works.
    fault: Option<MailboxFault>,
    /// The number of emails in the folder, if it works.
    mails: Option<u32>,
    /// Whether the server announces new emails, if it works; otherwise it is checked every minute.
    pushes: Option<bool>,
}

#[Object]
impl TestMailbox {
    /// Tests a mailbox: connects, logs in and opens the folder, within 10 seconds; for admins. Nothing is changed, and the
    /// words of the server are not returned.
    async fn test_mailbox(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The mailbox and its settings.")] input: TestMailboxInput,
    ) -> Result<TestMailboxPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let terms = engine::MailboxTerms {
            host: input.host,
            port: input.port,
            security: input.security.map(Into::into),
            user: input.user,
            password: input.password.map(MailSecret::new),
            oauth: input.oauth,
            folder: input.folder,
            after_fetch: input.after_fetch.map(Into::into),
            move_to: input.move_to,
            certificates: input.certificates,
            ..engine::MailboxTerms::default()
        };
        let tried = engine::TestMailbox {
            id: ids::optional(input.id.as_ref(), "id")?,
            address: input.address.unwrap_or_default(),
            terms,
        };
        Ok(match Box::pin(engine.test_mailbox(actor, tried)).await? {
            Ok(found) => {
                TestMailboxPayload { fault: None, mails: Some(found.mails), pushes: Some(found.idles) }
            }
            Err(fault) => TestMailboxPayload { fault: Some(fault.into()), mails: None, pushes: None },
        })
    }
}
