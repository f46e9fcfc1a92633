//! How customers rate what became of their tickets: once for each time that a ticket is resolved or closed.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE ticket_rating (
            ticket_id UUID NOT NULL,
            finished_at TIMESTAMPTZ NOT NULL,
            rating TEXT NOT NULL,
            comment TEXT NOT NULL,
            rated_at TIMESTAMPTZ NOT NULL,
            CONSTRAINT ticket_rating_pkey PRIMARY KEY (ticket_id, finished_at),
            CONSTRAINT ticket_rating_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id) ON DELETE CASCADE,
            CONSTRAINT ticket_rating_rating_check CHECK (rating IN ('GOOD', 'BAD'))
        )
        ",
    )
}
