//! Gives a passkey another name.

use async_graphql::{Context, ID, Object};

use super::PasskeyPayload;
use crate::{caller::person, error::Failure, ids};

#[derive(Default)]
pub(crate) struct RenamePasskey;

#[Object]
impl RenamePasskey {
    /// Renames a passkey of the viewer's own. `BAD_USER_INPUT` on `name`.
    async fn rename_passkey(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The passkey.")] id: ID,
        #[graphql(desc = "What its owner calls it.")] name: String,
    ) -> Result<PasskeyPayload, Failure> {
        let (engine, actor) = person(ctx)?;
        let passkey = engine.rename_passkey(actor, ids::input(&id, "id")?, &name).await?;
        Ok(PasskeyPayload { passkey: passkey.into() })
    }
}
