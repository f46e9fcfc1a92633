//! Second factors: set up, turned off, reset.

mod begin;
mod confirm;
mod disable;
mod renew_codes;
mod reset;

use async_graphql::{InputObject, SimpleObject};
pub(crate) use begin::BeginSecondFactor;
pub(crate) use confirm::ConfirmSecondFactor;
pub(crate) use disable::DisableSecondFactor;
pub(crate) use renew_codes::RenewRecoveryCodes;
pub(crate) use reset::ResetSecondFactor;

use super::passkey::PasskeyAnswerInput;

/// Who it is, shown once more.
#[derive(InputObject)]
pub(crate) struct IdentityInput {
    /// The viewer's password; an account without one is not asked for it.
    #[graphql(secret)]
    password: String,
    /// A code of the authenticator app or a recovery code, when the viewer has a second factor.
    #[graphql(secret)]
    code: Option<String>,
    /// What a passkey of the viewer's answered to `beginPasskeyProof`; neither password nor code are asked for then.
    passkey: Option<PasskeyAnswerInput>,
}

impl From<IdentityInput> for engine::ProveIdentity {
    fn from(input: IdentityInput) -> Self {
        Self { password: input.password, code: input.code, passkey: input.passkey.map(Into::into) }
    }
}

/// Recovery codes, each of which is good once in the place of a code of the app.
#[derive(Clone, SimpleObject)]
struct RecoveryCodesPayload {
    /// All that hold now. They are not shown again.
    recovery_codes: Vec<String>,
}
