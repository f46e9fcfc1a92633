//! `personal_signature`: what members of the staff want below their own answers, above the signature of the queue.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        CREATE TABLE personal_signature (
            user_id UUID NOT NULL,
            text TEXT NOT NULL,
            CONSTRAINT personal_signature_pkey PRIMARY KEY (user_id),
            CONSTRAINT personal_signature_user_id_fkey FOREIGN KEY (user_id) REFERENCES account (id) ON DELETE CASCADE
        );
        ",
    )
}
