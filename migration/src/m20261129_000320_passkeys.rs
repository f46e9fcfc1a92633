//! `passkey` and `passkey_ceremony`: the public keys by which people log in (`WebAuthn`), and what browsers are being asked at the
//! moment. A ceremony lies here and not with the browser, so that every node knows it and it is good once; of its token only
//! the hash is kept.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE passkey (
            id UUID NOT NULL,
            user_id UUID NOT NULL,
            credential_id TEXT NOT NULL,
            credential TEXT NOT NULL,
            name TEXT NOT NULL,
            created_at TIMESTAMPTZ NOT NULL,
            last_used_at TIMESTAMPTZ,
            CONSTRAINT passkey_pkey PRIMARY KEY (id),
            CONSTRAINT passkey_user_id_fkey FOREIGN KEY (user_id) REFERENCES account (id) ON DELETE CASCADE
        );
        CREATE UNIQUE INDEX passkey_credential_id_key ON passkey (credential_id);
        CREATE INDEX passkey_user_idx ON passkey (user_id);
        CREATE TABLE passkey_ceremony (
            token_hash TEXT NOT NULL,
            purpose TEXT NOT NULL,
            user_id UUID,
            state TEXT NOT NULL,
            expires_at TIMESTAMPTZ NOT NULL,
            CONSTRAINT passkey_ceremony_pkey PRIMARY KEY (token_hash),
            CONSTRAINT passkey_ceremony_user_id_fkey
                FOREIGN KEY (user_id) REFERENCES account (id) ON DELETE CASCADE
        );
        CREATE INDEX passkey_ceremony_user_idx ON passkey_ceremony (user_id);
        CREATE INDEX passkey_ceremony_expires_idx ON passkey_ceremony (expires_at);
        ",
    )
}
