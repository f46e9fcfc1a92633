//! Who may do what: one pure function over role, action and relation. The printed matrix under test is its documentation.
//!
//! [`check`] is the only maker of a [`Permit`], and [`crate::store::work::Work::commit`] takes nothing without one: a
//! command that forgets to ask does not compile. What an actor may *see* is turned into conditions by [`crate::store::visible`].

pub(crate) mod passkey;
pub mod password;
pub mod rates;
pub mod second_factor;
pub(crate) mod sight;
pub mod throttle;
pub(crate) mod words;

use crate::{
    actor::{Actor, Scope, Via, Viewer},
    error::{Error, Result},
    model::{OrganisationId, Role, TicketChange, TicketId, UserId, Visibility},
};

/// Something that an actor wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Open a ticket for oneself.
    OpenTicket,
    /// Open a ticket for somebody else, who called.
    OpenTicketForCaller,
    /// Read a ticket with its public comments.
    ReadTicket,
    /// Write a comment that the customer sees.
    CommentInPublic,
    /// Write a note for the staff alone.
    CommentInternally,
    /// Close a ticket.
    CloseTicket,
    /// Rate what became of a ticket.
    RateTicket,
    /// Change what only the staff decide: status, title, priority, assignee, queue, tags.
    WorkTicket,
    /// Keep the customer's colleagues out of a ticket, or let them in again.
    SetPrivacy,
    /// Remove the text of a comment or a file for good.
    Redact,
    /// Watch a ticket oneself, or watch it no longer.
    Watch,
    /// Make others watch a ticket, or take them off.
    ChooseWatchers,
    /// Look at people, organisations and queues beyond one's own.
    ReadPeople,
    /// Read how the accounts of people stand: whether they log in, and when they last did.
    ReadAccounts,
    /// Prepare an account for a customer.
    PrepareCustomer,
    /// Let an account see more, or let somebody in: set a password for others, choose an organisation that shares its
    /// tickets, move people between organisations.
    GrantAccess,
    /// Change what is one's own affair in one's own account, such as the user name.
    ChangeOwnAccount,
    /// Make an account of the staff.
    AppointStaff,
    /// Hand out or erase the data of a person.
    HandlePersonalData,
    /// Merge accounts of one person, and part them again.
    MergePeople,
    /// Make or change organisations and queues.
    ManageHouse,
    /// Make or change text blocks, macros and email templates.
    ManageTexts,
    /// Read figures of tickets.
    ReadReports,
    /// Read who changed what in the installation.
    ReadAudit,
    /// Release or discard mail that waits for the staff.
    HandleMail,
    /// Keep something in mind about a customer.
    KeepMemos,
    /// Save searches as views, and share them with the staff.
    KeepViews,
    /// Read what one is told of, and mark it as read.
    ReadNotifications,
    /// Make a token for oneself.
    MakeToken,
    /// Make a token that may administer, or one for somebody else.
    MakeAdminToken,
}

