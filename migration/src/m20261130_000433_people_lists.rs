//! Lists of people begin with those who were merged into nobody, who are nearly all: an index of the others must not look as if it
//! found them. And people are listed by role.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(
        module_path!(),
        "
        DROP INDEX account_merged_into_idx;
        CREATE INDEX account_merged_into_idx ON account (merged_into_id) WHERE merged_into_id IS NOT NULL;
        CREATE INDEX account_role_sort_idx ON account ((role || ' ' || sort_key), id);
        ",
    )
}
