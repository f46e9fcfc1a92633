//! Which mails a comment came by: the ones whose lines in the ledger name it, and those that became it beside others; and its files.

use std::collections::HashMap;

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    Select,
    sea_query::{OnConflict, UnionType},
};
use uuid::Uuid;

use super::{
    entity::{attachment, comment, incoming_mail, mail_comment},
    people,
};
use crate::{
    error::Result,
    model::{CommentId, MailId, UserId},
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

/// The addresses of the authors of these comments.
pub(crate) async fn authors(
    db: &impl ConnectionTrait,
    comments: &[CommentId],
) -> Result<HashMap<CommentId, Vec<String>>> {
    let written: Vec<(Uuid, Uuid)> = comment::Entity::find()
        .select_only()
        .columns([comment::Column::Id, comment::Column::AuthorId])
        .filter(comment::Column::Id.is_in(comments.iter().map(|comment| comment.0)))
        .into_tuple()
        .all(db)
        .await?;
    let mut authors: Vec<UserId> = written.iter().map(|(_, author)| UserId::from(*author)).collect();
    authors.sort_unstable_by_key(|author| author.0);
    authors.dedup();
    let addresses = people::addresses_of(db, &authors).await?;
    let of_one = |(comment, author): (Uuid, Uuid)| {
        Some((CommentId::from(comment), addresses.get(&UserId::from(author))?.clone()))
    };
    Ok(written.into_iter().filter_map(of_one).collect())
}

/// The files of a comment, in any order.
pub(crate) async fn files(db: &impl ConnectionTrait, comment: CommentId) -> Result<Vec<attachment::Model>> {
    Ok(attachment::Entity::find().filter(attachment::Column::CommentId.eq(comment.0)).all(db).await?)
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
