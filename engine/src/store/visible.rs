//! What an actor sees, as conditions for a query: every read of the engine starts here, so that no path forgets it. Who sees
//! what is told in [`crate::policy::sight`]; here it is put into SQL, and nothing is decided.
//!
//! A query of the engine refuses a token that lacks the scope before it comes here, so that a missing scope is told and never
//! looks like an empty world (`policy::in_scope`, `policy::reads_people`).
//!
//! Membership of a queue and what somebody watches are looked up by the condition itself: who is removed sees nothing more
//! at once.

use sea_orm::{
    ColumnTrait, Condition, DbBackend, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait},
};

use super::entity::{
    account, attachment, comment, event, incoming_mail, membership, organisation, participant, queue,
    queue_member, ticket, ticket_tally, watcher,
};
use crate::{
    actor::{Actor, Viewer},
    model::{
        Event, EventChange, EventKind, OrganisationId, Role, Ticket, User, UserId, Visibility, Watching,
    },
    policy::sight::{People, Sight, Tickets, Tie},
};

/// What an actor sees.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Visible<'a> {
    sight: Sight<'a>,
    viewer: Option<&'a Viewer>,
    counting: bool,
    backend: Option<DbBackend>,
}

impl<'a> Visible<'a> {
    /// What this actor sees.
    pub(crate) fn to(actor: &'a Actor) -> Self {
        Self { sight: Sight::of(actor), viewer: actor.user(), counting: false, backend: None }
    }

    /// The same, put in the way that is cheapest when all of it is read, as for a count.
    pub(crate) const fn counting(self) -> Self {
        Self { counting: true, ..self }
    }

    /// The same, put in the way that this database reads fastest.
    pub(crate) const fn on(self, backend: DbBackend) -> Self {
        Self { backend: Some(backend), ..self }
    }

    /// Whether internal comments and events, tags and addresses are theirs to see.
    pub(crate) const fn sees_internal(self) -> bool {
        self.sight.sees_internal()
    }

    /// A ticket as they may see it.
    pub(crate) fn shown(self, ticket: Ticket) -> Ticket {
        self.sight.shown(ticket, self.viewer)
    }

    /// A person as they may know them: of those whose address they may not see, nothing that only the staff know.
    pub(crate) fn shown_user(self, mut user: User) -> User {
        if !self.sees_address_of(user.id) {
            user.email.clear();
            user.user_name = None;
            user.external_id = None;
            user.sees_organisation = false;
            user.organisation = user.organisation.filter(|one| self.sees_members_of(*one));
        }
        user
    }

    /// An event as they may see it: why something was redacted is for the staff alone.
    pub(crate) fn shown_event(self, mut event: Event) -> Event {
        if event.kind == EventKind::Redacted && !self.sees_internal() {
            event.retain(|change| !matches!(change, EventChange::Reason(_)));
        }
        event
    }

    /// The version of a ticket as they may see it.
    pub(crate) const fn version_of(self, row: &ticket::Model) -> i64 {
        self.sight.version(row.version, row.public_version)
    }

    /// Whether they may see the mail address of this user.
    pub(crate) fn sees_address_of(self, user: UserId) -> bool {
        self.sees_all_people() || self.viewer.is_some_and(|viewer| viewer.id == user)
    }

    /// Whether everybody is theirs to see, with address and all that only the staff know.
    pub(crate) const fn sees_all_people(self) -> bool {
        matches!(self.sight.people, People::Everybody)
    }

    /// On `ticket`.
    pub(crate) fn tickets(self) -> Condition {
        match self.sight.tickets {
            Tickets::All => Condition::all(),
            Tickets::None => nothing(),
            tied @ Tickets::Tied(_) => tied.ties().fold(Condition::any(), |any, tie| any.add(self.tied(tie))),
        }
    }

    /// On `ticket`: to which of them this tie leads.
    fn tied(self, tie: Tie<'_>) -> Condition {
        Condition::all().add(match tie {
            Tie::Opened(user) => ticket::Column::CustomerId.eq(user.0),
            Tie::Shared(organisations) => {
                let of_theirs = one_of(ticket::Column::OrganisationId, organisations);
                of_theirs.and(ticket::Column::IsPrivate.eq(false))
            }
            Tie::Watched(user) => self.watched_by(user),
            Tie::Queue(user) => self.works_queue_of_ticket(user),
        })
    }

    /// Whether all tickets of this customer are theirs to see, so that nothing need be asked of each.
    pub(crate) fn covers(self, customer: Option<UserId>) -> bool {
        customer.is_some_and(|customer| self.sight.tickets.ties().any(|tie| tie == Tie::Opened(customer)))
    }

