//! Privacy notices: the one that a queue shows now, and every one that was shown.

use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{PrivacyNotice, QueueId},
    policy,
    store::{
        brand_notices,
        notices::{self, Kept},
        queues,
    },
};

/// Ours are shorter.
const LONGEST_VERSION: usize = 100;

impl Engine {
    /// The privacy notice that is shown beside the form of a new ticket in this queue, by default in the first one.
    ///
    /// # Errors
    /// `MissingScope`; `BadInput` for `queue`.
    pub async fn privacy_notice(&self, actor: &Actor, queue: Option<QueueId>) -> Result<PrivacyNotice> {
        policy::reads_people(actor)?;
        let row = self.row_or_first(self.database().ro(), actor, queue).await?;
        let terms = queues::terms_of(self.settings(), &row)?;
        let text = |locale| terms.notices.get(locale).cloned();
        Ok(PrivacyNotice { de: text("de"), en: text("en"), version: terms.notice_version, created_at: None })
    }

    /// A version of a privacy notice, as it was shown; `None`: there is none of that name.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn privacy_notice_of_version(
        &self,
        actor: &Actor,
        version: &str,
    ) -> Result<Option<PrivacyNotice>> {
        policy::reads_people(actor)?;
        let texts = self.texts_of(version).await?;
        let text = |locale| texts.iter().find(|kept| kept.locale == locale).map(|kept| kept.text.clone());
        let known = !texts.is_empty() || version == self.settings().brand.notice_version;
        Ok(known.then(|| PrivacyNotice {
            version: version.to_owned(),
            de: text("de"),
            en: text("en"),
            created_at: texts
                .iter()
                .find(|kept| kept.locale != brand_notices::NONE)
                .map(|kept| kept.created_at),
        }))
    }

    /// Refuses a version that nobody can have been shown.
    pub(crate) async fn refuse_unknown_notice(&self, version: &str) -> Result<()> {
        if version == self.settings().brand.notice_version || !self.texts_of(version).await?.is_empty() {
            return Ok(());
        }
        let message = "This version of the privacy notice was not found.";
        Err(Error::bad("noticeVersion", "notice-unknown", message))
    }

    /// The texts of a version.
    async fn texts_of(&self, version: &str) -> Result<Vec<Kept>> {
        if version.len() > LONGEST_VERSION || version.contains(char::is_control) {
            return Ok(Vec::new());
        }
        notices::of_version(self.database().ro(), version).await
    }
}
