//! Rows of mailboxes: which node reads each, from where and how far, and how that goes.

use std::time::Duration;

use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, OnConflict},
};

use super::{Work, entity::mailbox, living::LIVING};
use crate::{
    error::Result,
    model::{MailboxCursor, MailboxProgress},
};

/// What is known of a mailbox; `None`: it was never fetched.
pub(crate) async fn find(db: &impl ConnectionTrait, name: &str) -> Result<Option<mailbox::Model>> {
    Ok(mailbox::Entity::find_by_id(name.to_owned()).one(db).await?)
}

/// Claims a mailbox for the node that lives as `life`, or renews the claim; `false`: another node has it.
pub(crate) async fn claim(work: &Work<'_>, name: &str, life: String, lease: Duration) -> Result<bool> {
    let row = mailbox::ActiveModel { name: Set(name.to_owned()), ..Default::default() };
    let known = OnConflict::column(mailbox::Column::Name).do_nothing().to_owned();
    mailbox::Entity::insert(row).on_conflict(known).exec_without_returning(work.tx()).await?;
    let mut free = Condition::any()
        .add(mailbox::Column::Holder.is_null())
        .add(mailbox::Column::Holder.eq(life.as_str()))
        .add(mailbox::Column::HeldUntil.lt(work.now()));
    if work.engine().database().is_postgres() {
        // What a node held that died is free as soon as the database knows.
        free = free.add(Expr::cust(format!("holder NOT IN ({LIVING})")));
    }
    let claimed = mailbox::Entity::update_many()
        .col_expr(mailbox::Column::Holder, Expr::value(life))
        .col_expr(mailbox::Column::HeldUntil, Expr::value(work.now() + lease))
        .filter(mailbox::Column::Name.eq(name))
        .filter(free)
        .exec(work.tx())
        .await?;
    Ok(claimed.rows_affected > 0)
}

/// Gives back a mailbox that the node which lives as `life` has claimed.
pub(crate) async fn release(work: &Work<'_>, name: &str, life: String) -> Result<()> {
    mailbox::Entity::update_many()
        .col_expr(mailbox::Column::Holder, Expr::value(None::<String>))
        .filter(mailbox::Column::Name.eq(name))
        .filter(mailbox::Column::Holder.eq(life))
        .exec(work.tx())
        .await?;
    Ok(())
}

/// Gives back the mailboxes that any other node than this one has claimed.
pub(crate) async fn release_others(work: &Work<'_>, node: String) -> Result<()> {
    mailbox::Entity::update_many()
        .col_expr(mailbox::Column::Holder, Expr::value(None::<String>))
        .filter(mailbox::Column::Holder.ne(node))
        .exec(work.tx())
        .await?;
    Ok(())
}

/// Notes where a mailbox is; `begins`: it is fetched from there for the first time; `anew`: how far it was read, is forgotten.
pub(crate) async fn put_place(
    work: &Work<'_>,
    name: &str,
    place: &str,
    (begins, anew): (bool, bool),
) -> Result<()> {
    let mut noted = mailbox::ActiveModel {
        name: Unchanged(name.to_owned()),
        place: Set(Some(place.to_owned())),
        ..Default::default()
    };
    if anew {
        noted.uid_validity = Set(None);
        noted.last_uid = Set(None);
    }
    if begins {
        noted.begun_at = Set(Some(work.now()));
    }
    noted.update(work.tx()).await?;
    Ok(())
}

/// Notes how many mails of how many were taken in; `None`: that has come to an end.
pub(crate) async fn put_progress(
    work: &Work<'_>,
    name: &str,
    progress: Option<MailboxProgress>,
) -> Result<()> {
    let count = |of: fn(MailboxProgress) -> u64| {
        progress.map(|progress| i64::try_from(of(progress)).unwrap_or(i64::MAX))
    };
    let row = mailbox::ActiveModel {
        name: Unchanged(name.to_owned()),
        progress_done: Set(count(|progress| progress.done)),
        progress_total: Set(count(|progress| progress.total)),
        ..Default::default()
    };
    row.update(work.tx()).await?;
    Ok(())
}

/// How far a mailbox was read.
pub(crate) fn cursor(row: &mailbox::Model) -> Option<MailboxCursor> {
    let uid_validity = u32::try_from(row.uid_validity?).ok()?;
    let last_uid = u32::try_from(row.last_uid?).ok()?;
    Some(MailboxCursor { uid_validity, last_uid })
}

/// Notes how far a mailbox was read, and that nothing is wrong with it.
pub(crate) async fn advance(work: &Work<'_>, name: &str, cursor: MailboxCursor) -> Result<()> {
    let row = mailbox::ActiveModel {
        name: Unchanged(name.to_owned()),
        uid_validity: Set(Some(cursor.uid_validity.into())),
        last_uid: Set(Some(cursor.last_uid.into())),
        last_success_at: Set(Some(work.now())),
        last_error: Set(None),
        last_fault: Set(None),
        ..Default::default()
    };
    row.update(work.tx()).await?;
    Ok(())
}

/// Notes that a mailbox was looked into, and how far it was read if that is known.
pub(crate) async fn was_read(work: &Work<'_>, name: &str, cursor: Option<MailboxCursor>) -> Result<()> {
    let mut row = mailbox::ActiveModel {
        name: Unchanged(name.to_owned()),
        last_success_at: Set(Some(work.now())),
        ..Default::default()
    };
    if let Some(cursor) = cursor {
        row.uid_validity = Set(Some(cursor.uid_validity.into()));
        row.last_uid = Set(Some(cursor.last_uid.into()));
    }
    row.update(work.tx()).await?;
    Ok(())
}
