//! What is decided for a queue alone, as one value that grows without a change of the table; whether new tickets may wait
//! there; and every version of its privacy notice, so that what a customer was shown can be read later.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        ALTER TABLE queue ADD COLUMN settings TEXT NOT NULL DEFAULT '{}';
        ALTER TABLE queue ADD COLUMN active BOOLEAN NOT NULL DEFAULT TRUE;

        CREATE TABLE queue_notice (
            version TEXT NOT NULL,
            locale TEXT NOT NULL,
            queue_id UUID NOT NULL,
            text TEXT NOT NULL,
            created_at TIMESTAMPTZ NOT NULL,
            CONSTRAINT queue_notice_pkey PRIMARY KEY (version, locale),
            CONSTRAINT queue_notice_queue_id_fkey FOREIGN KEY (queue_id) REFERENCES queue (id)
        );
        ",
    )
}
