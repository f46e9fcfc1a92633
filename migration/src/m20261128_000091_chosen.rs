//! Whether a person chose their language and time zone, or has those of the installation, also when they change. The
//! program fills it in at its start: only it knows what the installation's are.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        ALTER TABLE account ADD COLUMN locale_chosen BOOLEAN;
        ALTER TABLE account ADD COLUMN time_zone_chosen BOOLEAN;
        ",
    )
}
