//! Which queue a mail is for, and what was agreed on answers there: by the mailboxes in force, and by the queues that were
//! made with an address.

use std::{collections::HashMap, time::Duration};

use super::pointers::LOOKED_UP;
use crate::{
    actor::Actor,
    content::address::plain,
    error::{Error, Result},
    incoming::rules::MailRule,
    model::{Delivery, QueueId},
    settings::{MailboxSettings, Replies},
    store::{Work, queues},
};

/// Where a mail arrived.
#[derive(Debug, Clone)]
pub(super) struct Arrived {
    /// The address that it was for, if that is one of ours.
    pub(super) address: Option<String>,
    /// The queue of that address.
    pub(super) queue: QueueId,
    /// What happens with answers.
    pub(super) replies: Replies,
    /// Whether people who are copied in watch the ticket.
    pub(super) cc_watches: bool,
    /// How long after a ticket was closed an answer still reopens it; `None`: however long.
    pub(super) reopen_within: Option<Duration>,
    /// The rules of that mailbox.
    pub(super) rules: Vec<MailRule>,
}

/// Where a mail arrived; at the first queue, if none of its addresses is one of ours.
///
/// What it was fetched from decides, unless the mail names another queue's address and not this mailbox: then an alias
/// led it here.
pub(super) async fn arrived(work: &Work<'_>, delivery: &Delivery) -> Result<Arrived> {
    let engine = work.engine();
    let recipients: Vec<String> =
        delivery.message.recipients.iter().take(LOOKED_UP).map(|to| plain(to)).collect();
    let fetched = delivery.mailbox.as_deref().map(plain);
    let (queues, mailboxes) = (work.queues().await?, work.mailboxes().await?);
    let by_address: HashMap<&str, QueueId> =
        queues.iter().filter_map(|row| Some((row.address.as_deref()?, row.id.into()))).collect();
    let known = |address: &String| {
        let mailbox = mailboxes.at(address).map(Known::Mailbox);
        mailbox.or_else(|| by_address.get(address.as_str()).copied().map(Known::Queue))
    };
    let alias = |fetched: &&String| {
        let led = |to: &String| matches!(known(to), Some(Known::Queue(_)));
        !recipients.contains(fetched) && recipients.iter().any(led)
    };
    let found = fetched
        .as_ref()
        .filter(|fetched| !alias(fetched))
        .and_then(known)
        .or_else(|| recipients.iter().find_map(known))
        .or_else(|| fetched.as_ref().and_then(known));
    let address = |address: &&String| known(address).is_some();
    let address = fetched.iter().filter(|fetched| !alias(fetched)).chain(&recipients).find(address).cloned();
    let (rules, reopen_within) = match found {
        Some(Known::Mailbox(mailbox)) => (mailbox.rules.clone(), mailbox.reopen_within),
        Some(Known::Queue(_)) | None => (Vec::new(), None),
    };
    let (queue, replies, cc_watches) = match found {
        Some(Known::Mailbox(mailbox)) => {
            let named = queues.iter().find(|row| row.name == mailbox.queue);
            let missing = || Error::internal("the queue of a mailbox is missing");
            (named.ok_or_else(missing)?.id.into(), mailbox.replies, mailbox.cc_watches)
        }
        Some(Known::Queue(queue)) => (queue, Replies::Append, true),
        None => (engine.queue_or_first(work, &Actor::system(), None).await?, Replies::Append, true),
    };
    let own = match queues.iter().find(|row| row.id == queue.0) {
        Some(row) => queues::own(row)?.replies,
        None => None,
    };
    Ok(Arrived { address, queue, replies: own.unwrap_or(replies), cc_watches, reopen_within, rules })
}

/// Whether a mail was fetched from a mailbox that is none of ours any more. It stays there: a mail that was on its way while an
/// admin deleted the mailbox is not taken in at some other queue, with what is no longer our address as a person.
pub(super) async fn is_gone(work: &Work<'_>, delivery: &Delivery) -> Result<bool> {
    let Some(fetched) = delivery.mailbox.as_deref().map(plain) else { return Ok(false) };
    let of_queue = |row: &crate::store::entity::queue::Model| row.address.as_deref() == Some(&fetched);
    Ok(work.mailboxes().await?.at(&fetched).is_none() && !work.queues().await?.iter().any(of_queue))
}

#[derive(Clone, Copy)]
enum Known<'s> {
    Mailbox(&'s MailboxSettings),
    Queue(QueueId),
}
