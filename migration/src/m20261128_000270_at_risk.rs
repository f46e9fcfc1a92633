//! `ticket.warns_at`: when the first agreed time that is still to be met comes so near that the staff are warned, or came, for
//! counts and lists of what is at risk.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        ALTER TABLE ticket ADD COLUMN warns_at TIMESTAMPTZ;
        UPDATE ticket SET warns_at = (
            SELECT min(coalesce(ticket_clock.warned_at, ticket_clock.next_at)) FROM ticket_clock
            WHERE ticket_clock.ticket_id = ticket.id
              AND (ticket_clock.kind = 'RESTORATION' OR ticket.first_answer_at IS NULL)
        ) WHERE status IN ('NEW', 'OPEN', 'PENDING');
        CREATE INDEX ticket_warns_at_idx ON ticket (warns_at, queue_id) WHERE warns_at IS NOT NULL;
        ",
    )
}
