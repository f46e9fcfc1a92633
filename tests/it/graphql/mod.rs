//! The API as its clients see it: over HTTP and WebSocket, and in-process.

pub(crate) mod api;
mod caller;
mod error;
mod follow;
pub mod http;
mod in_process;
mod inputs;
mod limits;
mod loaders;
mod mutations;
mod objects;
mod page;
mod queries;
mod scalars;
mod schema;
mod statements;
mod subscriptions;
mod weights;
