//! Changes a mailbox that an admin added.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};
use engine::MailSecret;

use super::{MailboxPayload, each_problem};
use crate::{
    caller::logged_in,
    error::Failure,
    ids,
    objects::{AfterFetch, MailboxRuleInput, MailboxSecurity, OldMail, ReplyPolicy, mailbox_rules},
};

#[derive(Default)]
pub(crate) struct UpdateMailbox;

/// What is to be different; what is left out stays.
#[derive(InputObject)]
struct UpdateMailboxInput {
    /// Which mailbox.
    id: ID,
    /// The queue that it feeds.
    queue: Option<ID>,
    /// The server that it is fetched from, a name or an IP address without a port; empty: it is
    /// fetched no more.
    host: Option<String>,
    /// The port; 0: 993 for TLS, otherwise 143.
    port: Option<i32>,
    /// How the connection is kept from listeners; NONE is for this machine alone.
    security: Option<MailboxSecurity>,
    /// Whom to log in as; empty: the address.
    user: Option<String>,
    /// The password; left out: as it is. Another server, port or user wants it again. It takes the place of a provider.
    password: Option<String>,
    /// The name of a provider whose tokens open the mailbox in the place of a password, as `mailProviders` lists them; left out: as
    /// it is; empty: a password does. Another server, port, user or provider wants a new sign-in there.
    oauth: Option<String>,
    /// The folder; empty: INBOX. In another one, fetching begins at its first email.
    folder: Option<String>,
    /// What becomes of an email in the mailbox once it was taken in; left out: as it is.
    after_fetch: Option<AfterFetch>,
    /// The folder that it is moved to; with MOVE alone. Left out: as it is.
    move_to: Option<String>,
    /// A day (UTC), such as `2026-01-31`, before which emails are left alone; left out: as it is; empty: none are.
    only_newer_than: Option<String>,
    /// What becomes of emails that came more than a day before the mailbox was fetched for the first time; left out: as it is.
    /// To take in all of them later, choose IMPORT.
    old_mail: Option<OldMail>,
    /// What happens with answers by email.
    replies: Option<ReplyPolicy>,
    /// Whether `name+anything@host` arrives in it, so that reply addresses can be signed.
    plus_addressing: Option<bool>,
    /// Whether people who are copied in watch the ticket.
    cc_watches: Option<bool>,
    /// For how many days after a ticket was closed an answer by email reopens it, at most 3,650; a later one opens a new ticket
    /// that is linked to it. Left out: as it is; null: for ever.
    reopen_days: MaybeUndefined<i32>,
    /// Whether it is not fetched for now. Its address stays one of ours.
    paused: Option<bool>,
    /// Certificates in PEM by which its server is trusted beside those of the system; left out: as they are; empty: none. Others want the
    /// password again, or a new sign-in.
    certificates: Option<String>,
    /// What is looked for in its emails, all of it; left out: as it is. What is wrong with a rule is told as `rules.2.pattern`.
    rules: Option<Vec<MailboxRuleInput>>,
}

#[Object]
impl UpdateMailbox {
    /// Changes a mailbox that an admin added; for admins. It holds at once, and within seconds it is fetched with the new terms,
    /// or no more. Each field that is wrong is an error of its own.
    async fn update_mailbox(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which mailbox, and what is to be different.")] input: UpdateMailboxInput,
    ) -> Result<MailboxPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let id = ids::input(&input.id, "id")?;
        let terms = engine::MailboxTerms {
            certificates: input.certificates,
            rules: mailbox_rules(input.rules)?,
            queue: ids::optional(input.queue.as_ref(), "queue")?,
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
            reopen_days: match input.reopen_days {
                MaybeUndefined::Undefined => None,
                MaybeUndefined::Null => Some(None),
                MaybeUndefined::Value(days) => Some(Some(days)),
            },
            paused: input.paused,
        };
        let (address, queue) = (String::new(), terms.queue);
        let looked = engine::CheckMailbox { id: Some(id), address, queue, terms: terms.clone() };
        match Box::pin(engine.update_mailbox(actor, id, terms)).await {
            Ok(_) => Box::pin(MailboxPayload::of(engine, actor, id)).await,
            Err(error) => Err(Box::pin(each_problem(ctx, error, looked)).await),
        }
    }
}
