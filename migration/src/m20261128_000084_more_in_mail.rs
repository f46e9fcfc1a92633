//! Whether the mail of a comment holds more than its text, such as quoted mails and a signature.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(module_path!(), "ALTER TABLE comment ADD COLUMN has_more BOOLEAN NOT NULL DEFAULT FALSE;")
}
