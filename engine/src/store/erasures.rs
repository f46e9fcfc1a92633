//! What a redaction removes: rows within its transaction, and what is to be erased once that is committed.

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

use super::{
    Work, draft_files,
    entity::{attachment, comment, draft, draft_file, erasure, incoming_mail, search_entry},
    former_titles, mail_comments, search, whole_texts,
};
use crate::{apply::searched, blobs::Kind, error::Result, model::Visibility};

/// What is still to be erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Erased {
    /// The bytes of a file, or of a mail as it came.
    Blob(Kind),
    /// What SQLite's file still holds of old rows.
    Pages,
}

impl Erased {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Blob(Kind::Attachment) => "ATTACHMENT",
            Self::Blob(Kind::Mail) => "MAIL",
            Self::Pages => "PAGES",
        }
    }

    /// What a row of the table says.
    pub(crate) fn parse(word: &str) -> Option<Self> {
        [Self::Blob(Kind::Attachment), Self::Blob(Kind::Mail), Self::Pages]
            .into_iter()
            .find(|known| known.as_str() == word)
    }
}

/// All that is to be erased, in the order in which it was noted.
pub(crate) async fn due(db: &impl ConnectionTrait) -> Result<Vec<erasure::Model>> {
    Ok(erasure::Entity::find().order_by_asc(erasure::Column::Id).all(db).await?)
}

/// Forgets what has been erased.
pub(crate) async fn done(work: &Work<'_>, ids: Vec<Uuid>) -> Result<()> {
    erasure::Entity::delete_many().filter(erasure::Column::Id.is_in(ids)).exec(work.tx()).await?;
    Ok(())
}

/// Removes text, HTML and files of a comment, and the mail that it came by with its subject. If a ticket was opened with it, its
/// journal forgets the titles that it had before.
pub(crate) async fn comment(work: &Work<'_>, row: &comment::Model) -> Result<()> {
    empty(work, row).await?;
    forget_subject(work.tx(), row.id).await?;
    forget_mail(work, row.id).await?;
    former_titles::forget_of(work, row.id).await?;
    forget_drafts(work, row.ticket_id).await?;
    note(work, Erased::Pages, "").await
}

/// Removes text, HTML and files of a comment.
pub(crate) async fn empty(work: &Work<'_>, row: &comment::Model) -> Result<()> {
    let emptied = comment::ActiveModel {
        id: sea_orm::ActiveValue::Unchanged(row.id),
        text: Set(String::new()),
        html: Set(String::new()),
        redacted_at: Set(Some(work.now())),
        has_more: Set(false),
        ..Default::default()
    };
    sea_orm::ActiveModelTrait::update(emptied, work.tx()).await?;
    let files = attachment::Entity::find().filter(attachment::Column::CommentId.eq(row.id));
    for file in files.all(work.tx()).await? {
        remove_file(work, &file).await?;
    }
    forget_search(work.tx(), row.id).await?;
    whole_texts::remove(work.tx(), row.id).await
}

/// Removes one file of a comment, and the mail that it came by. The text stays.
pub(crate) async fn file(work: &Work<'_>, row: &comment::Model, file: &attachment::Model) -> Result<()> {
    remove_file(work, file).await?;
    let count = comment::Entity::update_many()
        .col_expr(comment::Column::RedactedFiles, Expr::col(comment::Column::RedactedFiles).add(1))
        .filter(comment::Column::Id.eq(row.id));
    count.exec(work.tx()).await?;
    forget_search(work.tx(), row.id).await?;
    let names: Vec<String> = attachment::Entity::find()
        .select_only()
        .column(attachment::Column::Filename)
        .filter(attachment::Column::CommentId.eq(row.id))
        .order_by_asc(attachment::Column::Position)
        .into_tuple()
        .all(work.tx())
        .await?;
    let content = searched(&row.text, names.iter().map(String::as_str));
    let internal = row.visibility == Visibility::Internal.as_str();
    search::add(work.tx(), row.ticket_id.into(), Some(row.id.into()), internal, &content).await?;
    forget_mail(work, row.id).await?;
    note(work, Erased::Pages, "").await
}

async fn remove_file(work: &Work<'_>, file: &attachment::Model) -> Result<()> {
    attachment::Entity::delete_by_id(file.id).exec(work.tx()).await?;
    note(work, Erased::Blob(Kind::Attachment), &file.sha256).await
}

async fn forget_search(tx: &DatabaseTransaction, comment: Uuid) -> Result<()> {
    let of_comment = search_entry::Column::CommentId.eq(comment);
    search_entry::Entity::delete_many().filter(of_comment).exec(tx).await?;
    Ok(())
}

/// The ledger keeps its line, which names no bytes any more; nor does that of another ticket which the same mail became a part of.
async fn forget_mail(work: &Work<'_>, comment: Uuid) -> Result<()> {
    for mail in mail_comments::lines(comment).all(work.tx()).await? {
        raw_mail(work, &mail.sha256).await?;
    }
    Ok(())
}

/// The ledger tells the subject of the mail no more, nor does its line about another ticket which the same mail became a part of.
async fn forget_subject(tx: &DatabaseTransaction, comment: Uuid) -> Result<()> {
    let of_comment = incoming_mail::Column::CommentId.eq(comment);
    let hashes: Vec<String> = mail_comments::lines(comment)
        .select_only()
        .column(incoming_mail::Column::Sha256)
        .filter(incoming_mail::Column::Sha256.ne(""))
        .into_tuple()
        .all(tx)
        .await?;
    incoming_mail::Entity::update_many()
        .col_expr(incoming_mail::Column::Subject, Expr::value(None::<String>))
        .filter(of_comment.or(incoming_mail::Column::Sha256.is_in(hashes)))
        .exec(tx)
        .await?;
    Ok(())
}

/// Erases a mail as it came, and takes it from every line of the ledger.
pub(super) async fn raw_mail(work: &Work<'_>, sha256: &str) -> Result<()> {
    if sha256.is_empty() {
        return Ok(());
    }
    note(work, Erased::Blob(Kind::Mail), sha256).await?;
    incoming_mail::Entity::update_many()
        .col_expr(incoming_mail::Column::Sha256, Expr::value(""))
        .filter(incoming_mail::Column::Sha256.eq(sha256))
        .exec(work.tx())
        .await?;
    Ok(())
}

/// Drafts on the ticket may quote what is removed.
async fn forget_drafts(work: &Work<'_>, ticket: Uuid) -> Result<()> {
    draft::Entity::delete_many().filter(draft::Column::TicketId.eq(ticket)).exec(work.tx()).await?;
    draft_files::erase(work, Condition::all().add(draft_file::Column::TicketId.eq(ticket))).await
}

/// Notes what is to be erased once the work is committed.
pub(crate) async fn note(work: &Work<'_>, what: Erased, name: &str) -> Result<()> {
    let row = erasure::ActiveModel {
        id: Set(work.id::<Uuid>()?),
        kind: Set(what.as_str().to_owned()),
        name: Set(name.to_owned()),
        created_at: Set(work.now()),
    };
    erasure::Entity::insert(row).exec_without_returning(work.tx()).await?;
    Ok(())
}
