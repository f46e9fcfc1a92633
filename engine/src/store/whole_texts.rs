//! Rows of whole texts: what stands in a mail beside what its comment shows. They are kept apart, so that nobody who reads
//! comments reads them too, and a mail need not be read again to answer for them.

use sea_orm::{ActiveValue::Set, ConnectionTrait, DatabaseTransaction, EntityTrait};
use uuid::Uuid;

use super::entity::whole_text;
use crate::error::Result;

/// What is longer is cut: a mail as it came holds the rest.
const LONGEST: usize = 200_000;

/// The whole of a mail as HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum WholeHtml {
    /// It came as plain text.
    None,
    /// The comment shows all of it, and leaves something out of its text alone.
    AsShown,
    /// It is this, made safe.
    Html(String),
}

/// Keeps the whole text of the mail that a comment came by, and the same as HTML.
pub(crate) async fn put(tx: &DatabaseTransaction, comment: Uuid, text: &str, html: WholeHtml) -> Result<()> {
    let text = text.chars().filter(|letter| *letter != '\0').take(LONGEST).collect();
    let html = match html {
        WholeHtml::None => None,
        WholeHtml::AsShown => Some(String::new()),
        WholeHtml::Html(html) => Some(html),
    };
    let row = whole_text::ActiveModel { comment_id: Set(comment), text: Set(text), html: Set(html) };
    whole_text::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// The whole text; `None`: nothing was left out of the comment.
pub(crate) async fn of(db: &impl ConnectionTrait, comment: Uuid) -> Result<Option<String>> {
    Ok(whole_text::Entity::find_by_id(comment).one(db).await?.map(|row| row.text))
}

/// The same as HTML.
pub(crate) async fn html_of(db: &impl ConnectionTrait, comment: Uuid) -> Result<WholeHtml> {
    let row = whole_text::Entity::find_by_id(comment).one(db).await?;
    Ok(match row.and_then(|row| row.html) {
        None => WholeHtml::None,
        Some(html) if html.is_empty() => WholeHtml::AsShown,
        Some(html) => WholeHtml::Html(html),
    })
}

/// Removes it.
pub(crate) async fn remove(tx: &DatabaseTransaction, comment: Uuid) -> Result<()> {
    whole_text::Entity::delete_by_id(comment).exec(tx).await?;
    Ok(())
}
