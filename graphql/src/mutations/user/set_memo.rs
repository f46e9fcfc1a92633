//! The staff keep something in mind about a customer.

use async_graphql::{Context, ID, InputObject, Object};

use super::UserPayload;
use crate::{caller::logged_in, error::Failure, ids};

/// A note about a customer.
#[derive(Debug, InputObject)]
pub(crate) struct SetMemoInput {
    /// The customer.
    user: ID,
    /// The new text, at most 5,000 characters; an empty one removes the note.
    text: String,
    /// The version that was shown, 0 for none. CONFLICT if somebody has changed it since; if omitted, any note is replaced.
    expected_version: Option<i64>,
}

#[derive(Default)]
pub(crate) struct SetMemo;

#[Object]
impl SetMemo {
    /// Sets the note about a customer, `User.memo`, which only the staff can see. Staff only.
    async fn set_memo(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The customer and the note.")] input: SetMemoInput,
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
