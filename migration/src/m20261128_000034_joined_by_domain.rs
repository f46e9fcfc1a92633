//! By which mail domain somebody joined an organisation of their own accord, so that it can be shown and taken back.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        ALTER TABLE membership ADD COLUMN domain TEXT;
        ",
    )
}
