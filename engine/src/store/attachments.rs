//! Rows of the files of comments.

use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};

use super::{Work, entity::attachment, many};
use crate::{
    content::Inspected,
    error::Result,
    model::{AttachmentId, CommentId},
};

/// A file that a comment is to hold.
#[derive(Debug)]
pub(crate) struct NewAttachment<'a> {
    pub(crate) id: AttachmentId,
    pub(crate) file: &'a Inspected,
    pub(crate) content_id: Option<&'a str>,
}

/// The file of an id.
pub(crate) async fn find(db: &impl ConnectionTrait, id: AttachmentId) -> Result<Option<attachment::Model>> {
    Ok(attachment::Entity::find_by_id(id.0).one(db).await?)
}

/// Adds files to a comment, in their order.
pub(crate) async fn insert(work: &Work<'_>, comment: CommentId, files: Vec<NewAttachment<'_>>) -> Result<()> {
    let mut rows = Vec::with_capacity(files.len());
    for (position, NewAttachment { id, file, content_id }) in (0..).zip(files) {
        rows.push(attachment::ActiveModel {
            id: Set(id.into()),
            comment_id: Set(comment.into()),
            position: Set(position),
            filename: Set(file.filename.clone()),
            content_type: Set(file.content_type.clone()),
            size: Set(file.size),
            sha256: Set(file.sha256.clone()),
            encrypted: Set(file.encrypted),
            weak_encryption: Set(file.weak_encryption),
            content_id: Set(content_id.map(ToOwned::to_owned)),
        });
    }
    // A mail may bring thousands.
    Ok(many::insert(work.tx(), rows, None).await?)
}
