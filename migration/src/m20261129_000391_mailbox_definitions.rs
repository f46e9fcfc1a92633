//! Mailboxes that admins add: how each is fetched, with its password sealed, and which queue it feeds. And the place that the position
//! in a mailbox is of, so that it is not taken for one in another folder or on another server.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE mailbox_definition (
            id UUID NOT NULL,
            address TEXT NOT NULL,
            queue_id UUID NOT NULL,
            host TEXT,
            port INTEGER,
            security TEXT,
            login TEXT,
            folder TEXT,
            password TEXT,
            replies TEXT NOT NULL,
            plus_addressing BOOLEAN NOT NULL,
            cc_watches BOOLEAN NOT NULL,
            paused BOOLEAN NOT NULL,
            created_at TIMESTAMPTZ NOT NULL,
            updated_at TIMESTAMPTZ NOT NULL,
            CONSTRAINT mailbox_definition_pkey PRIMARY KEY (id),
            CONSTRAINT mailbox_definition_address_key UNIQUE (address),
            CONSTRAINT mailbox_definition_queue_id_fkey FOREIGN KEY (queue_id) REFERENCES queue (id)
        );
        CREATE INDEX mailbox_definition_queue_id_idx ON mailbox_definition (queue_id);
        ALTER TABLE mailbox ADD COLUMN place TEXT;
        ",
    )
}
