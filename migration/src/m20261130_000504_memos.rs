//! `memo`: what the staff keep in mind about a customer. One that was taken away stays as an empty text, so that whoever edits it
//! meanwhile is told.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE memo (
            user_id UUID NOT NULL,
            text TEXT NOT NULL,
            version BIGINT NOT NULL,
            changed_by UUID,
            changed_at TIMESTAMPTZ NOT NULL,
            CONSTRAINT memo_pkey PRIMARY KEY (user_id),
            CONSTRAINT memo_user_id_fkey FOREIGN KEY (user_id) REFERENCES account (id) ON DELETE CASCADE,
            CONSTRAINT memo_changed_by_fkey FOREIGN KEY (changed_by) REFERENCES account (id)
        );
        ",
    )
}
