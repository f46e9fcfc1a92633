//! `second_factor` and `recovery_code`: what a person shows beside the password. The secret is sealed under the installation's
//! key; `pending` is the one that is being set up, so that the one before holds until then. Of recovery codes only hashes are
//! kept, and used ones are gone. `session.vouched`: a provider of single sign-on vouched for the person, and has seen to the second factor.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        ALTER TABLE session ADD COLUMN vouched BOOLEAN NOT NULL DEFAULT FALSE;
        CREATE TABLE second_factor (
            user_id UUID NOT NULL,
            secret TEXT,
            enabled_at TIMESTAMPTZ,
            last_step BIGINT,
            pending TEXT,
            pending_at TIMESTAMPTZ,
            CONSTRAINT second_factor_pkey PRIMARY KEY (user_id),
            CONSTRAINT second_factor_user_id_fkey
                FOREIGN KEY (user_id) REFERENCES account (id) ON DELETE CASCADE
        );
        CREATE TABLE recovery_code (
            user_id UUID NOT NULL,
            code_hash TEXT NOT NULL,
            CONSTRAINT recovery_code_pkey PRIMARY KEY (user_id, code_hash),
            CONSTRAINT recovery_code_user_id_fkey
                FOREIGN KEY (user_id) REFERENCES account (id) ON DELETE CASCADE
        );
        ",
    )
}
