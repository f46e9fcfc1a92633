//! What a timer could not do for a ticket, so that one odd ticket stops no other: it is set aside until it changes or the
//! pause is over. `version` is that of the ticket when it failed.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE timer_fault (
            ticket_id UUID NOT NULL,
            timer TEXT NOT NULL,
            version BIGINT NOT NULL,
            attempts INTEGER NOT NULL,
            next_at TIMESTAMPTZ NOT NULL,
            shown BOOLEAN NOT NULL,
            CONSTRAINT timer_fault_pkey PRIMARY KEY (ticket_id, timer),
            CONSTRAINT timer_fault_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id)
        );
        ",
    )
}
