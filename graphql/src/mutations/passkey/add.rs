//! Keeps a passkey that a browser made.

use async_graphql::{Context, InputObject, Object, SimpleObject};

use super::PasskeyAnswerInput;
use crate::{caller::person, error::Failure, objects::Passkey};

#[derive(Default)]
pub(crate) struct AddPasskey;

/// A passkey that a browser made.
#[derive(InputObject)]
struct AddPasskeyInput {
    /// What the browser answered to `beginPasskey`.
    answer: PasskeyAnswerInput,
    /// What its owner calls it.
    name: String,
}

/// A passkey that was added.
#[derive(Clone, SimpleObject)]
struct AddPasskeyPayload {
    /// The passkey.
    passkey: Passkey,
    /// Recovery codes, if it is the viewer's first second factor. They are not shown again.
    recovery_codes: Vec<String>,
}

#[Object]
impl AddPasskey {
    /// Adds the passkey that the viewer's browser made: from then on, the password alone lets nobody in. Open to those as well
    /// who are answered `SECOND_FACTOR_REQUIRED`. `BAD_USER_INPUT` on `name`, `ceremony` or `credential`.
    async fn add_passkey(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The answer and the name.")] input: AddPasskeyInput,
    ) -> Result<AddPasskeyPayload, Failure> {
        let (engine, actor) = person(ctx)?;
        let add = engine::AddPasskey { answer: input.answer.into(), name: input.name };
        let added = engine.add_passkey(actor, add).await?;
        Ok(AddPasskeyPayload { passkey: added.passkey.into(), recovery_codes: added.recovery_codes })
    }
}
