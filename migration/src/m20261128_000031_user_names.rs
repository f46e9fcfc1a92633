//! User names as an attribute of their own. What is compared is written by the program, since the databases disagree on the
//! lower case of letters beyond ASCII.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        ALTER TABLE account ADD COLUMN user_name TEXT;
        ALTER TABLE account ADD COLUMN user_name_folded TEXT;
        CREATE UNIQUE INDEX account_user_name_folded_key ON account (user_name_folded);
        ",
    )
}
