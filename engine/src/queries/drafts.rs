//! Drafts: the actor's own, and nobody else's on any path.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::{Draft, NewTicketDraft, TicketId, Visibility},
    store::{
        entity::{draft, draft_file, new_ticket_draft, ticket},
        rows,
        visible::Visible,
    },
};

impl Engine {
    /// The actor's own drafts on those of these tickets that they still see; one of files alone has readers and no text. A note of
    /// somebody who belongs to the staff no more is not among them: it must not come back as something that customers read.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn drafts_of(&self, actor: &Actor, tickets: &[TicketId]) -> Result<HashMap<TicketId, Draft>> {
        let Some(viewer) = actor.user() else { return Ok(HashMap::new()) };
        let visible = ticket::Entity::find()
            .select_only()
            .column(ticket::Column::Id)
            .filter(ticket::Column::Id.is_in(tickets.iter().map(|id| id.0)))
            .filter(Visible::to(actor).tickets());
        let with_files = draft_file::Entity::find()
            .select_only()
            .column(draft_file::Column::TicketId)
            .filter(draft_file::Column::UserId.eq(viewer.id.0));
        let holds_something = Condition::any()
            .add(draft::Column::Text.ne(""))
            .add(draft::Column::TicketId.in_subquery(with_files.into_query()));
        let found = draft::Entity::find()
            .filter(draft::Column::UserId.eq(viewer.id.0))
            .filter(holds_something)
            .filter(draft::Column::TicketId.in_subquery(visible.into_query()));
        let rows = found.all(self.database().ro()).await?;
        let mut drafts = HashMap::with_capacity(rows.len());
        for row in rows {
            let draft = rows::draft(row)?;
            if draft.visibility == Visibility::Public || viewer.role.is_staff() {
                drafts.insert(draft.ticket, draft);
            }
        }
        Ok(drafts)
    }

    /// The actor's own draft of a new ticket.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn new_ticket_draft(&self, actor: &Actor) -> Result<Option<NewTicketDraft>> {
        let Some(viewer) = actor.user().filter(|viewer| viewer.scopes.read) else { return Ok(None) };
        let row = new_ticket_draft::Entity::find_by_id(viewer.id.0).one(self.database().ro()).await?;
        Ok(row.and_then(rows::new_ticket_draft))
    }
}
