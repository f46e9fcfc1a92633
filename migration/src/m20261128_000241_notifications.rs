//! What the staff are told on the page: one line for each thing that concerns somebody, until they have read it.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE notification (
            id UUID NOT NULL,
            user_id UUID NOT NULL,
            ticket_id UUID NOT NULL,
            kind TEXT NOT NULL,
            comment_id UUID,
            at TIMESTAMPTZ NOT NULL,
            read_at TIMESTAMPTZ,
            CONSTRAINT notification_pkey PRIMARY KEY (id),
            CONSTRAINT notification_user_id_fkey FOREIGN KEY (user_id) REFERENCES account (id) ON DELETE CASCADE,
            CONSTRAINT notification_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id) ON DELETE CASCADE,
            CONSTRAINT notification_comment_id_fkey FOREIGN KEY (comment_id) REFERENCES comment (id) ON DELETE SET NULL
        );
        CREATE INDEX notification_user_id_idx ON notification (user_id, at, id);
        CREATE INDEX notification_unread_idx ON notification (user_id, ticket_id) WHERE read_at IS NULL;
        CREATE INDEX notification_ticket_id_idx ON notification (ticket_id);
        CREATE INDEX notification_comment_id_idx ON notification (comment_id);
        CREATE INDEX notification_at_idx ON notification (at);
        ",
    )
}
