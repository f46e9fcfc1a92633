//! Removes a passkey.

use async_graphql::{Context, ID, Object};

use crate::{caller::person, error::Failure, ids, mutations::second_factor::IdentityInput, weights::Weighed};

#[derive(Default)]
pub(crate) struct RemovePasskey;

#[Object]
impl RemovePasskey {
    /// Removes one of the viewer's passkeys. With the last second factor, the recovery codes are removed too; this is
    /// `FORBIDDEN` if the viewer's role requires one. `BAD_USER_INPUT` on `password`, `code`, `ceremony` or `credential`.
    #[graphql(
        complexity = "Weighed::new(__ctx, __variables_definition, __field).passwords(child_complexity)"
    )]
    async fn remove_passkey(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The passkey.")] id: ID,
        #[graphql(desc = "The password and a code, or a passkey.")] input: IdentityInput,
    ) -> Result<bool, Failure> {
        let (engine, actor) = person(ctx)?;
        engine.remove_passkey(actor, ids::input(&id, "id")?, input.into()).await?;
        Ok(true)
    }
}
