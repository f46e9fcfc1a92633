//! Whether a mail came before in another form is asked by its Message-ID for each mail, and read the whole ledger. A name of an
//! organisation is compared with all others whenever one is made. And when an answer is taken back, the database looks for what refers
//! to its comment.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE INDEX incoming_mail_message_id_idx ON incoming_mail (message_id);
        CREATE INDEX letter_comment_id_idx ON letter (comment_id) WHERE comment_id IS NOT NULL;
        CREATE INDEX message_comment_id_idx ON message (comment_id) WHERE comment_id IS NOT NULL;
        CREATE INDEX event_comment_id_idx ON event (comment_id) WHERE comment_id IS NOT NULL;
        CREATE INDEX idempotency_comment_id_idx ON idempotency (comment_id) WHERE comment_id IS NOT NULL;
        CREATE INDEX organisation_folded_idx ON organisation (folded);
        ",
    )
}
