//! What is looked for in the emails of a mailbox, as a client says it.

use async_graphql::{ID, InputObject};

use crate::{
    error::Failure,
    ids,
    objects::{TicketPriority, TicketStatus},
};

/// What is looked for in the emails of a mailbox, and what an email then does.
#[derive(InputObject)]
pub(crate) struct MailboxRuleInput {
    /// The header: `Subject`, `From`, or one that begins with `X-`; null or empty: `Subject`.
    header: Option<String>,
    /// A regular expression, for which capitals make no difference. What its first group catches is a number that emails of one ticket
    /// share.
    pattern: String,
    /// The status that such an email sets.
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
