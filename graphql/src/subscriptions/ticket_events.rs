//! Why: whoever follows the journal misses nothing, not even what happened while nobody was connected.

use std::sync::Arc;

use async_graphql::{Context, Subscription as GraphqlSubscription};
use futures::{StreamExt, stream, stream::BoxStream};

use crate::{
    caller::logged_in,
    error::Failure,
    follow::{self, Opening, Preset, Source},
    loaders::Among,
    objects::{TicketEvent, TicketFilter},
};

/// What happens to tickets.
#[derive(Default)]
pub(super) struct TicketEvents;

/// What happens to tickets.
#[GraphqlSubscription]
impl TicketEvents {
    /// Every event that the viewer can see, in order, starting after the cursor; at least once, and nothing is skipped on
    /// reconnect. Without a cursor it starts now. `number` limits it to one ticket.
    ///
    /// It ends immediately with an error if the viewer loses access, even if nothing happens: with UNAUTHENTICATED if the
    /// login or the token ends, with `NOT_FOUND` if the viewer can no longer see the ticket of `number`, with FORBIDDEN if
    /// they lose a role, a scope, a queue or the sharing of an organisation. After other changes to the viewer's
    /// permissions it ends with CONFLICT at the next event. Subscribe again after the last cursor.
    async fn ticket_events(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "The `cursor` of the last processed event, or `journalEnd`; by default from now on."
        )]
        after: Option<String>,
        #[graphql(desc = "Only events of these tickets.")] filter: Option<TicketFilter>,
        #[graphql(desc = "Only events of the ticket with this number.")] number: Option<i64>,
    ) -> Result<BoxStream<'static, Result<TicketEvent, Failure>>, Failure> {
        if let Some(Preset::Event(followed)) = follow::preset(ctx) {
            let event = TicketEvent {
                row: (*followed.event).clone(),
                ticket: Some(Arc::clone(&followed.ticket)),
                among: Among::One,
            };
            return Ok(stream::iter([Ok(event)]).boxed());
        }
        let (engine, actor) = logged_in(ctx)?;
        let after = match after {
            Some(cursor) => engine.open_cursor(&cursor).await?,
            // From now, not from whenever the client first reads.
            None => engine.journal_end().await?,
        };
        let mut filter = filter.unwrap_or_default().into_engine()?;
        if let Some(number) = number {
            let ticket = engine.ticket(actor, number).await?;
            filter.number = Some(ticket.ok_or_else(|| Failure::not_found("ticket"))?.number);
        }
        let events = engine.follow_with_tickets(actor, Some(after), filter).boxed();
        let opening = ctx.data::<Opening>().map_err(|error| Failure::internal(&error.message))?;
        opening.leave(Source::Journal(events))?;
        Ok(stream::empty().boxed())
    }
}
