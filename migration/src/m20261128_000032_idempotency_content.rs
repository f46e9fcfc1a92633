//! Keys of repeated requests count for one command each, and come with a digest of what was asked: the same key with other
//! content is refused. The key is part of the primary key, which SQLite cannot change, so the table is made anew.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE idempotency_by_command (
            actor_id UUID NOT NULL,
            command TEXT NOT NULL,
            key TEXT NOT NULL,
            content TEXT NOT NULL,
            ticket_id UUID NOT NULL,
            comment_id UUID,
            created_at TIMESTAMPTZ NOT NULL,
            CONSTRAINT idempotency_by_command_pkey PRIMARY KEY (actor_id, command, key),
            CONSTRAINT idempotency_by_command_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id),
            CONSTRAINT idempotency_by_command_comment_id_fkey FOREIGN KEY (comment_id) REFERENCES comment (id)
        );
        INSERT INTO idempotency_by_command (actor_id, command, key, content, ticket_id, comment_id, created_at)
        SELECT actor_id, CASE WHEN comment_id IS NULL THEN 'createTicket' ELSE 'addComment' END, key, '',
               ticket_id, comment_id, created_at
        FROM idempotency;
        DROP TABLE idempotency;
        ALTER TABLE idempotency_by_command RENAME TO idempotency;
        CREATE INDEX idempotency_created_at_idx ON idempotency (created_at);
        ",
    )
}
