//! API tokens.

mod create;
mod revoke;
