//! Rows of second factors: sealed secrets and hashed recovery codes, each of which is good once.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

use super::{
    confirmed_devices::{self, Factor},
    entity::{recovery_code, second_factor},
    many, passkeys,
};
use crate::{
    error::Result,
    model::{LoginMethod, UserId},
};

/// What is kept of a person, whether it is in use or being set up.
pub(crate) async fn find(db: &impl ConnectionTrait, user: Uuid) -> Result<Option<second_factor::Model>> {
    Ok(second_factor::Entity::find_by_id(user).one(db).await?)
}

/// Since when these people have a second factor, an app or a passkey; without those who have none.
pub(crate) async fn since(
    db: &impl ConnectionTrait,
    users: &[Uuid],
) -> Result<HashMap<UserId, DateTime<Utc>>> {
    let mut found = HashMap::new();
    for some in users.chunks(many::AT_ONCE) {
        let rows =
            second_factor::Entity::find().filter(second_factor::Column::UserId.is_in(some.iter().copied()));
        let rows = rows.all(db).await?;
        found.extend(rows.into_iter().filter_map(|row| Some((row.user_id.into(), row.enabled_at?))));
        for row in passkeys::of_people(db, some).await? {
            let since = found.entry(row.user_id.into()).or_insert(row.created_at);
            *since = Ord::min(row.created_at, *since);
        }
    }
    Ok(found)
}

/// What is asked for after the password; nothing: the password is enough.
pub(crate) async fn methods(db: &impl ConnectionTrait, user: Uuid) -> Result<Vec<LoginMethod>> {
    let mut methods = Vec::new();
    if is_enabled(db, user).await? {
        methods.push(LoginMethod::App);
    }
    if passkeys::exist(db, user).await? {
        methods.push(LoginMethod::Passkey);
    }
    if !methods.is_empty() && codes_left(db, user).await? > 0 {
        methods.push(LoginMethod::RecoveryCode);
    }
    Ok(methods)
}

/// Whether an authenticator app is in use.
pub(crate) async fn is_enabled(db: &impl ConnectionTrait, user: Uuid) -> Result<bool> {
    Ok(find(db, user).await?.is_some_and(|row| row.enabled_at.is_some()))
}

/// Keeps a secret that is being set up; the one in use holds until it is confirmed.
pub(crate) async fn pend(
    tx: &DatabaseTransaction,
    user: Uuid,
    sealed: String,
    now: DateTime<Utc>,
) -> Result<()> {
    let before = find(tx, user).await?;
    let row = second_factor::ActiveModel {
        user_id: Set(user),
        pending: Set(Some(sealed)),
        pending_at: Set(Some(now)),
        ..Default::default()
    };
    match before {
        Some(_) => {
            row.update(tx).await?;
        }
        None => {
            second_factor::Entity::insert(row).exec_without_returning(tx).await?;
        }
    }
    Ok(())
}

/// Puts the secret that was set up in use; the code that confirmed it is used.
pub(crate) async fn enable(
    tx: &DatabaseTransaction,
    row: second_factor::Model,
    step: i64,
    now: DateTime<Utc>,
) -> Result<()> {
    let pending = row.pending.clone();
    let mut row = row.into_active_model();
    row.secret = Set(pending);
    row.enabled_at = Set(Some(now));
    row.last_step = Set(Some(step));
    row.pending = Set(None);
    row.pending_at = Set(None);
    let row = row.update(tx).await?;
    // Another app in the place of one before.
    confirmed_devices::forget(tx, row.user_id, Factor::App).await
}

/// Removes everything that is kept of a person, passkeys as well; answers whether a second factor was in use.
pub(crate) async fn remove(tx: &DatabaseTransaction, user: Uuid) -> Result<bool> {
    let had_app = remove_app(tx, user).await?;
    let had_passkeys = passkeys::forget(tx, user).await?;
    remove_codes(tx, user).await?;
    Ok(had_app || had_passkeys)
}

/// Removes the authenticator app; answers whether it was in use.
pub(crate) async fn remove_app(tx: &DatabaseTransaction, user: Uuid) -> Result<bool> {
    let enabled = is_enabled(tx, user).await?;
    second_factor::Entity::delete_by_id(user).exec(tx).await?;
    confirmed_devices::forget(tx, user, Factor::App).await?;
    Ok(enabled)
}

/// Removes the recovery codes.
pub(crate) async fn remove_codes(tx: &DatabaseTransaction, user: Uuid) -> Result<()> {
    recovery_code::Entity::delete_many().filter(recovery_code::Column::UserId.eq(user)).exec(tx).await?;
    confirmed_devices::forget(tx, user, Factor::Recovery).await
}

/// Keeps recovery codes of these hashes in the place of those before.
pub(crate) async fn keep_codes(tx: &DatabaseTransaction, user: Uuid, hashes: Vec<String>) -> Result<()> {
    remove_codes(tx, user).await?;
    let rows = hashes
        .into_iter()
        .map(|hash| recovery_code::ActiveModel { user_id: Set(user), code_hash: Set(hash) });
    recovery_code::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

/// How many recovery codes are left.
pub(crate) async fn codes_left(db: &impl ConnectionTrait, user: Uuid) -> Result<u64> {
    let left = recovery_code::Entity::find().filter(recovery_code::Column::UserId.eq(user));
    Ok(left.count(db).await?)
}

/// Uses the code of this step up, if neither it nor a later one was used; of several who show it at once one succeeds.
pub(crate) async fn use_step(tx: &DatabaseTransaction, user: Uuid, step: i64) -> Result<bool> {
    let unused = second_factor::Column::LastStep.is_null().or(second_factor::Column::LastStep.lt(step));
    let done = second_factor::Entity::update_many()
        .col_expr(second_factor::Column::LastStep, Expr::value(step))
        .filter(second_factor::Column::UserId.eq(user))
        .filter(unused)
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Uses the recovery code of this hash up, if there is one.
pub(crate) async fn use_recovery_code(tx: &DatabaseTransaction, user: Uuid, hash: String) -> Result<bool> {
    let done = recovery_code::Entity::delete_by_id((user, hash)).exec(tx).await?;
    Ok(done.rows_affected == 1)
}
