//! What can be done to a ticket; one file per verb. `change` carries out lists of changes for most of them.

mod add_external_link;
pub(crate) mod assignment;
mod change;
mod change_many;
mod change_together;
mod comment;
pub(crate) mod create;
pub(crate) mod files;
mod link;
mod mark_seen;
mod merge;
mod redact;
mod remove_external_link;
mod repeated;
mod save_draft;
mod save_new_draft;
mod split;
mod unlink;
mod unmerge;
mod unwatch;
mod update;
mod watch;

pub use add_external_link::AddExternalLink;
pub use change::ChangeTicket;
pub use change_many::{ChangeResult, ChangeTickets};
pub use change_together::TicketChanges;
pub use comment::{AddComment, Commented};
pub use create::CreateTicket;
pub use files::MOST_FILES;
pub use link::LinkTickets;
pub use merge::MergeTickets;
pub use redact::{Redact, Redaction};
pub use save_draft::SaveDraft;
pub use save_new_draft::SaveNewTicketDraft;
pub use split::SplitTicket;
pub use update::UpdateTicket;
