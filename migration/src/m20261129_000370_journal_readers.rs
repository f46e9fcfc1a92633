//! How far each named reader of the journal has come; moved in the transaction that writes what came of the events.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE journal_reader (
            name TEXT NOT NULL,
            epoch BIGINT NOT NULL,
            tx BIGINT NOT NULL,
            seq BIGINT NOT NULL,
            moved_at TIMESTAMPTZ NOT NULL,
            CONSTRAINT journal_reader_pkey PRIMARY KEY (name)
        );
        ",
    )
}
