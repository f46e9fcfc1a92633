//! `mail_comment`: the comments that a mail became beside those which the lines of the ledger name, such as what somebody wrote above a
//! mail that they pass on. Whoever redacts one of them means the mail as it came, too.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE mail_comment (
            comment_id UUID NOT NULL,
            mail_id UUID NOT NULL,
            CONSTRAINT mail_comment_pkey PRIMARY KEY (comment_id, mail_id),
            CONSTRAINT mail_comment_comment_id_fkey FOREIGN KEY (comment_id) REFERENCES comment (id) ON DELETE CASCADE,
            CONSTRAINT mail_comment_mail_id_fkey FOREIGN KEY (mail_id) REFERENCES incoming_mail (id) ON DELETE CASCADE
        );
        CREATE INDEX mail_comment_mail_id_idx ON mail_comment (mail_id);
        ",
    )
}
