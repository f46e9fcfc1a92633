//! Text blocks: pieces of text with variables, which the staff insert while they write; and macros, named lists of changes.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE text_block (
            id UUID NOT NULL,
            name TEXT NOT NULL,
            sort_key TEXT NOT NULL,
            locale TEXT,
            text TEXT NOT NULL,
            created_at TIMESTAMPTZ NOT NULL,
            CONSTRAINT text_block_pkey PRIMARY KEY (id)
        );
        CREATE INDEX text_block_order_idx ON text_block (sort_key, id);

        CREATE TABLE macro (
            id UUID NOT NULL,
            name TEXT NOT NULL,
            sort_key TEXT NOT NULL,
            changes TEXT NOT NULL,
            created_at TIMESTAMPTZ NOT NULL,
            CONSTRAINT macro_pkey PRIMARY KEY (id)
        );
        CREATE INDEX macro_order_idx ON macro (sort_key, id);
        ",
    )
}
