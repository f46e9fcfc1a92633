//! Answers that can still be taken back, with what their ticket was like before.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE sent_answer (
            comment_id UUID NOT NULL,
            until TIMESTAMPTZ NOT NULL,
            version BIGINT NOT NULL,
            status TEXT NOT NULL,
            assignee_id UUID,
            CONSTRAINT sent_answer_pkey PRIMARY KEY (comment_id),
            CONSTRAINT sent_answer_comment_id_fkey FOREIGN KEY (comment_id) REFERENCES comment (id) ON DELETE CASCADE
        );
        CREATE INDEX sent_answer_until_idx ON sent_answer (until);
        ",
    )
}
