//! What all nodes must agree on: repeated requests, rate limits, and the server's own secrets.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE idempotency (
            actor_id UUID NOT NULL,
            key TEXT NOT NULL,
            ticket_id UUID NOT NULL,
            comment_id UUID,
            created_at TIMESTAMPTZ NOT NULL,
            CONSTRAINT idempotency_pkey PRIMARY KEY (actor_id, key),
            CONSTRAINT idempotency_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id),
            CONSTRAINT idempotency_comment_id_fkey FOREIGN KEY (comment_id) REFERENCES comment (id)
        );
        CREATE INDEX idempotency_created_at_idx ON idempotency (created_at);

        CREATE TABLE throttle (
            key TEXT NOT NULL,
            count BIGINT NOT NULL,
            window_started_at TIMESTAMPTZ NOT NULL,
            CONSTRAINT throttle_pkey PRIMARY KEY (key)
        );
        CREATE INDEX throttle_window_started_at_idx ON throttle (window_started_at);

        CREATE TABLE setting (
            key TEXT NOT NULL,
            value TEXT NOT NULL,
            CONSTRAINT setting_pkey PRIMARY KEY (key)
        );
        ",
    )
}
