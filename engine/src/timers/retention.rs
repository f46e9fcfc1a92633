//! Forgets what the ledger of incoming mails keeps no longer, as the settings say: once a day, a part at each pass.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ActiveValue::Set, EntityTrait, sea_query::OnConflict};

use crate::{
    engine::Engine,
    error::Result,
    policy,
    store::{
        Work,
        entity::setting,
        mail_retention::{After, forget_lines, forget_raw},
    },
};

/// How long nobody looks again after nothing was left.
const PAUSE: TimeDelta = TimeDelta::hours(24);

/// When nothing was left.
const LAST: &str = "mails.forgotten";

/// How many transactions one pass takes: timers that are due wait for it.
const BATCHES: usize = 10;

impl Engine {
    /// Removes mails as they came, and lines of the ledger, that are older than they are kept.
    pub(super) async fn forget_mails(&self) -> Result<()> {
        let mail = &self.settings().mail;
        let (raw, lines) = (self.ago(mail.keep_raw), self.ago(mail.keep_ledger));
        if (raw.is_none() && lines.is_none()) || self.forgot_lately().await? {
            return Ok(());
        }
        let (mut after_raw, mut after_line): (After, After) = (None, None);
        for _ in 0..BATCHES {
            let work = Work::begin(self).await?;
            after_line = match lines {
                Some(before) => forget_lines(&work, before, after_line).await?,
                None => None,
            };
            after_raw = match raw {
                Some(before) => forget_raw(&work, before, after_raw).await?,
                None => None,
            };
            let done = after_raw.is_none() && after_line.is_none();
            if done {
                note(&work).await?;
            }
            work.commit(policy::routine(), Vec::new()).await?;
            if done {
                break;
            }
        }
        Ok(())
    }

    /// The time so long ago; `None`: nothing is that old.
    fn ago(&self, kept: Option<Duration>) -> Option<DateTime<Utc>> {
        self.now().checked_sub_signed(TimeDelta::from_std(kept?).ok()?)
    }

    async fn forgot_lately(&self) -> Result<bool> {
        let last = setting::Entity::find_by_id(LAST.to_owned()).one(self.database().ro()).await?;
        let last = last.and_then(|row| row.value.parse::<DateTime<Utc>>().ok());
        Ok(last.is_some_and(|last| last <= self.now() && self.now() < last + PAUSE))
    }
}

/// Notes that nothing is left for today.
async fn note(work: &Work<'_>) -> Result<()> {
    let row = setting::ActiveModel { key: Set(LAST.to_owned()), value: Set(work.now().to_rfc3339()) };
    let again = OnConflict::column(setting::Column::Key).update_column(setting::Column::Value).to_owned();
    setting::Entity::insert(row).on_conflict(again).exec_without_returning(work.tx()).await?;
    Ok(())
}
