//! When tickets came into a status, in the order of time: what reports count by day.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(module_path!(), "CREATE INDEX ticket_status_at_idx ON ticket_status (status, at, ticket_id)")
}
