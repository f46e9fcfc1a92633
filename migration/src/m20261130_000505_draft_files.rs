//! `draft_file`: files that somebody has chosen for an answer and not sent yet. Their bytes lie in the blob store, as those of
//! `attachment` do. They belong to a person and a ticket rather than to a row of `draft`: who has chosen a file need not have written.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE draft_file (
            id UUID NOT NULL,
            user_id UUID NOT NULL,
            ticket_id UUID NOT NULL,
            filename TEXT NOT NULL,
            content_type TEXT NOT NULL,
            size BIGINT NOT NULL,
            sha256 TEXT NOT NULL,
            encrypted BOOLEAN NOT NULL,
            weak_encryption BOOLEAN NOT NULL,
            added_at TIMESTAMPTZ NOT NULL,
            CONSTRAINT draft_file_pkey PRIMARY KEY (id),
            CONSTRAINT draft_file_user_id_fkey FOREIGN KEY (user_id) REFERENCES account (id) ON DELETE CASCADE,
            CONSTRAINT draft_file_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id) ON DELETE CASCADE
        );
        CREATE INDEX draft_file_draft_idx ON draft_file (ticket_id, user_id);
        CREATE INDEX draft_file_user_idx ON draft_file (user_id);
        CREATE INDEX draft_file_sha256_idx ON draft_file (sha256);
        CREATE INDEX draft_file_added_at_idx ON draft_file (added_at);
        ",
    )
}
