//! Hands out the secret of a second factor.

use async_graphql::{Context, Object, SimpleObject};

use super::IdentityInput;
use crate::{caller::person, error::Failure, weights::Weighed};

#[derive(Default)]
pub(crate) struct BeginSecondFactor;

/// The data for an authenticator app.
#[derive(Clone, SimpleObject)]
pub(crate) struct SecondFactorSetUp {
    /// The secret in base 32, to enter by hand. It is not shown again.
    secret: String,
    /// The same as an `otpauth://` URI, to show as a QR code.
    uri: String,
}

#[Object]
impl BeginSecondFactor {
    /// Creates the secret of a second factor for the viewer; nothing changes until `confirmSecondFactor`. Also allowed for
    /// users who otherwise get `SECOND_FACTOR_REQUIRED`. `BAD_USER_INPUT` on `password` or `code`.
    #[graphql(
        complexity = "Weighed::new(__ctx, __variables_definition, __field).passwords(child_complexity)"
    )]
    async fn begin_second_factor(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The password, and a code of the second factor in use, if any.")]
        input: IdentityInput,
    ) -> Result<SecondFactorSetUp, Failure> {
        let (engine, actor) = person(ctx)?;
        let begun = engine.begin_second_factor(actor, input.into()).await?;
        Ok(SecondFactorSetUp { secret: begun.secret, uri: begun.uri })
    }
}
