//! Writes the mails that a change owes, in its transaction.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::{
    breaker::{Pass, hour_ago, pass, pass_of_new},
    digest,
    untold::is_reachable,
};
use crate::{
    error::{Error, Result},
    model::{
        Cause, CommentId, EventChange, EventKind, FromTo, LetterChange, LetterId, LetterKind, LetterState,
        Notice, NoticeChoices, NotificationKind, Role, TicketId, UNKNOWN_SENDER, UserId, Withdrawn,
    },
    rules::joining::{JOINING, TicketNow, Told, joined},
    store::{
        NewEvent, Work, changes,
        entity::account,
        letters::{
            self,
            joining::{self, Joined},
            new::{self, NewLetter},
            recipients::{self, Recipient},
        },
        notifications, queues, rows, tickets, undeliverable,
    },
};

/// Why a letter is held.
const TOO_MANY: &str = "too-many";

/// A mail that is to be owed.
#[derive(Debug, Clone)]
pub(crate) struct Owed {
    pub(crate) kind: LetterKind,
    pub(crate) recipient: UserId,
    pub(crate) ticket: Option<TicketId>,
    pub(crate) comment: Option<CommentId>,
    pub(crate) changes: Vec<LetterChange>,
    /// Whether somebody of the staff caused it on the page or by API: such a letter is not held back by machines.
    pub(crate) by_hand: bool,
    /// Of what it tells, where its reader may have chosen not to be told by email; `None`: they must be.
    pub(crate) notice: Option<Notice>,
}

impl Owed {
    /// What tells a person of their own account, whatever they chose to be told of.
    pub(crate) const fn about_account(
        kind: LetterKind,
        recipient: UserId,
        changes: Vec<LetterChange>,
    ) -> Self {
        Self { kind, recipient, ticket: None, comment: None, changes, by_hand: true, notice: None }
    }
}

/// Writes one mail into the outbox. Accounts that are switched off or have no usable address get none, and what is new in
/// a ticket joins the letter that tells the same person of that ticket while it waits. What the staff must know of it is
/// answered as lines for the journal.
pub(crate) async fn owe(work: &Work<'_>, owed: Owed) -> Result<Vec<NewEvent>> {
    write(work, owed, Opened::Before, None).await
}

/// The same of what can be taken back until then: it does not leave before.
pub(crate) async fn owe_until(
    work: &Work<'_>,
    owed: Owed,
    until: Option<DateTime<Utc>>,
) -> Result<Vec<NewEvent>> {
    write(work, owed, Opened::Before, until).await
}

/// The same of a ticket that was opened in the same unit of work: nothing was written of it to anybody yet.
pub(crate) async fn owe_of_new(work: &Work<'_>, owed: Owed) -> Result<Vec<NewEvent>> {
    write(work, owed, Opened::Now, None).await
}

/// When the ticket of a mail was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opened {
    /// In the same unit of work.
    Now,
    /// Some time ago; or the mail is about no ticket.
    Before,
}

async fn write(
    work: &Work<'_>,
    owed: Owed,
    opened: Opened,
    until: Option<DateTime<Utc>>,
) -> Result<Vec<NewEvent>> {
    if work.is_quiet() {
        return Ok(Vec::new());
    }
    // Of a ticket that was opened just now nobody has had a letter, or asked for it elsewhere.
    let about = owed.ticket.filter(|_| opened == Opened::Before).map(|ticket| (ticket, hour_ago(work)));
    let found = recipients::find(work.tx(), owed.recipient, about).await?;
    let Some(Recipient { account, asked, came_back, sent }) = found else { return Ok(Vec::new()) };
    let role: Role = account.role.parse().map_err(Error::internal)?;
    if let Some(notice) = owed.notice {
        let choice = serde_json::from_str::<NoticeChoices>(&account.notices)?.of(notice, role);
        let kind = NotificationKind::of(notice, owed.kind).filter(|_| role.is_staff() && choice.page);
        if let (Some(kind), Some(ticket)) = (kind, owed.ticket) {
            notifications::note(work, owed.recipient, ticket, kind, owed.comment).await?;
        }
        if !choice.email {
            return Ok(Vec::new());
        }
    }
    if !is_reachable(&account) {
        // Nobody switched off the account that stands for senders without an address.
        let off = !account.active && account.email != UNKNOWN_SENDER;
        let reason = if off { Withdrawn::SwitchedOff } else { Withdrawn::NoAddress };
        return Ok(not_sent(&owed, &account.email, reason).into_iter().collect());
    }
    let Some(due) = due(work, &owed, &account).await? else { return Ok(Vec::new()) };
    let leaves = until.map_or(due, |until| until.max(due));
    let address = match opened {
        Opened::Now => account.email.clone(),
        Opened::Before if joins_a_waiting_one(work, &owed, leaves).await? => return Ok(Vec::new()),
        Opened::Before => asked.unwrap_or_else(|| account.email.clone()),
    };
    // Letters about an account are sent all the same: whoever asks for one may know that mail arrives again.
    let (state, error, events) = if came_back && owed.ticket.is_some() {
        let reason = Withdrawn::Undeliverable;
        let events = not_sent(&owed, &address, reason).into_iter().collect();
        (LetterState::Withdrawn, Some(reason.as_str()), events)
    } else {
        match passes(work, &owed, opened, (&address, sent)).await? {
            Pass::Free => (LetterState::Waiting, None, Vec::new()),
            Pass::Held(events) if joins_a_held_one(work, &owed).await? => return Ok(events),
            Pass::Held(events) => (LetterState::Held, Some(TOO_MANY), events),
        }
    };
    let id: LetterId = work.id()?;
    let message_id = format!("{}@{}", id.0.simple(), work.engine().mail_domain());
    let dedupe = match (owed.kind, owed.ticket) {
        (LetterKind::Confirmation, Some(ticket)) => Some(format!("confirmation:{ticket}")),
        _ => None,
    };
    let letter = NewLetter {
        id,
        kind: owed.kind,
        ticket: owed.ticket,
        comment: owed.comment,
        recipient: account.id.into(),
        address,
        message_id: message_id.clone(),
        dedupe,
        state,
        leaves,
        error: error.map(str::to_owned),
        changes: changes::kept(&owed.changes)?,
        notice: told(None, owed.notice),
    };
    new::add(work, letter).await?;
    if let Some(ticket) = owed.ticket {
        new::remember(work, id, message_id, (ticket, owed.comment)).await?;
    }
    Ok(events)
}

