//! What is for the staff alone in a new ticket that is not opened yet.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(module_path!(), "ALTER TABLE new_ticket_draft ADD COLUMN note TEXT NOT NULL DEFAULT '';")
}
