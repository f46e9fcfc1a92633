//! `mailbox.last_fault`: what was wrong with a mailbox in one word, for pages in the language of their reader; and an index by which
//! a mailbox's last mail is found.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        ALTER TABLE mailbox ADD COLUMN last_fault TEXT;
        CREATE INDEX incoming_mail_mailbox_idx ON incoming_mail (mailbox, received_at);
        ",
    )
}
