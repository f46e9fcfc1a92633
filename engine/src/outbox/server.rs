//! How the outgoing mail server fares, for every node and for whoever watches.

use chrono::{DateTime, Duration, Utc};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter,
    sea_query::{Expr, Func},
};

use crate::{
    error::Result,
    model::MailServerFault,
    store::{Work, entity::mail_server},
};

/// The name of the one server that there is.
pub(crate) const NAME: &str = "out";

/// Notes that the server has accepted a letter; no more often than each minute, while all is well.
pub(super) async fn accepts(work: &Work<'_>) -> Result<()> {
    let worth_it = Condition::any()
        .add(mail_server::Column::FailingSince.is_not_null())
        .add(mail_server::Column::LastSuccessAt.is_null())
        .add(mail_server::Column::LastSuccessAt.lt(work.now() - Duration::minutes(1)));
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
pub(super) async fn fails(work: &Work<'_>, fault: MailServerFault, reason: &str) -> Result<()> {
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

/// Forgets what it failed for: something has changed that it may have failed for, and the next letter will tell.
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

/// Whether it has accepted anything since then.
pub(super) async fn accepted_since(work: &Work<'_>, since: DateTime<Utc>) -> Result<bool> {
    let row = mail_server::Entity::find_by_id(NAME.to_owned()).one(work.tx()).await?;
    Ok(row.and_then(|row| row.last_success_at).is_some_and(|at| at >= since))
}
