//! What can be done: tokens.

mod create;
mod revoke;
