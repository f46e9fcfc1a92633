//! `incoming_mail.relation`: by what a mail found its ticket, to be shown to the staff.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(module_path!(), "ALTER TABLE incoming_mail ADD COLUMN relation TEXT;")
}
