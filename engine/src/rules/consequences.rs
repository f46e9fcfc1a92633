//! The journal lines and emails that follow from the difference between a ticket before and after a list of changes.

use chrono::{DateTime, Utc};

use super::{DecidedEvent, DecidedLetter, Outcome, Recipient, Undecided, decide::Draft};
use crate::{
    model::{Cause, Change, EventKind, LetterKind, Notice, OrganisationId, Visibility},
    recipients::{Happening, recipients, tells_watchers},
};

impl Draft<'_> {
    /// Everything that follows.
    pub(super) fn outcome(self) -> Result<Outcome, Undecided> {
        let assigned = self.assignment()?;
        let events = self.events(assigned.as_ref())?;
        let letters = self.letters(assigned)?;
        // That the customer was reminded is no change of the ticket.
        let reminded_at = self.before.reminded_at;
        let changed =
            super::TicketState { reminded_at, ..self.after.clone() } != *self.before || !events.is_empty();
        Ok(Outcome { counts: changed, events, letters, state: self.after, comments: self.comments })
    }

    /// One line for each kind of change, in an order that does not depend on the list's.
    fn events(&self, assigned: Option<&Change>) -> Result<Vec<DecidedEvent>, Undecided> {
        let line = |kind, changes, internal| DecidedEvent { kind, comment: None, changes, internal };
        let comments = self.comments.iter().enumerate().map(|(index, comment)| DecidedEvent {
            comment: Some(index),
            ..line(EventKind::Commented, Vec::new(), comment.visibility == Visibility::Internal)
        });
        let mut lines: Vec<DecidedEvent> = comments.collect();
        let assigned = assigned.map(|change| line(EventKind::Assigned, vec![change.clone()], false));
        let (given, ended) = if self.ended { (None, assigned) } else { (assigned, None) };
        lines.extend(given);
        let title = different("title", Some(&self.before.title), Some(&self.after.title));
        let flag = |is_private: bool| if is_private { "true" } else { "false" };
        let privacy =
            different("isPrivate", Some(flag(self.before.is_private)), Some(flag(self.after.is_private)));
        let open: Vec<Change> = [title, privacy].into_iter().flatten().collect();
        if !open.is_empty() {
            lines.push(line(EventKind::Changed, open, false));
        }
        let internal = self.internal_changes()?;
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
        Ok(lines)
    }

    /// Priority, queue, organisation, tags and external id, which customers do not see changing.
    fn internal_changes(&self) -> Result<Vec<Change>, Undecided> {
        let (before, after) = (self.before, &self.after);
        let priority = different("priority", Some(before.priority.as_str()), Some(after.priority.as_str()));
        let queue = if before.queue == after.queue {
            None
        } else {
            let name = |id| Ok::<_, Undecided>(self.terms.known.queue(id)?.cloned());
            Some(change("queue", name(before.queue)?, name(after.queue)?))
        };
        let organisation = if before.organisation == after.organisation {
            None
        } else {
            let name = |id: Option<OrganisationId>| match id {
                Some(id) => Ok(self.terms.known.organisation(id)?.map(|one| one.name.clone())),
                None => Ok::<_, Undecided>(None),
            };
            Some(change("organisation", name(before.organisation)?, name(after.organisation)?))
        };
        let tags = different("tags", Some(&before.tags.join(", ")), Some(&after.tags.join(", ")));
        let external = different("externalId", before.external_id.as_deref(), after.external_id.as_deref());
        Ok([priority, queue, organisation, tags, external].into_iter().flatten().collect())
    }

    /// Who was responsible and who is, if that is somebody else.
    fn assignment(&self) -> Result<Option<Change>, Undecided> {
        let (from, to) = (self.before.assignee, self.after.assignee);
        if from == to {
            return Ok(None);
        }
        let known = &self.terms.known;
        let from = match from {
            Some(id) if self.ended => {
                known.assignable(id, self.after.queue)?.map(|person| person.name.clone())
            }
            Some(id) => known.name(id)?.cloned(),
            None => None,
        };
        let to = match to {
            Some(id) => known.assignable(id, self.after.queue)?.map(|person| person.name.clone()),
            None => None,
        };
        Ok(Some(change("assignee", from, to)))
    }

    fn status_change(&self) -> Option<Change> {
        different("status", Some(self.before.status.as_str()), Some(self.after.status.as_str()))
    }

    fn auto_close_change(&self) -> Option<Change> {
        let word = |at: Option<DateTime<Utc>>| at.map(|at| at.to_rfc3339());
        let (from, to) = (word(self.before.auto_close_at), word(self.after.auto_close_at));
        (from != to).then(|| change("autoCloseAt", from, to))
    }

    fn last_comment(&self) -> Option<usize> {
        self.comments.len().checked_sub(1)
    }

    /// The emails that follow, one a person; where emails quote comments, the customer and the watchers get each comment.
    fn letters(&self, assigned: Option<Change>) -> Result<Vec<DecidedLetter>, Undecided> {
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
        let changes: Vec<Change> = self.status_change().into_iter().chain(assigned).collect();
        letters.extend(recipients(&happening).into_iter().map(|(user, kind)| DecidedLetter {
            to: Recipient::User(user),
            kind,
            comment: last,
            changes: changes.clone(),
            by_hand,
            notice: happening.notice(user),
        }));
        let new_status = self.status_change().into_iter().collect();
        letters.extend(to_watchers(&happening, last, new_status, by_hand));
        letters.extend(ended.map(|change| DecidedLetter {
            to: Recipient::WorkersOf(self.after.queue),
            kind: LetterKind::Changed,
            comment: None,
            changes: vec![change],
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

fn change(field: &str, from: Option<String>, to: Option<String>) -> Change {
    Change { field: field.to_owned(), from, to }
}

/// The change of a field, if it is different.
fn different(field: &str, from: Option<&str>, to: Option<&str>) -> Option<Change> {
    (from != to).then(|| Change::new(field, from, to))
}

fn to_watchers(
    happening: &Happening,
    comment: Option<usize>,
    changes: Vec<Change>,
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
