//! What an actor may see, as conditions for a query: every read of the engine starts here, so that no path forgets it.
//!
//! | who | tickets | comments, events, files | people | organisations | queues |
//! | --- | --- | --- | --- | --- | --- |
//! | system, mail gateway, admin | all | all | all | all | all |
//! | agent | those in the queues they work | all of these tickets | all | all | all |
//! | customer | their own; those of their organisation if it shares them and they may see them | the public ones of these tickets | themselves and colleagues who share; by name also the staff and who takes part in these tickets; of others no address | their own | those with an address or with one of these tickets |
//! | nobody, a token without `tickets:read` | none | none | themselves | none | none |
//! | an admin's token with `admin` alone | none | none | all | all | all |
//!
//! A query of the engine refuses a token that lacks the scope before it comes here, so that a missing scope is told and never
//! looks like an empty world (`policy::in_scope`, `policy::reads_people`).
//!
//! Membership of a queue is looked up by the condition itself: whoever is removed sees nothing more at once.

use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait},
};

use crate::{
    actor::{Actor, Viewer},
    attention::Attention,
    model::{OrganisationId, QueueId, Role, Ticket, UserId, Visibility},
    store::entity::{
        account, attachment, comment, event, incoming_mail, membership, organisation, participant, queue,
        queue_member, ticket, ticket_tally,
    },
};

/// What an actor may see.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Visible<'a> {
    sight: Sight,
    /// The same for people, organisations and queues.
    people: Sight,
    viewer: Option<&'a Viewer>,
    counting: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sight {
    Nothing,
    Own,
    Queues,
    Everything,
}

impl<'a> Visible<'a> {
    /// What this actor may see.
    pub(crate) fn to(actor: &'a Actor) -> Self {
        let viewer = actor.user();
        let sight = match viewer {
            None if actor.is_internal() => Sight::Everything,
            None => Sight::Nothing,
            Some(viewer) if !viewer.scopes.read => Sight::Nothing,
            Some(viewer) => match viewer.role {
                Role::Customer => Sight::Own,
                Role::Agent => Sight::Queues,
                Role::Admin => Sight::Everything,
            },
        };
        let people = match viewer {
            Some(viewer) if viewer.role == Role::Admin && viewer.scopes.admin => Sight::Everything,
            _ => sight,
        };
        Self { sight, people, viewer, counting: false }
    }

    /// The same, put in the way that is cheapest when all of it is read, as for a count.
    pub(crate) const fn counting(self) -> Self {
        Self { counting: true, ..self }
    }

    /// Whether internal comments and events, tags and addresses are theirs to see.
    pub(crate) const fn sees_internal(self) -> bool {
        matches!(self.sight, Sight::Queues | Sight::Everything)
    }

    /// A ticket as they may see it: to customers without what the staff do among themselves.
    pub(crate) fn shown(self, ticket: Ticket) -> Ticket {
        if self.sees_internal() {
            return ticket;
        }
        let own =
            |from: &UserId| *from == ticket.customer || self.viewer.is_some_and(|viewer| viewer.id == *from);
        let held_back = ticket.attention.held_back.filter(|(_, from)| own(from));
        Ticket {
            version: ticket.public.version,
            updated_at: ticket.public.updated_at,
            priority: ticket.public.priority,
            tags: Vec::new(),
            due_at: None,
            escalates_at: None,
            attention: Attention { held_back, ..Attention::default() },
            ..ticket
        }
    }

    /// The version of a ticket as they may see it.
    pub(crate) const fn version_of(self, row: &ticket::Model) -> i64 {
        if self.sees_internal() { row.version } else { row.public_version }
    }

    /// Whether they may see the mail address of this user.
    pub(crate) fn sees_address_of(self, user: UserId) -> bool {
        self.sees_all_people() || self.viewer.is_some_and(|viewer| viewer.id == user)
    }

    /// Whether everybody is theirs to see, with address and all that only the staff know.
    pub(crate) const fn sees_all_people(self) -> bool {
        matches!(self.people, Sight::Queues | Sight::Everything)
    }

    /// On `ticket`.
    pub(crate) fn tickets(self) -> Condition {
        match (self.sight, self.viewer) {
            (Sight::Everything, _) => Condition::all(),
            (Sight::Queues, Some(viewer)) => Condition::all().add(self.works_queue_of_ticket(viewer)),
            (Sight::Own, Some(viewer)) => {
                let own = Condition::any().add(ticket::Column::CustomerId.eq(viewer.id.0));
                match viewer.organisation {
                    Some(organisation) if viewer.shares => {
                        own.add(ticket::Column::OrganisationId.eq(organisation.0))
                    }
                    _ => own,
                }
            }
            (Sight::Nothing | Sight::Queues | Sight::Own, _) => nothing(),
        }
    }

    /// Whether all tickets of this customer or organisation are theirs to see, so that nothing need be asked of each.
    pub(crate) fn covers(self, customer: Option<UserId>, organisation: Option<OrganisationId>) -> bool {
        let (Sight::Own, Some(viewer)) = (self.sight, self.viewer) else { return false };
        let shared = viewer.organisation.filter(|_| viewer.shares);
        customer == Some(viewer.id) || (shared.is_some() && organisation == shared)
    }

    /// On `ticket_tally`; `None` for those whose tickets it does not tell apart.
    pub(crate) fn tally(self) -> Option<Condition> {
        match (self.sight, self.viewer) {
            (Sight::Everything, _) => Some(Condition::all()),
            (Sight::Queues, Some(viewer)) => {
                let queues = queue_member::Entity::find()
                    .select_only()
                    .column(queue_member::Column::QueueId)
                    .filter(queue_member::Column::UserId.eq(viewer.id.0));
                Some(Condition::all().add(ticket_tally::Column::QueueId.in_subquery(queues.into_query())))
            }
            (Sight::Nothing | Sight::Own | Sight::Queues, _) => None,
        }
    }

