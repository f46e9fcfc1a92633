//! How many people there are of each kind, in one pass over the accounts.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, QuerySelect,
    sea_query::{Expr, ExprTrait as _},
};

use super::{filter::found, states::in_state};
use crate::{
    actor::Actor,
    error::Result,
    model::{Role, UserCounts, UserFilter, UserState},
    store::entity::account,
};

/// How many people there are by role and by state, among those whom the actor may see and whom the filter asks for.
pub(crate) async fn by_kind(
    db: &impl ConnectionTrait,
    actor: &Actor,
    filter: &UserFilter,
    now: DateTime<Utc>,
) -> Result<UserCounts> {
    let mut counted = found(actor, filter, now).select_only().expr(account::Column::Id.into_expr().count());
    for role in Role::ALL {
        counted = counted.expr(number_of(Condition::all().add(account::Column::Role.eq(role.as_str()))));
    }
    for state in UserState::ALL {
        counted = counted.expr(number_of(in_state(*state, now)));
    }
    let read = counted.into_tuple::<(i64, i64, i64, i64, i64, i64, i64, i64, i64)>();
    let Some((all, r0, r1, r2, s0, s1, s2, s3, s4)) = read.one(db).await? else {
        return Ok(UserCounts::default());
    };
    let count = |number: i64| number.try_into().unwrap_or_default();
    Ok(UserCounts {
        all: count(all),
        roles: Role::ALL.iter().copied().zip([r0, r1, r2].map(count)).collect(),
        states: UserState::ALL.iter().copied().zip([s0, s1, s2, s3, s4].map(count)).collect(),
    })
}

/// How many of the rows are so.
fn number_of(so: Condition) -> Expr {
    Expr::Case(Box::new(Expr::case(so, 1))).count()
}