    /// On `ticket_tally`; `None` for those whose tickets it does not tell apart.
    pub(crate) fn tally(self) -> Option<Condition> {
        match self.sight.tickets {
            Tickets::All => Some(Condition::all()),
            Tickets::None => None,
            tied @ Tickets::Tied(_) => tied.ties().try_fold(Condition::any(), |any, tie| match tie {
                Tie::Queue(user) => {
                    Some(any.add(ticket_tally::Column::QueueId.in_subquery(worked_by(user).into_query())))
                }
                Tie::Opened(_) | Tie::Shared(_) | Tie::Watched(_) => None,
            }),
        }
    }

    /// On `comment`.
    pub(crate) fn comments(self) -> Condition {
        if self.sight.tickets == Tickets::All {
            return Condition::all();
        }
        let of_ticket = self.ticket_with(same(ticket::Column::Id, comment::Column::TicketId));
        self.public(Condition::all().add(of_ticket))
    }

    /// On `comment`, without its ticket: to be used where `ticket` is joined and under [`Self::tickets`].
    pub(crate) fn comments_of_tickets(self) -> Condition {
        if self.sight.tickets == Tickets::None { nothing() } else { self.public(Condition::all()) }
    }

    fn public(self, condition: Condition) -> Condition {
        if self.sees_internal() {
            return condition;
        }
        condition.add(comment::Column::Visibility.eq(Visibility::Public.as_str()))
    }

    /// On `event`, without its ticket: to be used where `ticket` is joined and under [`Self::tickets`].
    pub(crate) fn events_of_tickets(self) -> Condition {
        match self.sight.tickets {
            Tickets::None => nothing(),
            Tickets::Tied(_) | Tickets::All if self.sees_internal() => Condition::all(),
            Tickets::Tied(_) | Tickets::All => Condition::all().add(event::Column::Internal.eq(false)),
        }
    }

    /// On `attachment`.
    pub(crate) fn attachments(self) -> Condition {
        if self.sight.tickets == Tickets::All {
            return Condition::all();
        }
        let comments = comment::Entity::find()
            .select_only()
            .expr(Expr::value(1))
            .filter(same(comment::Column::Id, attachment::Column::CommentId))
            .filter(self.comments());
        Condition::all().add(Expr::exists(comments.into_query()))
    }

    /// On `incoming_mail`: agents see what came for the queues they work and what is in tickets that they see.
    pub(crate) fn mails(self) -> Condition {
        match self.sight.tickets {
            Tickets::All => Condition::all(),
            tied @ Tickets::Tied(_) if self.sees_internal() => {
                let in_ticket = self.ticket_with(same(ticket::Column::Id, incoming_mail::Column::TicketId));
                tied.ties().fold(Condition::any().add(in_ticket), |any, tie| match tie {
                    Tie::Queue(user) => {
                        let theirs = incoming_mail::Column::QueueId.in_subquery(worked_by(user).into_query());
                        any.add(incoming_mail::Column::TicketId.is_null().and(theirs))
                    }
                    Tie::Opened(_) | Tie::Shared(_) | Tie::Watched(_) => any,
                })
            }
            Tickets::None | Tickets::Tied(_) => nothing(),
        }
    }

    /// On `account`, for a list.
    pub(crate) fn users(self) -> Condition {
        if self.sees_all_people() {
            return Condition::all();
        }
        let Some(viewer) = self.viewer else { return nothing() };
        let own = Condition::any().add(account::Column::Id.eq(viewer.id.0));
        match (self.sight.people, viewer.shared.as_slice()) {
            (People::Oneself | People::Everybody, _) | (People::Colleagues, []) => own,
            (People::Colleagues, organisations) => {
                let colleagues = membership::Entity::find()
                    .select_only()
                    .column(membership::Column::UserId)
                    .filter(one_of(membership::Column::OrganisationId, organisations));
                own.add(account::Column::Id.in_subquery(colleagues.into_query()))
            }
        }
    }

    /// Whether they may know who belongs to this organisation, beside themselves.
    pub(crate) fn sees_members_of(self, organisation: OrganisationId) -> bool {
        self.sees_all_people() || self.viewer.is_some_and(|viewer| viewer.shared.contains(&organisation))
    }

    /// On `account`, for one who is named in something visible: who wrote, who is responsible, who changed a status.
    pub(crate) fn named_users(self) -> Condition {
        if self.sight.people != People::Colleagues {
            return self.users();
        }
        let staff = account::Column::Role.is_in([Role::Agent.as_str(), Role::Admin.as_str()]);
        self.users().add(staff).add(self.takes_part_in_visible_ticket()).add(self.watches_visible_ticket())
    }

