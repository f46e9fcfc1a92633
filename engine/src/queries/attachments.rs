//! Files of comments: their descriptions, and the bytes of one.

use std::{collections::HashMap, ops::Range};

use bytes::Bytes;
use chrono::{DateTime, Utc};

use crate::{
    actor::{Actor, Scope},
    blobs::{ByteStream, Kind},
    engine::Engine,
    error::{Error, Result},
    model::{Attachment, AttachmentId, CommentId, TicketId},
    policy,
    store::{tickets::files, visible::Visible},
};

/// The files of a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TicketFiles {
    /// The number of the ticket to which the one that was asked for leads.
    pub number: i64,
    /// The files that the viewer may see, with the times of their comments, in the order of these.
    pub files: Vec<(Attachment, DateTime<Utc>)>,
}

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
        let mut files: HashMap<CommentId, Vec<Attachment>> = HashMap::new();
        for file in files::of_comments(self.database().ro(), Visible::to(actor), comments).await? {
            files.entry(file.comment).or_default().push(file);
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
        let files = files::of_ids(self.database().ro(), Visible::to(actor), ids).await?;
        Ok(files.into_iter().map(|file| (file.id, file)).collect())
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
        let found = files::one(self.database().ro(), Visible::to(actor), id).await?;
        let Some(file) = found else { return Ok(None) };
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

    /// The files of a ticket that the actor may see, in the order of its comments; `None`: there is no such ticket, or the
    /// actor may not know of it.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn files_of_ticket(&self, actor: &Actor, number: i64) -> Result<Option<TicketFiles>> {
        let Some(ticket) = self.ticket(actor, number).await? else { return Ok(None) };
        let mut files = files::of_ticket(self.database().ro(), Visible::to(actor), ticket.id).await?;
        files.sort_by_key(|(file, at)| (*at, file.comment));
        Ok(Some(TicketFiles { number: ticket.number, files }))
    }

    /// How many files of each of these tickets the actor may see, in one statement; a ticket with none is left out.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn count_files_of_each(
        &self,
        actor: &Actor,
        tickets: &[TicketId],
    ) -> Result<HashMap<TicketId, u64>> {
        policy::in_scope(actor, Scope::Read)?;
        files::count_of_each(self.database().ro(), Visible::to(actor), tickets).await
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
