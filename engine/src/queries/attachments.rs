//! Files of comments: their descriptions, and the bytes of one.

use std::{collections::HashMap, ops::Range};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};
use uuid::Uuid;

use crate::{
    actor::{Actor, Scope},
    blobs::{ByteStream, Kind},
    engine::Engine,
    error::{Error, Result},
    model::{Attachment, AttachmentId, CommentId, TicketId},
    policy,
    store::{
        entity::{attachment, comment},
        rows,
        visible::Visible,
    },
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

    /// The files of a ticket that the actor may see, in the order of its comments; `None`: there is no such ticket, or the
    /// actor may not know of it.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn files_of_ticket(&self, actor: &Actor, number: i64) -> Result<Option<TicketFiles>> {
        let Some(ticket) = self.ticket(actor, number).await? else { return Ok(None) };
        let comments =
            comment::Entity::find().filter(comment::Column::TicketId.eq(ticket.id.0)).select_only();
        let ids = comments.clone().column(comment::Column::Id).into_query();
        let times: HashMap<Uuid, DateTime<Utc>> = comments
            .columns([comment::Column::Id, comment::Column::CreatedAt])
            .into_tuple::<(Uuid, DateTime<Utc>)>()
            .all(self.database().ro())
            .await?
            .into_iter()
            .collect();
        let wanted = Condition::all().add(attachment::Column::CommentId.in_subquery(ids));
        let found = visible(actor, wanted).order_by_asc(attachment::Column::Position);
        let rows = found.all(self.database().ro()).await?.into_iter();
        let mut files: Vec<(Attachment, DateTime<Utc>)> = rows
            .filter_map(|row| Some((times.get(&row.comment_id).copied()?, row)))
            .map(|(at, row)| (rows::attachment(row), at))
            .collect();
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
        let files = comment::Entity::belongs_to(attachment::Entity)
            .from(comment::Column::Id)
            .to(attachment::Column::CommentId)
            .into();
        let counted: Vec<(Uuid, i64)> = comment::Entity::find()
            .join(JoinType::InnerJoin, files)
            .filter(comment::Column::TicketId.is_in(tickets.iter().map(|ticket| ticket.0)))
            .filter(Visible::to(actor).comments())
            .select_only()
            .column(comment::Column::TicketId)
            .column_as(attachment::Column::Id.count(), "count")
            .group_by(comment::Column::TicketId)
            .into_tuple()
            .all(self.database().ro())
            .await?;
        Ok(counted.into_iter().map(|(id, count)| (TicketId(id), count.unsigned_abs())).collect())
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
