//! Texts and formats in both languages.

mod common;
mod format;
mod helpers;
mod lang;
mod texts;
