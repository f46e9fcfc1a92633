//! Has mailboxes fetched now.

use async_graphql::{Context, InputObject, Object};

use crate::{caller::logged_in, error::Failure, limits, objects::Mailbox};

#[derive(Default)]
pub(crate) struct FetchMailboxes;

/// What is to be fetched now.
#[derive(InputObject)]
struct FetchMailboxesInput {
    /// The address of a mailbox, of the configuration file or not; null: every mailbox that is fetched.
    address: Option<String>,
}

/// What is being fetched.
struct FetchMailboxesPayload(Vec<Mailbox>);

/// What is being fetched.
#[Object]
impl FetchMailboxesPayload {
    /// The mailboxes that were asked for. `fetching` says of each whether that has come to an end.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn mailboxes(&self) -> &[Mailbox] {
        &self.0
    }
}

#[Object]
impl FetchMailboxes {
    /// Asks to fetch a mailbox now, or all, without waiting until its server tells of new emails or until a wait after a fault is
    /// over; for admins. The node that fetches it looks within seconds. What was asked a moment ago is not asked again.
    async fn fetch_mailboxes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which mailbox, or all.")] input: FetchMailboxesInput,
    ) -> Result<FetchMailboxesPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let asked = Box::pin(engine.fetch_mailboxes(actor, input.address.as_deref())).await?;
        let mut all = Box::pin(engine.mailbox_health(actor)).await?;
        all.retain(|one| one.is_fetched() && asked.contains(&one.health.name));
        Ok(FetchMailboxesPayload(all.into_iter().map(Mailbox).collect()))
    }
}
