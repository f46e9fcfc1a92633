//! Unsent texts: one for each person and ticket, and one for a ticket that is not opened yet. They belong to the person
//! and not to the browser, so that nobody else at the same machine is shown them.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE draft (
            user_id UUID NOT NULL,
            ticket_id UUID NOT NULL,
            text TEXT NOT NULL,
            visibility TEXT NOT NULL,
            status TEXT,
            saved_at TIMESTAMPTZ NOT NULL,
            CONSTRAINT draft_pkey PRIMARY KEY (user_id, ticket_id),
            CONSTRAINT draft_user_id_fkey FOREIGN KEY (user_id) REFERENCES account (id),
            CONSTRAINT draft_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id)
        );
        CREATE INDEX draft_ticket_idx ON draft (ticket_id);

        CREATE TABLE new_ticket_draft (
            user_id UUID NOT NULL,
            title TEXT NOT NULL,
            text TEXT NOT NULL,
            customer_email TEXT NOT NULL,
            customer_name TEXT NOT NULL,
            saved_at TIMESTAMPTZ NOT NULL,
            CONSTRAINT new_ticket_draft_pkey PRIMARY KEY (user_id),
            CONSTRAINT new_ticket_draft_user_id_fkey FOREIGN KEY (user_id) REFERENCES account (id)
        );
        ",
    )
}
