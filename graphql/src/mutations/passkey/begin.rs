//! Asks a browser for a new passkey.

use async_graphql::{Context, Object};

use super::PasskeyCeremony;
use crate::{caller::person, error::Failure, mutations::second_factor::IdentityInput};

#[derive(Default)]
pub(crate) struct BeginPasskey;

#[Object]
impl BeginPasskey {
    /// Asks the viewer's browser for a new passkey; nothing changes until `addPasskey`. Open to those as well who are answered
    /// `SECOND_FACTOR_REQUIRED`. `BAD_USER_INPUT` on `password`, `code`, `ceremony` or `credential`, and on `passkey` where
    /// browsers make none or there are too many.
    async fn begin_passkey(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The password and a code, or a passkey.")] input: IdentityInput,
    ) -> Result<PasskeyCeremony, Failure> {
        let (engine, actor) = person(ctx)?;
        Ok(engine.begin_passkey(actor, input.into()).await?.into())
    }
}
