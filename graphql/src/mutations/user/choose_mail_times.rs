//! People choose when they are told by email.

use async_graphql::{Context, InputObject, Object};
use chrono::{NaiveTime, Timelike as _};

use crate::{
    caller::logged_in,
    error::Failure,
    objects::{MailPace, MailTimes},
};

/// When the viewer wants emails about the `notices`. Omitted fields have their defaults.
#[derive(Debug, InputObject)]
pub(crate) struct ChooseMailTimesInput {
    /// Whether to send each email separately, or many in one.
    #[graphql(default_with = "MailPace::AtOnce")]
    pace: MailPace,
    /// When the daily email is sent, as `HH:MM`; defaults to 08:00.
    daily_at: Option<String>,
    /// When the quiet hours start, as `HH:MM`; together with `quietUntil`.
    quiet_from: Option<String>,
    /// When the quiet hours end, as `HH:MM`; on the next day if this is the earlier time.
    quiet_until: Option<String>,
    /// Whether no emails are sent on Saturdays and Sundays.
    #[graphql(default)]
    quiet_weekends: bool,
}

#[derive(Default)]
pub(crate) struct ChooseMailTimes;

#[Object]
impl ChooseMailTimes {
    /// Sets when the viewer gets emails about the `notices` from now on; returns the choice. Times are in the viewer's time
    /// zone. `BAD_USER_INPUT` on `dailyAt`, `quietFrom` or `quietUntil` for invalid times, and for quiet hours that are
    /// empty or have only one end.
    async fn choose_mail_times(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The choice.")] input: ChooseMailTimesInput,
    ) -> Result<MailTimes, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let quiet = match (minute(input.quiet_from, "quietFrom")?, minute(input.quiet_until, "quietUntil")?) {
            (Some(from), Some(until)) => Some((from, until)),
            (None, None) => None,
            (from, _) => {
                let field = if from.is_none() { "quietFrom" } else { "quietUntil" };
                return Err(bad(field, "quiet-hours-open", "Quiet hours require a start and an end."));
            }
        };
        let usual = engine::MailTimes::default();
        let times = engine::MailTimes {
            pace: input.pace.into(),
            daily_at: minute(input.daily_at, "dailyAt")?.unwrap_or(usual.daily_at),
            quiet,
            quiet_weekends: input.quiet_weekends,
        };
        Ok(engine.choose_mail_times(actor, times).await?.into())
    }
}

/// The minute of the day of `08:30`; nothing for an empty text.
fn minute(text: Option<String>, field: &'static str) -> Result<Option<u16>, Failure> {
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else { return Ok(None) };
    let read = NaiveTime::parse_from_str(text.trim(), "%H:%M").ok();
    let minute = read.and_then(|time| u16::try_from(time.hour() * 60 + time.minute()).ok());
    minute.map(Some).ok_or_else(|| bad(field, "time-invalid", "The time must be written like 08:30."))
}

fn bad(field: &'static str, reason: &'static str, message: &str) -> Failure {
    Failure { reason: Some(reason), ..Failure::bad_input(field, message) }
}
