//! Notes that an email could not be written in words of one's own, and was written by the default.

use crate::{
    engine::Engine,
    error::Result,
    model::EmailTemplateId,
    policy,
    store::{Work, email_templates},
};

/// Longer reasons are cut.
const LONGEST: usize = 1_000;

impl Engine {
    /// Notes that this template could not be used, and why; for whoever sends emails.
    ///
    /// # Errors
    /// Internal, when the database fails.
    pub async fn email_template_failed(&self, id: EmailTemplateId, reason: &str) -> Result<()> {
        let reason: String = reason.chars().take(LONGEST).collect();
        let work = Work::begin(self).await?;
        email_templates::note_failure(work.tx(), id, work.now(), &reason).await?;
        work.commit(policy::housekeeping(), Vec::new()).await
    }
}
