//! Names in lower case, by which people and organisations are found. The databases disagree on the lower case of letters
//! beyond ASCII, so the program writes it; rows from before are filled in when it starts.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        ALTER TABLE account ADD COLUMN folded TEXT NOT NULL DEFAULT '';
        ALTER TABLE organisation ADD COLUMN folded TEXT NOT NULL DEFAULT '';
        CREATE INDEX account_folded_idx ON account (folded);
        ",
    )
}
