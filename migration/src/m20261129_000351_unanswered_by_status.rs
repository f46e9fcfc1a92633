//! What is unanswered, by status: what an agent has not seen is counted beside each list, and where no queue leads SQLite to
//! the unanswered ones of it, it read all tickets of the status.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::each(
        module_path!(),
        "
        CREATE INDEX ticket_unanswered_status_idx ON ticket (status, assignee_id)
            WHERE customer_wrote_at IS NOT NULL;
        ",
        // PostgreSQL reads the index that begins with the queue.
        "SELECT 1",
    )
}
