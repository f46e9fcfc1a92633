//! `letter.notice`: of what a letter tells that its reader may switch off, with dots between where others have joined it. Letters
//! of before, and those that are always sent, have none.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        ALTER TABLE letter ADD COLUMN notice TEXT;
        ",
    )
}
