//! Stores the files that come with a comment: checked against the limits, and taken back when the comment is refused.

use std::collections::HashSet;

use crate::{
    apply::Kept,
    blobs::{Kind, Written},
    content::inspect_upload,
    engine::Engine,
    error::{Causes, Code, Error, Result},
    model::{IncomingAttachment, Upload},
    settings::LimitSettings,
    spool::FileContent,
    store::blobs::named,
};

/// The most files that one comment takes from a form or a program.
pub const MOST_FILES: usize = 50;

impl Engine {
    /// Keeps the files of a form; the first that breaks a limit is named, and nothing is kept. To be called when
    /// everything else that can be checked was.
    pub(crate) async fn keep_uploads(&self, uploads: &[Upload]) -> Result<Vec<Kept>> {
        if uploads.len() > MOST_FILES {
            let message = format!("At most {MOST_FILES} files can be sent at once.");
            return Err(Error::bad("attachments", "attachments-too-many", message));
        }
        check_sizes(&self.settings().limits, 0, uploads)?;
        let mut storing = Storing::default();
        for upload in uploads {
            if let Err(error) = storing.keep(self, upload, None).await {
                self.take_back(&storing.kept).await;
                return Err(error);
            }
        }
        Ok(storing.kept)
    }

    /// Keeps the files of a mail. No limit applies: the mail was accepted, so nothing of it may be lost.
    pub(crate) async fn keep_incoming(&self, files: &[IncomingAttachment]) -> Result<Vec<Kept>> {
        let mut storing = Storing::default();
        for file in files {
            storing.keep(self, &file.upload, file.content_id.clone()).await?;
        }
        Ok(storing.kept)
    }

    /// Takes back what was stored for a request that was refused after all.
    pub(crate) async fn take_back_if_refused<T>(&self, kept: &[Kept], done: &Result<T>) {
        // What failed otherwise may have been committed all the same; the sweep looks at that later.
        let refused = done.as_ref().err().map(Error::code);
        if refused.is_some_and(|code| !matches!(code, Code::Internal | Code::Unavailable)) {
            self.take_back(kept).await;
        }
    }

    /// Removes files that this request has made, unless a comment has the same bytes, or another request has stored them
    /// since.
    pub(crate) async fn take_back(&self, kept: &[Kept]) {
        for file in kept {
            let Some(made) = &file.made else { continue };
            if let Err(error) = self.take_back_one(&file.inspected.sha256, made).await {
                let (error, sha256) = (Causes(&error), &file.inspected.sha256);
                tracing::warn!(%error, sha256, "a file of a refused request stays until it is swept");
            }
        }
    }

    async fn take_back_one(&self, sha256: &str, made: &Written) -> Result<()> {
        let named = named(self.database().ro(), Kind::Attachment, &[sha256.to_owned()]).await?;
        if named.is_empty() {
            self.blobs().take_back(Kind::Attachment, sha256, made).await?;
        }
        Ok(())
    }
}

/// Refuses the first file that is larger than one may be, or with which all of them are larger than a message may be. `there`: what it
/// holds already, in bytes.
pub(super) fn check_sizes(limits: &LimitSettings, there: u64, uploads: &[Upload]) -> Result<()> {
    let field = "attachments";
    if let Some(large) = uploads.iter().find(|upload| upload.bytes.len() > limits.attachment) {
        return Err(Error::TooLarge { field, name: large.filename.clone(), limit: limits.attachment });
    }
    let mut total = there;
    for upload in uploads {
        total = total.saturating_add(upload.bytes.len());
        if total > limits.message {
            let name = upload.filename.clone();
            return Err(Error::TooLargeTogether { field, name, limit: limits.message });
        }
    }
    Ok(())
}

/// The files of one request; the same bytes several times are written once.
#[derive(Default)]
struct Storing {
    kept: Vec<Kept>,
    written: HashSet<String>,
}

impl Storing {
    async fn keep(&mut self, engine: &Engine, upload: &Upload, content_id: Option<String>) -> Result<()> {
        if let FileContent::Stored(file) = &upload.bytes {
            // It was looked at when it was added to the draft.
            self.kept.push(Kept { inspected: file.0.clone(), content_id, id: None, made: None });
            return Ok(());
        }
        // However many requests come at once, little of their files is in memory.
        let _room = match &upload.bytes {
            FileContent::Memory(_) | FileContent::Stored(_) => None,
            FileContent::Spooled(_) => Some(engine.spool().room(upload.bytes.len()).await?),
        };
        let bytes = upload.bytes.load().await?;
        let inspected = inspect_upload(&upload.filename, upload.content_type.as_deref(), &bytes);
        let known = !self.written.insert(inspected.sha256.clone());
        let made = if known { None } else { engine.blobs().put_attachment(&inspected.sha256, bytes).await? };
        self.kept.push(Kept { inspected, content_id, id: None, made });
        Ok(())
    }
}
