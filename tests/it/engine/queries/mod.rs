//! Reads: what comes back, in which order, and to whom.

mod comments;
mod events;
mod letters;
mod page;
mod statistics;
mod tickets;
mod users;
