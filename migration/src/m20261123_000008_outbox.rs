//! The outbox of letters that are owed, and the table that says which ticket a Message-ID means.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE letter (
            id UUID NOT NULL,
            kind TEXT NOT NULL,
            ticket_id UUID,
            comment_id UUID,
            recipient_id UUID NOT NULL,
            address TEXT NOT NULL,
            message_id TEXT NOT NULL,
            dedupe TEXT,
            state TEXT NOT NULL,
            attempts INTEGER NOT NULL,
            next_at TIMESTAMPTZ NOT NULL,
            claimed_by TEXT,
            claimed_until TIMESTAMPTZ,
            last_error TEXT,
            created_at TIMESTAMPTZ NOT NULL,
            sent_at TIMESTAMPTZ,
            changes TEXT NOT NULL,
            CONSTRAINT letter_pkey PRIMARY KEY (id),
            CONSTRAINT letter_message_id_key UNIQUE (message_id),
            CONSTRAINT letter_dedupe_key UNIQUE (dedupe),
            CONSTRAINT letter_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id),
            CONSTRAINT letter_comment_id_fkey FOREIGN KEY (comment_id) REFERENCES comment (id),
            CONSTRAINT letter_recipient_id_fkey FOREIGN KEY (recipient_id) REFERENCES account (id)
        );
        CREATE INDEX letter_due_idx ON letter (state, next_at);
        CREATE INDEX letter_ticket_id_idx ON letter (ticket_id);
        CREATE INDEX letter_recipient_idx ON letter (recipient_id, created_at);

        CREATE TABLE message (
            message_id TEXT NOT NULL,
            ticket_id UUID NOT NULL,
            comment_id UUID,
            letter_id UUID,
            CONSTRAINT message_pkey PRIMARY KEY (message_id),
            CONSTRAINT message_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id),
            CONSTRAINT message_comment_id_fkey FOREIGN KEY (comment_id) REFERENCES comment (id),
            CONSTRAINT message_letter_id_fkey FOREIGN KEY (letter_id) REFERENCES letter (id)
                DEFERRABLE INITIALLY DEFERRED
        );
        CREATE INDEX message_ticket_id_idx ON message (ticket_id);
        ",
    )
}
