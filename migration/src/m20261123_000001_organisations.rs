//! Organisations, and the mail domains whose senders join them on first contact.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE organisation (
            id UUID NOT NULL,
            name TEXT NOT NULL,
            shares_tickets BOOLEAN NOT NULL,
            created_at TIMESTAMPTZ NOT NULL,
            CONSTRAINT organisation_pkey PRIMARY KEY (id),
            CONSTRAINT organisation_name_key UNIQUE (name)
        );

        CREATE TABLE organisation_domain (
            domain TEXT NOT NULL,
            organisation_id UUID NOT NULL,
            CONSTRAINT organisation_domain_pkey PRIMARY KEY (domain),
            CONSTRAINT organisation_domain_organisation_id_fkey
                FOREIGN KEY (organisation_id) REFERENCES organisation (id) ON DELETE CASCADE
        );
        CREATE INDEX organisation_domain_organisation_id_idx ON organisation_domain (organisation_id);
        ",
    )
}
