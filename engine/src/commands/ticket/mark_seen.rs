//! Notes that a member of the staff has seen what came from a ticket's customer.

use sea_orm::{ActiveValue::Set, EntityTrait, sea_query::OnConflict};

use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::Ticket,
    policy::Action,
    store::{
        Work,
        entity::ticket_seen,
        notifications::{self, Read},
    },
};

impl Engine {
    /// Takes the actor's mark of what is new off a ticket: what its customer has written by now is seen, and the actor's
    /// notifications about it are read. Nobody is told, and the ticket does not change.
    ///
    /// # Errors
    /// `NotFound` for a ticket that is absent or hidden; `Forbidden` for customers, who have no such marks.
    pub async fn mark_seen(&self, actor: &Actor, number: i64) -> Result<Ticket> {
        let work = Work::begin(self).await?;
        // Locked: what is counted here is all that was written before, whatever is under way.
        let (ticket, permit) = work.ticket(actor, number, Action::WorkTicket).await?;
        if let Some(viewer) = actor.user() {
            let seen = ticket_seen::ActiveModel {
                user_id: Set(viewer.id.0),
                ticket_id: Set(ticket.row.id),
                customer_posts: Set(ticket.row.customer_posts),
                read_until: Set(Some(work.now())),
            };
            let again = OnConflict::columns([ticket_seen::Column::UserId, ticket_seen::Column::TicketId])
                .update_columns([ticket_seen::Column::CustomerPosts, ticket_seen::Column::ReadUntil])
                .to_owned();
            notifications::read(work.tx(), viewer.id, Read::OfTicket(ticket.id()), work.now()).await?;
            ticket_seen::Entity::insert(seen).on_conflict(again).exec_without_returning(work.tx()).await?;
        }
        work.commit(permit, Vec::new()).await?;
        ticket.shown(actor)
    }
}
