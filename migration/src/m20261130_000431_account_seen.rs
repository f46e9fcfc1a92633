//! `account_seen`: when a person last used the installation, which outlives their sessions; a table of its own, so that noting it
//! neither locks nor changes the account. It begins with what the sessions of today tell.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE account_seen (
            user_id UUID NOT NULL,
            seen_at TIMESTAMPTZ NOT NULL,
            CONSTRAINT account_seen_pkey PRIMARY KEY (user_id),
            CONSTRAINT account_seen_user_id_fkey FOREIGN KEY (user_id) REFERENCES account (id) ON DELETE CASCADE
        );
        INSERT INTO account_seen (user_id, seen_at)
            SELECT user_id, max(last_seen_at) FROM session GROUP BY user_id;
        ",
    )
}
