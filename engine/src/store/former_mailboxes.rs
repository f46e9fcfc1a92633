//! Addresses that were ours until an admin deleted their mailbox.

use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, sea_query::OnConflict};

use super::{Work, entity::former_mailbox};
use crate::{content::address::plain, error::Result};

/// Remembers the address of a mailbox that is deleted.
pub(crate) async fn remember(work: &Work<'_>, address: &str) -> Result<()> {
    let row = former_mailbox::ActiveModel { address: Set(plain(address)), deleted_at: Set(work.now()) };
    let again = OnConflict::column(former_mailbox::Column::Address)
        .update_column(former_mailbox::Column::DeletedAt)
        .to_owned();
    former_mailbox::Entity::insert(row).on_conflict(again).exec_without_returning(work.tx()).await?;
    Ok(())
}

/// Whether mail to this address came to a mailbox that is deleted.
pub(crate) async fn holds(db: &impl ConnectionTrait, address: &str) -> Result<bool> {
    Ok(former_mailbox::Entity::find_by_id(plain(address)).one(db).await?.is_some())
}
