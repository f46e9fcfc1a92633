//! Why: the closed sets of words as the schema spells them; the compiler keeps them equal to the engine's.

use async_graphql::Enum;

/// What a person is to the desk.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::Role")]
pub(crate) enum Role {
    /// Asks.
    Customer,
    /// Answers.
    Agent,
    /// Answers, and manages people, organisations and queues.
    Admin,
}

/// Where a ticket stands.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::Status")]
pub(crate) enum TicketStatus {
    /// Waits to be looked at and assigned.
    New,
    /// In work.
    Open,
    /// The staff wait for the customer.
    Pending,
    /// Done in the eyes of the staff; closes itself.
    Resolved,
    /// Done. A comment of the customer opens it again.
    Closed,
}

/// How urgent a ticket is.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::Priority")]
pub(crate) enum TicketPriority {
    /// Can wait.
    Low,
    /// As most are.
    Normal,
    /// Before the normal ones.
    High,
    /// Before all others.
    Urgent,
}

/// The way on which a ticket or a comment came.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::Channel")]
pub(crate) enum Channel {
    /// A mail.
    Email,
    /// The web pages.
    Web,
    /// A call that the staff wrote down.
    Phone,
    /// A program.
    Api,
}

/// Who may read a comment.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::Visibility")]
pub(crate) enum Visibility {
    /// Everybody who may read the ticket.
    Public,
    /// The staff alone.
    Internal,
}

/// What an event tells.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::EventKind")]
pub(crate) enum TicketEventKind {
    /// The ticket was opened.
    Created,
    /// Somebody wrote.
    Commented,
    /// The status is another.
    StatusChanged,
    /// Somebody else is responsible.
    Assigned,
    /// Title, priority, queue or tags are others.
    Changed,
    /// Two tickets became one.
    Merged,
    /// An agreed time is about to pass.
    SlaWarning,
    /// An agreed time has passed.
    SlaBreached,
    /// The system closed the ticket.
    AutoClosed,
    /// A mail of the ticket could not be delivered.
    MailBounced,
    /// Something was removed for good.
    Redacted,
}

/// What is new in a ticket for the viewer.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::Mark")]
pub(crate) enum TicketMark {
    /// Nobody of the staff has opened it.
    New,
    /// The customer has written since the viewer opened it, and nobody has answered.
    Replied,
    /// A reply is held back for the staff to decide on.
    HeldBack,
}

/// Whose turn it is on a ticket.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::Turn")]
pub(crate) enum Turn {
    /// The customer is asked for something.
    Customer,
    /// The staff owe an answer.
    Staff,
    /// Nobody has to do anything.
    Nobody,
}
