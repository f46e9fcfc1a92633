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

/// Proof of identity.
#[derive(InputObject)]
pub(crate) struct IdentityInput {
    /// The viewer's password; not needed for accounts without one.
    #[graphql(secret)]
    password: String,
    /// A code from the authenticator app or a recovery code, if the viewer has a second factor.
    #[graphql(secret)]
    code: Option<String>,
    /// The response of one of the viewer's passkeys to `beginPasskeyProof`; then no password or code is needed.
    passkey: Option<PasskeyAnswerInput>,
}

impl From<IdentityInput> for engine::ProveIdentity {
    fn from(input: IdentityInput) -> Self {
        Self { password: input.password, code: input.code, passkey: input.passkey.map(Into::into) }
    }
}

/// Recovery codes; each works once instead of a code from the app.
#[derive(Clone, SimpleObject)]
struct RecoveryCodesPayload {
    /// All valid codes. They are not shown again.
    recovery_codes: Vec<String>,
}
