//! The whole text of a mail that a comment came by, with what was left out of the comment: read from the mail as it came.

use std::sync::Arc;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::{
    actor::{Actor, Scope},
    engine::Engine,
    error::Result,
    model::{CommentId, RawMail, Role},
    policy::{self, visible::Visible},
    store::entity::{account, comment, incoming_mail},
};

impl Engine {
    /// All that stands in the mail of a comment; `None`: nothing was left out of the comment, the mail is kept no more, or
    /// the actor may not see it. What a member of the staff quotes may be for the staff alone.
    ///
    /// # Errors
    /// `MissingScope`; internal, when database or blob store fail.
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
        let mail = incoming_mail::Entity::find()
            .filter(incoming_mail::Column::CommentId.eq(id.0))
            .order_by_asc(incoming_mail::Column::Id)
            .one(db)
            .await?;
        let (Some(mail), Some(reader)) = (mail.filter(|mail| !mail.sha256.is_empty()), self.mail_reader())
        else {
            return Ok(None);
        };
        let bytes = self.raw_mail(&RawMail { sha256: mail.sha256 }).await?;
        let reader = Arc::clone(reader);
        let read = tokio::task::spawn_blocking(move || reader(&bytes)).await;
        let message = read.map_err(crate::error::Error::internal)?;
        Ok(Some(message.whole.unwrap_or(message.text)))
    }
}
