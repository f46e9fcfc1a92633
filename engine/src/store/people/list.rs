//! People as lists show them to an actor, each with the organisation to which they belong.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, Select,
    sea_query::{Expr, ExprTrait},
};

use super::{filter::found, order};
use crate::{
    actor::Actor,
    error::Result,
    model::{User, UserFilter, UserId, UserOrderField},
    store::{
        counted::count,
        entity::{account, membership},
        page::{Key, Window},
        rows::Person,
        visible::Visible,
    },
};

/// Those of a window whom the actor may see and whom the filter asks for, as they may see them, with their places in the order by this
/// field.
pub(crate) async fn page(
    db: &impl ConnectionTrait,
    (actor, filter): (&Actor, &UserFilter),
    (field, window): (UserOrderField, &Window),
    now: DateTime<Utc>,
) -> Result<Vec<(User, Key)>> {
    let all = with_organisation(found(actor, filter, now));
    let found = window.narrow(order::with_place(all, field, now));
    let placed = order::read(db, found, field).await?;
    let visible = Visible::to(actor);
    placed.into_iter().map(|(row, key)| Ok((visible.shown_user(row.user()?), key))).collect()
}

/// How many there are whom the actor may see and whom the filter asks for.
pub(crate) async fn number(
    db: &impl ConnectionTrait,
    actor: &Actor,
    filter: &UserFilter,
    now: DateTime<Utc>,
) -> Result<u64> {
    count(db, found(actor, filter, now)).await
}

/// Those of these people whom somebody sees, or who are named in something that they see, as they may see them.
pub(crate) async fn named(
    db: &impl ConnectionTrait,
    visible: Visible<'_>,
    ids: &[UserId],
) -> Result<Vec<User>> {
    let wanted = account::Column::Id.is_in(ids.iter().map(|id| id.0));
    let named = account::Entity::find().filter(wanted).filter(visible.named_users());
    let rows = with_organisation(named).into_model::<Person>().all(db).await?;
    rows.into_iter().map(|row| Ok(visible.shown_user(row.user()?))).collect()
}

fn with_organisation(found: Select<account::Entity>) -> Select<account::Entity> {
    let membership = account::Entity::belongs_to(membership::Entity)
        .from(account::Column::Id)
        .to(membership::Column::UserId)
        .on_condition(|_, member| {
            Condition::all().add(ExprTrait::eq(Expr::col((member, membership::Column::Main)), true))
        })
        .into();
    found
        .select_only()
        .columns(Person::COLUMNS)
        .join(JoinType::LeftJoin, membership)
        .expr_as(membership::Column::OrganisationId.into_expr(), Person::MEMBER_OF)
        .expr_as(membership::Column::SeesTickets.into_expr(), Person::SELECTED)
}
