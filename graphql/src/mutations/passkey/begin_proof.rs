//! Asks the browser of somebody who is logged in for one of their passkeys.

use async_graphql::{Context, Object};

use super::PasskeyCeremony;
use crate::{caller::person, error::Failure};

#[derive(Default)]
pub(crate) struct BeginPasskeyProof;

#[Object]
impl BeginPasskeyProof {
    /// Requests one of their passkeys from the viewer's browser; its response goes into `IdentityInput.passkey`.
    /// `BAD_USER_INPUT` on `passkey` if the viewer has none.
    async fn begin_passkey_proof(&self, ctx: &Context<'_>) -> Result<PasskeyCeremony, Failure> {
        let (engine, actor) = person(ctx)?;
        Ok(engine.begin_passkey_proof(actor).await?.into())
    }
}
