//! Reports: what was opened within some days and how it fared; for the staff.

use async_graphql::{Context, ID, Object};
use chrono::NaiveDate;
use engine::ReportFilter;

use crate::{caller::logged_in, error::Failure, ids, limits, objects::Report};

#[derive(Default)]
pub(crate) struct ReportQuery;

#[Object]
impl ReportQuery {
    /// Figures about the tickets opened in a period; for the staff, about the tickets that they can see. Days are in the
    /// viewer's time zone; at most 400. By default the last 30 days.
    #[graphql(complexity = "limits::report(child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "the arguments are the schema's")]
    async fn report(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first day, such as `2026-11-01`; not together with `days`.")] from: Option<
            String,
        >,
        #[graphql(desc = "The last day, such as `2026-11-30`; by default today.")] to: Option<String>,
        #[graphql(desc = "The number of days up to `to`, 1 to 400; 30 without `from`.")] days: Option<i32>,
        #[graphql(desc = "Only tickets of this queue.")] queue: Option<ID>,
        #[graphql(desc = "Only tickets of this organisation.")] organisation: Option<ID>,
        #[graphql(
            desc = "Only tickets currently assigned to this agent; agents can only choose themselves."
        )]
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
