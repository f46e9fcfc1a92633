//! Gives a passkey another name.

use async_graphql::{Context, ID, Object};

use super::PasskeyPayload;
use crate::{caller::person, error::Failure, ids};

#[derive(Default)]
pub(crate) struct RenamePasskey;

#[Object]
impl RenamePasskey {
    /// Renames one of the viewer's passkeys. `BAD_USER_INPUT` on `name`.
    async fn rename_passkey(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The passkey.")] id: ID,
        #[graphql(desc = "The name that its owner gave it.")] name: String,
    ) -> Result<PasskeyPayload, Failure> {
        let (engine, actor) = person(ctx)?;
        let passkey = engine.rename_passkey(actor, ids::input(&id, "id")?, &name).await?;
        Ok(PasskeyPayload { passkey: passkey.into() })
    }
}
