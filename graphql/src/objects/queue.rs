//! Why: where tickets of a kind wait.

use async_graphql::{Context, ID, Object, SimpleObject};

use crate::{
    caller::logged_in,
    error::Failure,
    ids, limits,
    loaders::{self, Among},
    objects::{Agreement, User},
};

/// What is decided for a queue alone; null in a field: the installation's default.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct QueueSettings {
    /// What was agreed with customers whose organisation has no agreement of its own; null for customers.
    agreement: Option<Agreement>,
}

/// Where tickets of a kind wait; a mailbox feeds one queue.
#[derive(Clone, Debug)]
pub(crate) struct Queue(pub(crate) engine::Queue);

/// Where tickets of a kind wait; a mailbox feeds one queue.
#[Object]
impl Queue {
    /// Opaque; unique across all types.
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

    /// What is decided for this queue alone; for the staff.
    async fn settings(&self, ctx: &Context<'_>) -> Result<QueueSettings, Failure> {
        Ok(QueueSettings { agreement: loaders::agreement_if_any(ctx, self.0.agreement).await? })
    }

    /// The agents who work it, by name; for admins.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn members(&self, ctx: &Context<'_>) -> Result<Vec<User>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let members = engine.queue_members(actor, self.0.id).await?;
        Ok(members.into_iter().map(|row| User { row, among: Among::Many }).collect())
    }
}
