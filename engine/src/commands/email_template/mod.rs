//! Emails with words of one's own: how they come about, change and go.

mod check;
mod fail;
mod set;

pub(crate) use check::{known_kind, known_locale, known_queue};
pub use set::SetEmailTemplate;
pub(crate) use set::{bad, tidied};
