//! Has mailboxes fetched now.

use async_graphql::{Context, InputObject, Object};

use crate::{caller::logged_in, error::Failure, limits, objects::Mailbox};

#[derive(Default)]
pub(crate) struct FetchMailboxes;

/// What to fetch now.
#[derive(InputObject)]
struct FetchMailboxesInput {
    /// The address of any mailbox; null for every mailbox that is fetched.
    address: Option<String>,
}

/// What is being fetched.
struct FetchMailboxesPayload(Vec<Mailbox>);

/// What is being fetched.
#[Object]
impl FetchMailboxesPayload {
    /// The requested mailboxes. `fetching` tells whether each is still being fetched.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn mailboxes(&self) -> &[Mailbox] {
        &self.0
    }
}

#[Object]
impl FetchMailboxes {
    /// Fetches a mailbox, or all, now: without waiting for its server to announce new emails or for a pause after a fault
    /// to end; for admins. It starts within seconds. A request made a moment ago is not repeated.
    async fn fetch_mailboxes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The mailbox, or all.")] input: FetchMailboxesInput,
    ) -> Result<FetchMailboxesPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let asked = Box::pin(engine.fetch_mailboxes(actor, input.address.as_deref())).await?;
        let mut all = Box::pin(engine.mailbox_health(actor)).await?;
        all.retain(|one| one.is_fetched() && asked.contains(&one.health.name));
        Ok(FetchMailboxesPayload(all.into_iter().map(Mailbox).collect()))
    }
}
