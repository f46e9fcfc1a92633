//! The staff keep something in mind about a customer.

use async_graphql::{Context, ID, InputObject, Object};

use super::UserPayload;
use crate::{caller::logged_in, error::Failure, ids};

/// What is to be kept in mind about a customer.
#[derive(Debug, InputObject)]
pub(crate) struct SetMemoInput {
    /// The customer.
    user: ID,
    /// The text, in the place of the one before; an empty one takes it away. At most 5,000 characters.
    text: String,
    /// The version that was shown, 0 where there was none. When somebody changed it since, it is refused with CONFLICT; left out,
    /// whatever stands there is replaced.
    expected_version: Option<i64>,
}

#[derive(Default)]
pub(crate) struct SetMemo;

#[Object]
impl SetMemo {
    /// Keeps something in mind about a customer, as `User.memo`: for the staff, and seen by the staff alone.
    async fn set_memo(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "About whom, and what.")] input: SetMemoInput,
    ) -> Result<UserPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let memo = engine::SetMemo {
            user: ids::input(&input.user, "user")?,
            text: input.text,
            expected_version: input.expected_version,
        };
        Ok(engine.set_memo(actor, memo).await?.into())
    }
}
