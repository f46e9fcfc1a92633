//! Rules of the mailboxes that admins added, as their rows keep them.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::entity::queue;
use crate::{
    error::{Error, Result},
    incoming::rules::{MailRule, Pattern},
    model::{MailboxRule, Priority, Status},
};

/// A rule as it is kept.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Kept {
    header: String,
    pattern: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    status: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    priority: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    queue: Option<Uuid>,
}

/// The rules as a row keeps them; `None`: there are none.
pub(crate) fn kept(rules: &[MailboxRule]) -> Result<Option<String>> {
    let kept = rules.iter().map(|rule| Kept {
        header: rule.header.clone(),
        pattern: rule.pattern.clone(),
        status: rule.status.map(|status| status.as_str().to_owned()),
        priority: rule.priority.map(|priority| priority.as_str().to_owned()),
        tags: rule.tags.clone(),
        queue: rule.queue.map(|queue| queue.0),
    });
    let kept: Vec<Kept> = kept.collect();
    Ok((!kept.is_empty()).then(|| serde_json::to_string(&kept)).transpose()?)
}

/// The rules of a row.
pub(crate) fn of(row: Option<&str>) -> Result<Vec<MailboxRule>> {
    let kept: Vec<Kept> = row.map(serde_json::from_str).transpose()?.unwrap_or_default();
    kept.into_iter().map(rule).collect()
}

fn rule(kept: Kept) -> Result<MailboxRule> {
    Ok(MailboxRule {
        header: kept.header,
        pattern: kept.pattern,
        status: kept.status.map(|word| word.parse::<Status>().map_err(Error::internal)).transpose()?,
        priority: kept.priority.map(|word| word.parse::<Priority>().map_err(Error::internal)).transpose()?,
        tags: kept.tags,
        queue: kept.queue.map(Into::into),
    })
}

/// The rules of a row as they are carried out. A queue that is gone opens no tickets any more.
pub(crate) fn in_force(row: Option<&str>, queues: &[queue::Model]) -> Result<Vec<MailRule>> {
    let rules = of(row)?.into_iter();
    let in_force = rules.filter_map(|rule| {
        // It was checked when it was saved. Should another version read it otherwise, mail is taken all the same.
        let pattern = Pattern::parse(&rule.pattern);
        let pattern =
            pattern.inspect_err(|error| tracing::warn!(%error, "a rule of a mailbox is not understood"));
        let queue = rule.queue.and_then(|id| queues.iter().find(|queue| queue.id == id.0));
        Some(MailRule {
            header: rule.header,
            pattern: pattern.ok()?,
            status: rule.status,
            priority: rule.priority,
            tags: rule.tags,
            queue: queue.map(|queue| queue.name.clone()),
        })
    });
    Ok(in_force.collect())
}

/// The rules of a row as the audit log tells of them; `None`: there are none.
pub(crate) fn told(row: Option<&str>, queues: &[queue::Model]) -> Result<Option<String>> {
    let told = of(row)?.into_iter().map(|rule| {
        let queue = rule.queue.and_then(|id| queues.iter().find(|queue| queue.id == id.0));
        let sets = [
            rule.status.map(|status| status.as_str().to_owned()),
            rule.priority.map(|priority| priority.as_str().to_owned()),
            (!rule.tags.is_empty()).then(|| rule.tags.join(", ")),
            queue.map(|queue| queue.name.clone()),
        ];
        let sets = sets.into_iter().flatten().collect::<Vec<_>>().join(", ");
        let what = format!("{}: {}", rule.header, rule.pattern);
        if sets.is_empty() { what } else { format!("{what} → {sets}") }
    });
    let told = told.collect::<Vec<_>>().join("; ");
    Ok((!told.is_empty()).then_some(told))
}
