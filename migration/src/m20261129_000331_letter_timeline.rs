//! `letter.accepted`: what the mail server said when it took a letter; `letter.settled_at`: when a letter was given up, came back or
//! was withdrawn. What was settled before has no time.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        ALTER TABLE letter ADD COLUMN accepted TEXT;
        ALTER TABLE letter ADD COLUMN settled_at TIMESTAMPTZ;
        ",
    )
}
