//! What can be done to emails with words of one's own.

mod set;

pub(crate) use set::SetEmailTemplate;
