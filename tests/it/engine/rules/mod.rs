//! The rules of a ticket.

mod decide;
mod merge;
mod texts;
