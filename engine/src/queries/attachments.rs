//! Files of comments: their descriptions, and the bytes of one.

use std::{collections::HashMap, ops::Range};

use bytes::Bytes;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, Select};

use crate::{
    actor::{Actor, Scope},
    blobs::{ByteStream, Kind},
    engine::Engine,
    error::{Error, Result},
    model::{Attachment, AttachmentId, CommentId},
    policy::{self, visible::Visible},
    store::{entity::attachment, rows},
};

impl Engine {
    /// The files of these comments that the actor may see, each comment's in the order they were attached.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn attachments_of(
        &self,
        actor: &Actor,
        comments: &[CommentId],
    ) -> Result<HashMap<CommentId, Vec<Attachment>>> {
        policy::in_scope(actor, Scope::Read)?;
        let wanted = attachment::Column::CommentId.is_in(comments.iter().map(|id| id.0));
        let found = visible(actor, Condition::all().add(wanted)).order_by_asc(attachment::Column::Position);
        let mut files: HashMap<CommentId, Vec<Attachment>> = HashMap::new();
        for row in found.all(self.database().ro()).await? {
            files.entry(row.comment_id.into()).or_default().push(rows::attachment(row));
        }
        Ok(files)
    }

    /// Those of these files that the actor may see.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn attachments_by_id(
        &self,
        actor: &Actor,
        ids: &[AttachmentId],
    ) -> Result<HashMap<AttachmentId, Attachment>> {
        policy::in_scope(actor, Scope::Read)?;
        let wanted = attachment::Column::Id.is_in(ids.iter().map(|id| id.0));
        let rows = visible(actor, Condition::all().add(wanted)).all(self.database().ro()).await?;
        Ok(rows.into_iter().map(rows::attachment).map(|file| (file.id, file)).collect())
    }

    /// A file with its bytes; `None`: there is none, or the actor may not know of it.
    ///
    /// # Errors
    /// `MissingScope`; internal, also when the blob store has lost the bytes.
    pub async fn attachment_content(
        &self,
        actor: &Actor,
        id: AttachmentId,
    ) -> Result<Option<(Attachment, Bytes)>> {
        policy::in_scope(actor, Scope::Read)?;
        let wanted = Condition::all().add(attachment::Column::Id.eq(id.0));
        let Some(row) = visible(actor, wanted).one(self.database().ro()).await? else { return Ok(None) };
        let file = rows::attachment(row);
        match self.blobs().get(Kind::Attachment, &file.sha256).await? {
            Some(bytes) => Ok(Some((file, bytes))),
            None => Err(Error::internal(format!("the blob store has lost the file {}", file.sha256))),
        }
    }
}

impl Engine {
    /// One file's description; `None`: there is none, or the actor may not know of it.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn attachment(&self, actor: &Actor, id: AttachmentId) -> Result<Option<Attachment>> {
        Ok(self.attachments_by_id(actor, &[id]).await?.remove(&id))
    }

    /// The bytes of a file that [`Engine::attachment`] answered, or the part of them from `part.start` up to, but not
    /// including, `part.end`; piece by piece.
    ///
    /// # Errors
    /// Internal, also when the blob store has lost the bytes; `Unavailable`.
    pub async fn attachment_stream(&self, file: &Attachment, part: Option<Range<u64>>) -> Result<ByteStream> {
        let bytes = self.blobs().stream(Kind::Attachment, &file.sha256, part).await?;
        bytes.ok_or_else(|| Error::internal(format!("the blob store has lost the file {}", file.sha256)))
    }
}

fn visible(actor: &Actor, wanted: Condition) -> Select<attachment::Entity> {
    attachment::Entity::find().filter(wanted).filter(Visible::to(actor).attachments())
}
