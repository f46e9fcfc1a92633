//! `account_phone`: the telephone numbers of people. `typed` is as somebody wrote it; `dial` has digits alone, after a + where the number
//! says its country; `found_by` is what a search looks at: the country, a dot, and the number as it is known within that country. Rows
//! have ids of their own, so that a merge of two accounts can give them back.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE account_phone (
            id UUID NOT NULL,
            user_id UUID NOT NULL,
            place BIGINT NOT NULL,
            typed TEXT NOT NULL,
            dial TEXT NOT NULL,
            found_by TEXT NOT NULL,
            CONSTRAINT account_phone_pkey PRIMARY KEY (id),
            CONSTRAINT account_phone_user_id_fkey FOREIGN KEY (user_id) REFERENCES account (id) ON DELETE CASCADE
        );
        CREATE INDEX account_phone_user_idx ON account_phone (user_id, place);
        ",
    )
}
