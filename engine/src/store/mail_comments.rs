//! Which mails a comment came by: the ones whose lines in the ledger name it, and those that became it beside others.

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select,
    sea_query::{OnConflict, UnionType},
};
use uuid::Uuid;

use super::entity::{incoming_mail, mail_comment};
use crate::{
    error::Result,
    model::{CommentId, MailId},
};

/// Remembers that a mail became these comments, too.
pub(crate) async fn remember(tx: &DatabaseTransaction, mail: MailId, comments: &[CommentId]) -> Result<()> {
    let rows = comments.iter().map(|comment| mail_comment::ActiveModel {
        comment_id: Set((*comment).into()),
        mail_id: Set(mail.into()),
    });
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        return Ok(());
    }
    let key = [mail_comment::Column::CommentId, mail_comment::Column::MailId];
    let twice = OnConflict::columns(key).do_nothing().to_owned();
    mail_comment::Entity::insert_many(rows).on_conflict(twice).exec_without_returning(tx).await?;
    Ok(())
}

/// The lines of the ledger of the mails that a comment came by. In one list: of two conditions PostgreSQL would take neither index.
pub(super) fn lines(comment: Uuid) -> Select<incoming_mail::Entity> {
    let beside = mail_comment::Entity::find()
        .select_only()
        .column(mail_comment::Column::MailId)
        .filter(mail_comment::Column::CommentId.eq(comment))
        .into_query();
    let mut all = incoming_mail::Entity::find()
        .select_only()
        .column(incoming_mail::Column::Id)
        .filter(incoming_mail::Column::CommentId.eq(comment))
        .into_query();
    all.union(UnionType::All, beside);
    incoming_mail::Entity::find().filter(incoming_mail::Column::Id.in_subquery(all))
}
