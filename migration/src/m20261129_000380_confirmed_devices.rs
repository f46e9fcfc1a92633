//! `confirmed_device`: the few browsers of a person in which a second factor was shown, and by which, so that what is counted
//! apart in them ends together with it.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE confirmed_device (
            id UUID NOT NULL,
            user_id UUID NOT NULL,
            session_id UUID NOT NULL,
            factor TEXT NOT NULL,
            passkey_id UUID,
            created_at TIMESTAMPTZ NOT NULL,
            CONSTRAINT confirmed_device_pkey PRIMARY KEY (id),
            CONSTRAINT confirmed_device_user_id_fkey
                FOREIGN KEY (user_id) REFERENCES account (id) ON DELETE CASCADE,
            CONSTRAINT confirmed_device_passkey_id_fkey
                FOREIGN KEY (passkey_id) REFERENCES passkey (id) ON DELETE CASCADE
        );
        CREATE INDEX confirmed_device_user_idx ON confirmed_device (user_id);
        CREATE INDEX confirmed_device_session_idx ON confirmed_device (session_id);
        CREATE INDEX confirmed_device_passkey_idx ON confirmed_device (passkey_id);
        ",
    )
}
