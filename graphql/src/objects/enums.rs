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

/// How the account of a person stands; of several, the first that is so.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::UserState")]
pub(crate) enum UserState {
    /// The person may not log in.
    Deactivated,
    /// Emails to the person's address came back.
    Unreachable,
    /// The person was sent a link that still works, and cannot log in by anything yet.
    Invited,
    /// The person can log in by nothing: no password, no passkey, no provider.
    NoPassword,
    /// The person can log in.
    Active,
}

/// What a list of people is ordered by; equal ones stand in the order of their creation.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::UserOrderField")]
pub(crate) enum UserOrderField {
    /// By name, as a dictionary has it.
    Name,
    /// By mail address.
    Email,
    /// By the name of the first organisation, then by the person's; those without one come last.
    Organisation,
    /// Admins, agents, customers; of each the names.
    Role,
    /// By when they were last seen; who never was comes first.
    LastSeen,
    /// By how the account stands: deactivated, unreachable, invited, without a password, active.
    State,
    /// By how many open tickets they have: of customers those that they opened, of the staff those assigned to them.
    OpenTickets,
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

/// In which of the queues that somebody works emails carry the text of an answer, and with it their signature.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::SignatureReach")]
pub(crate) enum SignatureReach {
    /// In all.
    Everywhere,
    /// In some; in the others emails carry the link alone.
    Somewhere,
    /// In none: emails carry the link alone.
    Nowhere,
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

/// Which of several acts an entry of the audit log tells, where its `kind` stands for more than one.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::AuditAct")]
pub(crate) enum AuditAct {
    /// It is new; a view: new, or shared from now on.
    Added,
    /// Something of it is different.
    Changed,
    /// It is gone; a view: gone, or shared no longer.
    Removed,
    /// It rests.
    Paused,
    /// It rests no longer.
    Resumed,
    /// It holds from now on.
    SwitchedOn,
    /// It holds no longer.
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
    /// A property of the search, by its key: the search has none of this name, and looks for the term as text.
    Key,
}

/// What is new in a ticket for the viewer.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::Mark")]
pub(crate) enum TicketMark {
    /// Nobody of the staff has opened it, or the viewer has not and the request is all that there is.
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
