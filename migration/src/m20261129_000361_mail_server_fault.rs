//! `mail_server.last_fault`: why no email can leave in one word, for pages in the language of their reader.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        ALTER TABLE mail_server ADD COLUMN last_fault TEXT;
        ",
    )
}
