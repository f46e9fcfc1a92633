//! What a ticket's customer is shown of its version, its last change and its priority: what the staff do among
//! themselves must not show in any of them.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        ALTER TABLE ticket ADD COLUMN public_version BIGINT NOT NULL DEFAULT 1;
        ALTER TABLE ticket ADD COLUMN public_updated_at TIMESTAMPTZ NOT NULL DEFAULT '1970-01-01T00:00:00+00:00';
        ALTER TABLE ticket ADD COLUMN public_priority_rank INTEGER NOT NULL DEFAULT 2;
        UPDATE ticket SET public_version = version, public_updated_at = updated_at,
            public_priority_rank = priority_rank;
        UPDATE event SET internal = TRUE
            WHERE kind = 'CHANGED' AND internal = FALSE AND changes LIKE '[{\"field\":\"priority\",%'
                AND changes NOT LIKE '%},{%';
        CREATE INDEX ticket_public_updated_at_idx ON ticket (public_updated_at, id);
        CREATE INDEX ticket_public_priority_idx ON ticket (public_priority_rank, id);
        ",
    )
}
