//! Which window wrote a draft, and when: a save that the network delays must not replace what was written after it.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        ALTER TABLE draft ADD COLUMN writer TEXT;
        ALTER TABLE draft ADD COLUMN written_at TIMESTAMPTZ;
        ALTER TABLE new_ticket_draft ADD COLUMN writer TEXT;
        ALTER TABLE new_ticket_draft ADD COLUMN written_at TIMESTAMPTZ;
        ",
    )
}
