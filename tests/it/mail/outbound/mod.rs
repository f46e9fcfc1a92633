//! Letters from the outbox to the wire.

mod dkim;
mod health;
mod killed;
mod letter;
mod line;
mod message;
mod render;
mod run;
mod subject;
mod thread;
mod transport;
mod waiting;
