//! What follows from a list of changes to a ticket: the one place where comment, update, macro, bulk, a mail that joins and
//! a timer that closes are decided.
//!
//! Changes take effect one after another, statuses that are picked last: a list is one act, and what somebody picks holds
//! over what their comment or an assignment beside it would lead to, wherever in the list it stands. What follows is read
//! off the difference between the ticket before the list and after it. So a list is one change to whoever looks: one email
//! a person, one line in the journal for each kind of change, and nothing at all for what ends where it began.

use chrono::{DateTime, Utc};

use super::{
    By, DecidedComment, Outcome, Side, Terms, TicketState, Undecided,
    external_id::clean_external_id,
    texts::{check_tags, clean_tags, clean_text, required_title},
};
use crate::{
    error::{Error, Result},
    lifecycle::Step,
    model::{Cause, CommentChange, Nature, OrganisationId, Status, TicketChange, UserId, Visibility},
    sla::{Delay, delayed},
};

/// Decides what follows from `changes`.
///
/// It looks nothing up: a fact that it lacks is named by [`Undecided::Needs`], and whoever asks adds it to
/// [`Terms::known`] and asks again.
///
/// # Errors
/// [`Undecided::Refused`] with the change that is refused; [`Undecided::Needs`].
pub fn decide(
    ticket: &TicketState,
    by: By,
    changes: &[TicketChange],
    terms: &Terms,
    now: DateTime<Utc>,
) -> Result<Outcome, Undecided> {
    let mut draft = Draft::new(ticket, by, terms, now);
    let picks = |(_, change): &(usize, &TicketChange)| matches!(change, TicketChange::SetStatus(_));
    let (picked, others): (Vec<_>, Vec<_>) = changes.iter().enumerate().partition(picks);
    for (index, change) in others.into_iter().chain(picked) {
        draft.take(index, change).map_err(|why| why.of_change(index, change.field()))?;
    }
    draft.wait_for_staff_again()?;
    draft.check_assignee()?;
    draft.assign_who_answered()?;
    draft.end_forbidden_assignment()?;
    draft.set_closing_time()?;
    draft.close_only_what_is_announced()?;
    draft.outcome()
}

/// A ticket while changes are applied to it.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and any combination can be")]
pub(super) struct Draft<'a> {
    pub(super) before: &'a TicketState,
    pub(super) after: TicketState,
    pub(super) by: By,
    pub(super) terms: &'a Terms,
    now: DateTime<Utc>,
    pub(super) comments: Vec<DecidedComment>,
    /// The last change of the list that assigns.
    assigned_at: Option<usize>,
    /// Whether the staff answered the customer.
    answered: bool,
    /// Whether the list sets a status, be it the same as before.
    pub(super) picked: bool,
    /// Whether the assignee lost the ticket because they may not be responsible for it any more.
    pub(super) ended: bool,
    /// Whether a mail came that is shown to the staff only.
    pub(super) held_back: bool,
    /// Whether the customer is to be reminded of the closing.
    pub(super) reminded: bool,
    /// Whether it begins to wait to be closed.
    waits_anew: bool,
}

impl<'a> Draft<'a> {
    fn new(before: &'a TicketState, by: By, terms: &'a Terms, now: DateTime<Utc>) -> Self {
        Self {
            before,
            after: before.clone(),
            by,
            terms,
            now,
            comments: Vec::new(),
            assigned_at: None,
            answered: false,
            picked: false,
            ended: false,
            held_back: false,
            reminded: false,
            waits_anew: false,
        }
    }