/// Whether it may leave. `sent`: how many letters of its ticket its reader got within the last hour.
async fn passes(work: &Work<'_>, owed: &Owed, opened: Opened, (address, sent): (&str, i64)) -> Result<Pass> {
    match opened {
        Opened::Now => pass_of_new(work, owed).await,
        Opened::Before => pass(work, owed, address, sent).await,
    }
}

/// When it goes out; `None`: it became a part of an email for many.
async fn due(work: &Work<'_>, owed: &Owed, to: &account::Model) -> Result<Option<DateTime<Utc>>> {
    let Some(notice) = owed.notice else { return Ok(Some(work.now())) };
    let (due, together) = digest::when(to, notice, work.now())?;
    let gathers = match owed.ticket {
        Some(ticket) if together && !undeliverable::is_marked(work.tx(), &to.email).await? => {
            digest::gather(work, to, due, (ticket, notice)).await?
        }
        _ => false,
    };
    Ok((!gathers).then_some(due))
}

/// Tells the staff that a person of a ticket gets no letter.
fn not_sent(owed: &Owed, address: &str, reason: Withdrawn) -> Option<NewEvent> {
    let not_sent = FromTo { from: Some(address.to_owned()), to: Some(reason.as_str().to_owned()) };
    Some(NewEvent {
        kind: EventKind::Changed,
        ticket: owed.ticket?,
        actor: None,
        cause: Cause::System,
        comment: owed.comment,
        changes: vec![EventChange::MailWithdrawn(not_sent)],
        internal: true,
    })
}

/// Of one kind, one letter is held for each person: what they are told is where the ticket stands now. What people of the staff wrote is
/// each a letter of its own.
async fn joins_a_held_one(work: &Work<'_>, owed: &Owed) -> Result<bool> {
    if owed.by_hand && owed.comment.is_some() {
        return Ok(false);
    }
    let held = joining::held(work, owed.ticket, owed.recipient, owed.kind).await?;
    let Some(held) = held else { return Ok(false) };
    let all = joined(changes::read(&held.changes)?, &owed.changes);
    let notice = told(held.notice.as_deref(), owed.notice);
    joining::tell_held(work, held, (owed.comment, &all), notice).await?;
    Ok(true)
}

/// Adds to a letter that waits what is new in its ticket, so that its reader gets one letter with the newest status and all
/// texts. One that would leave later than what is new is left alone: what goes at once waits for nothing.
async fn joins_a_waiting_one(work: &Work<'_>, owed: &Owed, leaves: DateTime<Utc>) -> Result<bool> {
    let Some(ticket) = owed.ticket.filter(|_| JOINING.contains(&owed.kind)) else { return Ok(false) };
    let waiting = joining::lock_waiting(work, ticket, owed.recipient, leaves).await?;
    let Some(waiting) = waiting else { return Ok(false) };
    let Some(row) = tickets::find(work.tx(), ticket).await? else { return Ok(false) };
    let terms = queues::terms_of_ticket(work.tx(), work.engine().settings(), ticket).await?;
    let now = TicketNow { status: rows::status(&row)?, quotes: terms.content.carries_texts() };
    let before = letters::told(&waiting)?;
    let later =
        Told { kind: owed.kind, comments: owed.comment.into_iter().collect(), changes: owed.changes.clone() };
    let Some(both) = before.and(&later, now) else { return Ok(false) };
    let over = both.is_nothing() && !before.is_nothing();
    let joined = Joined {
        told: &both,
        notice: told(waiting.notice.as_deref(), owed.notice),
        leaves: (leaves > work.now()).then_some(leaves),
        // What was said is taken back before anybody has read it.
        taken_back: over,
    };
    joining::tell_waiting(work, waiting, joined).await?;
    Ok(true)
}

/// Of what a letter tells after another has joined it, as far as its reader may switch that off.
fn told(before: Option<&str>, notice: Option<Notice>) -> Option<String> {
    let before = before.into_iter().flat_map(|words| words.split('.'));
    let words: BTreeSet<&str> = before.chain(notice.map(Notice::as_str)).collect();
    (!words.is_empty()).then(|| words.into_iter().collect::<Vec<_>>().join("."))
}
