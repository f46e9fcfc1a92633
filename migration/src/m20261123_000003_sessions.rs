//! Log-ins, API tokens and password links. Only hashes of the secrets are kept.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE session (
            id UUID NOT NULL,
            user_id UUID NOT NULL,
            token_hash TEXT NOT NULL,
            created_at TIMESTAMPTZ NOT NULL,
            expires_at TIMESTAMPTZ NOT NULL,
            remember BOOLEAN NOT NULL,
            user_agent TEXT,
            last_seen_at TIMESTAMPTZ NOT NULL,
            CONSTRAINT session_pkey PRIMARY KEY (id),
            CONSTRAINT session_token_hash_key UNIQUE (token_hash),
            CONSTRAINT session_user_id_fkey
                FOREIGN KEY (user_id) REFERENCES account (id) ON DELETE CASCADE
        );
        CREATE INDEX session_user_id_idx ON session (user_id);
        CREATE INDEX session_expires_at_idx ON session (expires_at);

        CREATE TABLE api_token (
            id UUID NOT NULL,
            user_id UUID NOT NULL,
            name TEXT NOT NULL,
            token_hash TEXT NOT NULL,
            scopes TEXT NOT NULL,
            created_at TIMESTAMPTZ NOT NULL,
            expires_at TIMESTAMPTZ,
            last_used_at TIMESTAMPTZ,
            CONSTRAINT api_token_pkey PRIMARY KEY (id),
            CONSTRAINT api_token_token_hash_key UNIQUE (token_hash),
            CONSTRAINT api_token_user_id_fkey
                FOREIGN KEY (user_id) REFERENCES account (id) ON DELETE CASCADE
        );
        CREATE INDEX api_token_user_id_idx ON api_token (user_id);

        CREATE TABLE password_link (
            token_hash TEXT NOT NULL,
            user_id UUID NOT NULL,
            created_at TIMESTAMPTZ NOT NULL,
            expires_at TIMESTAMPTZ NOT NULL,
            used_at TIMESTAMPTZ,
            CONSTRAINT password_link_pkey PRIMARY KEY (token_hash),
            CONSTRAINT password_link_user_id_fkey
                FOREIGN KEY (user_id) REFERENCES account (id) ON DELETE CASCADE
        );
        CREATE INDEX password_link_user_id_idx ON password_link (user_id);
        ",
    )
}
