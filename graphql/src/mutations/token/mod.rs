//! Why: what can be done to an API token.

mod create;

pub(crate) use create::CreateApiToken;
