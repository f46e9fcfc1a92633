//! Fetching a mailbox.

mod backoff;
mod call;
mod endpoint;
mod fetch;
mod idle;
mod sasl;
mod scripted;
