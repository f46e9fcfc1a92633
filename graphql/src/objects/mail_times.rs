//! When the viewer gets the emails that they may switch off.

use async_graphql::{Enum, SimpleObject};

/// How often somebody gets emails of what they may choose not to be told of.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::MailPace")]
pub(crate) enum MailPace {
    /// Each by itself, at once.
    AtOnce,
    /// What gathered within an hour, in one email at the full hour.
    Hourly,
    /// What gathered within a day, in one email at `dailyAt`.
    Daily,
}

/// When emails go out that tell the viewer of what stands in `notices`. Times are `HH:MM` in the viewer's time zone.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct MailTimes {
    /// Whether each goes out by itself, or many in one. An agreed time that passes is always told by itself.
    pace: MailPace,
    /// When the one email of a day goes out.
    daily_at: String,
    /// From when none goes out; null: there are no quiet hours.
    quiet_from: Option<String>,
    /// Until when none goes out; past midnight if this is the earlier time. What waited goes out then.
    quiet_until: Option<String>,
    /// Whether none goes out on Saturdays and Sundays.
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
