//! `former_mailbox` holds the addresses of the configuration's mailboxes, too, while they stand there: nobody notices when they are
//! taken out. When a mailbox was deleted stands in the audit log alone.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(module_path!(), "ALTER TABLE former_mailbox DROP COLUMN deleted_at;")
}
