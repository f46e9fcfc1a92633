//! Why: whoever follows the journal misses nothing, not even what happened while nobody was connected.

use async_graphql::{Context, Subscription as GraphqlSubscription};
use engine::{Engine, Event};
use futures::{Stream, StreamExt};

use crate::{
    caller::{self, Caller, logged_in},
    error::{ErrorCode, Failure},
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
    ) -> Result<impl Stream<Item = Result<TicketEvent, Failure>> + use<>, Failure> {
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
        let events = engine.follow(actor, Some(after), filter);
        let (engine, caller) = (engine.clone(), caller::current(ctx)?.clone());
        let events = events.then(move |event| {
            let (engine, caller) = (engine.clone(), caller.clone());
            async move { unchanged(&engine, &caller, event?).await }
        });
        Ok(until_failure(events))
    }
}

/// The event, if the viewer is still who they were when they subscribed. The journal asks for their rights anew by
/// itself; what a document selects beneath an event is read with those of the subscription.
async fn unchanged(engine: &Engine, caller: &Caller, row: Event) -> Result<TicketEvent, Failure> {
    match caller.today(engine).await? {
        Some(today) if today == *caller.anybody() => Ok(TicketEvent { row, among: Among::One }),
        Some(_) => Err(Failure::new(
            ErrorCode::Conflict,
            "Your rights have changed. Please subscribe again after the last cursor.",
        )),
        None => Err(Failure::unauthenticated()),
    }
}

/// Everything up to the first failure, and that.
fn until_failure<T>(
    stream: impl Stream<Item = Result<T, Failure>>,
) -> impl Stream<Item = Result<T, Failure>> {
    stream.scan(false, |failed, item| {
        let item = (!*failed).then_some(item);
        *failed |= matches!(item, Some(Err(_)));
        std::future::ready(item)
    })
}
