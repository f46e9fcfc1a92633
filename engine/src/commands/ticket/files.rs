//! Takes in the files that come with a comment: checked against the limits, and kept.

use crate::{
    apply::Kept,
    content::inspect_upload,
    engine::Engine,
    error::{Error, Result},
    model::{IncomingAttachment, Upload},
};

/// The most files that one comment takes from a form or a program.
const MOST: usize = 50;

impl Engine {
    /// Keeps the files of a form; the first that breaks a limit is named, and nothing is kept.
    pub(crate) async fn keep_uploads(&self, uploads: &[Upload]) -> Result<Vec<Kept>> {
        let settings = self.settings();
        if uploads.len() > MOST {
            let message = format!("At most {MOST} files can be sent at once.");
            return Err(Error::bad("attachments", "attachments-too-many", message));
        }
        let large = uploads.iter().find(|upload| upload.bytes.len() as u64 > settings.attachment_limit);
        if let Some(upload) = large {
            return Err(Error::TooLarge {
                field: "attachments",
                name: upload.filename.clone(),
                limit: settings.attachment_limit,
            });
        }
        let mut total = 0;
        for upload in uploads {
            total += upload.bytes.len() as u64;
            if total > settings.message_limit {
                let name = upload.filename.clone();
                return Err(Error::TooLarge { field: "attachments", name, limit: settings.message_limit });
            }
        }
        let mut kept = Vec::with_capacity(uploads.len());
        for upload in uploads {
            kept.push(self.keep(upload, None).await?);
        }
        Ok(kept)
    }

    /// Keeps the files of a mail. No limit applies: the mail was accepted, so nothing of it may be lost.
    pub(crate) async fn keep_incoming(&self, files: &[IncomingAttachment]) -> Result<Vec<Kept>> {
        let mut kept = Vec::with_capacity(files.len());
        for file in files {
            kept.push(self.keep(&file.upload, file.content_id.clone()).await?);
        }
        Ok(kept)
    }

    async fn keep(&self, upload: &Upload, content_id: Option<String>) -> Result<Kept> {
        let inspected = inspect_upload(&upload.filename, upload.content_type.as_deref(), &upload.bytes);
        self.blobs().put_attachment(&inspected.sha256, upload.bytes.clone()).await?;
        Ok(Kept { inspected, content_id })
    }
}
