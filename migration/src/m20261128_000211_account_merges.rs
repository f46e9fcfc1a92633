//! Accounts of one person that were merged into another, and what came with each, so that they can be parted again.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(module_path!(), SQL)
}

const SQL: &str = "
    ALTER TABLE account ADD COLUMN merged_into_id UUID;
    CREATE INDEX account_merged_into_idx ON account (merged_into_id);
    CREATE TABLE account_merge (
        id UUID NOT NULL,
        source_id UUID NOT NULL,
        target_id UUID NOT NULL,
        was_active BOOLEAN NOT NULL,
        merged_at TIMESTAMPTZ NOT NULL,
        undone_at TIMESTAMPTZ,
        CONSTRAINT account_merge_pkey PRIMARY KEY (id),
        CONSTRAINT account_merge_source_id_fkey FOREIGN KEY (source_id) REFERENCES account (id) ON DELETE CASCADE,
        CONSTRAINT account_merge_target_id_fkey FOREIGN KEY (target_id) REFERENCES account (id) ON DELETE CASCADE
    );
    CREATE INDEX account_merge_source_idx ON account_merge (source_id);
    CREATE TABLE account_merge_item (
        merge_id UUID NOT NULL,
        kind TEXT NOT NULL,
        item TEXT NOT NULL,
        CONSTRAINT account_merge_item_pkey PRIMARY KEY (merge_id, kind, item),
        CONSTRAINT account_merge_item_merge_id_fkey
            FOREIGN KEY (merge_id) REFERENCES account_merge (id) ON DELETE CASCADE
    );
";
