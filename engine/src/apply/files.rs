//! Records the files of a comment whose bytes are stored already.

use std::collections::HashMap;

use crate::{
    blobs::{Kind, Written},
    content::Inspected,
    error::{Error, Result},
    model::{AttachmentId, CommentId},
    store::{
        Work,
        attachments::{self, NewAttachment},
    },
};

/// A file whose bytes are kept, but that no comment holds yet.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub(crate) inspected: Inspected,
    pub(crate) content_id: Option<String>,
    /// Its id, if something refers to it already.
    pub(crate) id: Option<AttachmentId>,
    /// Set if the bytes were not in the store before.
    pub(crate) made: Option<Written>,
}

/// The content id of each picture among the files that this text names, by the name of the file.
pub(super) fn named_pictures(
    work: &Work<'_>,
    text: &str,
    files: &mut [Kept],
) -> Result<HashMap<String, String>> {
    let mut pictures = HashMap::new();
    for file in files {
        let inspected = &file.inspected;
        let name = &inspected.filename;
        if inspected.content_type.starts_with("image/") && text.contains("![") && !pictures.contains_key(name)
        {
            let id = file.id.map_or_else(|| work.id::<AttachmentId>(), Ok)?;
            file.id = Some(id);
            pictures.insert(name.clone(), id.to_string());
        }
    }
    Ok(pictures)
}

/// Records the kept files as those of a comment, in their order.
pub(super) async fn attach(work: &Work<'_>, comment: CommentId, files: &[Kept]) -> Result<()> {
    let mut new = Vec::with_capacity(files.len());
    for file in files {
        new.push(NewAttachment {
            id: file.id.map_or_else(|| work.id(), Ok)?,
            file: &file.inspected,
            content_id: file.content_id.as_deref(),
        });
    }
    attachments::insert(work, comment, new).await?;
    // A redaction may have erased the same bytes since they were kept: from here on it sees that they are named.
    for file in files {
        if !work.engine().blobs().holds(Kind::Attachment, &file.inspected.sha256).await? {
            return Err(Error::unavailable("a file was erased while it was being attached"));
        }
    }
    Ok(())
}
