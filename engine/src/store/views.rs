//! Rows of views, and the places at which a person has them.

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, JoinType, PaginatorTrait,
    QueryFilter, QueryOrder, Select,
    sea_query::{Expr, ExprTrait, NullOrdering, Order},
};

use super::{
    Work, collation,
    entity::{saved_view, view_place},
    locks::Lock as _,
};
use crate::{
    error::{Error, Result},
    model::{UserId, View, ViewId},
};

/// The views of a person: their own and those that are shared, in the order in which they have them, and then by name.
pub(crate) async fn of(db: &impl ConnectionTrait, user: UserId) -> Result<Vec<View>> {
    let placed = Condition::all()
        .add(
            Expr::col((view_place::Entity, view_place::Column::ViewId))
                .equals((saved_view::Entity, saved_view::Column::Id)),
        )
        .add(view_place::Column::UserId.eq(user.0));
    let mut found = visible(user);
    sea_orm::QuerySelect::query(&mut found).join(JoinType::LeftJoin, view_place::Entity, placed);
    let rows = found
        .order_by_with_nulls(view_place::Column::Place, Order::Asc, NullOrdering::Last)
        .order_by_asc(saved_view::Column::SortKey)
        .order_by_asc(saved_view::Column::Id)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(view).collect())
}

/// A view that this person has; `None`: there is none, or it is another's own.
pub(crate) async fn one(db: &impl ConnectionTrait, user: UserId, id: ViewId) -> Result<Option<View>> {
    let row = visible(user).filter(saved_view::Column::Id.eq(id.0)).one(db).await?;
    Ok(row.map(view))
}

/// The same, locked.
pub(crate) async fn lock(tx: &DatabaseTransaction, user: UserId, id: ViewId) -> Result<View> {
    let row = visible(user).filter(saved_view::Column::Id.eq(id.0)).locked().one(tx).await?;
    row.map(view).ok_or(Error::NotFound { what: "view" })
}

fn visible(user: UserId) -> Select<saved_view::Entity> {
    let theirs =
        Condition::any().add(saved_view::Column::OwnerId.eq(user.0)).add(saved_view::Column::Shared.eq(true));
    saved_view::Entity::find().filter(theirs)
}

fn view(row: saved_view::Model) -> View {
    let saved_view::Model { id, owner_id, name, query, shared, .. } = row;
    View { id: id.into(), owner: owner_id.into(), name, query, shared }
}

/// Puts these views at the first places of a person, in this order, and forgets the other places.
pub(crate) async fn place(tx: &DatabaseTransaction, user: UserId, views: &[ViewId]) -> Result<()> {
    view_place::Entity::delete_many().filter(view_place::Column::UserId.eq(user.0)).exec(tx).await?;
    let place = |(place, view): (i64, &ViewId)| view_place::ActiveModel {
        user_id: Set(user.0),
        view_id: Set(view.0),
        place: Set(place),
    };
    let rows: Vec<_> = (0..).zip(views).map(place).collect();
    if !rows.is_empty() {
        view_place::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Whether another of a person's own views has this name.
pub(crate) async fn is_name_taken(work: &Work<'_>, owner: UserId, own: ViewId, name: &str) -> Result<bool> {
    let same = others(owner, own).filter(saved_view::Column::Name.eq(name));
    Ok(same.one(work.tx()).await?.is_some())
}

/// How many views of their own a person has besides this one.
pub(crate) async fn count_others(work: &Work<'_>, owner: UserId, own: ViewId) -> Result<u64> {
    Ok(others(owner, own).count(work.tx()).await?)
}

fn others(owner: UserId, own: ViewId) -> Select<saved_view::Entity> {
    saved_view::Entity::find()
        .filter(saved_view::Column::OwnerId.eq(owner.0))
        .filter(saved_view::Column::Id.ne(own.0))
}

/// Writes a new view.
pub(crate) async fn insert(work: &Work<'_>, new: &View) -> Result<()> {
    let row = saved_view::ActiveModel {
        owner_id: Set(new.owner.into()),
        created_at: Set(work.now()),
        ..row_of(new)
    };
    saved_view::Entity::insert(row).exec_without_returning(work.tx()).await?;
    Ok(())
}

/// Writes what a view is called, what it searches for and who has it.
pub(crate) async fn update(work: &Work<'_>, changed: &View) -> Result<()> {
    saved_view::Entity::update(row_of(changed)).exec(work.tx()).await?;
    Ok(())
}

/// The row of a view; its owner and the time of its making are set apart.
fn row_of(view: &View) -> saved_view::ActiveModel {
    saved_view::ActiveModel {
        id: Set(view.id.into()),
        sort_key: Set(collation::key(&view.name)),
        name: Set(view.name.clone()),
        query: Set(view.query.clone()),
        shared: Set(view.shared),
        ..Default::default()
    }
}

/// Removes a view from everybody's places and altogether.
pub(crate) async fn remove(tx: &DatabaseTransaction, id: ViewId) -> Result<()> {
    view_place::Entity::delete_many().filter(view_place::Column::ViewId.eq(id.0)).exec(tx).await?;
    saved_view::Entity::delete_by_id(id.0).exec(tx).await?;
    Ok(())
}
