//! Rows of the browsers in which a second factor was shown: few, and each as long as what was shown in it.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};
use uuid::Uuid;

use super::entity::confirmed_device;
use crate::error::Result;

/// So many of a person are counted apart; the others count with all strangers.
const MOST: usize = 5;

/// By what a browser was confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Factor {
    /// A code of the app.
    App,
    /// A recovery code.
    Recovery,
    /// This passkey.
    Passkey(Uuid),
}

impl Factor {
    const fn as_str(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Recovery => "recovery",
            Self::Passkey(_) => "passkey",
        }
    }
}

/// A browser in which a second factor was just shown.
pub(crate) struct Confirmed {
    pub(crate) id: Uuid,
    pub(crate) user: Uuid,
    /// The session that began with it.
    pub(crate) session: Uuid,
    pub(crate) factor: Factor,
    /// By what the same browser was kept before.
    pub(crate) before: Option<Uuid>,
}

/// Keeps one, in the place of what it was before, or of the oldest if there are too many.
pub(crate) async fn keep(tx: &DatabaseTransaction, new: Confirmed, now: DateTime<Utc>) -> Result<()> {
    let Confirmed { id, user, session, factor, before } = new;
    if let Some(before) = before {
        confirmed_device::Entity::delete_many()
            .filter(confirmed_device::Column::Id.eq(before))
            .filter(confirmed_device::Column::UserId.eq(user))
            .exec(tx)
            .await?;
    }
    let known = confirmed_device::Entity::find()
        .filter(confirmed_device::Column::UserId.eq(user))
        .order_by_desc(confirmed_device::Column::CreatedAt)
        .order_by_desc(confirmed_device::Column::Id)
        .all(tx)
        .await?;
    let old: Vec<Uuid> = known.into_iter().skip(MOST - 1).map(|row| row.id).collect();
    if !old.is_empty() {
        confirmed_device::Entity::delete_many()
            .filter(confirmed_device::Column::Id.is_in(old))
            .exec(tx)
            .await?;
    }
    let passkey_id = match factor {
        Factor::Passkey(id) => Some(id),
        Factor::App | Factor::Recovery => None,
    };
    let factor = factor.as_str().to_owned();
    let row = confirmed_device::Model {
        id,
        user_id: user,
        session_id: session,
        factor,
        passkey_id,
        created_at: now,
    };
    confirmed_device::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// Whether this browser of a person is one.
pub(crate) async fn exist(db: &impl ConnectionTrait, id: Uuid, user: Uuid) -> Result<bool> {
    let found = confirmed_device::Entity::find_by_id(id).filter(confirmed_device::Column::UserId.eq(user));
    Ok(found.one(db).await?.is_some())
}

/// Forgets those in which this was shown; those of a passkey go with its row.
pub(crate) async fn forget(tx: &DatabaseTransaction, user: Uuid, factor: Factor) -> Result<()> {
    confirmed_device::Entity::delete_many()
        .filter(confirmed_device::Column::UserId.eq(user))
        .filter(confirmed_device::Column::Factor.eq(factor.as_str()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Forgets the one whose session was ended from elsewhere.
pub(crate) async fn forget_session(tx: &DatabaseTransaction, session: Uuid) -> Result<()> {
    confirmed_device::Entity::delete_many()
        .filter(confirmed_device::Column::SessionId.eq(session))
        .exec(tx)
        .await?;
    Ok(())
}

/// Forgets all of a person.
pub(crate) async fn forget_all(tx: &DatabaseTransaction, user: Uuid) -> Result<()> {
    confirmed_device::Entity::delete_many()
        .filter(confirmed_device::Column::UserId.eq(user))
        .exec(tx)
        .await?;
    Ok(())
}
