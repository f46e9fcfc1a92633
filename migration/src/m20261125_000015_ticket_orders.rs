//! An index for each order in which lists can be read, and for the open tickets of an organisation, so that a page is
//! walked to and never sorted for.
//!
//! The expressions stand in `engine/src/store/tickets/order.rs` to the letter: an index is used for its own alone.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE INDEX ticket_title_idx ON ticket (title, id);
        CREATE INDEX ticket_status_rank_idx ON ticket ((CASE status WHEN 'NEW' THEN 0 WHEN 'OPEN' THEN 1
            WHEN 'PENDING' THEN 2 WHEN 'RESOLVED' THEN 3 ELSE 4 END), id);
        CREATE INDEX ticket_due_idx ON ticket (coalesce(auto_close_at, '9999-12-31T23:59:59+00:00'), id);
        CREATE INDEX ticket_organisation_status_idx ON ticket (organisation_id, status, created_at, id);
        ",
    )
}
