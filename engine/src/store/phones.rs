//! Rows of telephone numbers: in the order in which people gave them, and found in whichever form somebody types one.

use std::collections::HashMap;

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
    sea_query::{ExprTrait, LikeExpr, SelectStatement},
};
use uuid::Uuid;

use super::{
    entity::account_phone::{ActiveModel, Column, Entity},
    many,
    names::literal,
    work::Work,
};
use crate::{
    error::Result,
    model::{PhoneNumber, UserId},
    rules::phone::{Phone, Sought},
};

/// The numbers of these people.
pub(crate) async fn of_people(
    db: &impl ConnectionTrait,
    people: &[UserId],
) -> Result<HashMap<UserId, Vec<PhoneNumber>>> {
    let mut all: HashMap<UserId, Vec<PhoneNumber>> = HashMap::new();
    for some in people.chunks(many::AT_ONCE) {
        let rows = Entity::find()
            .filter(Column::UserId.is_in(some.iter().map(|user| user.0)))
            .order_by_asc(Column::Place)
            .order_by_asc(Column::Id);
        for row in rows.all(db).await? {
            let number = PhoneNumber { number: row.typed, dial: row.dial };
            all.entry(row.user_id.into()).or_default().push(number);
        }
    }
    Ok(all)
}

/// The numbers of one person.
pub(crate) async fn of(db: &impl ConnectionTrait, user: UserId) -> Result<Vec<PhoneNumber>> {
    Ok(of_people(db, &[user]).await?.remove(&user).unwrap_or_default())
}

/// Puts the numbers of a person in the place of those before; answers whether they are others. One that stays keeps its id: if it came
/// with a merged account, it goes back with that.
pub(crate) async fn set(work: &Work<'_>, user: UserId, phones: Vec<Phone>) -> Result<bool> {
    let before = Entity::find()
        .filter(Column::UserId.eq(user.0))
        .order_by_asc(Column::Place)
        .order_by_asc(Column::Id)
        .all(work.tx())
        .await?;
    if before.iter().map(|known| known.typed.as_str()).eq(phones.iter().map(|phone| phone.typed.as_str())) {
        return Ok(false);
    }
    let known: HashMap<String, Uuid> = before.into_iter().map(|row| (row.typed, row.id)).collect();
    forget(work.tx(), user.into()).await?;
    for (place, phone) in (0_i64..).zip(phones) {
        let id = match known.get(&phone.typed) {
            Some(id) => *id,
            None => work.id::<Uuid>()?,
        };
        let row = ActiveModel {
            id: Set(id),
            user_id: Set(user.into()),
            place: Set(place),
            typed: Set(phone.typed),
            dial: Set(phone.dial),
            found_by: Set(phone.found_by),
        };
        Entity::insert(row).exec_without_returning(work.tx()).await?;
    }
    Ok(true)
}

/// Forgets the numbers of a person.
pub(crate) async fn forget(tx: &DatabaseTransaction, user: Uuid) -> Result<()> {
    Entity::delete_many().filter(Column::UserId.eq(user)).exec(tx).await?;
    Ok(())
}

/// Those who have a number that is looked for. It names nobody from outside, so that the database looks once.
pub(crate) fn reached_by(sought: &Sought) -> SelectStatement {
    let like = |pattern: String| Column::FoundBy.into_expr().like(LikeExpr::new(pattern).escape('\\'));
    let mut any = Condition::any().add(Column::FoundBy.is_in(sought.is.iter().map(String::as_str)));
    for begin in &sought.begins {
        any = any.add(like(format!("{}%", literal(begin))));
    }
    if let Some(part) = &sought.holds {
        any = any.add(like(format!("%{}%", literal(part))));
    }
    Entity::find().select_only().column(Column::UserId).filter(any).into_query()
}
