//! Why: where tickets of a kind wait.

use async_graphql::{Context, ID, Object};

use crate::{caller::logged_in, error::Failure, ids, limits, loaders::Among, objects::User};

/// Where tickets of a kind wait; a mailbox feeds one queue.
#[derive(Clone, Debug)]
pub(crate) struct Queue(pub(crate) engine::Queue);

/// Where tickets of a kind wait; a mailbox feeds one queue.
#[Object]
impl Queue {
    /// Opaque, and unique over all types.
    pub(crate) async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// Its name, unique.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The mail address that feeds it.
    async fn address(&self) -> Option<&str> {
        self.0.address.as_deref()
    }

    /// The agents who work it, by name; for admins.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn members(&self, ctx: &Context<'_>) -> Result<Vec<User>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let members = engine.queue_members(actor, self.0.id).await?;
        Ok(members.into_iter().map(|row| User { row, among: Among::Many }).collect())
    }
}
