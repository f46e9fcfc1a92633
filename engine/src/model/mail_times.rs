//! When a person wants the emails that they may switch off.

use serde::{Deserialize, Serialize};

use super::MailPace;

/// When emails go out that tell a person of something they may choose not to be told of. Times are minutes of the day in
/// the person's time zone. Everything else, such as what a customer is told of their own ticket, goes out at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MailTimes {
    /// Whether each goes out by itself, or what gathered in one.
    pub pace: MailPace,
    /// When the one email of a day goes out.
    pub daily_at: u16,
    /// From when until when none goes out, past midnight if the end is the earlier; `None`: at any time of the day.
    pub quiet: Option<(u16, u16)>,
    /// Whether none goes out on Saturdays and Sundays.
    pub quiet_weekends: bool,
}

impl Default for MailTimes {
    fn default() -> Self {
        Self { pace: MailPace::AtOnce, daily_at: 8 * 60, quiet: None, quiet_weekends: false }
    }
}
