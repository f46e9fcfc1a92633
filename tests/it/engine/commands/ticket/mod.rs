//! What can be done to a ticket.

mod comment;
mod create;
mod repeated;
mod update;
