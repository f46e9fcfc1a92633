//! The row of the outgoing mail server: how it fares.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, Func},
};

use super::{Work, entity::mail_server};
use crate::{error::Result, model::MailServerFault};

/// The name of the one server that there is.
const NAME: &str = "out";

/// How the server fares.
pub(crate) async fn find(db: &impl ConnectionTrait) -> Result<Option<mail_server::Model>> {
    Ok(mail_server::Entity::find_by_id(NAME.to_owned()).one(db).await?)
}

/// Notes that the server has accepted a letter, unless it fared well and accepted one since then.
pub(crate) async fn accepts(work: &Work<'_>, since: DateTime<Utc>) -> Result<()> {
    let worth_it = Condition::any()
        .add(mail_server::Column::FailingSince.is_not_null())
        .add(mail_server::Column::LastSuccessAt.is_null())
        .add(mail_server::Column::LastSuccessAt.lt(since));
    mail_server::Entity::update_many()
        .col_expr(mail_server::Column::FailingSince, Expr::value(None::<DateTime<Utc>>))
        .col_expr(mail_server::Column::LastError, Expr::value(None::<String>))
        .col_expr(mail_server::Column::LastFault, Expr::value(None::<String>))
        .col_expr(mail_server::Column::LastSuccessAt, Expr::value(work.now()))
        .filter(mail_server::Column::Name.eq(NAME))
        .filter(worth_it)
        .exec(work.tx())
        .await?;
    Ok(())
}

/// Notes that the server accepts nothing, and why.
pub(crate) async fn fails(work: &Work<'_>, fault: MailServerFault, reason: &str) -> Result<()> {
    let since = Func::coalesce([Expr::col(mail_server::Column::FailingSince), Expr::value(work.now())]);
    mail_server::Entity::update_many()
        .col_expr(mail_server::Column::FailingSince, since.into())
        .col_expr(mail_server::Column::LastError, Expr::value(reason))
        .col_expr(mail_server::Column::LastFault, Expr::value(fault.as_str()))
        .col_expr(mail_server::Column::LastErrorAt, Expr::value(work.now()))
        .filter(mail_server::Column::Name.eq(NAME))
        .exec(work.tx())
        .await?;
    Ok(())
}

/// Forgets what it failed for.
pub(crate) async fn forget_fault(work: &Work<'_>) -> Result<()> {
    mail_server::Entity::update_many()
        .col_expr(mail_server::Column::FailingSince, Expr::value(None::<DateTime<Utc>>))
        .col_expr(mail_server::Column::LastError, Expr::value(None::<String>))
        .col_expr(mail_server::Column::LastFault, Expr::value(None::<String>))
        .filter(mail_server::Column::Name.eq(NAME))
        .exec(work.tx())
        .await?;
    Ok(())
}
