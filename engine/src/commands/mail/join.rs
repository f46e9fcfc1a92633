//! Adds a mail to the ticket that it answers.

use super::{
    ledger::{Entry, complete},
    mailboxes::arrived,
    pointers::remember_message,
    sender::{Sender, sender},
};
use crate::{
    commands::ticket::{
        files::Kept,
        parts::{Changing, NewComment, Told, clean_text, write_comment},
    },
    content::html_of_text,
    error::{Error, Result},
    lifecycle::Step,
    model::{Automatic, Cause, Channel, Delivery, EventKind, Outcome, Received, Visibility},
    policy,
    routing::Candidate,
    settings::Replies,
    store::{Work, tickets},
};

/// How a mail becomes part of its ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// A machine of the staff wrote it: an out-of-office notice is no answer to a customer.
    StaffMachine,
    /// A machine wrote it.
    Machine,
    /// Somebody wrote it who is staff no more, or does not work this queue.
    FormerStaff,
    /// The mailbox shows answers to the staff alone.
    HeldBack,
    /// The staff answer.
    Staff,
    /// The customer writes, or somebody else.
    Customer,
}

impl Manner {
    fn of(sender: Sender, speaks: bool, automatic: bool, replies: Replies) -> Self {
        match (automatic, sender.role.is_staff()) {
            (true, true) => Self::StaffMachine,
            (_, true) if !speaks => Self::FormerStaff,
            (false, true) => Self::Staff,
            (true, false) => Self::Machine,
            (false, false) if matches!(replies, Replies::HintOnly | Replies::Quarantine) => Self::HeldBack,
            (false, false) => Self::Customer,
        }
    }

    const fn step(self) -> Step {
        match self {
            Self::StaffMachine | Self::Machine => Step::AutomaticReply,
            Self::FormerStaff | Self::HeldBack => Step::MailIsHeldBack,
            Self::Staff => Step::StaffAnswers,
            Self::Customer => Step::CustomerComments,
        }
    }

    /// Why it became what it became, where that is not plain.
    const fn reason(self) -> Option<&'static str> {
        match self {
            Self::StaffMachine => Some("an automatic reply of the staff is shown to the staff alone"),
            Self::Machine => Some("an automatic reply leaves the status as it is"),
            Self::FormerStaff => {
                Some("its sender does not speak for the staff here, so that the staff alone see it")
            }
            Self::HeldBack => Some("replies to this mailbox are shown to the staff alone"),
            Self::Staff | Self::Customer => None,
        }
    }
}

/// Adds a mail to a ticket.
pub(super) async fn take_in(
    work: Work<'_>,
    entry: Entry,
    delivery: Delivery,
    candidate: Candidate,
    files: Vec<Kept>,
) -> Result<Received> {
    let mail = &delivery.message;
    let sender = sender(&work, mail).await?;
    let row = tickets::lock_id(work.tx(), candidate.ticket).await?;
    let row = row.ok_or_else(|| Error::internal("a ticket vanished while a mail was joining it"))?;
    let replies = arrived(&work, &delivery).await?.replies;
    let automatic = matches!(mail.automatic, Some(Automatic::AutoReply | Automatic::Generated));
    let speaks = sender.speaks_for_staff(&work, row.queue_id).await?;
    let manner = Manner::of(sender, speaks, automatic, replies);
    let (author, step) = (sender.id, manner.step());
    let held_back = step == Step::MailIsHeldBack;
    let quarantine = matches!(replies, Replies::HintOnly | Replies::Quarantine);
    let internal = held_back || manner == Manner::StaffMachine || (manner == Manner::Machine && quarantine);

    let mut changing = Changing::new(row, Some(author), Cause::Mail);
    changing.step(&work, step)?;
    if step == Step::StaffAnswers && changing.row.first_answer_at.is_none() {
        changing.row.first_answer_at = Some(work.now());
    }
    let text = clean_text(&mail.text);
    let new = NewComment {
        author,
        visibility: if internal { Visibility::Internal } else { Visibility::Public },
        channel: Channel::Email,
        html: html_of_text(&text),
        text,
        automatic,
        files,
    };
    let ticket = changing.ticket();
    let number = changing.row.number;
    let comment = write_comment(&work, ticket, new).await?;
    remember_message(&work, mail, ticket, comment.id).await?;
    changing.event(EventKind::Commented, Some(comment.id), Vec::new(), internal);
    let reason = manner.reason().map(ToOwned::to_owned);
    let received =
        Received { outcome: Outcome::Commented, ticket: Some(number), comment: Some(comment.id), reason };
    complete(&work, &entry, Some(ticket), &received).await?;
    let by_staff = manner == Manner::Staff;
    let told = Told { by_staff, comment: Some(comment.id), internal, automatic, held_back, picked: false };
    changing.finish(work, policy::housekeeping(), told).await?;
    Ok(received)
}
