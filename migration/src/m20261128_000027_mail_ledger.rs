//! What the staff see of an incoming mail in the ledger, for which queue it came, and why it became what it became.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        ALTER TABLE incoming_mail ADD COLUMN sender_name TEXT;
        ALTER TABLE incoming_mail ADD COLUMN subject TEXT;
        ALTER TABLE incoming_mail ADD COLUMN queue_id UUID
            CONSTRAINT incoming_mail_queue_id_fkey REFERENCES queue (id);
        ALTER TABLE incoming_mail ADD COLUMN reason_code TEXT;
        ALTER TABLE incoming_mail ADD COLUMN reason_detail TEXT;
        DROP INDEX incoming_mail_received_at_idx;
        CREATE INDEX incoming_mail_received_at_idx ON incoming_mail (received_at, id);
        CREATE INDEX incoming_mail_held_idx ON incoming_mail (received_at, id) WHERE outcome = 'held';
        CREATE INDEX incoming_mail_comment_id_idx ON incoming_mail (comment_id);
        ",
    )
}
