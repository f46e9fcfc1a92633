//! What becomes of an email that waits when there is more to tell its reader of the same ticket. Pure: the table in the
//! tests is the documentation.

use crate::model::{CommentId, EventChange, FromTo, LetterChange, LetterKind, Status};

/// So many texts stand in one email.
const MOST_TEXTS: usize = 20;

/// The kinds of email that one another may join: what tells where a ticket stands. A confirmation, a reminder and what
/// tells of an agreed time are each an email of their own.
pub(crate) const JOINING: [LetterKind; 4] =
    [LetterKind::Changed, LetterKind::Question, LetterKind::Resolved, LetterKind::Closed];

/// What an email tells its reader of a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) kind: LetterKind,
    /// The comments of which it tells, in order.
    pub(crate) comments: Vec<CommentId>,
    pub(crate) changes: Vec<LetterChange>,
}

/// The ticket of emails that join, as it is now.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TicketNow {
    pub(crate) status: Status,
    /// Whether emails quote the comments of which they tell.
    pub(crate) quotes: bool,
}

impl Told {
    /// What one email says of both; `None`: each is an email of its own.
    pub(crate) fn and(&self, later: &Self, now: TicketNow) -> Option<Self> {
        let kind = joined_kind(self.kind, later.kind, now.status)?;
        let mut comments = self.comments.clone();
        comments.extend(later.comments.iter().filter(|id| !self.comments.contains(id)));
        if comments.len() > MOST_TEXTS {
            if now.quotes {
                return None;
            }
            comments.truncate(MOST_TEXTS);
        }
        let mut changes = joined(self.changes.clone(), &later.changes);
        // What came between was told by another email, or was the reader's own doing.
        changes.retain(|change| status_of(change).is_none_or(|status| status.to == Some(now.status)));
        Some(Self { kind, comments, changes })
    }

    /// Whether nothing is left to tell of what there was.
    pub(crate) fn is_nothing(&self) -> bool {
        self.comments.is_empty() && self.changes.is_empty()
    }

    /// The same without an answer that was taken back; `status`: what the ticket's is again, where it was the answer's
    /// doing. `by_status`: the email's kind says the status. `None`: there is nothing else to tell.
    pub(crate) fn without(
        mut self,
        answer: CommentId,
        status: Option<Status>,
        by_status: bool,
    ) -> Option<Self> {
        self.comments.retain(|id| *id != answer);
        if let Some(status) = status {
            for change in &mut self.changes {
                if let LetterChange::Changed(EventChange::Status(change)) = change {
                    change.to = Some(status);
                }
            }
            self.changes.retain(|change| !is_undone(change));
        }
        let says_status = self.changes.iter().any(|change| status_of(change).is_some());
        if let Some(status) = status.filter(|_| by_status && JOINING.contains(&self.kind)) {
            self.kind = if says_status { kind_of(status) } else { LetterKind::Changed };
        }
        (!self.comments.is_empty() || says_status).then_some(self)
    }
}

/// The kind of the email that tells both, while the ticket has this status; `None`: each is an email of its own.
fn joined_kind(waiting: LetterKind, later: LetterKind, now: Status) -> Option<LetterKind> {
    if !JOINING.contains(&waiting) || !JOINING.contains(&later) {
        return None;
    }
    let still = |kind| kind == kind_of(now);
    Some(match later {
        LetterKind::Changed if still(waiting) => waiting,
        later => later,
    })
}

/// The kind of email that says this status to a customer.
const fn kind_of(status: Status) -> LetterKind {
    match status {
        Status::New | Status::Open => LetterKind::Changed,
        Status::Pending => LetterKind::Question,
        Status::Resolved => LetterKind::Resolved,
        Status::Closed => LetterKind::Closed,
    }
}

/// What is told of both: of a field that changed twice, from the first value to the last, if that is another.
pub(crate) fn joined(mut changes: Vec<LetterChange>, later: &[LetterChange]) -> Vec<LetterChange> {
    for change in later {
        match changes.iter_mut().find(|known| known.field() == change.field()) {
            Some(known) => *known = after(known, change),
            None => changes.push(change.clone()),
        }
    }
    changes.retain(|change| !is_undone(change));
    changes
}

/// What is told of two changes of one field.
fn after(first: &LetterChange, last: &LetterChange) -> LetterChange {
    use EventChange::{Assignee, Status};
    use LetterChange::Changed;
    match (first, last) {
        (Changed(Status(first)), Changed(Status(last))) => {
            Changed(Status(FromTo { from: first.from, to: last.to }))
        }
        (Changed(Assignee(first)), Changed(Assignee(last))) => {
            Changed(Assignee(FromTo { from: first.from, to: last.to }))
        }
        // Nothing else that emails tell was something before.
        _ => last.clone(),
    }
}

/// Whether it ended where it began.
fn is_undone(change: &LetterChange) -> bool {
    match change {
        LetterChange::Changed(EventChange::Status(change)) => change.from == change.to,
        LetterChange::Changed(EventChange::Assignee(change)) => change.from == change.to,
        _ => false,
    }
}

