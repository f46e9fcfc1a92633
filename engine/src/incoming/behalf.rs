//! For whom a mail of the staff opens a ticket: pure. An agent who passes a customer's mail on opens that customer's ticket;
//! one who writes to a customer and copies the desk in writes the first answer of that customer's ticket. Where a mail that is
//! passed on does not say whose it is, its ticket is nobody's until the staff know better: the agent is not its customer. What a mail
//! server or a program wrote makes nobody a customer: passing it on is the agent's own request, or reports what it reports.
//!
//! Neither shows anybody what they do not have already: the customer wrote the one mail and has got the other. Where trusted
//! servers check senders, a mail that none of them vouches for is no answer of the staff, and what it says is for the staff alone:
//! whoever it names besides the desk would read it on our page as our words.

use super::authentication::Verdict;

/// What is known of a mail that opens a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and any combination can be")]
pub struct OfStaff {
    /// Whether its sender is one of the staff still, and works the queue.
    pub works_queue: bool,
    /// Whether a machine wrote it.
    pub automatic: bool,
    /// What a trusted server says of its sender.
    pub verdict: Verdict,
    /// Whether any server is trusted to say so.
    pub checked: bool,
    /// Whether it passes on the mail of somebody who is neither staff nor one of our addresses.
    pub passes_on: bool,
    /// Whether it passes on a mail that names no address of its writer, who is a person.
    pub names_nobody: bool,
    /// Whether it is addressed to such a person, and the desk is only copied in.
    pub addressed: bool,
}

/// Whose ticket a mail opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behalf {
    /// Its sender's.
    Sender,
    /// That of the person whose mail it passes on.
    PassedOn,
    /// That of the person to whom it is addressed, whom the staff have answered with it.
    Addressed,
    /// Nobody's: it passes on a mail without an address of its writer.
    Nobody,
    /// Its sender's, for the staff alone: nothing proves that it is from them.
    Unproven,
}

/// Decides whose ticket a mail opens.
#[must_use]
pub const fn behalf(mail: OfStaff) -> Behalf {
    match mail {
        OfStaff { automatic: true, .. } => Behalf::Sender,
        OfStaff { checked: true, verdict: Verdict::Fail | Verdict::Unknown, .. } => Behalf::Unproven,
        OfStaff { works_queue: false, .. } | OfStaff { verdict: Verdict::Fail, .. } => Behalf::Sender,
        OfStaff { passes_on: true, .. } => Behalf::PassedOn,
        OfStaff { addressed: true, .. } => Behalf::Addressed,
        OfStaff { names_nobody: true, .. } => Behalf::Nobody,
        OfStaff { .. } => Behalf::Sender,
    }
}

/// Whether a report of a failed delivery counts as if it had come by itself, if a mail passes it on: of somebody who works the queue of
/// the ticket. `checked` and `verdict` as in [`OfStaff`].
#[must_use]
pub const fn reports(works_queue: bool, checked: bool, verdict: Verdict) -> bool {
    match verdict {
        Verdict::Pass => works_queue,
        Verdict::Unknown => works_queue && !checked,
        Verdict::Fail => false,
    }
}
