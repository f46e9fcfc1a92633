//! Rows of links from tickets to other systems.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait,
    IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QueryTrait as _,
};

use super::{Work, entity::external_link, in_sight, visible::Visible};
use crate::{
    error::Result,
    model::{ExternalLink, ExternalLinkId, TicketId},
};

/// An external link as the model has it.
pub(crate) fn external(row: external_link::Model) -> ExternalLink {
    ExternalLink {
        id: row.id.into(),
        ticket: row.ticket_id.into(),
        url: row.url,
        key: row.key,
        visible_to_customer: row.visible_to_customer,
    }
}

/// The external link of an id.
pub(crate) async fn find(
    db: &impl ConnectionTrait,
    id: ExternalLinkId,
) -> Result<Option<external_link::Model>> {
    Ok(external_link::Entity::find_by_id(id.0).one(db).await?)
}

/// The external link of a ticket with this address.
pub(crate) async fn with_url(
    tx: &DatabaseTransaction,
    ticket: TicketId,
    url: &str,
) -> Result<Option<external_link::Model>> {
    let found = external_link::Entity::find()
        .filter(external_link::Column::TicketId.eq(ticket.0))
        .filter(external_link::Column::Url.eq(url));
    Ok(found.one(tx).await?)
}

/// How many external links a ticket has.
pub(crate) async fn count(db: &impl ConnectionTrait, ticket: TicketId) -> Result<u64> {
    let links = external_link::Entity::find().filter(external_link::Column::TicketId.eq(ticket.0));
    Ok(links.count(db).await?)
}

/// Adds an external link.
pub(crate) async fn insert(work: &Work<'_>, link: ExternalLink) -> Result<()> {
    let row = external_link::ActiveModel {
        id: Set(link.id.into()),
        ticket_id: Set(link.ticket.into()),
        url: Set(link.url),
        key: Set(link.key),
        visible_to_customer: Set(link.visible_to_customer),
        created_at: Set(work.now()),
    };
    external_link::Entity::insert(row).exec_without_returning(work.tx()).await?;
    Ok(())
}

/// Changes what the other system calls it, and whether customers see it.
pub(crate) async fn change(
    work: &Work<'_>,
    known: external_link::Model,
    key: Option<String>,
    visible_to_customer: bool,
) -> Result<()> {
    let mut known = known.into_active_model();
    known.key = Set(key);
    known.visible_to_customer = Set(visible_to_customer);
    known.update(work.tx()).await?;
    Ok(())
}

/// Removes an external link.
pub(crate) async fn remove(work: &Work<'_>, id: ExternalLinkId) -> Result<()> {
    external_link::Entity::delete_by_id(id.0).exec(work.tx()).await?;
    Ok(())
}

/// The external links of those of these tickets that are seen, in the order in which they were added; some are for the staff alone.
pub(crate) async fn of(
    db: &impl ConnectionTrait,
    visible: Visible<'_>,
    tickets: &[TicketId],
) -> Result<Vec<ExternalLink>> {
    let of = in_sight::ids(visible, tickets.iter().map(|ticket| ticket.0));
    let mut rows = external_link::Entity::find()
        .filter(external_link::Column::TicketId.in_subquery(of.into_query()))
        .order_by_asc(external_link::Column::Id);
    if !visible.sees_internal() {
        rows = rows.filter(external_link::Column::VisibleToCustomer.eq(true));
    }
    Ok(rows.all(db).await?.into_iter().map(external).collect())
}
