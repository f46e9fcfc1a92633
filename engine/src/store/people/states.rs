//! How accounts stand, as conditions on `account`: switched off, out of reach of mail, or able to log in.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait as _,
    sea_query::Expr,
};
use uuid::Uuid;

use super::invitations::open_links;
use crate::{
    error::{Error, Result},
    model::{Role, UserId, UserState},
    store::entity::{account, identity, passkey, password_link, undeliverable_address},
};

/// The role of these people, and how their accounts stand.
pub(crate) async fn of(
    db: &impl ConnectionTrait,
    users: &[UserId],
    now: DateTime<Utc>,
) -> Result<Vec<(UserId, Role, UserState)>> {
    let read: Vec<(Uuid, String, String)> = account::Entity::find()
        .select_only()
        .columns([account::Column::Id, account::Column::Role])
        .expr(state(now))
        .filter(account::Column::Id.is_in(users.iter().map(|user| user.0)))
        .into_tuple()
        .all(db)
        .await?;
    let known = |(id, role, state): (Uuid, String, String)| -> Result<(UserId, Role, UserState)> {
        let role = role.parse().map_err(Error::internal)?;
        Ok((id.into(), role, state.parse().map_err(Error::internal)?))
    };
    read.into_iter().map(known).collect()
}

/// How it stands, as a word.
fn state(now: DateTime<Utc>) -> Expr {
    by_state(now, |state| Expr::value(state.as_str()))
}

/// The place of how it stands among all states.
pub(super) fn rank(now: DateTime<Utc>) -> Expr {
    by_state(now, |state| {
        let place = UserState::ALL.iter().position(|one| *one == state);
        Expr::value(place.and_then(|place| i64::try_from(place).ok()))
    })
}

fn by_state(now: DateTime<Utc>, value: impl Fn(UserState) -> Expr) -> Expr {
    let case = Expr::case(deactivated(), value(UserState::Deactivated))
        .case(unreachable(), value(UserState::Unreachable))
        .case(can_log_in(), value(UserState::Active))
        .case(is_invited(now), value(UserState::Invited))
        .finally(value(UserState::NoPassword));
    Expr::Case(Box::new(case))
}

/// Whether it stands so. The same as [`state`], for one of them.
pub(super) fn in_state(state: UserState, now: DateTime<Utc>) -> Condition {
    let reached = Condition::all().add(deactivated().not()).add(unreachable().not());
    match state {
        UserState::Deactivated => deactivated(),
        UserState::Unreachable => Condition::all().add(deactivated().not()).add(unreachable()),
        UserState::Active => reached.add(can_log_in()),
        UserState::Invited => reached.add(can_log_in().not()).add(is_invited(now)),
        UserState::NoPassword => reached.add(can_log_in().not()).add(is_invited(now).not()),
    }
}

fn deactivated() -> Condition {
    Condition::all().add(account::Column::Active.eq(false))
}

fn unreachable() -> Condition {
    let marked =
        undeliverable_address::Entity::find().select_only().column(undeliverable_address::Column::Address);
    Condition::all().add(account::Column::Email.in_subquery(marked.into_query()))
}

/// By a password, a passkey, or a provider who knows them.
fn can_log_in() -> Condition {
    let passkeys = passkey::Entity::find().select_only().column(passkey::Column::UserId);
    let identities = identity::Entity::find().select_only().column(identity::Column::UserId);
    Condition::any()
        .add(account::Column::PasswordHash.is_not_null())
        .add(account::Column::Id.in_subquery(passkeys.into_query()))
        .add(account::Column::Id.in_subquery(identities.into_query()))
}

fn is_invited(now: DateTime<Utc>) -> Condition {
    let invited = open_links(now).select_only().column(password_link::Column::UserId);
    Condition::all().add(account::Column::Id.in_subquery(invited.into_query()))
}
