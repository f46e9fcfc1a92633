//! `mailbox.asked_at`, `answered_at`: when an admin last asked that a mailbox be fetched now, and which time was answered last; so that
//! whatever node fetches it learns of that.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        ALTER TABLE mailbox ADD COLUMN asked_at TIMESTAMPTZ;
        ALTER TABLE mailbox ADD COLUMN answered_at TIMESTAMPTZ;
        ",
    )
}
