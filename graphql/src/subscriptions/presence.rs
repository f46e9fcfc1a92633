//! Why: two of the staff who are at the same ticket know of each other.

use async_graphql::{Context, Subscription as GraphqlSubscription};
use futures::{StreamExt, stream, stream::BoxStream};

use crate::{
    caller::logged_in,
    error::Failure,
    follow::{self, Opening, Preset, Source},
    objects::Presence,
};

/// Who is at a ticket.
#[derive(Default)]
pub(super) struct AtTicket;

/// Who is at a ticket.
#[GraphqlSubscription]
impl AtTicket {
    /// Staff only: who is viewing a ticket or writing on it, now and whenever that changes. As long as the subscription is
    /// open, the viewer is one of them; `saveDraft` marks them as writing. Clients that disappear are removed within 45
    /// seconds.
    ///
    /// It ends with an error if the login or the token ends, or if the viewer can no longer see the ticket, as
    /// `ticketEvents` does.
    async fn presence(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ticket with this number.")] number: i64,
    ) -> Result<BoxStream<'static, Result<Vec<Presence>, Failure>>, Failure> {
        if let Some(Preset::Presence(list)) = follow::preset(ctx) {
            let list: Vec<_> = list.iter().copied().map(Presence::from).collect();
            return Ok(stream::iter([Ok(list)]).boxed());
        }
        let (engine, actor) = logged_in(ctx)?;
        let presence = engine.presence(actor, number).await?;
        let opening = ctx.data::<Opening>().map_err(|error| Failure::internal(&error.message))?;
        opening.leave(Source::Presence(presence.boxed()))?;
        Ok(stream::empty().boxed())
    }
}
