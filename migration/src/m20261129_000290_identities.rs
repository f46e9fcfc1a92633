//! Identities: as whom a provider of single sign-on knows a person, and which memberships came with its claims.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(module_path!(), SQL)
}

const SQL: &str = "
    CREATE TABLE identity (
        id UUID NOT NULL,
        user_id UUID NOT NULL,
        issuer TEXT NOT NULL,
        subject TEXT NOT NULL,
        address TEXT,
        created_at TIMESTAMPTZ NOT NULL,
        last_used_at TIMESTAMPTZ,
        CONSTRAINT identity_pkey PRIMARY KEY (id),
        CONSTRAINT identity_user_id_fkey FOREIGN KEY (user_id) REFERENCES account (id) ON DELETE CASCADE
    );
    CREATE UNIQUE INDEX identity_issuer_subject_key ON identity (issuer, subject);
    CREATE INDEX identity_user_idx ON identity (user_id);
    CREATE TABLE identity_membership (
        identity_id UUID NOT NULL,
        organisation_id UUID NOT NULL,
        CONSTRAINT identity_membership_pkey PRIMARY KEY (identity_id, organisation_id),
        CONSTRAINT identity_membership_identity_id_fkey
            FOREIGN KEY (identity_id) REFERENCES identity (id) ON DELETE CASCADE,
        CONSTRAINT identity_membership_organisation_id_fkey
            FOREIGN KEY (organisation_id) REFERENCES organisation (id) ON DELETE CASCADE
    );
    CREATE INDEX identity_membership_organisation_idx ON identity_membership (organisation_id);
";
