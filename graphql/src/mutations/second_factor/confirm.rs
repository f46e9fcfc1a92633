//! Puts a second factor in use.

use async_graphql::{Context, Object};

use super::RecoveryCodesPayload;
use crate::{caller::person, error::Failure};

#[derive(Default)]
pub(crate) struct ConfirmSecondFactor;

#[Object]
impl ConfirmSecondFactor {
    /// Activates the second factor that `beginSecondFactor` created within the last hour; it replaces an earlier one. Also
    /// allowed for users who otherwise get `SECOND_FACTOR_REQUIRED`. `BAD_USER_INPUT` on `code`.
    async fn confirm_second_factor(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The code that the app shows for the new secret.", secret)] code: String,
    ) -> Result<RecoveryCodesPayload, Failure> {
        let (engine, actor) = person(ctx)?;
        Ok(RecoveryCodesPayload { recovery_codes: engine.confirm_second_factor(actor, &code).await? })
    }
}