impl Action {
    /// Every action, in the order of the matrix.
    pub const ALL: &'static [Self] = &[
        Self::OpenTicket,
        Self::OpenTicketForCaller,
        Self::ReadTicket,
        Self::CommentInPublic,
        Self::CommentInternally,
        Self::CloseTicket,
        Self::RateTicket,
        Self::WorkTicket,
        Self::SetPrivacy,
        Self::Redact,
        Self::Watch,
        Self::ChooseWatchers,
        Self::ReadPeople,
        Self::ReadAccounts,
        Self::PrepareCustomer,
        Self::GrantAccess,
        Self::ChangeOwnAccount,
        Self::AppointStaff,
        Self::HandlePersonalData,
        Self::MergePeople,
        Self::ManageHouse,
        Self::ManageTexts,
        Self::ReadReports,
        Self::ReadAudit,
        Self::HandleMail,
        Self::KeepMemos,
        Self::KeepViews,
        Self::ReadNotifications,
        Self::MakeToken,
        Self::MakeAdminToken,
    ];

    /// What somebody must be permitted to do for a change of a ticket.
    #[must_use]
    pub const fn of_change(change: &TicketChange) -> Self {
        match change {
            TicketChange::Comment(comment) => match comment.visibility {
                Visibility::Public => Self::CommentInPublic,
                Visibility::Internal => Self::CommentInternally,
            },
            // Whoever may close may pick a status; which one, the lifecycle knows.
            TicketChange::SetStatus(_) => Self::CloseTicket,
            TicketChange::SetPrivacy(_) => Self::SetPrivacy,
            TicketChange::Assign(_)
            | TicketChange::Move(_)
            | TicketChange::Prioritise(_)
            | TicketChange::Retitle(_)
            | TicketChange::SetTags(_)
            | TicketChange::AddTags(_)
            | TicketChange::RemoveTags(_)
            | TicketChange::AssignMe
            | TicketChange::Macro(_)
            | TicketChange::SetExternalId(_)
            | TicketChange::SetOrganisation(_)
            | TicketChange::CloseByTime
            | TicketChange::Remind => Self::WorkTicket,
        }
    }

    /// What a token needs for it.
    #[must_use]
    pub const fn scope(self) -> Scope {
        match self {
            Self::ReadTicket | Self::ReadPeople | Self::ReadReports => Scope::Read,
            Self::OpenTicket
            | Self::OpenTicketForCaller
            | Self::CommentInPublic
            | Self::CommentInternally
            | Self::CloseTicket
            | Self::RateTicket
            | Self::WorkTicket
            | Self::SetPrivacy
            | Self::Redact
            | Self::Watch
            | Self::ChooseWatchers
            | Self::HandleMail
            | Self::KeepMemos
            | Self::KeepViews
            | Self::ReadNotifications => Scope::Write,
            Self::PrepareCustomer
            | Self::GrantAccess
            | Self::ChangeOwnAccount
            | Self::AppointStaff
            | Self::HandlePersonalData
            | Self::MergePeople
            | Self::ManageHouse
            | Self::ManageTexts
            | Self::ReadAccounts
            | Self::ReadAudit
            | Self::MakeToken
            | Self::MakeAdminToken => Scope::Admin,
        }
    }
}

/// How a user stands to a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// It is about no ticket.
    None,
    /// They opened it.
    Own,
    /// A colleague opened it, and their organisation shares its tickets with them.
    Shared,
    /// They were given it to watch.
    Watched,
    /// It waits in a queue that they work.
    Queue,
    /// None of these.
    Stranger,
}

impl Relation {
    /// Every relation, in the order of the matrix.
    pub const ALL: &'static [Self] =
        &[Self::None, Self::Own, Self::Shared, Self::Watched, Self::Queue, Self::Stranger];
}

/// What a ticket is to the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject {
    /// The ticket.
    pub ticket: TicketId,
    /// Who opened it.
    pub customer: UserId,
    /// On behalf of which organisation.
    pub organisation: Option<OrganisationId>,
    /// Whether colleagues of the customer are kept out.
    pub is_private: bool,
    /// Whether the actor was given it to watch.
    pub watched: bool,
    /// Whether the actor is a member of its queue.
    pub in_queue: bool,
}

impl Subject {
    /// What stands for a ticket that does not exist: nobody's, so that asking for it is answered as for a hidden one.
    #[must_use]
    pub(crate) const fn absent() -> Self {
        let nil = uuid::Uuid::nil();
        Self {
            ticket: TicketId(nil),
            customer: UserId(nil),
            organisation: None,
            is_private: false,
            watched: false,
            in_queue: false,
        }
    }
}

/// Proof that a change was authorised: what, and of which tickets. Only [`check`] creates it for what users do.
#[derive(Debug)]
#[must_use = "a permit is to be handed to the commit"]
pub struct Permit {
    /// What was asked for; `None`: housekeeping.
    action: Option<Action>,
    /// The tickets that it was asked for; none: it is about no ticket in particular.
    tickets: Vec<TicketId>,
    /// Whether what it is for decides nobody's rights and ends nobody's log-in.
    harmless: bool,
}

impl Permit {
    const fn housekeeping(harmless: bool) -> Self {
        Self { action: None, tickets: Vec::new(), harmless }
    }

    fn of(action: Action, subject: Option<&Subject>) -> Self {
        let tickets: Vec<_> = subject.map(|subject| subject.ticket).into_iter().collect();
        Self { action: Some(action), harmless: !tickets.is_empty(), tickets }
    }

    /// Whether somebody's rights may be others after it, or their log-in may have ended: those of all but a ticket's own
    /// commands.
    pub(crate) const fn is_harmless(&self) -> bool {
        self.harmless
    }

