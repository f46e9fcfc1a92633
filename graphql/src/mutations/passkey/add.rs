//! Keeps a passkey that a browser made.

use async_graphql::{Context, InputObject, Object, SimpleObject};

use super::PasskeyAnswerInput;
use crate::{caller::person, error::Failure, objects::Passkey};

#[derive(Default)]
pub(crate) struct AddPasskey;

/// A passkey created by a browser.
#[derive(InputObject)]
struct AddPasskeyInput {
    /// The browser's response to `beginPasskey`.
    answer: PasskeyAnswerInput,
    /// The name that its owner gave it.
    name: String,
}

/// A passkey that was added.
#[derive(Clone, SimpleObject)]
struct AddPasskeyPayload {
    /// The passkey.
    passkey: Passkey,
    /// Recovery codes, if this is the viewer's first second factor. They are not shown again.
    recovery_codes: Vec<String>,
}

#[Object]
impl AddPasskey {
    /// Adds the passkey that the viewer's browser created. From then on, the password alone is not enough to log in. Also
    /// allowed for users who otherwise get `SECOND_FACTOR_REQUIRED`. `BAD_USER_INPUT` on `name`, `ceremony` or
    /// `credential`.
    async fn add_passkey(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The browser's response and the name.")] input: AddPasskeyInput,
    ) -> Result<AddPasskeyPayload, Failure> {
        let (engine, actor) = person(ctx)?;
        let add = engine::AddPasskey { answer: input.answer.into(), name: input.name };
        let added = engine.add_passkey(actor, add).await?;
        Ok(AddPasskeyPayload { passkey: added.passkey.into(), recovery_codes: added.recovery_codes })
    }
}
