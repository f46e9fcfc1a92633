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

/// The changes; omitted fields stay as they are.
#[derive(InputObject)]
struct UpdateMailboxInput {
    /// The mailbox.
    id: ID,
    /// Its queue.
    queue: Option<ID>,
    /// The server to fetch it from, a name or an IP address without a port; empty to stop fetching.
    host: Option<String>,
    /// The port; 0 for 993 with TLS, otherwise 143.
    port: Option<i32>,
    /// How the connection is encrypted; NONE only for this machine.
    security: Option<MailboxSecurity>,
    /// The user to log in as; empty for the address.
    user: Option<String>,
    /// The password; if omitted, unchanged. With another server, port or user it is required again. It replaces a provider.
    password: Option<String>,
    /// The name of a provider in `mailProviders` whose tokens are used instead of a password; if omitted, unchanged; empty
    /// for a password. Another server, port, user or provider requires a new sign-in.
    oauth: Option<String>,
    /// The folder; empty for INBOX. In another folder, fetching starts from its first email.
    folder: Option<String>,
    /// What happens to an email in the mailbox after import; if omitted, unchanged.
    after_fetch: Option<AfterFetch>,
    /// The folder to move it to; only with MOVE. If omitted, unchanged.
    move_to: Option<String>,
    /// Ignore emails received before this day (UTC), such as `2026-01-31`; if omitted, unchanged; empty for no limit.
    only_newer_than: Option<String>,
    /// What happens to emails received more than a day before the mailbox was first fetched; if omitted, unchanged. To
    /// import all of them later, choose IMPORT.
    old_mail: Option<OldMail>,
    /// What happens to answers by email.
    replies: Option<ReplyPolicy>,
    /// Whether `name+anything@host` arrives in it, so that reply addresses can be signed.
    plus_addressing: Option<bool>,
    /// Whether people in Cc watch the ticket.
    cc_watches: Option<bool>,
    /// For how many days after it was closed an answer by email reopens a ticket, at most 3,650; later ones open a new,
    /// linked ticket. If omitted, unchanged; null for always.
    reopen_days: MaybeUndefined<i32>,
    /// Whether fetching is paused. Its address stays one of ours.
    paused: Option<bool>,
    /// PEM certificates to trust in addition to those of the system; if omitted, unchanged; empty for none. Other
    /// certificates require the password again, or a new sign-in.
    certificates: Option<String>,
    /// Its rules, replacing all; if omitted, unchanged. Errors name the rule, such as `rules.2.pattern`.
    rules: Option<Vec<MailboxRuleInput>>,
}

#[Object]
impl UpdateMailbox {
    /// Changes a mailbox that an admin added; for admins. Takes effect within seconds. Each invalid field is a separate
    /// error.
    async fn update_mailbox(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The mailbox and the changes.")] input: UpdateMailboxInput,
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
