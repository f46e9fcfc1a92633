//! The rules of a ticket.

mod decide;
mod texts;
