//! When the viewer gets the emails that they may switch off.

use async_graphql::{Enum, SimpleObject};

/// How often a person gets emails about optional notifications.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::MailPace")]
pub(crate) enum MailPace {
    /// Each separately, at once.
    AtOnce,
    /// Collected in one email every full hour.
    Hourly,
    /// Collected in one email a day, at `dailyAt`.
    Daily,
}

/// When the viewer gets emails about the `notices`. Times are `HH:MM` in the viewer's time zone.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct MailTimes {
    /// Whether each email is sent separately, or many in one. Emails about agreed times are always sent separately.
    pace: MailPace,
    /// When the daily email is sent.
    daily_at: String,
    /// When the quiet hours start; null for no quiet hours.
    quiet_from: Option<String>,
    /// When the quiet hours end; on the next day if this is the earlier time. Waiting emails are sent then.
    quiet_until: Option<String>,
    /// Whether no emails are sent on Saturdays and Sundays.
    quiet_weekends: bool,
}

impl From<engine::MailTimes> for MailTimes {
    fn from(times: engine::MailTimes) -> Self {
        let (from, until) = times.quiet.unzip();
        Self {
            pace: times.pace.into(),
            daily_at: written(times.daily_at),
            quiet_from: from.map(written),
            quiet_until: until.map(written),
            quiet_weekends: times.quiet_weekends,
        }
    }
}

fn written(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}
