//! What another system calls a person, an organisation or a ticket: unique for each kind.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        ALTER TABLE account ADD COLUMN external_id TEXT;
        CREATE UNIQUE INDEX account_external_id_key ON account (external_id);
        ALTER TABLE organisation ADD COLUMN external_id TEXT;
        CREATE UNIQUE INDEX organisation_external_id_key ON organisation (external_id);
        ALTER TABLE ticket ADD COLUMN external_id TEXT;
        CREATE UNIQUE INDEX ticket_external_id_key ON ticket (external_id);
        ",
    )
}
