//! The whole text of a mail that a comment came by, with what was left out of the comment.

use crate::{
    actor::{Actor, Scope},
    engine::Engine,
    error::Result,
    model::{CommentId, Role},
    policy,
    store::{
        entity::comment,
        tickets::comments,
        visible::Visible,
        whole_texts::{self, WholeHtml},
    },
};

impl Engine {
    /// All that stands in the mail of a comment, at most 200,000 characters; `None`: nothing was left out of the comment, or
    /// the actor may not see it. What a member of the staff quotes may be for the staff alone.
    ///
    /// # Errors
    /// `MissingScope`; internal, when the database fails.
    pub async fn whole_text(&self, actor: &Actor, id: CommentId) -> Result<Option<String>> {
        match self.shortened(actor, id).await? {
            Some(row) => whole_texts::of(self.database().ro(), row.id).await,
            None => Ok(None),
        }
    }

    /// The same as HTML that is safe to show, with quoted mails and signature as they were; `None` also where the mail came as
    /// plain text.
    ///
    /// # Errors
    /// `MissingScope`; internal, when the database fails.
    pub async fn whole_html(&self, actor: &Actor, id: CommentId) -> Result<Option<String>> {
        let Some(row) = self.shortened(actor, id).await? else { return Ok(None) };
        Ok(match whole_texts::html_of(self.database().ro(), row.id).await? {
            WholeHtml::None => None,
            WholeHtml::AsShown => Some(row.html),
            WholeHtml::Html(html) => Some(html),
        })
    }

    /// The comment, if something was left out of it that the actor may see.
    async fn shortened(&self, actor: &Actor, id: CommentId) -> Result<Option<comment::Model>> {
        policy::in_scope(actor, Scope::Read)?;
        let db = self.database().ro();
        let seen = comments::row(db, Visible::to(actor), id).await?;
        let Some(row) = seen.filter(|row| row.has_more && row.redacted_at.is_none()) else { return Ok(None) };
        let author = comments::author(db, &row).await?;
        let by_staff = author.is_none_or(|author| author.role != Role::Customer.as_str());
        let hidden = by_staff && actor.user().is_none_or(|viewer| !viewer.role.is_staff());
        Ok(Some(row).filter(|_| !hidden))
    }
}
