//! What is known of mailboxes: what was last wrong with them, and when mail last came in.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr};

use super::{
    Work,
    entity::{incoming_mail, mailbox},
};
use crate::error::Result;

/// Forgets what was wrong with mailboxes: something has changed, and the next attempt will tell.
pub(crate) async fn forget_faults(work: &Work<'_>, names: &[String]) -> Result<()> {
    mailbox::Entity::update_many()
        .col_expr(mailbox::Column::LastError, Expr::value(None::<String>))
        .col_expr(mailbox::Column::LastFault, Expr::value(None::<String>))
        .filter(mailbox::Column::Name.is_in(names))
        .exec(work.tx())
        .await?;
    Ok(())
}

/// When the last mail came in for each mailbox, however it came.
pub(crate) async fn last_mails(
    db: &impl ConnectionTrait,
    names: impl IntoIterator<Item = &String>,
) -> Result<HashMap<String, DateTime<Utc>>> {
    let found = incoming_mail::Entity::find()
        .select_only()
        .column(incoming_mail::Column::Mailbox)
        .column_as(incoming_mail::Column::ReceivedAt.max(), "last")
        .filter(incoming_mail::Column::Mailbox.is_in(names))
        .group_by(incoming_mail::Column::Mailbox);
    Ok(found.into_tuple::<(String, DateTime<Utc>)>().all(db).await?.into_iter().collect())
}
