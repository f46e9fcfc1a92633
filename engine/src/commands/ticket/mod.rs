//! What can be done to a ticket; one file per verb, and `parts` for what several share.

mod comment;
pub(crate) mod create;
pub(crate) mod files;
mod mark_seen;
pub(crate) mod parts;
mod repeated;
mod update;

pub use comment::{AddComment, Commented};
pub use create::CreateTicket;
pub use update::UpdateTicket;
