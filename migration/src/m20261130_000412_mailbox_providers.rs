//! `mailbox_definition.oauth`, `reached_since`: the provider whose tokens open a mailbox that an admin added, in the place of a password,
//! and since when it is reached so. Tokens are shown to its server only if somebody has signed in since then.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        ALTER TABLE mailbox_definition ADD COLUMN oauth TEXT;
        ALTER TABLE mailbox_definition ADD COLUMN reached_since TIMESTAMPTZ;
        ",
    )
}
