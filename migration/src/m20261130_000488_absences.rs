//! `absence`: when members of the staff are away. Days are those of the person's own time zone, as `2026-12-24`.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE absence (
            user_id UUID NOT NULL,
            first_day TEXT NOT NULL,
            last_day TEXT,
            CONSTRAINT absence_pkey PRIMARY KEY (user_id),
            CONSTRAINT absence_user_id_fkey FOREIGN KEY (user_id) REFERENCES account (id) ON DELETE CASCADE
        );
        ",
    )
}
