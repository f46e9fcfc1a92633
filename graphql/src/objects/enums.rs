//! Why: the closed sets of words as the schema spells them; the compiler keeps them equal to the engine's.

use async_graphql::Enum;

/// The role of a person.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::Role")]
pub(crate) enum Role {
    /// Opens and follows tickets.
    Customer,
    /// Answers tickets.
    Agent,
    /// Answers tickets, and manages people, organisations and queues.
    Admin,
}

/// The state of an account; of several, the first that applies.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::UserState")]
pub(crate) enum UserState {
    /// The account is deactivated.
    Deactivated,
    /// Emails to the person's address bounce.
    Unreachable,
    /// The person was sent a valid link and cannot log in yet.
    Invited,
    /// The person cannot log in: no password, no passkey, no provider.
    NoPassword,
    /// The person can log in.
    Active,
}

/// What a list of people is ordered by; equal ones are in the order of their creation.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::UserOrderField")]
pub(crate) enum UserOrderField {
    /// By name, alphabetically.
    Name,
    /// By email address.
    Email,
    /// By the name of the first organisation, then by their own; people without one come last.
    Organisation,
    /// By role: admins, agents, customers; then by name.
    Role,
    /// By when they were last seen; those who never were come first.
    LastSeen,
    /// By state: deactivated, unreachable, invited, without a password, active.
    State,
    /// By number of open tickets: for customers those that they opened, for staff those assigned to them.
    OpenTickets,
}

/// Which members an organisation shares its tickets with.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::Sharing")]
pub(crate) enum Sharing {
    /// With none: everybody sees only their own tickets.
    Nobody,
    /// With those whose `seesOrganisation` is true.
    Selected,
    /// With all.
    All,
}

/// What emails contain.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::MailContent")]
pub(crate) enum MailContent {
    /// Only the link.
    Link,
    /// Also the text of the comment.
    Full,
}

/// In which of a person's queues emails contain the text of an answer, and with it their signature.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::SignatureReach")]
pub(crate) enum SignatureReach {
    /// In all.
    Everywhere,
    /// In some; in the others, emails contain only the link.
    Somewhere,
    /// In none: emails contain only the link.
    Nowhere,
}

/// What happens to an answer to one of our emails.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::Replies")]
pub(crate) enum ReplyPolicy {
    /// It becomes a comment.
    Append,
    /// It becomes a comment, and our emails ask to use the web.
    AppendHint,
    /// Our emails ask to use the web, and an answer becomes an internal comment.
    HintOnly,
    /// An answer becomes an internal comment.
    Quarantine,
}

/// The status of a ticket.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::Status")]
pub(crate) enum TicketStatus {
    /// Waiting to be reviewed and assigned.
    New,
    /// Being worked on.
    Open,
    /// The staff are waiting for the customer.
    Pending,
    /// Resolved by the staff; closes automatically.
    Resolved,
    /// Done. A comment by the customer reopens it.
    Closed,
}

/// How urgent a ticket is.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::Priority")]
pub(crate) enum TicketPriority {
    /// Can wait.
    Low,
    /// Like most tickets.
    Normal,
    /// Before normal ones.
    High,
    /// Before all others.
    Urgent,
}

/// How a ticket or a comment arrived.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::Channel")]
pub(crate) enum Channel {
    /// By email.
    Email,
    /// On the web pages.
    Web,
    /// A phone call recorded by the staff.
    Phone,
    /// Via API.
    Api,
}

/// Who can read a comment.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::Visibility")]
pub(crate) enum Visibility {
    /// Everybody who can see the ticket.
    Public,
    /// Only the staff.
    Internal,
}

/// How one ticket relates to another, from the point of view of the ticket with the link.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::LinkKind")]
pub(crate) enum LinkKind {
    /// They are related.
    Related,
    /// It is a duplicate of the other, which was opened first.
    DuplicateOf,
    /// The other is a duplicate of it.
    DuplicatedBy,
    /// The other is its child.
    ParentOf,
    /// The other is its parent.
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
    /// Two tickets were merged.
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
    /// An email of the ticket could not be delivered.
    MailBounced,
    /// Something was permanently removed.
    Redacted,
    /// The customer rated the ticket; visible only to the staff.
    Rated,
}

/// The action recorded by an entry of the audit log whose `kind` covers more than one.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::AuditAct")]
pub(crate) enum AuditAct {
    /// It was created; a view was created or shared.
    Added,
    /// It was changed.
    Changed,
    /// It was deleted; a view was deleted or is no longer shared.
    Removed,
    /// It was paused.
    Paused,
    /// It was resumed.
    Resumed,
    /// It was switched on.
    SwitchedOn,
    /// It was switched off.
    SwitchedOff,
}

/// What a term of a search names.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::SearchProperty")]
pub(crate) enum SearchProperty {
    /// A queue, by its name.
    Queue,
    /// An organisation, by its name or a part of it.
    Organisation,
    /// A person, by their address.
    Person,
    /// A tag.
    Tag,
    /// A search property, by its key. It is unknown, so the term is searched for as text.
    Key,
}

/// What is new in a ticket for the viewer.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::Mark")]
pub(crate) enum TicketMark {
    /// No staff member has opened it, or the viewer has not and it contains only the request.
    New,
    /// The customer has written since the viewer opened it, and nobody has answered yet.
    Replied,
    /// A reply is held back for the staff to review.
    HeldBack,
}

/// Whose turn it is on a ticket.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::Turn")]
pub(crate) enum Turn {
    /// It is the customer's turn.
    Customer,
    /// It is the staff's turn.
    Staff,
    /// Nobody has to do anything.
    Nobody,
}
