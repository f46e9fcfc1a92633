//! Whether anything has a name that somebody searched for, as far as they may know of it.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect,
};
use uuid::Uuid;

use super::{
    entity::{account_address, organisation, ticket},
    names::{findable, part_of},
    tickets::filter::tagged,
    visible::Visible,
};
use crate::error::Result;

/// Whether they see an organisation that has this in its name.
pub(crate) async fn organisation(
    db: &impl ConnectionTrait,
    visible: Visible<'_>,
    name: &str,
) -> Result<bool> {
    let alike = Condition::any()
        .add(organisation::Column::Folded.eq(findable(name)))
        .add(part_of(organisation::Column::Folded, name));
    let found = organisation::Entity::find().filter(visible.organisations()).filter(alike);
    Ok(found.limit(1).one(db).await?.is_some())
}

/// Whether this address leads to anybody.
pub(crate) async fn address(db: &impl ConnectionTrait, address: &str) -> Result<bool> {
    let led = account_address::Entity::find().filter(account_address::Column::Address.eq(address));
    Ok(led.count(db).await? > 0)
}

/// Whether they see a ticket with this tag.
pub(crate) async fn tag(db: &impl ConnectionTrait, visible: Visible<'_>, tag: &str) -> Result<bool> {
    let found = ticket::Entity::find().filter(visible.tickets()).filter(tagged(tag));
    let first = found.select_only().column(ticket::Column::Id).limit(1);
    Ok(first.into_tuple::<Uuid>().one(db).await?.is_some())
}
