//! Second factors.

mod begin;
mod confirm;
mod disable;
mod renew_codes;
mod reset;

use engine::{Letter, LetterChange};

/// What a letter says has happened to a second factor, or to another way in.
pub(crate) fn happened(letter: &Letter) -> Option<&str> {
    letter.changes.iter().find_map(|change| match change {
        LetterChange::SecondFactor(happened) => happened.to.as_deref(),
        _ => None,
    })
}
