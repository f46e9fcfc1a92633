//! What is acceptable as the rules of a mailbox.

use super::check::open_queue;
use crate::{
    error::{Error, Result},
    incoming::rules::{Pattern, is_known_header},
    model::MailboxRule,
    rules::texts::{check_tags, clean_tags},
    store::Work,
};

/// The most rules of a mailbox; each is tried on each of its mails.
const MOST: usize = 50;

/// The longest pattern, in characters.
const LONGEST: usize = 1_000;

/// The rules in the form that is kept. What is wrong with one names its place and its field.
pub(super) async fn checked(work: &Work<'_>, rules: &[MailboxRule]) -> Result<Vec<MailboxRule>> {
    if rules.len() > MOST {
        let message = format!("A mailbox can have at most {MOST} rules.");
        return Err(Error::bad("rules", "mailbox-rules-too-many", message));
    }
    let mut kept = Vec::with_capacity(rules.len());
    for (index, rule) in rules.iter().enumerate() {
        let checked = one(work, rule).await;
        kept.push(checked.map_err(|cause| Error::InRule { index, cause: Box::new(cause) })?);
    }
    Ok(kept)
}

async fn one(work: &Work<'_>, rule: &MailboxRule) -> Result<MailboxRule> {
    let header = Some(rule.header.trim()).filter(|header| !header.is_empty()).unwrap_or("Subject");
    if !is_known_header(header) {
        let message = "The header must be Subject, From or one that starts with X-.";
        return Err(Error::bad("header", "mailbox-rule-header", message));
    }
    let pattern = pattern(&rule.pattern)?;
    let tags = clean_tags(&rule.tags);
    check_tags(&tags, "tags")?;
    if let Some(queue) = rule.queue {
        open_queue(work, queue).await?;
    }
    let sets = rule.status.is_some() || rule.priority.is_some() || !tags.is_empty() || rule.queue.is_some();
    if !sets && !pattern.has_group() {
        let message = "This rule does nothing. Put the number in parentheses, such as (INC\\d+), or choose what the rule sets.";
        return Err(Error::bad("pattern", "mailbox-rule-idle", message));
    }
    Ok(MailboxRule {
        header: header.to_owned(),
        pattern: pattern.as_str().to_owned(),
        status: rule.status,
        priority: rule.priority,
        tags,
        queue: rule.queue,
    })
}

fn pattern(given: &str) -> Result<Pattern> {
    if given.trim().is_empty() {
        let message = "A regular expression is required.";
        return Err(Error::bad("pattern", "mailbox-rule-pattern-required", message));
    }
    if given.chars().count() > LONGEST || given.chars().any(char::is_control) {
        let message =
            format!("The regular expression must be on one line and not longer than {LONGEST} characters.");
        return Err(Error::bad("pattern", "mailbox-rule-pattern-long", message));
    }
    Pattern::parse(given).map_err(|wrong| {
        let message = format!("The regular expression is not valid: {wrong}.");
        Error::bad("pattern", "mailbox-rule-pattern", message)
    })
}