    /// What was asked for; `None`: housekeeping, which no user asks for.
    #[must_use]
    pub const fn action(&self) -> Option<Action> {
        self.action
    }

    /// Whether changes of this ticket may be committed with it.
    pub(crate) fn covers(&self, ticket: TicketId) -> bool {
        self.tickets.is_empty() || self.tickets.contains(&ticket)
    }

    /// One permit for what two are for, for work that changes several tickets.
    pub(crate) fn and(mut self, other: Self) -> Self {
        self.tickets.extend(other.tickets);
        self.harmless &= other.harmless;
        self
    }
}

/// Why something is not permitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Denied {
    /// Nobody was recognised.
    Anonymous,
    /// They may not even know that it exists.
    Hidden,
    /// They may see it, but not do this.
    Forbidden,
}

/// The rule itself: may somebody of `role` do `action`, standing so to the ticket?
///
/// # Errors
/// [`Denied`], with what they may know about it.
pub const fn permits(role: Role, action: Action, relation: Relation) -> Result<(), Denied> {
    match action {
        Action::OpenTicket | Action::MakeToken | Action::ChangeOwnAccount => Ok(()),
        Action::ReadTicket | Action::CommentInPublic | Action::Watch => seen(role, relation),
        Action::CloseTicket => match (seen(role, relation), role, relation) {
            (Err(denied), _, _) => Err(denied),
            (Ok(()), Role::Customer, Relation::Own | Relation::Shared | Relation::Watched)
            | (Ok(()), Role::Agent | Role::Admin, _) => Ok(()),
            (Ok(()), Role::Customer, _) => Err(Denied::Forbidden),
        },
        Action::SetPrivacy | Action::ChooseWatchers => match (seen(role, relation), role, relation) {
            (Err(denied), _, _) => Err(denied),
            (Ok(()), Role::Customer, Relation::Own) | (Ok(()), Role::Agent | Role::Admin, _) => Ok(()),
            (Ok(()), Role::Customer, _) => Err(Denied::Forbidden),
        },
        Action::RateTicket => match (seen(role, relation), role, relation) {
            (Err(denied), _, _) => Err(denied),
            (Ok(()), Role::Customer, Relation::Own) => Ok(()),
            (Ok(()), _, _) => Err(Denied::Forbidden),
        },
        Action::CommentInternally | Action::WorkTicket | Action::Redact => match (seen(role, relation), role)
        {
            (Err(denied), _) => Err(denied),
            (Ok(()), Role::Agent | Role::Admin) => Ok(()),
            (Ok(()), Role::Customer) => Err(Denied::Forbidden),
        },
        Action::OpenTicketForCaller
        | Action::ReadPeople
        | Action::PrepareCustomer
        | Action::HandleMail
        | Action::KeepMemos
        | Action::ReadReports
        | Action::KeepViews
        | Action::ReadNotifications => match role {
            Role::Agent | Role::Admin => Ok(()),
            Role::Customer => Err(Denied::Forbidden),
        },
        Action::GrantAccess
        | Action::AppointStaff
        | Action::HandlePersonalData
        | Action::MergePeople
        | Action::ManageHouse
        | Action::ManageTexts
        | Action::ReadAccounts
        | Action::ReadAudit
        | Action::MakeAdminToken => match role {
            Role::Admin => Ok(()),
            Role::Agent | Role::Customer => Err(Denied::Forbidden),
        },
    }
}

const fn seen(role: Role, relation: Relation) -> Result<(), Denied> {
    match (role, relation) {
        (Role::Admin, _)
        | (Role::Agent, Relation::Queue | Relation::None)
        | (Role::Customer, Relation::Own | Relation::Shared | Relation::Watched | Relation::None) => Ok(()),
        (Role::Agent, Relation::Own | Relation::Shared | Relation::Watched | Relation::Stranger)
        | (Role::Customer, Relation::Queue | Relation::Stranger) => Err(Denied::Hidden),
    }
}

