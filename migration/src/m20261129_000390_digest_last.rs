//! When something that waits to be told in one email with others happened last, so that an answer that is taken back leaves
//! there what happened besides.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(module_path!(), "ALTER TABLE digest_entry ADD COLUMN last_at TIMESTAMPTZ;")
}
