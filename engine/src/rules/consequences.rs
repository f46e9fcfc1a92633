//! The journal lines and emails that follow from the difference between a ticket before and after a list of changes.

use super::{DecidedEvent, DecidedLetter, Outcome, Recipient, Undecided, decide::Draft};
use crate::{
    model::{Cause, EventChange, EventKind, FromTo, LetterChange, LetterKind, Notice, Visibility},
    recipients::{Happening, recipients, tells_watchers},
};

impl Draft<'_> {
    /// Everything that follows.
    pub(super) fn outcome(self) -> Result<Outcome, Undecided> {
        let assigned = self.assignment();
        let events = self.events(assigned.as_ref());
        let letters = self.letters(assigned)?;
        // That the customer was reminded is no change of the ticket.
        let reminded_at = self.before.reminded_at;
        let changed =
            super::TicketState { reminded_at, ..self.after.clone() } != *self.before || !events.is_empty();
        Ok(Outcome { counts: changed, events, letters, state: self.after, comments: self.comments })
    }

    /// One line for each kind of change, in an order that does not depend on the list's.
    fn events(&self, assigned: Option<&EventChange>) -> Vec<DecidedEvent> {
        let line = |kind, changes, internal| DecidedEvent { kind, comment: None, changes, internal };
        let comments = self.comments.iter().enumerate().map(|(index, comment)| DecidedEvent {
            comment: Some(index),
            ..line(EventKind::Commented, Vec::new(), comment.visibility == Visibility::Internal)
        });
        let mut lines: Vec<DecidedEvent> = comments.collect();
        let assigned = assigned.map(|change| line(EventKind::Assigned, vec![change.clone()], false));
        let (given, ended) = if self.ended { (None, assigned) } else { (assigned, None) };
        lines.extend(given);
        let title = different(Some(&self.before.title), Some(&self.after.title));
        let privacy = different(Some(&self.before.is_private), Some(&self.after.is_private));
        let open = [title.map(EventChange::Title), privacy.map(EventChange::IsPrivate)];
        let open: Vec<EventChange> = open.into_iter().flatten().collect();
        if !open.is_empty() {
            lines.push(line(EventKind::Changed, open, false));
        }
        let internal = self.internal_changes();
        if !internal.is_empty() {
            lines.push(line(EventKind::Changed, internal, true));
        }
        lines.extend(ended);
        match (self.status_change(), self.auto_close_change()) {
            (Some(status), closes) => {
                let by_time = self.by.cause == Cause::Timer;
                let kind = if by_time { EventKind::AutoClosed } else { EventKind::StatusChanged };
                let changes = std::iter::once(status).chain(closes).collect();
                lines.push(DecidedEvent { comment: self.last_comment(), ..line(kind, changes, false) });
            }
            (None, Some(closes)) => lines.push(line(EventKind::Changed, vec![closes], false)),
            (None, None) => {}
        }
        lines
    }

    /// Priority, queue, organisation, tags and external id, which customers do not see changing.
    fn internal_changes(&self) -> Vec<EventChange> {
        let (before, after) = (self.before, &self.after);
        let organisation = different(before.organisation.as_ref(), after.organisation.as_ref());
        let external = different(before.external_id.as_ref(), after.external_id.as_ref());
        let changes = [
            different(Some(&before.priority), Some(&after.priority)).map(EventChange::Priority),
            different(Some(&before.queue), Some(&after.queue)).map(EventChange::Queue),
            organisation.map(EventChange::Organisation),
            different(Some(&before.tags), Some(&after.tags)).map(EventChange::Tags),
            external.map(EventChange::ExternalId),
        ];
        changes.into_iter().flatten().collect()
    }

    /// Who was responsible and who is, if that is somebody else.
    fn assignment(&self) -> Option<EventChange> {
        let (before, after) = (self.before.assignee.as_ref(), self.after.assignee.as_ref());
        different(before, after).map(EventChange::Assignee)
    }

    fn status_change(&self) -> Option<EventChange> {
        different(Some(&self.before.status), Some(&self.after.status)).map(EventChange::Status)
    }

    fn auto_close_change(&self) -> Option<EventChange> {
        let (before, after) = (self.before.auto_close_at.as_ref(), self.after.auto_close_at.as_ref());
        different(before, after).map(EventChange::AutoCloseAt)
    }

    fn last_comment(&self) -> Option<usize> {
        self.comments.len().checked_sub(1)
    }

    /// The emails that follow, one a person; where emails quote comments, the customer and the watchers get each comment.
    fn letters(&self, assigned: Option<EventChange>) -> Result<Vec<DecidedLetter>, Undecided> {
        let public = |index: &usize| {
            self.comments.get(*index).is_some_and(|comment| comment.visibility == Visibility::Public)
        };
        let mut published: Vec<usize> = (0..self.comments.len()).filter(public).collect();
        let last = published.pop();
        let happening = self.happening(last.is_some());
        let by_hand = self.by.is_staff() && matches!(self.by.cause, Cause::Web | Cause::Api | Cause::System);
        let mut letters = Vec::new();
        let customer = recipients(&Happening { status: None, assignee: None, ..happening });
        if !published.is_empty() && !self.terms.known.customs(self.after.queue)?.emails_quote {
            published.clear();
        }
        for earlier in published {
            letters.extend(customer.iter().map(|(user, kind)| DecidedLetter {
                to: Recipient::User(*user),
                kind: *kind,
                comment: Some(earlier),
                changes: Vec::new(),
                by_hand,
                notice: None,
            }));
            letters.extend(to_watchers(&happening, Some(earlier), Vec::new(), by_hand));
        }
        let ended = assigned.clone().filter(|_| self.ended);
        let changes: Vec<LetterChange> =
            self.status_change().into_iter().chain(assigned).map(LetterChange::Changed).collect();
        letters.extend(recipients(&happening).into_iter().map(|(user, kind)| DecidedLetter {
            to: Recipient::User(user),
            kind,
            comment: last,
            changes: changes.clone(),
            by_hand,
            notice: happening.notice(user),
        }));
        let new_status = self.status_change().map(LetterChange::Changed).into_iter().collect();
        letters.extend(to_watchers(&happening, last, new_status, by_hand));
        letters.extend(ended.map(|change| DecidedLetter {
            to: Recipient::WorkersOf(self.after.queue),
            kind: LetterKind::Changed,
            comment: None,
            changes: vec![change.into()],
            by_hand: false,
            notice: None,
        }));
        letters.extend(self.reminded.then_some(DecidedLetter {
            to: Recipient::User(self.after.customer),
            kind: LetterKind::Reminder,
            comment: None,
            changes: Vec::new(),
            by_hand: false,
            notice: None,
        }));
        Ok(letters)
    }

    fn happening(&self, commented: bool) -> Happening {
        // A status that is set together with an answer is told, even if it is the same as before.
        let told =
            self.before.status != self.after.status || (self.picked && commented && self.by.is_staff());
        Happening {
            actor: self.by.user,
            by_staff: self.by.is_staff(),
            customer: self.after.customer,
            assignee: self.after.assignee,
            assigned: self.after.assignee != self.before.assignee,
            created: false,
            commented,
            status: told.then_some(self.after.status),
            automatic: self.comments.iter().any(|comment| comment.automatic),
            held_back: self.held_back,
            timer: self.by.cause == Cause::Timer,
        }
    }
}

/// From what to what, if that is something else.
fn different<T: PartialEq + Clone>(from: Option<&T>, to: Option<&T>) -> Option<FromTo<T>> {
    (from != to).then(|| FromTo { from: from.cloned(), to: to.cloned() })
}

fn to_watchers(
    happening: &Happening,
    comment: Option<usize>,
    changes: Vec<LetterChange>,
    by_hand: bool,
) -> Option<DecidedLetter> {
    let to = Recipient::Watchers;
    tells_watchers(happening).then_some(DecidedLetter {
        to,
        kind: LetterKind::Changed,
        comment,
        changes,
        by_hand,
        notice: Some(Notice::Watched),
    })
}
