//! The whole text of a mail that a comment came by, with what was left out of the comment.

use sea_orm::{EntityTrait, QueryFilter};

use crate::{
    actor::{Actor, Scope},
    engine::Engine,
    error::Result,
    model::{CommentId, Role},
    policy::{self, visible::Visible},
    store::{
        entity::{account, comment},
        whole_texts,
    },
};

impl Engine {
    /// All that stands in the mail of a comment, at most 200,000 characters; `None`: nothing was left out of the comment, or
    /// the actor may not see it. What a member of the staff quotes may be for the staff alone.
    ///
    /// # Errors
    /// `MissingScope`; internal, when the database fails.
    pub async fn whole_text(&self, actor: &Actor, id: CommentId) -> Result<Option<String>> {
        policy::in_scope(actor, Scope::Read)?;
        let db = self.database().ro();
        let seen = comment::Entity::find_by_id(id.0).filter(Visible::to(actor).comments()).one(db).await?;
        let Some(row) = seen.filter(|row| row.has_more && row.redacted_at.is_none()) else { return Ok(None) };
        let author = account::Entity::find_by_id(row.author_id).one(db).await?;
        let by_staff = author.is_none_or(|author| author.role != Role::Customer.as_str());
        if by_staff && actor.user().is_none_or(|viewer| !viewer.role.is_staff()) {
            return Ok(None);
        }
        whole_texts::of(db, row.id).await
    }
}
