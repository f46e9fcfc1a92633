//! Which mail of the ledger a raw mail belongs to: the sweep of files asks it for every one.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(module_path!(), "CREATE INDEX incoming_mail_sha256_idx ON incoming_mail (sha256)")
}
