//! Why: the closed sets of words as the schema spells them; the compiler keeps them equal to the engine's.

use async_graphql::Enum;

/// The role of a person.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::Role")]
pub(crate) enum Role {
    /// Opens tickets and follows them.
    Customer,
    /// Answers tickets.
    Agent,
    /// Answers tickets, and manages people, organisations and queues.
    Admin,
}

/// With which members an organisation shares its tickets.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::Sharing")]
pub(crate) enum Sharing {
    /// With none: each sees their own.
    Nobody,
    /// With those whose `seesOrganisation` is true.
    Selected,
    /// With all.
    All,
}

/// What emails carry.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::MailContent")]
pub(crate) enum MailContent {
    /// The link alone.
    Link,
    /// The text of the comment too.
    Full,
}

/// What happens with an answer to one of our emails.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::Replies")]
pub(crate) enum ReplyPolicy {
    /// It becomes a comment.
    Append,
    /// It becomes a comment, and our emails ask to use the web.
    AppendHint,
    /// Our emails ask to use the web, and an answer becomes a comment for the staff alone.
    HintOnly,
    /// An answer becomes a comment for the staff alone.
    Quarantine,
}

/// The status of a ticket.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::Status")]
pub(crate) enum TicketStatus {
    /// Waits to be looked at and assigned.
    New,
    /// Being worked on.
    Open,
    /// The staff wait for the customer.
    Pending,
    /// Resolved by the staff; closes automatically.
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

/// How a ticket or a comment arrived.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::Channel")]
pub(crate) enum Channel {
    /// A mail.
    Email,
    /// The web pages.
    Web,
    /// A phone call that the staff recorded.
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

/// How a ticket stands to another, as seen from the ticket that holds the link.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::LinkKind")]
pub(crate) enum LinkKind {
    /// They have to do with each other.
    Related,
    /// It asks the same as the other, which came first.
    DuplicateOf,
    /// The other asks the same.
    DuplicatedBy,
    /// The other is a part of it.
    ParentOf,
    /// It is a part of the other.
    ChildOf,
}

/// The kind of an event.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::EventKind")]
pub(crate) enum TicketEventKind {
    /// The ticket was opened.
    Created,
    /// A comment was added.
    Commented,
    /// The status changed.
    StatusChanged,
    /// The assignee changed.
    Assigned,
    /// Title, priority, queue or tags changed.
    Changed,
    /// Two tickets became one.
    Merged,
    /// A merge was undone.
    Unmerged,
    /// Comments were moved into a new ticket.
    Split,
    /// A link to another ticket or to another system was added or removed.
    Linked,
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
    /// The customer rated what became of the ticket; for the staff alone.
    Rated,
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
    /// The staff are to answer.
    Staff,
    /// Nobody has to do anything.
    Nobody,
}
