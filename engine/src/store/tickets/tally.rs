//! Counts that are read from the tally of tickets instead of the tickets, as far as it can tell.

use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, Select, sea_query::Expr};

use crate::{
    actor::Actor,
    model::TicketFilter,
    store::{
        entity::ticket_tally::{Column, Entity},
        visible::Visible,
    },
};

/// The one number that counts the tickets which the actor may see and the filter asks for; `None`, where only the
/// tickets themselves can tell.
pub(super) fn groups(actor: &Actor, filter: &TicketFilter) -> Option<Select<Entity>> {
    let TicketFilter {
        status,
        queue,
        assignee,
        unassigned,
        mine,
        escalated: None,
        customer: None,
        organisation: None,
        organisations,
        tag: None,
        created_after: None,
        created_before: None,
        updated_after: None,
        search: None,
        number: None,
        external_id: None,
        unseen: None,
        watching: None,
        channels,
    } = filter
    else {
        return None;
    };
    if !channels.is_empty() || !organisations.is_empty() {
        return None;
    }
    let visible = Visible::to(actor).tally()?;
    let mut asked = Condition::all()
        .add_option(queue.map(|id| Column::QueueId.eq(id.0)))
        .add_option(assignee.map(|id| Column::AssigneeId.eq(id.0)))
        .add_option(unassigned.map(|unassigned| {
            if unassigned { Column::AssigneeId.is_null() } else { Column::AssigneeId.is_not_null() }
        }));
    if !status.is_empty() {
        asked = asked.add(Column::Status.is_in(status.iter().map(|status| status.as_str())));
    }
    if let Some(mine) = mine {
        let own = match actor.user() {
            Some(viewer) => {
                Condition::all().add(Column::AssigneeId.is_not_null()).add(Column::AssigneeId.eq(viewer.id.0))
            }
            None => Condition::all().add(Expr::value(false)),
        };
        asked = asked.add(if *mine { own } else { own.not() });
    }
    Some(Entity::find().select_only().expr(sum()).filter(visible).filter(asked))
}

/// The tickets of the lines that are read.
pub(crate) fn sum() -> Expr {
    Expr::cust("CAST(coalesce(sum(\"count\"), 0) AS BIGINT)")
}
