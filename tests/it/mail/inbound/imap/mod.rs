//! Fetching a mailbox.

mod backoff;
mod endpoint;
mod fetch;
mod idle;
mod sasl;
mod scripted;
