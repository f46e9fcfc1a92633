//! What can be done: tickets.

mod add_external_link;
mod answer_letter;
mod change;
mod change_many;
mod comment;
mod create;
mod draft_files;
mod link;
mod mark_seen;
mod mark_unseen;
mod merge;
mod rate;
mod redact;
mod remove_external_link;
mod resend_email;
mod save_draft;
mod save_new_draft;
mod split;
mod undo_send;
mod unlink;
mod unmerge;
mod unwatch;
mod update;
mod watch;
