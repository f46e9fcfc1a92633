//! Redaction: comments that say when their text was removed, and what is still to be erased outside of a transaction.
//!
//! SQLite's search index keeps the words of what was deleted until its parts are merged, unless it is told to remove them at
//! once.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::each(module_path!(), SQLITE, POSTGRES)
}

const SQLITE: &str = "
    ALTER TABLE comment ADD COLUMN redacted_at TIMESTAMPTZ;
    ALTER TABLE comment ADD COLUMN redacted_files INTEGER NOT NULL DEFAULT 0;
    CREATE TABLE erasure (
        id UUID NOT NULL,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        created_at TIMESTAMPTZ NOT NULL,
        CONSTRAINT erasure_pkey PRIMARY KEY (id)
    );
    INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', 1);
";

const POSTGRES: &str = "
    ALTER TABLE comment ADD COLUMN redacted_at TIMESTAMPTZ;
    ALTER TABLE comment ADD COLUMN redacted_files INTEGER NOT NULL DEFAULT 0;
    CREATE TABLE erasure (
        id UUID NOT NULL,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        created_at TIMESTAMPTZ NOT NULL,
        CONSTRAINT erasure_pkey PRIMARY KEY (id)
    );
";
