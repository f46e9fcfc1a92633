//! Rows of the sign-ins at providers of mail that admins have begun.

use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::{Work, entity::mail_sign_in};
use crate::error::Result;

/// Forgets those that are too old.
pub(crate) async fn forget_old(work: &Work<'_>) -> Result<()> {
    mail_sign_in::Entity::delete_many()
        .filter(mail_sign_in::Column::ExpiresAt.lt(work.now()))
        .exec(work.tx())
        .await?;
    Ok(())
}

/// Adds one that begins.
pub(crate) async fn add(work: &Work<'_>, row: mail_sign_in::Model) -> Result<()> {
    let row = row.into_active_model().reset_all();
    mail_sign_in::Entity::insert(row).exec_without_returning(work.tx()).await?;
    Ok(())
}

/// The one of this state.
pub(crate) async fn of_state(
    db: &impl ConnectionTrait,
    state: String,
) -> Result<Option<mail_sign_in::Model>> {
    Ok(mail_sign_in::Entity::find_by_id(state).one(db).await?)
}

/// Removes the one of this state.
pub(crate) async fn remove(work: &Work<'_>, state: &str) -> Result<()> {
    mail_sign_in::Entity::delete_by_id(state.to_owned()).exec(work.tx()).await?;
    Ok(())
}
