//! Accounts of people, and the organisation a person belongs to.
//!
//! The table is not called `user`, because that word is reserved in PostgreSQL.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE account (
            id UUID NOT NULL,
            email TEXT NOT NULL,
            name TEXT NOT NULL,
            role TEXT NOT NULL,
            locale TEXT NOT NULL,
            time_zone TEXT NOT NULL,
            password_hash TEXT,
            active BOOLEAN NOT NULL,
            created_at TIMESTAMPTZ NOT NULL,
            CONSTRAINT account_pkey PRIMARY KEY (id),
            CONSTRAINT account_email_key UNIQUE (email)
        );
        CREATE INDEX account_name_idx ON account (name, id);
        CREATE INDEX account_role_idx ON account (role, name, id);

        CREATE TABLE membership (
            user_id UUID NOT NULL,
            organisation_id UUID NOT NULL,
            sees_tickets BOOLEAN NOT NULL,
            CONSTRAINT membership_pkey PRIMARY KEY (user_id),
            CONSTRAINT membership_user_id_fkey
                FOREIGN KEY (user_id) REFERENCES account (id) ON DELETE CASCADE,
            CONSTRAINT membership_organisation_id_fkey
                FOREIGN KEY (organisation_id) REFERENCES organisation (id)
        );
        CREATE INDEX membership_organisation_id_idx ON membership (organisation_id);
        ",
    )
}
