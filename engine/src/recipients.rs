//! Who is told of what, by which letter: pure, so that the table in the tests is the documentation.
//!
//! The one who acts is never told. Internal notes and automatic replies tell nobody. The customer hears of every public
//! answer and every change of status, and so do the watchers; the assignee hears of what the customer writes, also where it is held back for the
//! staff, and of becoming responsible.

use crate::model::{LetterKind, Notice, Status, UserId};

/// What happened, as far as mails are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and any combination can be")]
pub struct Happening {
    /// Who did it; `None`: the system.
    pub actor: Option<UserId>,
    /// Whether the actor belongs to the staff.
    pub by_staff: bool,
    /// Who opened the ticket.
    pub customer: UserId,
    /// Who is responsible now.
    pub assignee: Option<UserId>,
    /// Whether that is new.
    pub assigned: bool,
    /// Whether the ticket was just opened.
    pub created: bool,
    /// Whether somebody wrote in public.
    pub commented: bool,
    /// The status now, if it is another than before or was picked anew with a public answer.
    pub status: Option<Status>,
    /// Whether a machine wrote the mail that caused it.
    pub automatic: bool,
    /// Whether a mail came that is shown to the staff alone.
    pub held_back: bool,
    /// Whether the time caused it.
    pub timer: bool,
}

impl Happening {
    /// Of what the letter to this person tells, where they may have chosen not to be told: customers cannot.
    #[must_use]
    pub fn notice(&self, user: UserId) -> Option<Notice> {
        let responsible = Some(user) == self.assignee && user != self.customer;
        responsible.then_some(if self.assigned { Notice::Assigned } else { Notice::Replied })
    }
}

/// Which letters are owed to whom; nobody gets two.
#[must_use]
pub fn recipients(happening: &Happening) -> Vec<(UserId, LetterKind)> {
    if happening.automatic {
        return Vec::new();
    }
    let mut letters = Vec::with_capacity(2);
    if let Some(kind) = for_customer(happening) {
        letters.push((happening.customer, kind));
    }
    if let Some(assignee) = happening.assignee
        && Some(assignee) != happening.actor
        && assignee != happening.customer
        && (happening.assigned || happening.held_back || (happening.commented && !happening.by_staff))
    {
        letters.push((assignee, LetterKind::Changed));
    }
    letters
}

/// What the customer of a new ticket is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Confirm {
    /// Nothing.
    No,
    /// Its number alone, since somebody else's words may stand in what was written.
    Number,
    /// Its number and, where emails carry texts, what was written.
    Text,
}

/// Whether the watchers are told: of what happens in public after the ticket was opened.
#[must_use]
pub const fn tells_watchers(happening: &Happening) -> bool {
    !happening.automatic && !happening.created && (happening.commented || happening.status.is_some())
}

fn for_customer(happening: &Happening) -> Option<LetterKind> {
    if happening.created {
        return Some(LetterKind::Confirmation);
    }
    if happening.actor == Some(happening.customer) {
        return None;
    }
    match happening.status {
        Some(Status::Pending) => Some(LetterKind::Question),
        Some(Status::Resolved) => Some(LetterKind::Resolved),
        Some(Status::Closed) => Some(LetterKind::Closed),
        Some(Status::New | Status::Open) => Some(LetterKind::Changed),
        None => happening.commented.then_some(LetterKind::Changed),
    }
}

/// What is told of a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passing {
    /// The agreed time is about to pass.
    Warning,
    /// It has passed.
    Breach,
}

impl Passing {
    /// The letter that tells it.
    #[must_use]
    pub const fn letter(self) -> LetterKind {
        match self {
            Self::Warning => LetterKind::SlaWarning,
            Self::Breach => LetterKind::SlaBreached,
        }
    }
}

/// Who is told of a clock: the assignee, or everybody who works the queue if there is none; never the customer.
#[must_use]
pub fn for_clock(
    passing: Passing,
    assignee: Option<UserId>,
    members: &[UserId],
    customer: UserId,
) -> Vec<(UserId, LetterKind)> {
    let told = match &assignee {
        Some(assignee) => std::slice::from_ref(assignee),
        None => members,
    };
    told.iter().filter(|user| **user != customer).map(|user| (*user, passing.letter())).collect()
}
