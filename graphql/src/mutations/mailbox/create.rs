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

/// A mailbox to be added.
#[derive(InputObject)]
struct MailboxInput {
    /// The address whose emails arrive in it. It cannot be changed: another address is another mailbox.
    address: String,
    /// The queue that it feeds.
    queue: ID,
    /// The server that it is fetched from, a name or an IP address without a port; null or empty: it is not
    /// fetched, its mail comes by LMTP or by `schalter mail import`.
    host: Option<String>,
    /// The port; null or 0: 993 for TLS, otherwise 143.
    port: Option<i32>,
    /// How the connection is kept from listeners; null: TLS.
    security: Option<MailboxSecurity>,
    /// Whom to log in as; null or empty: the address.
    user: Option<String>,
    /// The password; needed with a server, unless a provider gives tokens. It is kept encrypted and never shown.
    password: Option<String>,
    /// The name of a provider whose tokens open the mailbox in the place of a password, as `mailProviders` lists them; null or
    /// empty: a password does. Somebody then has to sign in there: `startMailSignIn`.
    oauth: Option<String>,
    /// The folder; null or empty: INBOX.
    folder: Option<String>,
    /// What becomes of an email in the mailbox once it was taken in; null: it is marked as read.
    after_fetch: Option<AfterFetch>,
    /// The folder that it is moved to; with MOVE alone.
    move_to: Option<String>,
    /// A day (UTC), such as `2026-01-31`, before which emails are left alone; null or empty: none are.
    only_newer_than: Option<String>,
    /// What becomes of emails that came more than a day before the mailbox was fetched for the first time; null: QUIET.
    old_mail: Option<OldMail>,
    /// What happens with answers by email; null: they become comments.
    replies: Option<ReplyPolicy>,
    /// Whether `name+anything@host` arrives in it, so that reply addresses can be signed; null: no.
    plus_addressing: Option<bool>,
    /// Whether people who are copied in watch the ticket; null: yes.
    cc_watches: Option<bool>,
    /// For how many days after a ticket was closed an answer by email reopens it, at most 3,650; a later one opens a new ticket
    /// that is linked to it. Null: for ever.
    reopen_days: Option<i32>,
    /// Whether it is not fetched for now; null: no.
    paused: Option<bool>,
    /// Certificates in PEM by which its server is trusted beside those of the system, such as that of an authority of one's own; null
    /// or empty: none.
    certificates: Option<String>,
    /// What is looked for in its emails; null: nothing. What is wrong with a rule is told as `rules.2.pattern`.
    rules: Option<Vec<MailboxRuleInput>>,
}

#[Object]
impl CreateMailbox {
    /// Adds a mailbox beside those of the configuration file; for admins. Its address is one of ours at once, and it is fetched
    /// within seconds. Each field that is wrong is an error of its own.
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
