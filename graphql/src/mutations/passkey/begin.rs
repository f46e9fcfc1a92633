//! Asks a browser for a new passkey.

use async_graphql::{Context, Object};

use super::PasskeyCeremony;
use crate::{caller::person, error::Failure, mutations::second_factor::IdentityInput, weights::Weighed};

#[derive(Default)]
pub(crate) struct BeginPasskey;

#[Object]
impl BeginPasskey {
    /// Requests a new passkey from the viewer's browser; nothing changes until `addPasskey`. Also allowed for users who
    /// otherwise get `SECOND_FACTOR_REQUIRED`. `BAD_USER_INPUT` on `password`, `code`, `ceremony` or `credential`, and on
    /// `passkey` if passkeys are not available or there are too many.
    #[graphql(
        complexity = "Weighed::new(__ctx, __variables_definition, __field).passwords(child_complexity)"
    )]
    async fn begin_passkey(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The password and a code, or a passkey.")] input: IdentityInput,
    ) -> Result<PasskeyCeremony, Failure> {
        let (engine, actor) = person(ctx)?;
        Ok(engine.begin_passkey(actor, input.into()).await?.into())
    }
}
