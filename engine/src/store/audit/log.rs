//! The audit log as it is read: its pages, its entries and their kinds.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::filter::Sought;
use crate::{
    error::Result,
    model::{AuditId, Direction},
    store::{
        counted,
        entity::audit_entry,
        page::{Ordering, Window},
    },
};

/// Newest first.
pub(crate) fn ordering() -> Ordering {
    let by = (audit_entry::Column::Seq.into_expr(), audit_entry::Column::Seq.into_expr());
    Ordering { name: "audit", kinds: ['n', 'n'], by, direction: Direction::Desc }
}

/// A window of the entries that are sought.
pub(crate) async fn page(
    db: &impl ConnectionTrait,
    window: &Window,
    sought: &Sought<'_>,
) -> Result<Vec<audit_entry::Model>> {
    let found = audit_entry::Entity::find().filter(sought.condition(db).await?);
    Ok(window.narrow(found).all(db).await?)
}

/// How many entries are sought.
pub(crate) async fn count(db: &impl ConnectionTrait, sought: &Sought<'_>) -> Result<u64> {
    counted::count(db, audit_entry::Entity::find().filter(sought.condition(db).await?)).await
}

/// An entry.
pub(crate) async fn find(db: &impl ConnectionTrait, id: AuditId) -> Result<Option<audit_entry::Model>> {
    Ok(audit_entry::Entity::find().filter(audit_entry::Column::Id.eq(id.0)).one(db).await?)
}

/// The kinds of which there are entries.
pub(crate) async fn kinds(db: &impl ConnectionTrait) -> Result<Vec<String>> {
    let kinds = audit_entry::Entity::find().select_only().column(audit_entry::Column::Kind).distinct();
    Ok(kinds.into_tuple().all(db).await?)
}
