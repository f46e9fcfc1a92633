//! Notes what became of a claimed mail: accepted, to be tried again, waiting for the server, or given up and shown to the
//! staff.

use std::time::Duration;

use super::{server, untold};
use crate::{
    engine::Engine,
    error::Result,
    incoming::undelivered::refuses_address,
    model::{
        Cause, EventChange, EventKind, Failure, FromTo, LetterId, LetterState, MailServerFault, Withdrawn,
    },
    policy,
    store::{
        NewEvent, Work,
        entity::letter,
        letters::{self, settle},
        mail_server, undeliverable,
    },
};

/// After this many attempts, some four days, a mail is given up (RFC 5321, 4.5.4.1 asks for at least 4 to 5 days).
const ATTEMPTS: i32 = 24;

/// So much of what a mail server says when it takes a letter is kept.
const LONGEST_WORDS: usize = 300;

/// How long to wait before the next attempt: a minute, doubled each time, at most five hours.
#[must_use]
pub(crate) fn pause(attempts: i32) -> Duration {
    let doublings = u32::try_from(attempts.clamp(1, 10) - 1).unwrap_or(0);
    Duration::from_secs(std::cmp::Ord::min(60 << doublings, 5 * 60 * 60))
}

impl Engine {
    /// Notes that a mail server has accepted these letters, all in one commit.
    ///
    /// # Errors
    /// Internal, when the database fails; then they may be sent once more.
    pub async fn letters_sent(&self, ids: &[LetterId]) -> Result<()> {
        let work = Work::begin(self).await?;
        settle::sent(&work, ids).await?;
        server::accepts(&work).await?;
        work.commit(policy::routine(), Vec::new()).await
    }

    /// The same for one letter, with what the mail server said.
    ///
    /// # Errors
    /// As [`Engine::letters_sent`].
    pub async fn letter_accepted(&self, id: LetterId, words: &str) -> Result<()> {
        let work = Work::begin(self).await?;
        settle::sent(&work, &[id]).await?;
        let words: String = words.chars().filter(|letter| !letter.is_control()).take(LONGEST_WORDS).collect();
        settle::accepted(&work, id, Some(words).filter(|words| !words.is_empty())).await?;
        server::accepts(&work).await?;
        work.commit(policy::routine(), Vec::new()).await
    }

    /// Notes that a letter was not sent. A passing fault is tried again later, with growing pauses; a permanent one, or
    /// the last of many, is written into the ticket's journal as `MAIL_BOUNCED`, where the staff see it. While the server
    /// accepts nothing at all, no number of attempts is the last.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub async fn letter_failed(&self, id: LetterId, failure: Failure) -> Result<()> {
        let work = Work::begin(self).await?;
        let Some(before) = letters::find(work.tx(), id).await? else { return Ok(()) };
        let exhausted =
            before.attempts >= ATTEMPTS && server::accepted_since(&work, before.created_at).await?;
        let given_up = failure.permanent || exhausted;
        let state = if given_up { LetterState::Failed } else { LetterState::Waiting };
        let mut events = Vec::new();
        if given_up {
            let mail = EventChange::Mail(address_and_reason(&before, &failure.error));
            events.extend(event(&before, EventKind::MailBounced, mail));
            events.extend(untold::keep_open(&work, &before).await?);
        }
        if failure.permanent && refuses_address(&failure.error) {
            undeliverable::mark(work.tx(), &before.address, work.now(), &failure.error).await?;
        }
        if given_up && before.ticket_id.is_none() {
            let (letter, user) = (before.id, before.recipient_id);
            tracing::warn!(%letter, %user, "a letter about an account was given up");
        }
        let next_at = work.now() + pause(before.attempts);
        settle::end(&work, before, state, next_at, failure.error).await?;
        work.commit(policy::routine(), events).await
    }

    /// Notes that letters could not be sent because of the mail server and not because of them: they wait, without an
    /// attempt being counted, and the server counts as failing until it accepts one. A letter that was given up or put off
    /// before this was understood waits for the server like the others.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub async fn letters_wait(&self, ids: &[LetterId], fault: MailServerFault, reason: &str) -> Result<()> {
        let life = self.life().await;
        let work = Work::begin(self).await?;
        let waiting = settle::to_put_back(&work, ids, life).await?;
        let failed = waiting.iter().filter(|row| row.state == LetterState::Failed.as_str());
        let events = failed.filter_map(|row| {
            event(row, EventKind::Changed, EventChange::MailWaits(address_and_reason(row, reason)))
        });
        let events: Vec<_> = events.collect();
        settle::put_back(&work, &waiting, reason).await?;
        mail_server::fails(&work, fault, reason).await?;
        work.commit(policy::routine(), events).await
    }

    /// Notes that no letter gets through the mail server, and why, until it accepts one. The letters go by their own pauses.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub async fn mail_server_fails(&self, fault: MailServerFault, reason: &str) -> Result<()> {
        let work = Work::begin(self).await?;
        mail_server::fails(&work, fault, reason).await?;
        work.commit(policy::routine(), Vec::new()).await
    }

    /// Notes that a letter is not sent, since its recipient may not read it or cannot be reached any more.
    pub(super) async fn letter_withdrawn(&self, id: LetterId, reason: Withdrawn) -> Result<()> {
        let work = Work::begin(self).await?;
        let Some(before) = letters::find(work.tx(), id).await? else { return Ok(()) };
        let mut events = Vec::new();
        // What is no news any more is missed by nobody.
        if reason != Withdrawn::TakenBack {
            let withdrawn = EventChange::MailWithdrawn(address_and_reason(&before, reason.as_str()));
            events.extend(event(&before, EventKind::Changed, withdrawn));
            events.extend(untold::keep_open(&work, &before).await?);
        }
        let next_at = before.next_at;
        settle::end(&work, before, LetterState::Withdrawn, next_at, reason.as_str().to_owned()).await?;
        work.commit(policy::routine(), events).await
    }
}

/// A line for the staff in the journal of the letter's ticket, if it is about one.
pub(super) fn event(row: &letter::Model, kind: EventKind, change: EventChange) -> Option<NewEvent> {
    Some(NewEvent {
        kind,
        ticket: row.ticket_id?.into(),
        actor: None,
        cause: Cause::Mail,
        comment: row.comment_id.map(Into::into),
        changes: vec![change],
        internal: true,
    })
}

/// To which address a letter goes, and what became of it there.
fn address_and_reason(row: &letter::Model, reason: &str) -> FromTo<String> {
    FromTo { from: Some(row.address.clone()), to: Some(reason.to_owned()) }
}
