//! What is at risk or escalated, by queue: beside the list of an agent's queues SQLite takes an index that begins with the
//! queue, and without these it took one that leads to all tickets of theirs.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::each(
        module_path!(),
        "
        CREATE INDEX ticket_queue_warns_at_idx ON ticket (queue_id, warns_at) WHERE warns_at IS NOT NULL;
        CREATE INDEX ticket_queue_escalates_at_idx ON ticket (queue_id, escalates_at) WHERE escalates_at IS NOT NULL;
        ",
        // PostgreSQL reads the indexes of few rows that there are, whatever they begin with.
        "SELECT 1",
    )
}
