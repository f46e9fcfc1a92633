//! What the staff keep in mind about a customer.

use async_graphql::{Context, Object};

use crate::{
    error::Failure,
    loaders::{self, Among},
    objects::User,
    scalars::DateTime,
};

#[derive(Clone, Debug)]
pub(crate) struct Memo {
    pub(crate) row: engine::Memo,
    pub(crate) among: Among,
}

/// A note about a customer. Staff only: customers cannot see it.
#[Object]
impl Memo {
    /// The text; empty if it was removed.
    async fn text(&self) -> &str {
        &self.row.text
    }

    /// Its version, for `setMemo`.
    async fn version(&self) -> i64 {
        self.row.version
    }

    /// Who changed it last; null for the system.
    async fn changed_by(&self, ctx: &Context<'_>) -> Result<Option<User>, Failure> {
        match self.row.changed_by {
            Some(id) => loaders::user(ctx, id, self.among).await,
            None => Ok(None),
        }
    }

    /// When it was last changed.
    async fn changed_at(&self) -> DateTime {
        DateTime(self.row.changed_at)
    }
}