const fn status_of(change: &LetterChange) -> Option<&FromTo<Status>> {
    match change {
        LetterChange::Changed(EventChange::Status(change)) => Some(change),
        _ => None,
    }
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test that cannot go on has failed, and says why")]
mod tests {
    use super::*;

    fn comment(id: u128) -> CommentId {
        CommentId(uuid::Uuid::from_u128(id))
    }

    fn told(kind: LetterKind, comments: &[u128], status: Option<(&str, &str)>) -> Told {
        let status =
            status.map(|(from, to)| FromTo::<Status> { from: from.parse().ok(), to: to.parse().ok() });
        Told {
            kind,
            comments: comments.iter().copied().map(comment).collect(),
            changes: status.map(EventChange::Status).map(LetterChange::Changed).into_iter().collect(),
        }
    }

    /// An email that waits, what comes after it, where the ticket stands then, and the one email that tells both.
    #[test]
    fn one_email_says_the_newest_status() {
        use LetterKind::{Changed, Closed, Confirmation, Question, Reminder, Resolved, SlaBreached, Split};
        for (waiting, later, now, both) in [
            (Changed, Changed, Status::Open, Some(Changed)),
            (Changed, Question, Status::Pending, Some(Question)),
            (Question, Resolved, Status::Resolved, Some(Resolved)),
            (Resolved, Closed, Status::Closed, Some(Closed)),
            // Set back: there is no question any more.
            (Question, Changed, Status::Open, Some(Changed)),
            // Another answer, and the status stays.
            (Question, Changed, Status::Pending, Some(Question)),
            (Resolved, Changed, Status::Resolved, Some(Resolved)),
            // The customer reopened it in between, of which they are not told.
            (Resolved, Changed, Status::Open, Some(Changed)),
            (Resolved, Question, Status::Pending, Some(Question)),
            (Confirmation, Changed, Status::Open, None),
            (Confirmation, Resolved, Status::Resolved, None),
            (Reminder, Changed, Status::Pending, None),
            (Changed, Reminder, Status::Pending, None),
            (Changed, Split, Status::Open, None),
            (Changed, SlaBreached, Status::Open, None),
        ] {
            assert_eq!(joined_kind(waiting, later, now), both, "{waiting:?} and {later:?} at {now:?}");
        }
    }

    #[test]
    fn one_email_carries_all_texts_in_order_and_what_is_different_after_all() {
        let quotes = |status| TicketNow { status, quotes: true };
        let first = told(LetterKind::Changed, &[1], Some(("NEW", "OPEN")));
        let second = told(LetterKind::Question, &[2], Some(("OPEN", "PENDING")));
        let third = told(LetterKind::Resolved, &[], Some(("PENDING", "RESOLVED")));
        let both = first.and(&second, quotes(Status::Pending)).expect("one email");
        assert_eq!(both, told(LetterKind::Question, &[1, 2], Some(("NEW", "PENDING"))));
        let all = both.and(&third, quotes(Status::Resolved)).expect("one email");
        assert_eq!(all, told(LetterKind::Resolved, &[1, 2], Some(("NEW", "RESOLVED"))));
        let back = told(LetterKind::Changed, &[], Some(("RESOLVED", "NEW")));
        assert_eq!(
            all.and(&back, quotes(Status::New)).expect("one email"),
            told(LetterKind::Changed, &[1, 2], None)
        );
        let alone = told(LetterKind::Question, &[], Some(("OPEN", "PENDING")));
        let back = told(LetterKind::Changed, &[], Some(("PENDING", "OPEN")));
        assert!(alone.and(&back, quotes(Status::Open)).expect("one email").is_nothing());
    }

    #[test]
    fn an_email_does_not_grow_without_end() {
        let ids: Vec<u128> = (0..20).collect();
        let (full, more) = (told(LetterKind::Changed, &ids, None), told(LetterKind::Changed, &[99], None));
        assert_eq!(full.and(&more, TicketNow { status: Status::Open, quotes: true }), None);
        let links = full.and(&more, TicketNow { status: Status::Open, quotes: false });
        assert_eq!(links, Some(full), "one that carries a link says no more of a further comment");
    }

    /// What is told of two answers, the answer that is taken back, the status that comes back with it, and what is left.
    #[test]
    fn an_answer_that_is_taken_back_takes_its_text_and_its_status_out() {
        use LetterKind::{Changed, Question, Resolved};
        let both = told(Resolved, &[1, 2], Some(("OPEN", "RESOLVED")));
        for (answer, status, by_status, left) in [
            (2, None, true, Some(told(Resolved, &[1], Some(("OPEN", "RESOLVED"))))),
            (2, Some(Status::Pending), true, Some(told(Question, &[1], Some(("OPEN", "PENDING"))))),
            (2, Some(Status::Open), true, Some(told(Changed, &[1], None))),
        ] {
            assert_eq!(both.clone().without(comment(answer), status, by_status), left, "{answer} {status:?}");
        }
        let watcher = told(Changed, &[1], Some(("OPEN", "RESOLVED")));
        assert_eq!(
            watcher.clone().without(comment(1), Some(Status::Pending), false),
            Some(told(Changed, &[], Some(("OPEN", "PENDING")))),
            "a watcher's email says the status by itself"
        );
        assert_eq!(watcher.without(comment(1), Some(Status::Open), false), None);
        assert_eq!(told(Changed, &[1], None).without(comment(1), None, true), None);
    }
}
