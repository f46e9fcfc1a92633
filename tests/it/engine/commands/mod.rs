//! The commands, one file per verb as in the engine.

mod backup;
pub(crate) mod mail;
mod organisation;
mod password;
mod queue;
mod rated;
mod session;
mod sweep;
mod ticket;
mod token;
mod user;
