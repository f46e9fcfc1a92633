//! Members of the staff say when they are away.

use async_graphql::{Context, InputObject, Object};
use chrono::NaiveDate;

use crate::{caller::logged_in, error::Failure, objects::Absence};

/// An absence of the viewer, in days of their time zone such as `2026-12-24`.
#[derive(Debug, InputObject)]
pub(crate) struct ChooseAbsenceInput {
    /// The first day; defaults to today.
    from: Option<String>,
    /// The last day; if omitted or empty, the end is open.
    until: Option<String>,
}

#[derive(Default)]
pub(crate) struct ChooseAbsence;

#[Object]
impl ChooseAbsence {
    /// Sets or replaces the absence of the viewer and returns it; without input, the absence is removed. Staff only. While
    /// they are away, answering a ticket does not assign it to them, and colleagues see the absence where they assign or
    /// mention them; they can still be assigned. `BAD_USER_INPUT` on `from` or `until` for an invalid date, for a last day
    /// in the past or before the first, and for days more than ten years away.
    async fn choose_absence(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The days; null if the viewer is not away.")] input: Option<ChooseAbsenceInput>,
    ) -> Result<Option<Absence>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let days = |input: ChooseAbsenceInput| {
            let (from, until) = (day(input.from, "from")?, day(input.until, "until")?);
            Ok::<_, Failure>(engine::ChooseAbsence { from, until })
        };
        let input = input.map(days).transpose()?;
        Ok(engine.choose_absence(actor, input).await?.map(Into::into))
    }
}

/// The day of `2026-12-24`; nothing for an empty text.
fn day(text: Option<String>, field: &'static str) -> Result<Option<NaiveDate>, Failure> {
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else { return Ok(None) };
    NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").map(Some).map_err(|_| Failure {
        reason: Some("day-invalid"),
        ..Failure::bad_input(field, "The date must be written like 2026-12-24.")
    })
}
