//! What the signature of a mail says, as JSON.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(module_path!(), "ALTER TABLE incoming_mail ADD COLUMN signature TEXT;")
}
