//! The order of a dictionary: a key for each name that databases compare byte by byte.
//!
//! It is that of CLDR's root, which is also the German one: accents and case decide between names that are alike
//! otherwise. The data comes with the program, so the order depends on no system.

use std::{fmt::Write as _, sync::LazyLock};

use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences, options::CollatorOptions};

use super::names::folded;

/// The most digits of a key; an index takes no longer ones, and no two names that differ behind it are read by people.
const LONGEST: usize = 512;

/// The most digits of a title's key: about sixty letters. There are many titles, and those that differ behind it stand in the
/// order of their tickets.
const LONGEST_OF_TITLE: usize = 160;

static COLLATOR: LazyLock<Option<CollatorBorrowed<'static>>> =
    LazyLock::new(|| Collator::try_new(CollatorPreferences::default(), CollatorOptions::default()).ok());

/// The place of a name in a dictionary: names stand in its order when their places are compared byte by byte.
#[must_use]
pub fn sort_key(name: &str) -> String {
    key(name)
}

/// The key of a name, in hexadecimal digits; never empty.
pub(crate) fn key(name: &str) -> String {
    let mut bytes = Vec::new();
    match &*COLLATOR {
        Some(collator) => {
            let Ok(()) = collator.write_sort_key_to(name.trim(), &mut bytes);
        }
        None => bytes.extend_from_slice(folded(name).as_bytes()),
    }
    let mut key = String::from("0");
    for byte in bytes.iter().take(LONGEST / 2) {
        let _ = write!(key, "{byte:02x}");
    }
    key
}

/// The place of a ticket's title in a dictionary, see [`sort_key`]; as it is kept with the ticket.
#[must_use]
pub fn title_key(title: &str) -> String {
    let mut key = key(title);
    key.truncate(1 + LONGEST_OF_TITLE);
    key
}

#[cfg(test)]
mod tests {
    use super::{key, title_key};

    #[test]
    fn names_are_sorted_as_a_dictionary_has_them() {
        let sorted = [
            "",
            "7 Zwerge",
            "anna klein",
            "Anna Klein",
            "Änne Klein",
            "Bär",
            "de Vries",
            "Łukasz Wit",
            "Moritz Bär",
            "O'Neill",
            "Özlem Ay",
            "Petra Alt",
            "Straße",
            "Strauß",
            "Zoe Zahn",
            "Яна",
        ];
        let mut names = sorted;
        names.reverse();
        names.sort_by_key(|name| key(name));
        assert_eq!(names, sorted);
    }

    #[test]
    fn a_key_is_neither_empty_nor_too_long() {
        assert_eq!(key(""), key(" "));
        assert!(!key("\u{200b}").is_empty());
        assert!(key(&"Ä".repeat(10_000)).len() <= 513);
        assert_eq!(title_key("Anker"), key("Anker"));
        assert_eq!(title_key(&"Ä".repeat(255)).len(), 161);
    }
}
