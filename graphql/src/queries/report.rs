//! Reports: what was opened within some days and how it fared; for the staff.

use async_graphql::{Context, ID, Object};
use chrono::NaiveDate;
use engine::ReportFilter;

use crate::{caller::logged_in, error::Failure, ids, limits, objects::Report};

#[derive(Default)]
pub(crate) struct ReportQuery;

#[Object]
impl ReportQuery {
    /// Figures of the tickets that were opened within some days; for the staff, of the tickets that they see. Days are those of
    /// the viewer's time zone, and at most 400 at once. Without arguments, the last 30 days.
    #[graphql(complexity = "limits::report(child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "the arguments are the schema's")]
    async fn report(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first day, such as `2026-11-01`; not together with `days`.")] from: Option<
            String,
        >,
        #[graphql(desc = "The last day, such as `2026-11-30`; without it, today.")] to: Option<String>,
        #[graphql(desc = "How many days up to `to`: 1 to 400; without it and `from`, 30.")] days: Option<i32>,
        #[graphql(desc = "Tickets of this queue alone.")] queue: Option<ID>,
        #[graphql(desc = "Tickets of this organisation alone.")] organisation: Option<ID>,
        #[graphql(desc = "Tickets that are assigned to this agent now; agents name themselves alone.")]
        agent: Option<ID>,
    ) -> Result<Report, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        if from.is_some() && days.is_some() {
            return Err(Failure::bad_input("days", "Give either from or days, not both."));
        }
        let days = days.map(u16::try_from).transpose();
        let filter = ReportFilter {
            from: day("from", from.as_deref())?,
            to: day("to", to.as_deref())?,
            days: days.map_err(|_| Failure::bad_input("days", "A report must cover 1 to 400 days."))?,
            queue: queue.map(|id| ids::input(&id, "queue")).transpose()?,
            organisation: organisation.map(|id| ids::input(&id, "organisation")).transpose()?,
            agent: agent.map(|id| ids::input(&id, "agent")).transpose()?,
        };
        Ok(Report(Box::pin(engine.report(actor, &filter)).await?))
    }
}

fn day(field: &'static str, text: Option<&str>) -> Result<Option<NaiveDate>, Failure> {
    let read = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d");
    text.map(read)
        .transpose()
        .map_err(|_| Failure::bad_input(field, "The date must be written like 2026-11-30."))
}
