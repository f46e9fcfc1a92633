//! Queues, and the agents who work them.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE queue (
            id UUID NOT NULL,
            name TEXT NOT NULL,
            address TEXT,
            created_at TIMESTAMPTZ NOT NULL,
            CONSTRAINT queue_pkey PRIMARY KEY (id),
            CONSTRAINT queue_name_key UNIQUE (name),
            CONSTRAINT queue_address_key UNIQUE (address)
        );

        CREATE TABLE queue_member (
            queue_id UUID NOT NULL,
            user_id UUID NOT NULL,
            CONSTRAINT queue_member_pkey PRIMARY KEY (queue_id, user_id),
            CONSTRAINT queue_member_queue_id_fkey
                FOREIGN KEY (queue_id) REFERENCES queue (id) ON DELETE CASCADE,
            CONSTRAINT queue_member_user_id_fkey
                FOREIGN KEY (user_id) REFERENCES account (id) ON DELETE CASCADE
        );
        CREATE INDEX queue_member_user_id_idx ON queue_member (user_id, queue_id);
        ",
    )
}
