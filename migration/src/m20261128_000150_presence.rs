//! Who of the staff looks at a ticket: a row for each, renewed while they do.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE presence (
            ticket_id UUID NOT NULL,
            user_id UUID NOT NULL,
            node TEXT NOT NULL,
            since TIMESTAMPTZ NOT NULL,
            seen_at TIMESTAMPTZ NOT NULL,
            CONSTRAINT presence_pkey PRIMARY KEY (ticket_id, user_id),
            CONSTRAINT presence_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id) ON DELETE CASCADE,
            CONSTRAINT presence_user_id_fkey FOREIGN KEY (user_id) REFERENCES account (id) ON DELETE CASCADE
        );
        CREATE INDEX presence_seen_idx ON presence (seen_at);
        ",
    )
}