    fn take(&mut self, index: usize, change: &TicketChange) -> Result<(), Undecided> {
        match change {
            TicketChange::Comment(comment) => self.comment(comment)?,
            TicketChange::SetStatus(status) => self.pick(*status)?,
            TicketChange::Assign(to) => self.assign(index, *to)?,
            TicketChange::Move(queue) => {
                if self.after.queue != *queue && !self.terms.known.takes_tickets(*queue)? {
                    return Err(Error::queue_unknown().into());
                }
                self.after.queue = *queue;
            }
            TicketChange::Prioritise(priority) => self.after.priority = *priority,
            TicketChange::Retitle(title) => self.after.title = required_title(title)?,
            TicketChange::SetTags(tags) => self.tag(clean_tags(tags), change.field())?,
            TicketChange::AddTags(tags) => {
                let all: Vec<String> = self.after.tags.iter().chain(tags).cloned().collect();
                self.tag(clean_tags(&all), change.field())?;
            }
            TicketChange::RemoveTags(tags) => {
                let gone = clean_tags(tags);
                self.after.tags.retain(|tag| !gone.contains(tag));
            }
            TicketChange::SetPrivacy(is_private) => self.after.is_private = *is_private,
            TicketChange::SetOrganisation(to) => self.belong(*to)?,
            TicketChange::AssignMe | TicketChange::Macro(_) => {
                let error = "a list of changes reached the rules before it was written out";
                return Err(Error::internal(error).into());
            }
            TicketChange::SetExternalId(id) => self.after.external_id = clean_external_id(id)?,
            TicketChange::CloseByTime => {
                self.only_timers()?;
                self.step(Step::AutoCloseElapses)?;
            }
            TicketChange::Remind => {
                self.only_timers()?;
                if self.after.auto_close_at.is_some() {
                    self.after.reminded_at = Some(self.now);
                    self.reminded = true;
                }
            }
        }
        Ok(())
    }

    fn comment(&mut self, change: &CommentChange) -> Result<()> {
        let text = clean_text(&change.text);
        // A mail is taken as it comes; its files are counted elsewhere.
        let may_be_empty = self.by.cause == Cause::Mail || !change.attachments.is_empty();
        if text.trim().is_empty() && !may_be_empty {
            return Err(Error::bad("text", "text-required", "A comment must have a text or a file."));
        }
        let step = step_of(self.by.side, change);
        self.step(step)?;
        if step == Step::StaffAnswers {
            self.after.first_answer_at.get_or_insert(self.now);
            self.answered = true;
        }
        self.held_back |= step == Step::MailIsHeldBack;
        let (automatic, has_more) = (change.nature == Nature::Automatic, change.has_more);
        self.comments.push(DecidedComment { text, visibility: change.visibility, automatic, has_more });
        Ok(())
    }

    fn pick(&mut self, status: Status) -> Result<()> {
        self.picked = true;
        match self.by.side {
            Side::Customer => self.step(Step::CustomerPicks(status)),
            Side::Staff | Side::Timer => self.step(Step::StaffPicks(status)),
        }
    }

    fn assign(&mut self, index: usize, to: Option<UserId>) -> Result<()> {
        self.assigned_at = Some(index);
        if self.after.assignee == to {
            return Ok(());
        }
        self.after.assignee = to;
        if to.is_some() { self.step(Step::StaffAssigns) } else { Ok(()) }
    }

    /// Only an organisation of the customer's can be told what they wrote.
    /// And what a merge would not have shown its members is not shown to them afterwards.
    fn belong(&mut self, to: Option<OrganisationId>) -> Result<(), Undecided> {
        if let Some(to) = to
            && Some(to) != self.before.organisation
        {
            let known = self.terms.known.organisation(to)?;
            if !known.is_some_and(|one| one.of_customer) {
                let message = "The customer of the ticket does not belong to this organisation.";
                return Err(Error::bad("organisation", "organisation-not-theirs", message).into());
            }
            if known.is_some_and(|one| one.would_read_merged) {
                let message = "A ticket of somebody in another organisation was merged into this one. Undo the merge first.";
                return Err(Error::bad("organisation", "organisation-merged", message).into());
            }
        }
        self.after.organisation = to;
        Ok(())
    }

    fn tag(&mut self, tags: Vec<String>, field: &'static str) -> Result<()> {
        check_tags(&tags, field)?;
        self.after.tags = tags;
        Ok(())
    }

    fn only_timers(&self) -> Result<()> {
        match self.by.side {
            Side::Timer => Ok(()),
            Side::Customer | Side::Staff => Err(Error::Forbidden { action: "do what timers do" }),
        }
    }

    /// Takes a step of the lifecycle: sets the status and, if that is another or waits again, when the system closes it.
    fn step(&mut self, step: Step) -> Result<()> {
        let before = self.after.status;
        let after = before.after(step)?;
        self.after.attention = self.after.attention.after(step, self.by.user, self.now);
        if before != after || (step.waits_again() && self.after.auto_close_at.is_none()) {
            self.after.status = after;
            self.wait_for_closing();
            self.after.reminded_at = None;
        } else if step.keeps_open() {
            self.waits_anew = false;
            self.after.auto_close_at = None;
            self.after.closes_from = None;
            self.after.reminded_at = None;
        }
        Ok(())
    }

