//! `mailbox_definition.rules`, `certificates`: what is looked for in the mails of a mailbox that an admin added, as JSON, and the
//! certificates by which its server is trusted beside those of the system, as PEM.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        ALTER TABLE mailbox_definition ADD COLUMN rules TEXT;
        ALTER TABLE mailbox_definition ADD COLUMN certificates TEXT;
        ",
    )
}
