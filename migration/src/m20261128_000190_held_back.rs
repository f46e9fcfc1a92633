//! Finds the tickets in which a reply is held back: few, and counted among those that wait for the staff.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE INDEX ticket_held_back_idx ON ticket (queue_id) WHERE held_back_at IS NOT NULL;
        ",
    )
}
