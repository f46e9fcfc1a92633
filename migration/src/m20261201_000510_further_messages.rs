//! `further_message`: the further comments of mails that bear one `Message-ID`. Copiers and scripts give every mail the same one, and
//! `message` knows the first alone: by that the answer of one person reached the ticket of another. One mail that is in several tickets
//! means the first of them, as before.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE further_message (
            message_id TEXT NOT NULL,
            comment_id UUID NOT NULL,
            CONSTRAINT further_message_pkey PRIMARY KEY (message_id, comment_id),
            CONSTRAINT further_message_comment_id_fkey FOREIGN KEY (comment_id) REFERENCES comment (id) ON DELETE CASCADE
        );
        CREATE INDEX further_message_comment_id_idx ON further_message (comment_id);
        INSERT INTO further_message (message_id, comment_id)
            SELECT DISTINCT mail.message_id, mail.comment_id FROM incoming_mail mail
            JOIN message known ON known.message_id = mail.message_id
            WHERE mail.comment_id IS NOT NULL AND known.letter_id IS NULL AND known.comment_id <> mail.comment_id
            AND NOT EXISTS (
                SELECT 1 FROM incoming_mail same
                WHERE same.comment_id = known.comment_id AND same.sha256 = mail.sha256
            );
        ",
    )
}
