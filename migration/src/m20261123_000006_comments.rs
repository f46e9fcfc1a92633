//! Comments and their attachments; the bytes of an attachment lie in the blob store.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE comment (
            id UUID NOT NULL,
            ticket_id UUID NOT NULL,
            author_id UUID NOT NULL,
            visibility TEXT NOT NULL,
            channel TEXT NOT NULL,
            text TEXT NOT NULL,
            html TEXT NOT NULL,
            automatic BOOLEAN NOT NULL,
            created_at TIMESTAMPTZ NOT NULL,
            CONSTRAINT comment_pkey PRIMARY KEY (id),
            CONSTRAINT comment_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id),
            CONSTRAINT comment_author_id_fkey FOREIGN KEY (author_id) REFERENCES account (id)
        );
        CREATE INDEX comment_ticket_idx ON comment (ticket_id, created_at, id);

        CREATE TABLE attachment (
            id UUID NOT NULL,
            comment_id UUID NOT NULL,
            position INTEGER NOT NULL,
            filename TEXT NOT NULL,
            content_type TEXT NOT NULL,
            size BIGINT NOT NULL,
            sha256 TEXT NOT NULL,
            encrypted BOOLEAN NOT NULL,
            weak_encryption BOOLEAN NOT NULL,
            content_id TEXT,
            CONSTRAINT attachment_pkey PRIMARY KEY (id),
            CONSTRAINT attachment_comment_id_fkey FOREIGN KEY (comment_id) REFERENCES comment (id)
        );
        CREATE INDEX attachment_comment_idx ON attachment (comment_id, position);
        CREATE INDEX attachment_sha256_idx ON attachment (sha256);
        ",
    )
}
