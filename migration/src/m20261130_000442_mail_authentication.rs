//! `incoming_mail.authentication`: what a trusted server found out about the sender of a mail, to be shown to the staff.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(module_path!(), "ALTER TABLE incoming_mail ADD COLUMN authentication TEXT;")
}
