//! `queue.sort_key`: emptied, so that it is written anew at the next start. A queue that was renamed kept the place of its old name.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(module_path!(), "UPDATE queue SET sort_key = '';")
}
