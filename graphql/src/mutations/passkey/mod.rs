//! Passkeys: added, renamed, removed, and what browsers are asked.

mod add;
mod begin;
mod begin_proof;
mod remove;
mod rename;

pub(crate) use add::AddPasskey;
use async_graphql::{InputObject, SimpleObject};
pub(crate) use begin::BeginPasskey;
pub(crate) use begin_proof::BeginPasskeyProof;
pub(crate) use remove::RemovePasskey;
pub(crate) use rename::RenamePasskey;

use crate::objects::Passkey;

/// What a browser is to be asked. The answer is taken once, and for five minutes.
#[derive(Clone, SimpleObject)]
pub(crate) struct PasskeyCeremony {
    /// What comes with the answer. It is a secret of whoever asked.
    ceremony: String,
    /// The options for `navigator.credentials`, as JSON: what `parseCreationOptionsFromJSON` or `parseRequestOptionsFromJSON`
    /// of `PublicKeyCredential` read.
    options: String,
}

impl From<engine::PasskeyCeremony> for PasskeyCeremony {
    fn from(ceremony: engine::PasskeyCeremony) -> Self {
        Self { ceremony: ceremony.token, options: ceremony.options }
    }
}

/// What a browser answers.
#[derive(InputObject)]
pub(crate) struct PasskeyAnswerInput {
    /// As in `PasskeyCeremony`.
    #[graphql(secret)]
    ceremony: String,
    /// The credential, as the JSON that its `toJSON` answers.
    #[graphql(secret)]
    credential: String,
}

impl From<PasskeyAnswerInput> for engine::PasskeyAnswer {
    fn from(answer: PasskeyAnswerInput) -> Self {
        Self { ceremony: answer.ceremony, credential: answer.credential }
    }
}

/// The passkey as it is now.
#[derive(Clone, SimpleObject)]
struct PasskeyPayload {
    /// The passkey.
    passkey: Passkey,
}
