//! A file of a comment, on its way in and as it is kept.

use super::{AttachmentId, CommentId};
use crate::spool::FileContent;

/// A file that is kept; its bytes lie in the blob store under their SHA-256.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attachment {
    /// Its id.
    pub id: AttachmentId,
    /// The comment it belongs to.
    pub comment: CommentId,
    /// The name to save it by, without any path.
    pub filename: String,
    /// Its media type, e.g. `image/png`.
    pub content_type: String,
    /// Length in bytes.
    pub size: i64,
    /// SHA-256 of the bytes in lower-case hexadecimal.
    pub sha256: String,
    /// An encrypted archive, recognised by its content.
    pub encrypted: bool,
    /// The encryption is the legacy one of zip, which is easily broken.
    pub weak_encryption: bool,
}

/// A file that somebody hands in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Upload {
    /// The name as given; it is cleaned before it is kept.
    pub filename: String,
    /// The media type as declared, if any.
    pub content_type: Option<String>,
    /// The content.
    pub bytes: FileContent,
}
