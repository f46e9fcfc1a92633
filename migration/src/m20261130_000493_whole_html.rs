//! The whole mail as HTML, beside its whole text; empty: the comment shows all of it.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(module_path!(), "ALTER TABLE whole_text ADD COLUMN html TEXT;")
}
