//! Turns a second factor off.

use async_graphql::{Context, Object};

use super::IdentityInput;
use crate::{caller::logged_in, error::Failure, weights::Weighed};

#[derive(Default)]
pub(crate) struct DisableSecondFactor;

#[Object]
impl DisableSecondFactor {
    /// Turns off the viewer's second factor; false if there is none. `FORBIDDEN` if the viewer's role requires one,
    /// `BAD_USER_INPUT` on `password` or `code`.
    #[graphql(
        complexity = "Weighed::new(__ctx, __variables_definition, __field).passwords(child_complexity)"
    )]
    async fn disable_second_factor(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The password, and a code.")] input: IdentityInput,
    ) -> Result<bool, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(engine.disable_second_factor(actor, input.into()).await?)
    }
}
