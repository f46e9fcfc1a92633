//! `mailbox_definition.only_newer_than`, `old_mail`: what becomes of mails that came long before their mailbox was fetched.
//! `mailbox.begun_at`: when it was fetched for the first time from its folder; for those that are fetched already, long ago, so that
//! none of their mails is old. `mailbox.progress_done`, `progress_total`: how many mails of how many were taken in, while that lasts.
//! `incoming_mail.old_at`: the time as which an old mail is taken in, for when the staff release it.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        ALTER TABLE mailbox_definition ADD COLUMN only_newer_than TEXT;
        ALTER TABLE mailbox_definition ADD COLUMN old_mail TEXT NOT NULL DEFAULT 'QUIET';
        ALTER TABLE mailbox ADD COLUMN begun_at TIMESTAMPTZ;
        ALTER TABLE mailbox ADD COLUMN progress_done BIGINT;
        ALTER TABLE mailbox ADD COLUMN progress_total BIGINT;
        ALTER TABLE incoming_mail ADD COLUMN old_at TIMESTAMPTZ;
        UPDATE mailbox SET begun_at = '1970-01-01T00:00:00+00:00' WHERE uid_validity IS NOT NULL;
        ",
    )
}
