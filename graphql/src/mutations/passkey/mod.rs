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

/// A passkey request for a browser. Its response is accepted once, within five minutes.
#[derive(Clone, SimpleObject)]
pub(crate) struct PasskeyCeremony {
    /// To be returned with the response. Keep it secret.
    ceremony: String,
    /// The options for `navigator.credentials` as JSON, for `parseCreationOptionsFromJSON` or `parseRequestOptionsFromJSON`
    /// of `PublicKeyCredential`.
    options: String,
}

impl From<engine::PasskeyCeremony> for PasskeyCeremony {
    fn from(ceremony: engine::PasskeyCeremony) -> Self {
        Self { ceremony: ceremony.token, options: ceremony.options }
    }
}

/// The response of a browser.
#[derive(InputObject)]
pub(crate) struct PasskeyAnswerInput {
    /// From `PasskeyCeremony`.
    #[graphql(secret)]
    ceremony: String,
    /// The credential, as the JSON from its `toJSON`.
    #[graphql(secret)]
    credential: String,
}

impl From<PasskeyAnswerInput> for engine::PasskeyAnswer {
    fn from(answer: PasskeyAnswerInput) -> Self {
        Self { ceremony: answer.ceremony, credential: answer.credential }
    }
}

/// The resulting passkey.
#[derive(Clone, SimpleObject)]
struct PasskeyPayload {
    /// The passkey.
    passkey: Passkey,
}
