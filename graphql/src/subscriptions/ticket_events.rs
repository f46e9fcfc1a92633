//! Why: whoever follows the journal misses nothing, not even what happened while nobody was connected.

use async_graphql::{Context, Subscription as GraphqlSubscription};
use futures::{StreamExt, stream, stream::BoxStream};

use crate::{
    caller::logged_in,
    error::Failure,
    follow::{self, Opening, Preset},
    loaders::Among,
    objects::{TicketEvent, TicketFilter},
};

/// The root of everything that can be followed.
#[derive(Default)]
pub struct Subscription;

/// The root of everything that can be followed.
#[GraphqlSubscription]
impl Subscription {
    /// Every event that the viewer may see, in order, from after the cursor; at least once, and nothing is skipped on
    /// reconnect. Without a cursor it starts now. `number` narrows to one ticket. It ends when the login does,
    /// and with CONFLICT when the viewer's rights have changed: subscribe again after the last cursor.
    async fn ticket_events(
        &self,
        ctx: &Context<'_>,
        after: Option<String>,
        filter: Option<TicketFilter>,
        number: Option<i64>,
    ) -> Result<BoxStream<'static, Result<TicketEvent, Failure>>, Failure> {
        if let Some(Preset(answer)) = follow::preset(ctx) {
            let event = answer.clone().map(|followed| TicketEvent {
                row: (*followed.event).clone(),
                ticket: Some(followed.ticket),
                among: Among::One,
            });
            return Ok(stream::iter([event]).boxed());
        }
        let (engine, actor) = logged_in(ctx)?;
        let after = match after {
            Some(cursor) => {
                cursor.parse().map_err(|_| Failure::bad_input("after", "This is not a cursor of ours."))?
            }
            // From now, not from whenever the client first reads.
            None => engine.journal_end().await?,
        };
        let mut filter = filter.unwrap_or_default().into_engine()?;
        if let Some(number) = number {
            engine.ticket(actor, number).await?.ok_or_else(|| Failure::not_found("ticket"))?;
            filter.number = Some(number);
        }
        let events = engine.follow_with_tickets(actor, Some(after), filter).boxed();
        let opening = ctx.data::<Opening>().map_err(|error| Failure::internal(&error.message))?;
        opening.leave(events)?;
        Ok(stream::empty().boxed())
    }
}
