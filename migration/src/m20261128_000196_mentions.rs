//! Which colleagues an internal note names: they are told, and find the ticket by it.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE mention (
            comment_id UUID NOT NULL,
            user_id UUID NOT NULL,
            CONSTRAINT mention_pkey PRIMARY KEY (comment_id, user_id),
            CONSTRAINT mention_comment_id_fkey FOREIGN KEY (comment_id) REFERENCES comment (id) ON DELETE CASCADE,
            CONSTRAINT mention_user_id_fkey FOREIGN KEY (user_id) REFERENCES account (id) ON DELETE CASCADE
        );
        CREATE INDEX mention_user_id_idx ON mention (user_id);
        ",
    )
}
