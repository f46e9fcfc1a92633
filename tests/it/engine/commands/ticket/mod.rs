//! What can be done to a ticket.

mod assignment;
mod change;
mod change_many;
mod change_together;
mod comment;
mod create;
mod mark_seen;
mod repeated;
mod save_draft;
mod save_new_draft;
mod unwatch;
mod update;
mod watch;
