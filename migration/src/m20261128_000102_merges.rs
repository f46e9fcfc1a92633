//! Merged tickets: where the number of each leads, and what each merge moved, so that it can be undone.
//!
//! `ticket.merged_into_id` is where everything ends up, however often the target was merged further; `ticket_merge` keeps
//! each step.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        ALTER TABLE ticket ADD COLUMN merged_into_id UUID
            CONSTRAINT ticket_merged_into_id_fkey REFERENCES ticket (id);
        CREATE INDEX ticket_merged_into_idx ON ticket (merged_into_id) WHERE merged_into_id IS NOT NULL;

        CREATE TABLE ticket_merge (
            id UUID NOT NULL,
            source_id UUID NOT NULL,
            target_id UUID NOT NULL,
            status TEXT NOT NULL,
            merged_at TIMESTAMPTZ NOT NULL,
            undone_at TIMESTAMPTZ,
            CONSTRAINT ticket_merge_pkey PRIMARY KEY (id),
            CONSTRAINT ticket_merge_source_id_fkey FOREIGN KEY (source_id) REFERENCES ticket (id),
            CONSTRAINT ticket_merge_target_id_fkey FOREIGN KEY (target_id) REFERENCES ticket (id)
        );
        CREATE UNIQUE INDEX ticket_merge_source_key ON ticket_merge (source_id) WHERE undone_at IS NULL;
        CREATE INDEX ticket_merge_target_idx ON ticket_merge (target_id);

        CREATE TABLE ticket_merge_item (
            merge_id UUID NOT NULL,
            kind TEXT NOT NULL,
            item_id UUID NOT NULL,
            CONSTRAINT ticket_merge_item_pkey PRIMARY KEY (merge_id, kind, item_id),
            CONSTRAINT ticket_merge_item_merge_id_fkey FOREIGN KEY (merge_id) REFERENCES ticket_merge (id)
        );
        ",
    )
}
