//! Each change: by the right person, by a stranger, and twice.

mod agreement;
pub(crate) mod calendar;
mod mail;
mod organisation;
mod queue;
mod session;
mod ticket;
mod token;
mod user;
mod view;
