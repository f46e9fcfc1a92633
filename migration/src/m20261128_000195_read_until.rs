//! Until when a member of the staff has read a ticket: its page opens at what was written since.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        ALTER TABLE ticket_seen ADD COLUMN read_until TIMESTAMPTZ;
        UPDATE ticket_seen SET read_until = (
            SELECT ticket.updated_at FROM ticket
                WHERE ticket.id = ticket_seen.ticket_id AND ticket.customer_posts <= ticket_seen.customer_posts
        );
        ",
    )
}
