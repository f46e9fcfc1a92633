//! `account.password_allowed`: a person who may log in by password although their role logs in by single sign-on alone; set on
//! the command line, as the way in when no provider answers.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "ALTER TABLE account ADD COLUMN password_allowed BOOLEAN NOT NULL DEFAULT FALSE;",
    )
}
