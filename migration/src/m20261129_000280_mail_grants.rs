//! What providers of mail have granted: by which tokens, sealed, mailboxes are read and mail is sent in the place of a password; and
//! sign-ins that an admin has begun on the page.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE mail_grant (
            id UUID NOT NULL,
            provider TEXT NOT NULL,
            account TEXT NOT NULL,
            refresh_token TEXT NOT NULL,
            access_token TEXT,
            access_until TIMESTAMPTZ,
            issued_at TIMESTAMPTZ NOT NULL,
            generation BIGINT NOT NULL,
            holder TEXT,
            held_until TIMESTAMPTZ,
            connected_by UUID,
            connected_at TIMESTAMPTZ NOT NULL,
            gone_at TIMESTAMPTZ,
            gone_reason TEXT,
            CONSTRAINT mail_grant_pkey PRIMARY KEY (id),
            CONSTRAINT mail_grant_account_key UNIQUE (provider, account),
            CONSTRAINT mail_grant_connected_by_fkey FOREIGN KEY (connected_by) REFERENCES account (id) ON DELETE SET NULL
        );
        CREATE INDEX mail_grant_connected_by_idx ON mail_grant (connected_by);
        CREATE TABLE mail_sign_in (
            state TEXT NOT NULL,
            user_id UUID NOT NULL,
            session TEXT NOT NULL,
            provider TEXT NOT NULL,
            account TEXT NOT NULL,
            verifier TEXT NOT NULL,
            expires_at TIMESTAMPTZ NOT NULL,
            CONSTRAINT mail_sign_in_pkey PRIMARY KEY (state),
            CONSTRAINT mail_sign_in_user_id_fkey FOREIGN KEY (user_id) REFERENCES account (id) ON DELETE CASCADE
        );
        CREATE INDEX mail_sign_in_user_id_idx ON mail_sign_in (user_id);
        ",
    )
}
