//! API tokens: how programs are let in, and shut out again.

mod create;
mod revoke;

pub use create::CreateApiToken;
pub(crate) use revoke::revoke_tokens;