    /// The same, asked of a ticket that is at hand. `queues`: those that the actor works, if they are an agent.
    pub(crate) fn sees(self, ticket: &Ticket, queues: &[QueueId]) -> bool {
        match (self.sight, self.viewer) {
            (Sight::Everything, _) => true,
            (Sight::Queues, Some(_)) => queues.contains(&ticket.queue),
            (Sight::Own, Some(viewer)) => {
                let shared = viewer.shares.then_some(viewer.organisation).flatten();
                ticket.customer == viewer.id
                    || shared.is_some_and(|shared| ticket.organisation == Some(shared))
            }
            (Sight::Nothing | Sight::Queues | Sight::Own, _) => false,
        }
    }

    /// On `comment`.
    pub(crate) fn comments(self) -> Condition {
        if self.sight == Sight::Everything {
            return Condition::all();
        }
        let of_ticket = self.ticket_with(same(ticket::Column::Id, comment::Column::TicketId));
        self.public(Condition::all().add(of_ticket))
    }

    /// On `comment`, without its ticket: to be used where `ticket` is joined and under [`Self::tickets`].
    pub(crate) fn comments_of_tickets(self) -> Condition {
        if self.sight == Sight::Nothing { nothing() } else { self.public(Condition::all()) }
    }

    fn public(self, condition: Condition) -> Condition {
        if self.sees_internal() {
            return condition;
        }
        condition.add(comment::Column::Visibility.eq(Visibility::Public.as_str()))
    }

    /// On `event`, without its ticket: to be used where `ticket` is joined and under [`Self::tickets`].
    pub(crate) fn events_of_tickets(self) -> Condition {
        match self.sight {
            Sight::Everything | Sight::Queues => Condition::all(),
            Sight::Own => Condition::all().add(event::Column::Internal.eq(false)),
            Sight::Nothing => nothing(),
        }
    }

    /// On `attachment`.
    pub(crate) fn attachments(self) -> Condition {
        if self.sight == Sight::Everything {
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
        let (Sight::Queues, Some(viewer)) = (self.sight, self.viewer) else {
            return if self.sight == Sight::Everything { Condition::all() } else { nothing() };
        };
        let member = queue_member::Entity::find()
            .select_only()
            .column(queue_member::Column::QueueId)
            .filter(queue_member::Column::UserId.eq(viewer.id.0));
        let for_queue = Condition::all()
            .add(incoming_mail::Column::TicketId.is_null())
            .add(incoming_mail::Column::QueueId.in_subquery(member.into_query()));
        let in_ticket = self.ticket_with(same(ticket::Column::Id, incoming_mail::Column::TicketId));
        Condition::any().add(for_queue).add(in_ticket)
    }

    /// On `account`, for a list.
    pub(crate) fn users(self) -> Condition {
        let Some(viewer) = self.viewer else {
            return if self.people == Sight::Everything { Condition::all() } else { nothing() };
        };
        let own = Condition::any().add(account::Column::Id.eq(viewer.id.0));
        match (self.people, viewer.organisation) {
            (Sight::Everything | Sight::Queues, _) => Condition::all(),
            (Sight::Own, Some(organisation)) if viewer.shares => {
                let colleagues = membership::Entity::find()
                    .select_only()
                    .column(membership::Column::UserId)
                    .filter(membership::Column::OrganisationId.eq(organisation.0));
                own.add(account::Column::Id.in_subquery(colleagues.into_query()))
            }
            (Sight::Own | Sight::Nothing, _) => own,
        }
    }

    /// On `account`, for one who is named in something visible: who wrote, who is responsible, who changed a status.
    pub(crate) fn named_users(self) -> Condition {
        if self.people != Sight::Own {
            return self.users();
        }
        let staff = account::Column::Role.is_in([Role::Agent.as_str(), Role::Admin.as_str()]);
        self.users().add(staff).add(self.takes_part_in_visible_ticket())
    }

    /// On `organisation`.
    pub(crate) fn organisations(self) -> Condition {
        match (self.people, self.viewer.and_then(|viewer| viewer.organisation)) {
            (Sight::Everything | Sight::Queues, _) => Condition::all(),
            (Sight::Own, Some(own)) => Condition::all().add(organisation::Column::Id.eq(own.0)),
            (Sight::Own | Sight::Nothing, _) => nothing(),
        }
    }

    /// On `queue`.
    pub(crate) fn queues(self) -> Condition {
        match self.people {
            Sight::Everything | Sight::Queues => Condition::all(),
            Sight::Nothing => nothing(),
            Sight::Own => {
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

    /// For a page, membership is asked of each ticket: in the order of an index that ends early, where a list of queues
    /// would first gather and sort all tickets of these queues. For a count the list is five times as fast.
    fn works_queue_of_ticket(self, viewer: &Viewer) -> Expr {
        let member = queue_member::Entity::find()
            .select_only()
            .column(queue_member::Column::QueueId)
            .filter(queue_member::Column::UserId.eq(viewer.id.0));
        if self.counting {
            return ticket::Column::QueueId.in_subquery(member.into_query());
        }
        let of_ticket = member.filter(same(queue_member::Column::QueueId, ticket::Column::QueueId));
        Expr::exists(of_ticket.into_query())
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
}

fn same(one: impl ColumnTrait, other: impl ColumnTrait) -> Expr {
    one.into_expr().eq(other.into_expr())
}

fn nothing() -> Condition {
    Condition::all().add(Expr::value(false))
}
