//! What waits for the staff, and who of them has looked.
//!
//! `customer_wrote_at` is when the customer wrote what nobody has answered yet, `waiting_since` the first of these times.
//! `customer_posts` counts what came from the customer's side; `ticket_seen` notes how many of these a member of the
//! staff has seen. A count, since two transactions may commit in another order than their clocks say.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        ALTER TABLE ticket ADD COLUMN waiting_since TIMESTAMPTZ;
        ALTER TABLE ticket ADD COLUMN customer_wrote_at TIMESTAMPTZ;
        ALTER TABLE ticket ADD COLUMN customer_posts BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE ticket ADD COLUMN held_back_at TIMESTAMPTZ;
        ALTER TABLE ticket ADD COLUMN held_back_from UUID;

        CREATE TABLE ticket_seen (
            user_id UUID NOT NULL,
            ticket_id UUID NOT NULL,
            customer_posts BIGINT NOT NULL,
            CONSTRAINT ticket_seen_pkey PRIMARY KEY (user_id, ticket_id),
            CONSTRAINT ticket_seen_user_id_fkey
                FOREIGN KEY (user_id) REFERENCES account (id) ON DELETE CASCADE,
            CONSTRAINT ticket_seen_ticket_id_fkey
                FOREIGN KEY (ticket_id) REFERENCES ticket (id) ON DELETE CASCADE
        );
        CREATE INDEX ticket_seen_ticket_id_idx ON ticket_seen (ticket_id);

        UPDATE ticket SET waiting_since = (
            SELECT min(comment.created_at) FROM comment
                JOIN account ON account.id = comment.author_id
                WHERE comment.ticket_id = ticket.id AND account.role = 'CUSTOMER' AND NOT comment.automatic
                    AND NOT EXISTS (
                        SELECT 1 FROM comment AS answer
                            JOIN account AS agent ON agent.id = answer.author_id
                            WHERE answer.ticket_id = ticket.id AND agent.role <> 'CUSTOMER'
                                AND answer.visibility = 'PUBLIC' AND answer.created_at > comment.created_at
                    )
        ) WHERE status IN ('NEW', 'OPEN');
        UPDATE ticket SET customer_posts = 1, customer_wrote_at = waiting_since WHERE waiting_since IS NOT NULL;

        CREATE INDEX ticket_waiting_idx ON ticket (coalesce(waiting_since, '9999-12-31T23:59:59+00:00'), id);
        CREATE INDEX ticket_unanswered_idx ON ticket (queue_id, status) WHERE customer_wrote_at IS NOT NULL;
        ",
    )
}
