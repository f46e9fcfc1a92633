//! The ledger of incoming mails, which makes the same mail twice one ticket, and the mailboxes'
//! places.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE incoming_mail (
            id UUID NOT NULL,
            dedupe TEXT NOT NULL,
            message_id TEXT,
            sha256 TEXT NOT NULL,
            mailbox TEXT,
            sender TEXT,
            outcome TEXT NOT NULL,
            reason TEXT,
            ticket_id UUID,
            comment_id UUID,
            received_at TIMESTAMPTZ NOT NULL,
            CONSTRAINT incoming_mail_pkey PRIMARY KEY (id),
            CONSTRAINT incoming_mail_dedupe_key UNIQUE (dedupe),
            CONSTRAINT incoming_mail_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id),
            CONSTRAINT incoming_mail_comment_id_fkey FOREIGN KEY (comment_id) REFERENCES comment (id)
        );
        CREATE INDEX incoming_mail_received_at_idx ON incoming_mail (received_at);
        CREATE INDEX incoming_mail_sender_idx ON incoming_mail (sender, received_at);
        CREATE INDEX incoming_mail_ticket_id_idx ON incoming_mail (ticket_id);

        CREATE TABLE mailbox (
            name TEXT NOT NULL,
            uid_validity BIGINT,
            last_uid BIGINT,
            holder TEXT,
            held_until TIMESTAMPTZ,
            last_success_at TIMESTAMPTZ,
            last_error TEXT,
            last_error_at TIMESTAMPTZ,
            CONSTRAINT mailbox_pkey PRIMARY KEY (name)
        );
        ",
    )
}
