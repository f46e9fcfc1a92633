//! The tickets that nobody is responsible for, in the order of time. PostgreSQL does not see that an index which begins
//! with the assignee has them in that order; SQLite does, and needs no other.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::each(
        module_path!(),
        "",
        "CREATE INDEX ticket_unassigned_idx ON ticket (status, created_at, id) WHERE assignee_id IS NULL",
    )
}
