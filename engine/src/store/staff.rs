//! Rows of accounts as those see them who name somebody of the staff, such as macros.

use sea_orm::EntityTrait;

use super::{Work, entity::account, locks::Lock as _};
use crate::{error::Result, model::UserId};

/// The account of an id; whoever changes it waits until the work ends.
pub(crate) async fn hold(work: &Work<'_>, id: UserId) -> Result<Option<account::Model>> {
    Ok(account::Entity::find_by_id(id.0).held().one(work.tx()).await?)
}

/// What somebody is called.
pub(crate) async fn name(work: &Work<'_>, id: UserId) -> Result<Option<String>> {
    let row = account::Entity::find_by_id(id.0).one(work.tx()).await?;
    Ok(row.map(|row| row.name))
}
