//! Sessions that last long exchange their token from time to time. The token before stays known: used again after the new
//! one has arrived, it was stolen, and the session ends.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        ALTER TABLE session ADD COLUMN previous_hash TEXT;
        ALTER TABLE session ADD COLUMN renewed_at TIMESTAMPTZ;
        ALTER TABLE session ADD COLUMN confirmed_at TIMESTAMPTZ;
        CREATE UNIQUE INDEX session_previous_hash_key ON session (previous_hash);
        ",
    )
}
