//! Forgets what the ledger of incoming mails keeps no longer, as the settings say: once a day, a part at each pass.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    engine::Engine,
    error::Result,
    policy,
    store::{
        Work,
        mail_retention::{After, forget_lines, forget_raw},
        named_values,
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
                // Nothing is left for today.
                named_values::put(&work, LAST, work.now().to_rfc3339()).await?;
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
        let last = named_values::get(self.database().ro(), LAST).await?;
        let last = last.and_then(|last| last.parse::<DateTime<Utc>>().ok());
        Ok(last.is_some_and(|last| last <= self.now() && self.now() < last + PAUSE))
    }
}
