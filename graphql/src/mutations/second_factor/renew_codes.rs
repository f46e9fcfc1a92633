//! Makes new recovery codes.

use async_graphql::{Context, Object};

use super::{IdentityInput, RecoveryCodesPayload};
use crate::{caller::logged_in, error::Failure, weights::Weighed};

#[derive(Default)]
pub(crate) struct RenewRecoveryCodes;

#[Object]
impl RenewRecoveryCodes {
    /// Creates new recovery codes for the viewer; earlier ones no longer work. `BAD_USER_INPUT` on `password` or `code`.
    #[graphql(
        complexity = "Weighed::new(__ctx, __variables_definition, __field).passwords(child_complexity)"
    )]
    async fn renew_recovery_codes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The password, and a code.")] input: IdentityInput,
    ) -> Result<RecoveryCodesPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(RecoveryCodesPayload { recovery_codes: engine.renew_recovery_codes(actor, input.into()).await? })
    }
}
