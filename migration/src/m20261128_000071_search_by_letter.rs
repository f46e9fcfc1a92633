//! Letters of scripts without blanks between words, such as Chinese, are indexed one by one; entries from before are
//! written anew when the program starts, which begins at this counter and removes it when it is through.

use crate::change::Change;

pub(crate) fn change() -> Change {
    Change::same(module_path!(), "INSERT INTO counter (name, value) VALUES ('search_by_letter', 0);")
}
