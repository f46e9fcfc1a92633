//! How the outgoing mail server fares, so that every node and the admins' page know what the letters wait for; and which
//! tickets send no automatic letters until somebody has looked.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE mail_server (
            name TEXT NOT NULL,
            failing_since TIMESTAMPTZ,
            last_error TEXT,
            last_error_at TIMESTAMPTZ,
            last_success_at TIMESTAMPTZ,
            CONSTRAINT mail_server_pkey PRIMARY KEY (name)
        );
        INSERT INTO mail_server (name) VALUES ('out');

        CREATE TABLE mail_breaker (
            ticket_id UUID NOT NULL,
            tripped_at TIMESTAMPTZ NOT NULL,
            CONSTRAINT mail_breaker_pkey PRIMARY KEY (ticket_id),
            CONSTRAINT mail_breaker_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id)
        );
        ",
    )
}
