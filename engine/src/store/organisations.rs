//! Rows of organisations.

pub(crate) mod list;

use sea_orm::{ConnectionTrait, EntityTrait};

use super::entity::organisation;
use crate::{error::Result, model::OrganisationId};

/// The organisation of an id.
pub(crate) async fn find(
    db: &impl ConnectionTrait,
    id: OrganisationId,
) -> Result<Option<organisation::Model>> {
    Ok(organisation::Entity::find_by_id(id.0).one(db).await?)
}
