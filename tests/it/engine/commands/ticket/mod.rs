//! What can be done to a ticket.

mod add_external_link;
mod answer_letter;
mod assignment;
mod change;
mod change_many;
mod change_together;
mod comment;
mod create;
mod draft_files;
mod link;
mod mark_seen;
mod mark_unseen;
mod merge;
mod rate;
pub(crate) mod redact;
mod remove_external_link;
mod repeated;
mod save_draft;
mod save_new_draft;
mod split;
mod undo_send;
mod undo_send_files;
mod unlink;
mod unmerge;
mod unwatch;
mod update;
mod watch;
