//! Each change: by the right person, by a stranger, and twice.

mod mail;
mod organisation;
mod queue;
mod session;
mod ticket;
mod token;
mod user;
