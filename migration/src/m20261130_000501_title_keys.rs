//! Lists by title stand in the order of a dictionary, as those of names do. The engine fills in the key of what was written before
//! when it starts; the index finds what is not filled in yet.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::each(
        module_path!(),
        "
        ALTER TABLE ticket ADD COLUMN title_key TEXT NOT NULL DEFAULT '';
        DROP INDEX ticket_title_idx;
        CREATE INDEX ticket_title_key_idx ON ticket (title_key, id);
        ",
        "
        ALTER TABLE ticket ADD COLUMN title_key TEXT COLLATE \"C\" NOT NULL DEFAULT '';
        DROP INDEX ticket_title_idx;
        CREATE INDEX ticket_title_key_idx ON ticket (title_key, id);
        ",
    )
}
