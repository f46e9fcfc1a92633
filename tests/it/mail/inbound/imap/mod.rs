//! Fetching a mailbox.

mod backoff;
mod call;
mod endpoint;
mod fetch;
mod filing;
mod folder_name;
mod folders;
mod idle;
mod killed;
mod old;
mod sasl;
mod scripted;
