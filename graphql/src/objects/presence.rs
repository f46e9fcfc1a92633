//! Who of the staff is at a ticket.

use async_graphql::{ComplexObject, Context, SimpleObject};

use super::User;
use crate::{
    error::Failure,
    loaders::{self, Among},
    scalars::DateTime,
};

/// A staff member who is viewing a ticket or writing on it.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub(crate) struct Presence {
    #[graphql(skip)]
    row: engine::Presence,
    /// Whether they have typed something on it within the last 30 seconds and not sent it yet.
    writing: bool,
    /// Since when they have been viewing it or writing on it.
    since: DateTime,
}

#[ComplexObject]
impl Presence {
    /// The person.
    async fn user(&self, ctx: &Context<'_>) -> Result<User, Failure> {
        let user = loaders::user(ctx, self.row.user, Among::Many).await?;
        user.ok_or_else(|| Failure::not_found("user"))
    }
}

impl From<engine::Presence> for Presence {
    fn from(row: engine::Presence) -> Self {
        Self { row, writing: row.writing, since: DateTime(row.since) }
    }
}
