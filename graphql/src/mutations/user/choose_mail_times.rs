//! People choose when they are told by email.

use async_graphql::{Context, InputObject, Object};
use chrono::{NaiveTime, Timelike as _};

use crate::{
    caller::logged_in,
    error::Failure,
    objects::{MailPace, MailTimes},
};

/// When the viewer wants emails of what stands in `notices`. What is left out is as it is for who chose nothing.
#[derive(Debug, InputObject)]
pub(crate) struct ChooseMailTimesInput {
    /// Each by itself, or many in one.
    #[graphql(default_with = "MailPace::AtOnce")]
    pace: MailPace,
    /// When the one email of a day goes out, as `HH:MM`; 08:00 if it is left out.
    daily_at: Option<String>,
    /// From when none goes out, as `HH:MM`; together with `quietUntil`.
    quiet_from: Option<String>,
    /// Until when none goes out, as `HH:MM`; past midnight if this is the earlier time.
    quiet_until: Option<String>,
    /// Whether none goes out on Saturdays and Sundays.
    #[graphql(default)]
    quiet_weekends: bool,
}

#[derive(Default)]
pub(crate) struct ChooseMailTimes;

#[Object]
impl ChooseMailTimes {
    /// Chooses when the viewer gets emails of what stands in `notices`, from now on; answers the choice. Times are of the
    /// viewer's time zone. `BAD_USER_INPUT` on `dailyAt`, `quietFrom` or `quietUntil` for what is no time of day, and for
    /// quiet hours that have no length or only one end.
    async fn choose_mail_times(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is chosen.")] input: ChooseMailTimesInput,
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
