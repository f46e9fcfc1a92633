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

/// A mailbox to be tried.
#[derive(InputObject)]
struct TestMailboxInput {
    /// One that an admin added; null: one that is still to be added.
    id: Option<ID>,
    /// The address, which is the user if none is named.
    address: Option<String>,
    /// The server that it is fetched from, a name or an IP address without a port; left out: as it is.
    host: Option<String>,
    /// The port; 0: 993 for TLS, otherwise 143.
    port: Option<i32>,
    /// How the connection is kept from listeners; left out: as it is, or TLS.
    security: Option<MailboxSecurity>,
    /// Whom to log in as; left out: as it is, or the address.
    user: Option<String>,
    /// The password; left out: the one that is kept, if the server and the user are those that it was entered for.
    password: Option<String>,
    /// The provider whose tokens open it; left out: as it is. Only what somebody has signed in for can be tried.
    oauth: Option<String>,
    /// The folder; left out: as it is, or INBOX.
    folder: Option<String>,
    /// What becomes of an email in the mailbox once it was taken in; left out: as it is, or marked.
    after_fetch: Option<AfterFetch>,
    /// The folder that emails are moved to, which is looked for as well; left out: as it is.
    move_to: Option<String>,
    /// Certificates in PEM by which the server is trusted beside those of the system; left out: as they are; empty: none.
    certificates: Option<String>,
}

/// What came of trying a mailbox.
#[derive(Clone, Copy, Debug, SimpleObject)]
struct TestMailboxPayload {
    /// What is wrong; null: it works.
    fault: Option<MailboxFault>,
    /// How many emails the folder holds, if it works.
    mails: Option<u32>,
    /// Whether the server tells of new emails by itself, if it works; otherwise it is looked at every minute.
    pushes: Option<bool>,
}

#[Object]
impl TestMailbox {
    /// Tries a mailbox: connects, logs in and opens the folder, within 10 seconds; for admins. Nothing is changed, and nothing
    /// that the server says is in the answer.
    async fn test_mailbox(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which mailbox, and how it would be fetched.")] input: TestMailboxInput,
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
