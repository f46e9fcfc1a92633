//! Rows of sessions: how they begin, get another token, and end.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};

use super::{Work, entity::session, locks::Lock as _};
use crate::{
    error::Result,
    model::{SessionId, UserId},
};

/// What a session begins with.
pub(crate) struct SessionStart {
    pub(crate) id: SessionId,
    pub(crate) user: UserId,
    pub(crate) token_hash: String,
    pub(crate) expires_at: DateTime<Utc>,
    /// Whether it lasts long.
    pub(crate) remember: bool,
    pub(crate) user_agent: Option<String>,
    /// Whether a provider of single sign-on vouched for the person.
    pub(crate) vouched: bool,
}

/// Begins a session now.
pub(crate) async fn start(work: &Work<'_>, new: SessionStart) -> Result<()> {
    let row = session::ActiveModel {
        id: Set(new.id.into()),
        user_id: Set(new.user.into()),
        token_hash: Set(new.token_hash),
        created_at: Set(work.now()),
        expires_at: Set(new.expires_at),
        remember: Set(new.remember),
        user_agent: Set(new.user_agent),
        last_seen_at: Set(work.now()),
        previous_hash: Set(None),
        renewed_at: Set(None),
        confirmed_at: Set(None),
        vouched: Set(new.vouched),
    };
    session::Entity::insert(row).exec_without_returning(work.tx()).await?;
    Ok(())
}

/// The session of an id.
pub(crate) async fn find(db: &impl ConnectionTrait, id: SessionId) -> Result<Option<session::Model>> {
    Ok(session::Entity::find_by_id(id.0).one(db).await?)
}

/// The session of a token, be it the one that holds or the one before, locked until the work ends.
pub(crate) async fn lock_of_token(work: &Work<'_>, hash: &str) -> Result<Option<session::Model>> {
    let shown = session::Column::TokenHash.eq(hash).or(session::Column::PreviousHash.eq(hash));
    Ok(session::Entity::find().filter(shown).locked().one(work.tx()).await?)
}

/// The session whose token before the one that holds this is.
pub(crate) async fn of_previous_token(
    db: &impl ConnectionTrait,
    hash: &str,
) -> Result<Option<session::Model>> {
    Ok(session::Entity::find().filter(session::Column::PreviousHash.eq(hash)).one(db).await?)
}

/// Gives a session another token, whose arrival is still to be confirmed, and another end.
pub(crate) async fn renew(
    work: &Work<'_>,
    id: SessionId,
    token_hash: String,
    previous_hash: String,
    expires_at: DateTime<Utc>,
) -> Result<()> {
    let row = session::ActiveModel {
        id: Unchanged(id.into()),
        token_hash: Set(token_hash),
        previous_hash: Set(Some(previous_hash)),
        renewed_at: Set(Some(work.now())),
        confirmed_at: Set(None),
        expires_at: Set(expires_at),
        ..Default::default()
    };
    row.update(work.tx()).await?;
    Ok(())
}

/// Notes that the new token of a session has arrived, unless that is noted already.
pub(crate) async fn confirm_renewal(work: &Work<'_>, id: SessionId) -> Result<()> {
    session::Entity::update_many()
        .col_expr(session::Column::ConfirmedAt, Expr::value(work.now()))
        .filter(session::Column::Id.eq(id.0))
        .filter(session::Column::ConfirmedAt.is_null())
        .exec(work.tx())
        .await?;
    Ok(())
}

/// Ends a session; answers whether there was one.
pub(crate) async fn end(work: &Work<'_>, id: SessionId) -> Result<bool> {
    Ok(session::Entity::delete_by_id(id.0).exec(work.tx()).await?.rows_affected == 1)
}

/// Ends every session of a user but this one; answers how many.
pub(crate) async fn end_others(work: &Work<'_>, user: UserId, this: Option<SessionId>) -> Result<u64> {
    let mut others = session::Entity::delete_many().filter(session::Column::UserId.eq(user.0));
    if let Some(this) = this {
        others = others.filter(session::Column::Id.ne(this.0));
    }
    Ok(others.exec(work.tx()).await?.rows_affected)
}

/// Ends the sessions of a user that began without a provider, and are none where a role logs in by single sign-on alone.
pub(crate) async fn end_barred(work: &Work<'_>, user: UserId) -> Result<()> {
    session::Entity::delete_many()
        .filter(session::Column::UserId.eq(user.0))
        .filter(session::Column::Vouched.eq(false))
        .exec(work.tx())
        .await?;
    Ok(())
}

/// Removes the sessions that have expired, whoever's they were.
pub(crate) async fn sweep(work: &Work<'_>) -> Result<()> {
    let expired = session::Column::ExpiresAt.lte(work.now());
    session::Entity::delete_many().filter(expired).exec(work.tx()).await?;
    Ok(())
}
