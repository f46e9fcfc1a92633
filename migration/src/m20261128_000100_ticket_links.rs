//! Links between tickets, and links from a ticket to other systems.
//!
//! A link is one row for both ends, in one direction: of RELATED the smaller id comes first, of `PARENT_OF` the parent, of
//! `DUPLICATE_OF` the ticket that came later. So the same link cannot be there twice.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE ticket_link (
            id UUID NOT NULL,
            ticket_id UUID NOT NULL,
            other_id UUID NOT NULL,
            kind TEXT NOT NULL,
            created_at TIMESTAMPTZ NOT NULL,
            CONSTRAINT ticket_link_pkey PRIMARY KEY (id),
            CONSTRAINT ticket_link_ends_key UNIQUE (ticket_id, other_id, kind),
            CONSTRAINT ticket_link_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id),
            CONSTRAINT ticket_link_other_id_fkey FOREIGN KEY (other_id) REFERENCES ticket (id)
        );
        CREATE INDEX ticket_link_other_idx ON ticket_link (other_id);

        CREATE TABLE external_link (
            id UUID NOT NULL,
            ticket_id UUID NOT NULL,
            url TEXT NOT NULL,
            key TEXT,
            visible_to_customer BOOLEAN NOT NULL,
            created_at TIMESTAMPTZ NOT NULL,
            CONSTRAINT external_link_pkey PRIMARY KEY (id),
            CONSTRAINT external_link_url_key UNIQUE (ticket_id, url),
            CONSTRAINT external_link_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id)
        );
        ",
    )
}
