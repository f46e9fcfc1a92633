//! Of what a person wants to be told, where they chose something else than usual: JSON by the word of the notice.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(module_path!(), "ALTER TABLE account ADD COLUMN notices TEXT NOT NULL DEFAULT '{}';")
}
