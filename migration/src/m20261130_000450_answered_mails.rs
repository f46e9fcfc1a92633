//! `answered_mail`: which mails that never came here the mails of comments answer, so that two answers to one of them can become one
//! ticket. A table of its own and not `message`: an id there leads into its ticket whoever knows it.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE answered_mail (
            message_id TEXT NOT NULL,
            comment_id UUID NOT NULL,
            CONSTRAINT answered_mail_pkey PRIMARY KEY (message_id, comment_id),
            CONSTRAINT answered_mail_comment_id_fkey FOREIGN KEY (comment_id) REFERENCES comment (id) ON DELETE CASCADE
        );
        CREATE INDEX answered_mail_comment_id_idx ON answered_mail (comment_id);
        ",
    )
}
