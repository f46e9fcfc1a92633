//! How a mail becomes part of the ticket that it answers: pure, so that the table in the tests is the documentation.
//!
//! Two things are decided apart from each other: whether an automatic answer may go out (that is for mails that open a
//! ticket), and whether a mail is its sender's own words. Only what says that a machine answered in the sender's place
//! leaves the status as it is; everything else reopens.
//!
//! A mail speaks for the staff only with the reply address that a letter to this very member of the staff carried, or
//! when a trusted server vouches for its sender. The thread's ids are known to the customer, so they prove nothing; and
//! where a trusted server says that the sender is forged, the reply address does not help: it may have been passed on.

use crate::{
    incoming::authentication::Verdict,
    lifecycle::Step,
    model::{MailReason, Nature},
    settings::Replies,
};

/// What is known of a mail that answers a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and any combination can be")]
pub struct Answer {
    /// Whether nobody can be named who wrote it: a mail server, or our own address.
    pub anonymous: bool,
    /// Whether its sender's account is one of the staff.
    pub staff: bool,
    /// Whether that account is switched on and works the ticket's queue.
    pub works_queue: bool,
    /// Whether its sender opened the ticket.
    pub is_customer: bool,
    /// Whether it came to the signed reply address of a letter to its sender.
    pub signed: bool,
    /// Whether it answers a letter about an internal note, or what the staff wrote among themselves.
    pub note: bool,
    /// Whether its sender takes no part in the ticket, and has the reply address of a letter to the staff, or was copied in on
    /// what the staff wrote among themselves.
    pub uninvited: bool,
    /// What a trusted server says of its sender.
    pub verdict: Verdict,
    /// Whether it says that a machine answered in its sender's place.
    pub unattended: bool,
    /// What was agreed on replies to this mailbox.
    pub replies: Replies,
}

/// How a mail becomes part of its ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// A machine of the staff wrote it: an absence notice is no answer to a customer.
    StaffMachine,
    /// A machine wrote it in the sender's place.
    Machine,
    /// A mail server reports something other than a failure.
    ServerReport,
    /// A mail server wrote something else, or it came from our own address.
    Anonymous,
    /// Somebody wrote it who is staff no more, or does not work this queue.
    FormerStaff,
    /// Its sender's address is one of the staff, and nothing proves that they wrote it.
    Unproven,
    /// Its sender's address is one of the staff, and a trusted server says that they did not write it.
    Forged,
    /// A stranger has the reply address of a letter to the staff, who passed it on or lost it.
    Uninvited,
    /// The mailbox shows answers to the staff alone.
    HeldBack,
    /// The staff answer what they were told of an internal note: among themselves.
    Note,
    /// The staff answer.
    Staff,
    /// The customer writes, or somebody else.
    Customer,
}

/// Decides how a mail becomes part of its ticket.
#[must_use]
pub const fn manner(answer: Answer) -> Manner {
    match answer {
        Answer { anonymous: true, unattended: true, .. } => Manner::ServerReport,
        Answer { anonymous: true, .. } => Manner::Anonymous,
        Answer { staff: true, unattended: true, .. } => Manner::StaffMachine,
        Answer { staff: true, verdict: Verdict::Fail, .. } => Manner::Forged,
        Answer { staff: true, works_queue: true, note: true, signed: true, .. }
        | Answer { staff: true, works_queue: true, note: true, verdict: Verdict::Pass, .. } => Manner::Note,
        Answer { staff: true, works_queue: true, signed: true, .. }
        | Answer { staff: true, works_queue: true, verdict: Verdict::Pass, .. } => Manner::Staff,
        Answer { staff: true, works_queue: true, note: true, .. }
        | Answer { staff: true, is_customer: false, works_queue: true, .. } => Manner::Unproven,
        Answer { staff: true, is_customer: false, .. } => Manner::FormerStaff,
        Answer { staff: false, uninvited: true, .. } => Manner::Uninvited,
        Answer { unattended: true, .. } => Manner::Machine,
        Answer { replies: Replies::HintOnly | Replies::Quarantine, .. } => Manner::HeldBack,
        Answer { replies: Replies::Append | Replies::AppendHint, .. } => Manner::Customer,
    }
}

impl Manner {
    /// The step of the lifecycle that it is.
    #[must_use]
    pub const fn step(self) -> Step {
        match self {
            Self::StaffMachine | Self::Machine | Self::ServerReport => Step::AutomaticReply,
            Self::Anonymous
            | Self::FormerStaff
            | Self::Unproven
            | Self::Forged
            | Self::Uninvited
            | Self::HeldBack => Step::MailIsHeldBack,
            Self::Note => Step::InternalNote,
            Self::Staff => Step::StaffAnswers,
            Self::Customer => Step::CustomerComments,
        }
    }

    /// What it is as a comment.
    #[must_use]
    pub const fn nature(self) -> Nature {
        match self.step() {
            Step::AutomaticReply => Nature::Automatic,
            Step::MailIsHeldBack => Nature::HeldBack,
            _ => Nature::Written,
        }
    }

    /// Whether the staff alone see it. `replies` is what was agreed on replies to this mailbox.
    #[must_use]
    pub const fn is_internal(self, replies: Replies) -> bool {
        match self {
            Self::Staff | Self::Customer => false,
            Self::Machine => matches!(replies, Replies::HintOnly | Replies::Quarantine),
            Self::Note
            | Self::StaffMachine
            | Self::ServerReport
            | Self::Anonymous
            | Self::FormerStaff
            | Self::Unproven
            | Self::Forged
            | Self::Uninvited
            | Self::HeldBack => true,
        }
    }

    /// Whether a machine wrote it.
    #[must_use]
    pub const fn is_automatic(self) -> bool {
        matches!(self, Self::StaffMachine | Self::Machine | Self::ServerReport)
    }

    /// Why it became what it became, where that is not plain.
    #[must_use]
    pub const fn reason(self) -> Option<MailReason> {
        match self {
            Self::StaffMachine => Some(MailReason::StaffAutoReply),
            Self::Machine | Self::ServerReport => Some(MailReason::AutoReply),
            Self::Anonymous => Some(MailReason::MailServer),
            Self::FormerStaff => Some(MailReason::FormerStaff),
            Self::Unproven => Some(MailReason::StaffUnproven),
            Self::Forged => Some(MailReason::StaffForged),
            Self::Uninvited => Some(MailReason::Uninvited),
            Self::HeldBack => Some(MailReason::RepliesHeldBack),
            Self::Note | Self::Staff | Self::Customer => None,
        }
    }
}
