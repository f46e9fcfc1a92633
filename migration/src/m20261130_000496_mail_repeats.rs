//! `incoming_mail.repeats`, `repeated_at`: how often the same mail came again, and when last, since such a mail gets no line of its own.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        ALTER TABLE incoming_mail ADD COLUMN repeats BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE incoming_mail ADD COLUMN repeated_at TIMESTAMPTZ;
        ",
    )
}
