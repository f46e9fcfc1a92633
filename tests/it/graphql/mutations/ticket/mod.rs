//! What can be done: tickets.

mod change;
mod change_many;
mod comment;
mod create;
mod mark_seen;
mod resend_email;
mod save_draft;
mod save_new_draft;
mod unwatch;
mod update;
mod watch;
