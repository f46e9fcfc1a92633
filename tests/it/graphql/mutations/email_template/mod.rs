//! Emails with words of one's own.

mod set;
