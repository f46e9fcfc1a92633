//! Reads and writes the rows of the mailboxes that admins added.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, sea_query::Expr,
};
use uuid::Uuid;

use crate::{
    error::{Error, Result},
    model::MailboxId,
    store::{Work, entity::mailbox_definition, locks::Lock as _},
};

/// All of them, the oldest first.
pub(crate) async fn all(db: &impl ConnectionTrait) -> Result<Vec<mailbox_definition::Model>> {
    let rows = mailbox_definition::Entity::find()
        .order_by_asc(mailbox_definition::Column::CreatedAt)
        .order_by_asc(mailbox_definition::Column::Id);
    Ok(rows.all(db).await?)
}

/// One of them.
pub(crate) async fn find(
    db: &impl ConnectionTrait,
    id: MailboxId,
) -> Result<Option<mailbox_definition::Model>> {
    Ok(mailbox_definition::Entity::find_by_id(id.0).one(db).await?)
}

/// One of them, locked.
pub(crate) async fn lock(work: &Work<'_>, id: MailboxId) -> Result<mailbox_definition::Model> {
    let row = mailbox_definition::Entity::find_by_id(id.0).locked().one(work.tx()).await?;
    row.ok_or(Error::NotFound { what: "mailbox" })
}

/// Whether one of them has this address.
pub(crate) async fn has_address(db: &impl ConnectionTrait, address: &str) -> Result<bool> {
    let same = mailbox_definition::Entity::find().filter(mailbox_definition::Column::Address.eq(address));
    Ok(same.one(db).await?.is_some())
}

/// How many there are.
pub(crate) async fn count(db: &impl ConnectionTrait) -> Result<u64> {
    Ok(mailbox_definition::Entity::find().count(db).await?)
}

/// Adds one; it is refused where another has its address.
pub(crate) async fn add(work: &Work<'_>, row: mailbox_definition::Model) -> Result<(), DbErr> {
    let row = row.into_active_model().reset_all();
    mailbox_definition::Entity::insert(row).exec_without_returning(work.tx()).await?;
    Ok(())
}

/// Writes one back that was changed.
pub(crate) async fn change(work: &Work<'_>, row: mailbox_definition::Model) -> Result<()> {
    row.into_active_model().reset_all().update(work.tx()).await?;
    Ok(())
}

/// Removes one.
pub(crate) async fn remove(work: &Work<'_>, id: MailboxId) -> Result<()> {
    mailbox_definition::Entity::delete_by_id(id.0).exec(work.tx()).await?;
    Ok(())
}

/// Keeps a password in the place of this one, unless another was kept meanwhile; answers how many were.
pub(crate) async fn put_password(work: &Work<'_>, id: Uuid, before: &str, sealed: String) -> Result<u64> {
    let done = mailbox_definition::Entity::update_many()
        .col_expr(mailbox_definition::Column::Password, Expr::value(sealed))
        .filter(mailbox_definition::Column::Id.eq(id))
        .filter(mailbox_definition::Column::Password.eq(before))
        .exec(work.tx())
        .await?;
    Ok(done.rows_affected)
}
