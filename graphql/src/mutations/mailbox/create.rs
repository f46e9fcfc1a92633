//! Adds a mailbox.

use async_graphql::{Context, ID, InputObject, Object};
use engine::MailSecret;

use super::{MailboxPayload, each_problem};
use crate::{
    caller::logged_in,
    error::Failure,
    ids,
    objects::{AfterFetch, MailboxRuleInput, MailboxSecurity, OldMail, ReplyPolicy, mailbox_rules},
};

#[derive(Default)]
pub(crate) struct CreateMailbox;

/// A new mailbox.
#[derive(InputObject)]
struct MailboxInput {
    /// Its address, which cannot be changed later.
    address: String,
    /// Its queue.
    queue: ID,
    /// The server to fetch it from, a name or an IP address without a port; null or empty if its mail arrives by LMTP or by
    /// `schalter mail import`.
    host: Option<String>,
    /// The port; null or 0 for 993 with TLS, otherwise 143.
    port: Option<i32>,
    /// How the connection is encrypted; null for TLS.
    security: Option<MailboxSecurity>,
    /// The user to log in as; null or empty for the address.
    user: Option<String>,
    /// The password; required with a server, unless a provider is used. It is stored encrypted and never shown.
    password: Option<String>,
    /// The name of a provider in `mailProviders` whose tokens are used instead of a password; null or empty for a password.
    /// Somebody then has to sign in there: `startMailSignIn`.
    oauth: Option<String>,
    /// The folder; null or empty for INBOX.
    folder: Option<String>,
    /// What happens to an email in the mailbox after import; null to mark it as read.
    after_fetch: Option<AfterFetch>,
    /// The folder to move it to; only with MOVE.
    move_to: Option<String>,
    /// Ignore emails received before this day (UTC), such as `2026-01-31`; null or empty for no limit.
    only_newer_than: Option<String>,
    /// What happens to emails received more than a day before the mailbox was first fetched; null for QUIET.
    old_mail: Option<OldMail>,
    /// What happens to answers by email; null to make them comments.
    replies: Option<ReplyPolicy>,
    /// Whether `name+anything@host` arrives in it, so that reply addresses can be signed; null for no.
    plus_addressing: Option<bool>,
    /// Whether people in Cc watch the ticket; null for yes.
    cc_watches: Option<bool>,
    /// For how many days after it was closed an answer by email reopens a ticket, at most 3,650; later ones open a new,
    /// linked ticket. Null for always.
    reopen_days: Option<i32>,
    /// Whether fetching is paused; null for no.
    paused: Option<bool>,
    /// PEM certificates to trust in addition to those of the system, such as that of your own authority; null or empty for
    /// none.
    certificates: Option<String>,
    /// Its rules; null for none. Errors name the rule, such as `rules.2.pattern`.
    rules: Option<Vec<MailboxRuleInput>>,
}

#[Object]
impl CreateMailbox {
    /// Adds a mailbox to those in the configuration file; for admins. Its address is one of ours immediately, and it is
    /// fetched within seconds. Each invalid field is a separate error.
    async fn create_mailbox(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The mailbox.")] input: MailboxInput,
    ) -> Result<MailboxPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let queue = ids::input(&input.queue, "queue")?;
        let address = input.address;
        let terms = engine::MailboxTerms {
            certificates: input.certificates,
            rules: mailbox_rules(input.rules)?,
            queue: None,
            host: input.host,
            port: input.port,
            security: input.security.map(Into::into),
            user: input.user,
            password: input.password.map(MailSecret::new),
            oauth: input.oauth,
            folder: input.folder,
            after_fetch: input.after_fetch.map(Into::into),
            move_to: input.move_to,
            only_newer_than: input.only_newer_than,
            old_mail: input.old_mail.map(Into::into),
            replies: input.replies.map(Into::into),
            plus_addressing: input.plus_addressing,
            cc_watches: input.cc_watches,
            reopen_days: Some(input.reopen_days),
            paused: input.paused,
        };
        let looked = engine::CheckMailbox {
            id: None,
            address: address.clone(),
            queue: Some(queue),
            terms: terms.clone(),
        };
        let made = engine.create_mailbox(actor, engine::CreateMailbox { address, queue, terms });
        match Box::pin(made).await {
            Ok(made) => Box::pin(MailboxPayload::of(engine, actor, made.id)).await,
            Err(error) => Err(Box::pin(each_problem(ctx, error, looked)).await),
        }
    }
}
