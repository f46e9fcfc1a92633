//! `identity.granted_role` and `identity.former_role`: the role that the claims of an identity gave, and the one that the person had
//! before, to which they return when it is unlinked.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        ALTER TABLE identity ADD COLUMN granted_role TEXT;
        ALTER TABLE identity ADD COLUMN former_role TEXT;
        ",
    )
}
