//! The whole text of a mail where its comment leaves something out.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE whole_text (
            comment_id UUID NOT NULL,
            text TEXT NOT NULL,
            CONSTRAINT whole_text_pkey PRIMARY KEY (comment_id),
            CONSTRAINT whole_text_comment_id_fkey FOREIGN KEY (comment_id) REFERENCES comment (id) ON DELETE CASCADE
        );
        ",
    )
}
