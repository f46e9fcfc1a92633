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
    /// Every event that the viewer may see, in order, from after the cursor; at least once, and nothing is skipped on
    /// reconnect. Without a cursor it starts now. `number` narrows to one ticket.
    ///
    /// It ends at once, with an error, when the viewer loses what it was opened with, also when nothing happens: with
    /// UNAUTHENTICATED when the login or the token ends, with `NOT_FOUND` when the ticket of `number` is out of sight, with
    /// FORBIDDEN when a role, a scope, a queue or the sharing of an organisation is gone. When the viewer has changed in
    /// another way it ends with CONFLICT at the next event. Subscribe again after the last cursor.
    async fn ticket_events(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "The `cursor` of the last event that was processed, or `journalEnd`; without it, from now on."
        )]
        after: Option<String>,
        #[graphql(desc = "Events of these tickets alone.")] filter: Option<TicketFilter>,
        #[graphql(desc = "Events of the ticket with this number alone.")] number: Option<i64>,
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
