//! What can be done to a ticket; one file per verb, and `parts` for what several share.

pub(crate) mod assignment;
mod comment;
pub(crate) mod create;
pub(crate) mod files;
mod mark_seen;
pub(crate) mod parts;
mod repeated;
mod save_draft;
mod save_new_draft;
mod update;

pub use comment::{AddComment, Commented};
pub use create::CreateTicket;
pub use save_draft::SaveDraft;
pub use save_new_draft::SaveNewTicketDraft;
pub use update::UpdateTicket;
