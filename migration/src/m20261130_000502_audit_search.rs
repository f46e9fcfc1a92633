//! The audit log is searched by kind, by who did it, by time and by text: the kind and the searchable words of each line, which the
//! engine fills in for earlier ones when it starts, and indexes for the rest.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        ALTER TABLE audit_entry ADD COLUMN kind TEXT NOT NULL DEFAULT '';
        ALTER TABLE audit_entry ADD COLUMN content TEXT NOT NULL DEFAULT '';
        CREATE INDEX audit_entry_kind_idx ON audit_entry (kind, seq);
        CREATE INDEX audit_entry_actor_idx ON audit_entry (actor_id, seq);
        CREATE INDEX audit_entry_at_idx ON audit_entry (at, seq);
        ",
    )
}
