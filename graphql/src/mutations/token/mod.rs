//! Why: what can be done to an API token.

mod create;
mod revoke;

pub(crate) use create::CreateApiToken;
pub(crate) use revoke::RevokeApiToken;
