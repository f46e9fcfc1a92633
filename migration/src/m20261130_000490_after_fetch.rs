//! `mailbox_definition.after_fetch`, `move_to`: what becomes of a mail in its mailbox once it was taken in, and the folder that it is
//! moved to.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        ALTER TABLE mailbox_definition ADD COLUMN after_fetch TEXT NOT NULL DEFAULT 'MARK';
        ALTER TABLE mailbox_definition ADD COLUMN move_to TEXT;
        ",
    )
}
