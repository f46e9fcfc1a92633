//! Keeps the files that somebody has chosen for an answer, until it is sent.

use uuid::Uuid;

use super::files::{MOST_FILES, check_sizes};
use crate::{
    actor::Actor,
    apply::Kept,
    commands::rated::use_quota,
    content::{Inspected, clean_filename},
    engine::Engine,
    error::{Error, Result},
    model::{DraftFile, DraftFileId, TicketId, Upload},
    policy::{self, Action, Permit, rates::Rated},
    spool::{FileContent, StoredFile},
    store::{
        Work, draft_files,
        entity::draft_file,
        requests::{self, Request},
        rows, tickets,
    },
};

impl Engine {
    /// Adds files to the actor's draft on a ticket; answers all that it has then. They count like those of comments, and wait for 30
    /// days at most. A file that the draft has already is not added again: a form may come twice.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] for nobody; [`Error::NotFound`] for a ticket that is absent or hidden; `BadInput` for `attachments`,
    /// [`Error::TooLarge`]; [`Error::TooLargeTogether`], with what is there already; [`Error::RateLimited`].
    pub async fn add_draft_files(
        &self,
        actor: &Actor,
        number: i64,
        uploads: &[Upload],
    ) -> Result<Vec<DraftFile>> {
        // What is refused leaves nothing: all that could refuse it is asked before a file is kept, and once more below.
        let mut work = Work::begin(self).await?;
        let (_, _, known) = self.may_add(&mut work, actor, number, uploads).await?;
        drop(work);
        let uploads = new_ones(&known, uploads);
        let kept = self.keep_uploads(&uploads).await?;
        let done = self.note_draft_files(actor, number, &uploads, &kept).await;
        self.take_back_if_refused(&kept, &done).await;
        done
    }

    async fn note_draft_files(
        &self,
        actor: &Actor,
        number: i64,
        uploads: &[Upload],
        kept: &[Kept],
    ) -> Result<Vec<DraftFile>> {
        let author = policy::logged_in(actor)?.id;
        let mut work = Work::begin(self).await?;
        let (ticket, permit, known) = self.may_add(&mut work, actor, number, uploads).await?;
        let files = kept.iter().map(|file| &file.inspected);
        let files = files.filter(|file| !has(&known, &file.filename, &file.sha256));
        let files: Vec<Inspected> = files.cloned().collect();
        draft_files::add(&work, (author, ticket), &files, work.now()).await?;
        let all = draft_files::of(work.tx(), author, [ticket]).await?;
        work.commit(permit, Vec::new()).await?;
        Ok(all.into_iter().map(rows::draft_file).collect())
    }

    /// Whether the actor may comment on the ticket, and there is room for those files that are new; with what is there.
    async fn may_add(
        &self,
        work: &mut Work<'_>,
        actor: &Actor,
        number: i64,
        uploads: &[Upload],
    ) -> Result<(TicketId, Permit, Vec<draft_file::Model>)> {
        let author = policy::logged_in(actor)?.id;
        let action = Action::CommentInPublic;
        let (found, subject, permit) = tickets::lock_subject(work.tx(), (actor, &[]), number, action).await?;
        self.ask_guard(actor, action, Some(&subject))?;
        let ticket = TicketId::from(found.row.id);
        let known = draft_files::of(work.tx(), author, [ticket]).await?;
        let new = new_ones(&known, uploads);
        if known.len() + new.len() > MOST_FILES {
            let message = format!("At most {MOST_FILES} files can be sent at once.");
            return Err(Error::bad("attachments", "attachments-too-many", message));
        }
        let there = known.iter().map(|file| u64::try_from(file.size).unwrap_or_default()).sum();
        check_sizes(&self.settings().limits, there, &new)?;
        use_quota(work, actor, Rated::Files, new.len()).await?;
        Ok((ticket, permit, known))
    }

    /// Takes files off the actor's draft on a ticket; without ids, all of them.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] for nobody; [`Error::NotFound`] for a ticket that is absent or hidden.
    pub async fn remove_draft_files(
        &self,
        actor: &Actor,
        number: i64,
        ids: Option<&[DraftFileId]>,
    ) -> Result<Vec<DraftFile>> {
        let author = policy::logged_in(actor)?.id;
        let work = Work::begin(self).await?;
        let action = Action::CommentInPublic;
        let (found, subject, permit) = tickets::lock_subject(work.tx(), (actor, &[]), number, action).await?;
        self.ask_guard(actor, action, Some(&subject))?;
        let ticket = TicketId::from(found.row.id);
        let ids: Option<Vec<Uuid>> = ids.map(|ids| ids.iter().map(|id| id.0).collect());
        draft_files::remove(work.tx(), author, ticket, ids.as_deref()).await?;
        let left = draft_files::of(work.tx(), author, [ticket]).await?;
        work.commit(permit, Vec::new()).await?;
        Ok(left.into_iter().map(rows::draft_file).collect())
    }

    /// The files of the actor's draft on this ticket that are to be sent, as uploads whose bytes are in the store already. Those of a
    /// request that was carried out before are gone, which that request tells by itself; those of another ticket are no others'
    /// business.
    pub(super) async fn drafted(
        &self,
        actor: &Actor,
        number: i64,
        ids: &[DraftFileId],
        request: Option<&Request>,
    ) -> Result<Vec<Upload>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let author = policy::logged_in(actor)?.id;
        let db = self.database().ro();
        let mut wanted: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let rows = draft_files::by_id(db, author, number, &wanted).await?;
        if rows.len() < wanted.len() {
            let repeats = match request {
                Some(request) => requests::remembered(db, request).await?.is_some(),
                None => false,
            };
            if !repeats {
                let message = "A file of the draft no longer exists. Choose it again.";
                return Err(Error::bad("draftFiles", "draft-file-gone", message));
            }
        }
        Ok(rows.into_iter().map(upload).collect())
    }
}

/// Those that the draft does not have yet.
fn new_ones(known: &[draft_file::Model], uploads: &[Upload]) -> Vec<Upload> {
    let is_new = |upload: &&Upload| !has(known, &clean_filename(&upload.filename), &upload.bytes.sha256());
    uploads.iter().filter(is_new).cloned().collect()
}

/// Whether the draft has a file of this name with these bytes.
fn has(known: &[draft_file::Model], filename: &str, sha256: &str) -> bool {
    known.iter().any(|file| file.filename == filename && file.sha256 == sha256)
}

/// All of these ids, for telling a repetition from another request with the same key.
pub(super) fn named(ids: &[DraftFileId]) -> serde_json::Value {
    ids.iter().map(ToString::to_string).collect()
}

fn upload(row: draft_file::Model) -> Upload {
    let inspected = Inspected {
        filename: row.filename,
        content_type: row.content_type,
        size: row.size,
        sha256: row.sha256,
        encrypted: row.encrypted,
        weak_encryption: row.weak_encryption,
    };
    Upload {
        filename: inspected.filename.clone(),
        content_type: Some(inspected.content_type.clone()),
        bytes: FileContent::Stored(StoredFile(inspected)),
    }
}
