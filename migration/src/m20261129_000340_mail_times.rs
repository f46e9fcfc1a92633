//! When people want emails that they may switch off, and what waits to be told to them in one email.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        ALTER TABLE account ADD COLUMN mail_times TEXT;
        CREATE TABLE digest_entry (
            letter_id UUID NOT NULL,
            ticket_id UUID NOT NULL,
            notice TEXT NOT NULL,
            at TIMESTAMPTZ NOT NULL,
            CONSTRAINT digest_entry_pkey PRIMARY KEY (letter_id, ticket_id, notice),
            CONSTRAINT digest_entry_letter_id_fkey FOREIGN KEY (letter_id) REFERENCES letter (id) ON DELETE CASCADE,
            CONSTRAINT digest_entry_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id) ON DELETE CASCADE
        );
        CREATE INDEX digest_entry_ticket_id_idx ON digest_entry (ticket_id);
        ",
    )
}