    /// What nobody has answered waits again when the staff open a ticket in whose status nothing waited.
    fn wait_for_staff_again(&mut self) -> Result<(), Undecided> {
        let waits = |status| matches!(status, Status::New | Status::Open);
        let opened = self.picked && !waits(self.before.status) && waits(self.after.status);
        if opened && !self.answered {
            self.after.attention = self.after.attention.reopened(self.terms.known.unanswered()?);
        }
        Ok(())
    }

    /// Notes whether the ticket waits to be closed in its new status; since when is known, until when once the list is
    /// through and its queue stands fast.
    fn wait_for_closing(&mut self) {
        self.waits_anew = matches!(self.after.status, Status::Resolved | Status::Pending);
        self.after.auto_close_at = self.waits_anew.then_some(self.now);
        self.after.closes_from = None;
    }

    /// Sets when the system closes a ticket that begins to wait, or that waits for business days in another queue.
    fn set_closing_time(&mut self) -> Result<(), Undecided> {
        let from = if self.waits_anew {
            self.now
        } else {
            match self.after.closes_from.filter(|_| self.after.queue != self.before.queue) {
                Some(from) => from,
                None => return Ok(()),
            }
        };
        let delays = self.terms.known.customs(self.after.queue)?.delays;
        (self.after.auto_close_at, self.after.closes_from) = match delays.of(self.after.status) {
            None => (None, None),
            Some(Delay::Time(time)) => (delayed(from, time), None),
            Some(days @ Delay::BusinessDays(_)) => {
                (days.end(from, self.terms.known.closing_calendar(self.after.queue)?), Some(from))
            }
        };
        Ok(())
    }

    /// Whoever the list assigns must work the queue in which the ticket ends up.
    fn check_assignee(&self) -> Result<(), Undecided> {
        let (Some(index), Some(to)) = (self.assigned_at, self.after.assignee) else { return Ok(()) };
        if self.after.assignee == self.before.assignee {
            return Ok(());
        }
        match self.terms.known.assignable(to, self.after.queue)? {
            Some(person) if person.allowed => Ok(()),
            _ => {
                let message = "The assignee must be a staff member who works this queue.";
                let refused = Error::bad("assignee", "assignee-unknown", message);
                Err(Undecided::Refused(refused.of_change(index, "assignee")))
            }
        }
    }

    /// A public answer assigns an unassigned ticket to its author, unless they are away or the list assigns it itself.
    fn assign_who_answered(&mut self) -> Result<(), Undecided> {
        let assigns = self.answered && self.terms.answer_assigns && self.assigned_at.is_none();
        let (true, None, Some(author)) = (assigns, self.after.assignee, self.by.user) else { return Ok(()) };
        let person = self.terms.known.assignable(author, self.after.queue)?;
        if person.is_some_and(|person| person.allowed && !person.away) {
            self.after.assignee = Some(author);
        }
        Ok(())
    }

    /// A ticket that moved, or that is opened again, may have an assignee who may not be responsible for it any more.
    fn end_forbidden_assignment(&mut self) -> Result<(), Undecided> {
        let moved = self.after.queue != self.before.queue;
        let reopened = self.before.status == Status::Closed && self.after.status != Status::Closed;
        let Some(assignee) = self.after.assignee else { return Ok(()) };
        if !(moved || reopened) || self.after.assignee != self.before.assignee {
            return Ok(());
        }
        let person = self.terms.known.assignable(assignee, self.after.queue)?;
        if !person.is_some_and(|person| person.allowed) {
            self.after.assignee = None;
            self.ended = true;
        }
        Ok(())
    }

    /// A ticket whose customer cannot be told that it closes does not close itself.
    fn close_only_what_is_announced(&mut self) -> Result<(), Undecided> {
        let begins =
            self.after.auto_close_at.is_some() && self.after.auto_close_at != self.before.auto_close_at;
        if begins && !self.terms.known.customer_is_reachable()? {
            self.after.auto_close_at = None;
            self.after.closes_from = None;
        }
        Ok(())
    }
}

const fn step_of(side: Side, comment: &CommentChange) -> Step {
    match (comment.nature, comment.visibility, side) {
        (Nature::Automatic, _, _) => Step::AutomaticReply,
        (Nature::HeldBack, _, _) => Step::MailIsHeldBack,
        (Nature::Written, Visibility::Internal, _) => Step::InternalNote,
        (Nature::Written, Visibility::Public, Side::Customer) => Step::CustomerComments,
        (Nature::Written, Visibility::Public, Side::Staff | Side::Timer) => Step::StaffAnswers,
    }
}
