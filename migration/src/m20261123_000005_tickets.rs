//! Tickets, their tags, who takes part in them, and the counter that gives them their numbers.
//!
//! Each list that people page through has an index that ends in the order of that list, so that a
//! page costs the same with a million tickets as with ten thousand.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE ticket (
            id UUID NOT NULL,
            number BIGINT NOT NULL,
            title TEXT NOT NULL,
            status TEXT NOT NULL,
            priority TEXT NOT NULL,
            priority_rank INTEGER NOT NULL,
            channel TEXT NOT NULL,
            queue_id UUID NOT NULL,
            customer_id UUID NOT NULL,
            organisation_id UUID,
            assignee_id UUID,
            created_at TIMESTAMPTZ NOT NULL,
            updated_at TIMESTAMPTZ NOT NULL,
            auto_close_at TIMESTAMPTZ,
            reminded_at TIMESTAMPTZ,
            first_answer_at TIMESTAMPTZ,
            notice_version TEXT,
            version BIGINT NOT NULL,
            CONSTRAINT ticket_pkey PRIMARY KEY (id),
            CONSTRAINT ticket_number_key UNIQUE (number),
            CONSTRAINT ticket_queue_id_fkey FOREIGN KEY (queue_id) REFERENCES queue (id),
            CONSTRAINT ticket_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES account (id),
            CONSTRAINT ticket_organisation_id_fkey
                FOREIGN KEY (organisation_id) REFERENCES organisation (id),
            CONSTRAINT ticket_assignee_id_fkey FOREIGN KEY (assignee_id) REFERENCES account (id)
        );
        CREATE INDEX ticket_created_at_idx ON ticket (created_at, id);
        CREATE INDEX ticket_updated_at_idx ON ticket (updated_at, id);
        CREATE INDEX ticket_priority_idx ON ticket (priority_rank, id);
        CREATE INDEX ticket_status_idx ON ticket (status, created_at, id);
        CREATE INDEX ticket_customer_idx ON ticket (customer_id, created_at, id);
        CREATE INDEX ticket_organisation_idx ON ticket (organisation_id, created_at, id);
        CREATE INDEX ticket_queue_idx ON ticket (queue_id, status, created_at, id);
        CREATE INDEX ticket_assignee_idx ON ticket (assignee_id, status, created_at, id);
        CREATE INDEX ticket_auto_close_at_idx ON ticket (auto_close_at)
            WHERE auto_close_at IS NOT NULL;

        CREATE TABLE ticket_tag (
            ticket_id UUID NOT NULL,
            tag TEXT NOT NULL,
            CONSTRAINT ticket_tag_pkey PRIMARY KEY (ticket_id, tag),
            CONSTRAINT ticket_tag_ticket_id_fkey
                FOREIGN KEY (ticket_id) REFERENCES ticket (id) ON DELETE CASCADE
        );
        CREATE INDEX ticket_tag_tag_idx ON ticket_tag (tag, ticket_id);

        CREATE TABLE participant (
            ticket_id UUID NOT NULL,
            user_id UUID NOT NULL,
            CONSTRAINT participant_pkey PRIMARY KEY (ticket_id, user_id),
            CONSTRAINT participant_ticket_id_fkey
                FOREIGN KEY (ticket_id) REFERENCES ticket (id) ON DELETE CASCADE,
            CONSTRAINT participant_user_id_fkey
                FOREIGN KEY (user_id) REFERENCES account (id) ON DELETE CASCADE
        );
        CREATE INDEX participant_user_id_idx ON participant (user_id);

        CREATE TABLE counter (
            name TEXT NOT NULL,
            value BIGINT NOT NULL,
            CONSTRAINT counter_pkey PRIMARY KEY (name)
        );
        ",
    )
}
