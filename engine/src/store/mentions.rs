//! Rows of colleagues whom internal notes name.

use sea_orm::{ActiveValue::Set, EntityTrait};

use super::{Work, entity::mention};
use crate::{
    error::Result,
    model::{CommentId, UserId},
};

/// Notes that a note names somebody.
pub(crate) async fn note(work: &Work<'_>, comment: CommentId, user: UserId) -> Result<()> {
    let row = mention::ActiveModel { comment_id: Set(comment.into()), user_id: Set(user.into()) };
    mention::Entity::insert(row).exec_without_returning(work.tx()).await?;
    Ok(())
}
