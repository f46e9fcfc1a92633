//! Why: a file of a comment, and where to fetch it.

use async_graphql::{Context, ID, Object};
use engine::content::content_type::is_safe_image;

use crate::{caller, error::Failure, http::attachment_path, ids};

/// A file of a comment.
#[derive(Clone, Debug)]
pub(crate) struct Attachment(pub(crate) engine::Attachment);

/// A file of a comment.
#[Object]
impl Attachment {
    /// Opaque; unique across all types.
    pub(crate) async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// The file name.
    async fn filename(&self) -> &str {
        &self.0.filename
    }

    /// Its media type, as declared by the sender.
    async fn content_type(&self) -> &str {
        &self.0.content_type
    }

    /// Its length in bytes.
    async fn size(&self) -> i64 {
        self.0.size
    }

    /// SHA-256 of its bytes, in lower-case hexadecimal.
    async fn sha256(&self) -> &str {
        &self.0.sha256
    }

    /// Whether it is an encrypted archive, detected from its content.
    async fn encrypted(&self) -> bool {
        self.0.encrypted
    }

    /// Whether it uses the legacy zip encryption, which is easily broken.
    async fn weak_encryption(&self) -> bool {
        self.0.weak_encryption
    }

    /// Whether a browser can show it inline, with `?inline=1`: an image of a type that cannot contain scripts.
    async fn is_previewable(&self) -> bool {
        is_safe_image(&self.0.content_type)
    }

    /// Where to download it, with the viewer's session or token. If `isPreviewable`, `?inline=1` shows it inline.
    async fn url(&self, ctx: &Context<'_>) -> Result<String, Failure> {
        let base = &caller::engine(ctx)?.settings().public_url;
        Ok(format!("{base}{}", attachment_path(self.0.id, &self.0.filename)))
    }
}
