//! Privacy notices: the one that a queue shows now, and every one that was shown.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{PrivacyNotice, QueueId},
    policy,
    store::{entity::queue_notice, queues},
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
        let settings = self.settings();
        let texts = self.texts_of(version).await?;
        if texts.is_empty() {
            let text = |locale| settings.brand.notices.get(locale).cloned();
            let (version, created_at) = (version.to_owned(), None);
            let own = PrivacyNotice { version, de: text("de"), en: text("en"), created_at };
            return Ok((own.version == settings.brand.notice_version).then_some(own));
        }
        let text = |locale| texts.iter().find(|row| row.locale == locale).map(|row| row.text.clone());
        Ok(Some(PrivacyNotice {
            version: version.to_owned(),
            de: text("de"),
            en: text("en"),
            created_at: texts.first().map(|row| row.created_at),
        }))
    }

    /// Refuses a version that nobody can have been shown.
    pub(crate) async fn refuse_unknown_notice(&self, version: &str) -> Result<()> {
        if version == self.settings().brand.notice_version || !self.texts_of(version).await?.is_empty() {
            return Ok(());
        }
        let message = "There is no such version of the privacy notice.";
        Err(Error::bad("noticeVersion", "notice-unknown", message))
    }

    async fn texts_of(&self, version: &str) -> Result<Vec<queue_notice::Model>> {
        if version.len() > LONGEST_VERSION || version.contains(char::is_control) {
            return Ok(Vec::new());
        }
        let found = queue_notice::Entity::find().filter(queue_notice::Column::Version.eq(version));
        Ok(found.all(self.database().ro()).await?)
    }
}