/// Asks whether `actor` may do `action`, to `subject` if it is about a ticket.
///
/// What the token may not do is refused before anything is said about the ticket, so that a ticket that is hidden, one that is
/// absent ([`Subject::absent`]) and one that its reader may not change so are answered alike, whatever the token may do. What is
/// about no ticket and not for the role is refused as that: another scope would not help.
///
/// # Errors
/// Unauthenticated for nobody, [`Error::MissingScope`] for what the token may not, [`Error::NotFound`] for what is hidden,
/// [`Error::Forbidden`] for the rest.
pub fn check(actor: &Actor, action: Action, subject: Option<&Subject>) -> Result<Permit> {
    if actor.is_internal() {
        return Ok(Permit::of(action, subject));
    }
    let viewer = logged_in(actor)?;
    let relation = subject.map_or(Relation::None, |subject| relation(actor, subject));
    let permitted = permits(viewer.role, action, relation);
    if permitted == Err(Denied::Forbidden) && subject.is_none() {
        return Err(Error::Forbidden { action: action.words() });
    }
    in_scope(actor, action.scope())?;
    match permitted {
        Ok(()) => Ok(Permit::of(action, subject)),
        Err(Denied::Anonymous) => Err(turned_away(actor)),
        Err(Denied::Hidden) => Err(Error::NotFound { what: "ticket" }),
        Err(Denied::Forbidden) => Err(Error::Forbidden { action: action.words() }),
    }
}

/// The user, who must have logged in and have the second factor that their role requires.
///
/// # Errors
/// [`Error::Unauthenticated`] for nobody; [`Error::SecondFactorRequired`] for a user who has yet to set one up.
pub fn logged_in(actor: &Actor) -> Result<&Viewer> {
    actor.user().ok_or_else(|| turned_away(actor))
}

/// Why this actor is no user who may do something.
pub(crate) fn turned_away(actor: &Actor) -> Error {
    if actor.person().is_some() { Error::SecondFactorRequired } else { Error::Unauthenticated }
}

/// Refuses API tokens where somebody gives themselves a way in: whoever has the token would have that way too, and for longer.
///
/// # Errors
/// [`Error::Forbidden`].
pub(crate) fn in_person(viewer: &Viewer) -> Result<()> {
    match viewer.via {
        Via::Session(_) | Via::Local => Ok(()),
        Via::Token(_) | Via::Letter => {
            Err(Error::Forbidden { action: "change how you log in with an API token; log in to do this" })
        }
    }
}

/// Asks for what belongs to one's own log-in, such as a second factor: those may do it as well who have yet to set one up.
///
/// # Errors
/// [`Error::Unauthenticated`] for all but users; [`Error::MissingScope`]; [`Error::Forbidden`] for API tokens.
pub(crate) fn own_login(actor: &Actor) -> Result<(Permit, &Viewer)> {
    let viewer = actor.person().ok_or(Error::Unauthenticated)?;
    let action = Action::ChangeOwnAccount;
    let permit = if actor.user().is_some() { check(actor, action, None)? } else { Permit::of(action, None) };
    in_person(viewer)?;
    Ok((permit, viewer))
}

/// Refuses a token that lacks this scope; whoever came without a token has every scope.
///
/// # Errors
/// [`Error::MissingScope`]; [`Error::SecondFactorRequired`] for those who have yet to set one up.
pub fn in_scope(actor: &Actor, scope: Scope) -> Result<()> {
    match actor.user() {
        None if actor.person().is_some() => Err(Error::SecondFactorRequired),
        Some(viewer) if !viewer.scopes.allow(scope) => Err(Error::MissingScope { scope }),
        _ => Ok(()),
    }
}

/// Refuses a token that may read neither tickets nor, as one that administers, people, organisations and queues.
///
/// # Errors
/// [`Error::MissingScope`].
pub(crate) fn reads_people(actor: &Actor) -> Result<()> {
    match actor.user() {
        Some(viewer) if viewer.role == Role::Admin && viewer.scopes.admin => Ok(()),
        _ => in_scope(actor, Scope::Read),
    }
}

/// How the actor stands to a ticket.
#[must_use]
pub fn relation(actor: &Actor, subject: &Subject) -> Relation {
    let Some(viewer) = actor.user() else { return Relation::Stranger };
    sight::Tickets::of(viewer).relation(subject)
}

/// Leave for the house-keeping that no user asks for: outbox, ledger, timers, log-ins.
pub(crate) const fn housekeeping() -> Permit {
    Permit::housekeeping(false)
}

/// A permit for housekeeping that decides nobody's rights and ends nobody's log-in, such as sending letters.
pub(crate) const fn routine() -> Permit {
    Permit::housekeeping(true)
}