    /// On `organisation`.
    pub(crate) fn organisations(self) -> Condition {
        match (self.sight.people, self.viewer.map(|viewer| viewer.organisations.as_slice())) {
            (People::Everybody, _) => Condition::all(),
            (People::Colleagues, Some(own)) if !own.is_empty() => {
                Condition::all().add(one_of(organisation::Column::Id, own))
            }
            (People::Colleagues | People::Oneself, _) => nothing(),
        }
    }

    /// On `queue`.
    pub(crate) fn queues(self) -> Condition {
        match self.sight.people {
            People::Everybody => Condition::all(),
            People::Oneself => nothing(),
            People::Colleagues => {
                let waiting = ticket::Entity::find()
                    .select_only()
                    .column(ticket::Column::QueueId)
                    .filter(self.tickets())
                    .into_query();
                Condition::any()
                    .add(queue::Column::Address.is_not_null())
                    .add(queue::Column::Id.in_subquery(waiting))
            }
        }
    }

    /// On `queue`: those whose tickets are theirs to work.
    pub(crate) fn worked_queues(self) -> Condition {
        match self.sight.tickets {
            Tickets::All => Condition::all(),
            Tickets::None => nothing(),
            tied @ Tickets::Tied(_) => {
                tied.ties().fold(Condition::any().add(Expr::value(false)), |any, tie| match tie {
                    Tie::Queue(user) => any.add(queue::Column::Id.in_subquery(worked_by(user).into_query())),
                    Tie::Opened(_) | Tie::Shared(_) | Tie::Watched(_) => any,
                })
            }
        }
    }

    /// For a page, membership is asked of each ticket: in the order of an index that ends early, where a list of queues
    /// would first gather and sort all tickets of these queues. For a count the list is five times as fast.
    fn works_queue_of_ticket(self, user: UserId) -> Expr {
        let member = worked_by(user);
        if self.counting {
            return ticket::Column::QueueId.in_subquery(member.into_query());
        }
        let of_ticket = member.filter(same(queue_member::Column::QueueId, ticket::Column::QueueId));
        Expr::exists(of_ticket.into_query())
    }

    /// PostgreSQL finds tickets by a list that it makes once; a subquery beside other conditions it would ask of each ticket.
    fn watched_by(self, user: UserId) -> Expr {
        let watched = watcher::Entity::find()
            .select_only()
            .column(watcher::Column::TicketId)
            .filter(watcher::Column::UserId.eq(user.0))
            .filter(watcher::Column::Kind.eq(Watching::Reader.as_str()));
        if self.backend == Some(DbBackend::Postgres) {
            let list = Expr::SubQuery(None, Box::new(watched.into_query().into()));
            return Expr::cust_with_expr("\"ticket\".\"id\" = ANY (ARRAY $1)", list);
        }
        ticket::Column::Id.in_subquery(watched.into_query())
    }

    /// Whether a visible ticket exists that meets `condition`.
    fn ticket_with(self, condition: Expr) -> Expr {
        let tickets = ticket::Entity::find()
            .select_only()
            .expr(Expr::value(1))
            .filter(condition)
            .filter(self.tickets());
        Expr::exists(tickets.into_query())
    }

    fn takes_part_in_visible_ticket(self) -> Expr {
        let of_ticket = self.ticket_with(same(ticket::Column::Id, participant::Column::TicketId));
        let parts = participant::Entity::find()
            .select_only()
            .expr(Expr::value(1))
            .filter(same(participant::Column::UserId, account::Column::Id))
            .filter(of_ticket);
        Expr::exists(parts.into_query())
    }

    fn watches_visible_ticket(self) -> Expr {
        let of_ticket = self.ticket_with(same(ticket::Column::Id, watcher::Column::TicketId));
        let watching = watcher::Entity::find()
            .select_only()
            .expr(Expr::value(1))
            .filter(same(watcher::Column::UserId, account::Column::Id))
            .filter(watcher::Column::Kind.ne(Watching::Removed.as_str()))
            .filter(of_ticket);
        Expr::exists(watching.into_query())
    }
}

/// The queues that an agent works.
fn worked_by(user: UserId) -> Select<queue_member::Entity> {
    queue_member::Entity::find()
        .select_only()
        .column(queue_member::Column::QueueId)
        .filter(queue_member::Column::UserId.eq(user.0))
}

/// Of one of these organisations; a comparison with one alone is what indexes are made for.
fn one_of(column: impl ColumnTrait, organisations: &[OrganisationId]) -> Expr {
    match organisations {
        [one] => column.eq(one.0),
        several => column.is_in(several.iter().map(|one| one.0)),
    }
}

fn same(one: impl ColumnTrait, other: impl ColumnTrait) -> Expr {
    one.into_expr().eq(other.into_expr())
}

fn nothing() -> Condition {
    Condition::all().add(Expr::value(false))
}
