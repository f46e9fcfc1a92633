//! What is looked for in the emails of a mailbox, as a client says it.

use async_graphql::{ID, InputObject};

use crate::{
    error::Failure,
    ids,
    objects::{TicketPriority, TicketStatus},
};

/// A rule for the emails of a mailbox.
#[derive(InputObject)]
pub(crate) struct MailboxRuleInput {
    /// The header: `Subject`, `From` or one that starts with `X-`; null or empty for `Subject`.
    header: Option<String>,
    /// A regular expression that ignores case. Its first group captures a number that the emails of one ticket share.
    pattern: String,
    /// The status that a matching email sets.
    status: Option<TicketStatus>,
    /// The priority that it sets.
    priority: Option<TicketPriority>,
    /// The tags that it adds.
    tags: Option<Vec<String>>,
    /// The queue in which it opens a ticket.
    queue: Option<ID>,
}

/// The rules as the engine takes them.
pub(crate) fn mailbox_rules(
    given: Option<Vec<MailboxRuleInput>>,
) -> Result<Option<Vec<engine::MailboxRule>>, Failure> {
    let one = |rule: MailboxRuleInput| {
        Ok(engine::MailboxRule {
            header: rule.header.unwrap_or_default(),
            pattern: rule.pattern,
            status: rule.status.map(Into::into),
            priority: rule.priority.map(Into::into),
            tags: rule.tags.unwrap_or_default(),
            queue: ids::optional(rule.queue.as_ref(), "queue")?,
        })
    };
    given.map(|given| given.into_iter().map(one).collect()).transpose()
}
