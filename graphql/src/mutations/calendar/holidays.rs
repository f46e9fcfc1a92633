//! Adds the holidays of an iCalendar file to a calendar.

use async_graphql::{Context, ID, InputObject, Object};

use super::CalendarPayload;
use crate::{caller::logged_in, error::Failure, ids, weights::Weighed};

#[derive(Default)]
pub(crate) struct ImportHolidays;

/// Holidays to add.
#[derive(InputObject)]
struct ImportHolidaysInput {
    /// The calendar to add them to.
    id: ID,
    /// The text of an iCalendar file (RFC 5545), at most 1,000,000 characters. Its all-day events become holidays, yearly
    /// ones for ten years.
    ics: String,
}

#[Object]
impl ImportHolidays {
    /// Adds the all-day events of an iCalendar file to the holidays of a calendar; for admins.
    #[graphql(
        complexity = "Weighed::new(__ctx, __variables_definition, __field).recounts(&[\"ics\"], child_complexity)"
    )]
    async fn import_holidays(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The calendar and the file.")] input: ImportHolidaysInput,
    ) -> Result<CalendarPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(engine.import_holidays(actor, ids::input(&input.id, "id")?, &input.ics).await?.into())
    }
}
